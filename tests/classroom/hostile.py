"""The corpus of hostile and broken submissions: what each does, the score it deserves, and the flag it must raise.

An attack changes an ordinary submission: half right, all right, all wrong, or empty. What it tries to gain must stay
at 0, and what was right beside it keeps its points: `keeps` names the questions that still deserve theirs.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass

from classroom import honest
from classroom.honest import Submission, Task
from classroom.paper import Paper

TOPICS = (
    "broken",
    "folders",
    "cells",
    "names",
    "trick",
    "credit",
    "patches",
    "judged",
    "forged",
    "escape",
    "outside",
    "memory",
    "messages",
    "exhaust",
    "flood",
    "crash",
    "settings",
    "reported",
)
WRONG_IN_HALF = ("label", "table", "scaled")


@dataclass(frozen=True)
class Attack:
    """One attack. `flag` is the kind that an instructor must see, None where nothing may be flagged."""

    name: str
    claim: str
    do: Callable[[Paper], None]
    base: str
    keeps: tuple[str, ...] | None
    flag: str | tuple[str, ...] | None
    of: str
    student: str
    needs_walls: bool
    reason: bool
    scores: dict[str, float] | None

    def submission(self, task: Task) -> Submission:
        """The attack, written for its assignment."""
        handed = BASES[self.base](task, self.student)
        if self.keeps is not None:
            handed.scores = task.scores(self.keeps, reason=self.reason)
        elif not self.reason:
            handed.scores |= dict.fromkeys(task.reasons, 0)
        handed.scores |= self.scores or {}
        self.do(handed.paper)
        return handed


_all: dict[str, Attack] = {}


def attack(
    base: str = "half",
    *,
    keeps: tuple[str, ...] | None = None,
    flag: str | tuple[str, ...] | None = None,
    of: str = "small",
    student: str = "",
    needs_walls: bool = False,
    reason: bool = True,
    scores: dict[str, float] | None = None,
):
    """Register a function that changes a paper. Its docstring is the claim.

    Parameters
    ----------
    base : what is changed: "half" (`WRONG_IN_HALF` is wrong), "right", "wrong" or "empty".
    keeps : questions that deserve their points; those that are right in `base` where it is None.
    needs_walls : without walls it would harm the machine, so it is left out where there are none.
    reason : whether the reason in words survives, for a person to grade.
    scores : of single cells, over what follows from `keeps`.
    """

    def register(do: Callable[[Paper], None]) -> Callable[[Paper], None]:
        name = do.__name__.strip("_").replace("_", "-")
        assert name not in _all, f"two attacks are called {name}"
        claim = " ".join((do.__doc__ or "").split())
        _all[name] = Attack(name, claim, do, base, keeps, flag, of, student or name, needs_walls, reason, scores)
        return do

    return register


def corpus() -> list[Attack]:
    """Every attack."""
    for topic in TOPICS:
        importlib.import_module(f"classroom.{topic}")
    return list(_all.values())


def _half(task: Task, student: str) -> Submission:
    first = {answer.question: answer for answer in reversed(task.lesson.wrong_answers)}
    return honest.wrong(task, student, [first[question] for question in WRONG_IN_HALF])


def _wrong(task: Task, student: str) -> Submission:
    first = {answer.question: answer for answer in reversed(task.lesson.wrong_answers)}
    return honest.wrong(task, student, list(first.values()))


BASES: dict[str, Callable[[Task, str], Submission]] = {
    "half": _half,
    "wrong": _wrong,
    "right": honest.right,
    "empty": honest.empty,
}
