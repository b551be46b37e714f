"""What an instructor wants to know of a class: how hard each question was, whom it tells apart, who needs help."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from autograder.gradebook.status import Status
from autograder.report.classroom import Classroom, Question, Submission
from autograder.text import count, listed, number, percent, shown

FEWEST = 10  # people below which a correlation says nothing
LITTLE, SKIPPED = 0.5, 1 / 3
HELP_RULE = (
    "Listed is who has less than half of the points that are graded so far, "
    "or has not attempted at least a third of the questions."
)
MESSAGES = 5  # of each question


@dataclass
class Found:
    """One question and the class. `share` is the mean share of its points, `discrimination` -1..1; None: unknown."""

    question: Question
    counts: Counter[Status]
    share: float | None
    discrimination: float | None
    why_none: str
    messages: list[tuple[int, str]]
    waiting: list[Submission]


def questions(room: Classroom) -> list[Found]:
    """One `Found` for each question, in order."""
    settled = [one for one in room.questions if not any(_waits(each, one) for each in room.submissions)]
    found = []
    for question in room.questions:
        graded = [one for one in room.submissions if question.key in one.grades and not _waits(one, question)]
        scores = [one.grades[question.key].score for one in graded]
        share = float(np.mean(scores)) / question.max if scores and question.max > 0 else None
        others = [one for one in settled if one is not question]
        value, why = _discrimination(scores, [_points(one, others) for one in graded])
        if not others and len(scores) >= FEWEST:
            value, why = None, "there is no other question to compare with"
        counts = Counter(one.grades[question.key].status for one in room.submissions if question.key in one.grades)
        waiting = [one for one in room.submissions if _waits(one, question)]
        found.append(Found(question, counts, share, value, why, _messages(graded, question), waiting))
    return found


def _waits(submission: Submission, question: Question) -> bool:
    return question.key in submission.grades and submission.grades[question.key].waits


def _points(submission: Submission, among: list[Question]) -> float:
    return sum(submission.grades[one.key].score for one in among if one.key in submission.grades)


def _discrimination(scores: list[float], rest: list[float]) -> tuple[float | None, str]:
    """Pearson's correlation of a question with the sum of all others (corrected item-total correlation)."""
    if len(scores) < FEWEST:
        return None, f"needs {FEWEST} graded answers"
    if np.ptp(scores) == 0:
        return None, "all have the same points"
    if np.ptp(rest) == 0:
        return None, "all are alike in the other questions"
    return float(np.corrcoef(scores, rest)[0, 1]), ""


def _messages(graded: list[Submission], question: Question) -> list[tuple[int, str]]:
    """The most common messages, those that differ in numbers only taken together: (how many, one of them)."""
    together: dict[str, Counter[str]] = {}
    for submission in graded:
        grade = submission.grades[question.key]
        if grade.message and grade.status != Status.RIGHT:
            words = shown(grade.message)
            together.setdefault(re.sub(r"\d[\d.,]*", "#", words), Counter())[words] += 1
    most = sorted(together.values(), key=lambda words: -words.total())[:MESSAGES]
    return [(words.total(), words.most_common(1)[0][0]) for words in most]


@dataclass(frozen=True)
class Help:
    """Somebody who may need help, and why."""

    submission: Submission
    share: float
    reasons: list[str]


def need_help(room: Classroom) -> list[Help]:
    """Those whom `HELP_RULE` finds, those with least first."""
    found = []
    for one in room.submissions:
        share = one.so_far(room.questions)
        if share is not None and (reasons := list(_reasons(one, share))):
            found.append(Help(one, share, reasons))
    return sorted(found, key=lambda one: one.share)


def _reasons(one: Submission, share: float) -> Iterator[str]:
    if share < LITTLE:
        yield f"{percent(share)} of the points so far"
    skipped = sum(grade.status == Status.NOT_ATTEMPTED for grade in one.grades.values())
    if one.grades and skipped >= SKIPPED * len(one.grades) and skipped:
        yield f"{skipped} of {count(len(one.grades), 'question')} not attempted"


def at_stake(submission: Submission) -> float:
    """The points that hang on decisions, never more than there are."""
    items = {(flag.notebook, flag.item): flag.points for flag in submission.to_decide if flag.item}
    whole = [flag.points for flag in submission.to_decide if not flag.item]
    return min(submission.max, max([sum(items.values()), *whole]))


def still_open(room: Classroom) -> str:
    """In a sentence or two, what the scores do not hold yet; "" where nothing is open."""
    decisions = [one for one in room.submissions if one.to_decide]
    by_hand = sum(len(one.waiting) for one in room.submissions)
    parts = []
    if decisions:
        points = number(sum(map(at_stake, decisions)))
        parts.append(f"{count(len(decisions), 'submission')} to decide, at most {points} points at stake")
    if by_hand:
        parts.append(f"{count(by_hand, 'answer')} to grade by hand")
    if room.not_graded:
        parts.append(f"handed in and not graded: {listed(room.not_graded)}")
    return f"Still open: {'; '.join(parts)}. The scores, in the CSV files too, hold none of it yet." if parts else ""
