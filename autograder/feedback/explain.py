"""What became of each question, in words for the learner."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from nbformat import NotebookNode
from nbgrader import utils

from autograder.feedback.harmless import text
from autograder.feedback.hidden import HIDDEN, HIDDEN_WORDS, UNDECIDED, UNDECIDED_WORDS
from autograder.feedback.points import Mark
from autograder.feedback.sections import Section
from autograder.gradebook.results import Item
from autograder.gradebook.status import Status
from autograder.notebook.cells import is_test
from autograder.notebook.statements import statements

_READ = re.compile(r"^Read(?: again)?: (.+)$")
NOT_WRITTEN = "NotImplementedError"  # what nbgrader puts in place of an answer
_BY_NAME = {HIDDEN: Status.HIDDEN, "NotAttempted": Status.NOT_ATTEMPTED, "LearnerError": Status.STOPPED}


@dataclass(frozen=True)
class Explanation:
    """One question on the page. `read` is the heading to read (again), `hints` are Markdown."""

    id: str
    question: str
    mark: Mark
    status: Status
    why: str = ""
    read: str = ""
    hints: tuple[str, ...] = ()
    comment: str = ""
    here: bool = True  # in the notebook

    @property
    def heading(self) -> str:
        return self.status.heading

    @property
    def lost(self) -> bool:
        return self.mark.score < self.mark.most and self.status not in (Status.WAITS, Status.TROUBLE)

    @property
    def short(self) -> str:
        """One line for the summary."""
        return text(self.why.split("\n")[0], 200)


def explain(
    cells: list[NotebookNode],
    sections: Mapping[str, Section],
    marks: Mapping[str, Mark],
    comments: Mapping[str, str],
    items: Mapping[str, Item],
) -> dict[str, Explanation]:
    """One explanation for each graded cell, by grade id and in order. The cells are those that HideTests gave.

    `items` are what grading found, by grade id; there are none where plain nbgrader graded.
    """
    made: dict[str, Explanation] = {}
    stopped = None  # the error of the answer that stands before
    for cell in cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if utils.is_solution(cell):
            stopped = next(reversed(_errors(cell)), None)  # the last one says of an interrupt why there was one
        if (utils.is_grade(cell) or utils.is_task(cell)) and name in marks:
            error = next(iter(_errors(cell)), None)
            status = _status(cell, marks[name], error, items.get(name))
            one = _explanation(name, marks[name], status, error, sections, comments)
            if status == Status.RIGHT and is_test(cell):
                one = replace(one, why=text(learned(cell.source), 2_000))
            if status == Status.NOT_ATTEMPTED and stopped is not None and stopped.ename != NOT_WRITTEN:
                words = text(f"{stopped.ename}: {stopped.evalue}", 2_000).split("\n")[0]
                one = replace(one, status=Status.STOPPED, why=f"{words}\n{one.why}".strip())
            made[name] = one
    for name, mark in marks.items():
        if name not in made:
            status = Status.WAITS if mark.waits else Status.BY_HAND if mark.by_hand else Status.NOT_ATTEMPTED
            one = _explanation(name, mark, status, None, sections, comments)
            made[name] = replace(one, why="This question is not in the notebook that was handed in.", here=False)
    return _told_apart(made)


def learned(source: str) -> str:
    """What somebody has understood whose answer is right, as the visible part of the lesson's check says it."""
    for node in ast.walk(ast.Module(statements(source), [])):
        if isinstance(node, ast.keyword) and node.arg == "learned":
            try:
                return str(ast.literal_eval(node.value))
            except ValueError:  # made by the check while it runs
                return ""
    return ""


def _errors(cell: NotebookNode) -> list[NotebookNode]:
    return [each for each in cell.get("outputs", []) if each.output_type == "error"]


def _explanation(
    name: str,
    mark: Mark,
    status: Status,
    error: NotebookNode | None,
    sections: Mapping[str, Section],
    comments: Mapping[str, str],
) -> Explanation:
    section = sections.get(name, Section())
    question = section.heading.removeprefix("Exercise: ") or name.removesuffix("-check")
    why, read = _why(status, error)
    comment = comments.get(name) or comments.get(name.removesuffix("-check"), "")
    made = Explanation(name, question[:1].upper() + question[1:], mark, status, why, comment=text(comment, 5_000))
    return replace(made, read=read or section.heading, hints=section.hints) if made.lost else made


def _status(cell: NotebookNode, mark: Mark, error: NotebookNode | None, item: Item | None) -> Status:
    if mark.waits:
        return Status.WAITS
    if mark.by_hand:
        return Status.BY_HAND
    if error is not None and error.ename in UNDECIDED:
        return Status.TROUBLE
    if not is_test(cell):
        return Status.NOT_ATTEMPTED if mark.score == 0 else Status.BY_HAND
    if mark.score >= mark.most:
        return Status.RIGHT
    if error is None:
        return Status.of_score(mark.score, mark.most)
    if item is not None and item.status == Status.NOT_ATTEMPTED and error.ename != HIDDEN:
        return item.status
    return _BY_NAME.get(error.ename, Status.WRONG)


def _why(status: Status, error: NotebookNode | None) -> tuple[str, str]:
    """The words of the check, and the heading that it says to read."""
    fixed = {
        Status.WAITS: "An instructor reads this one.",
        Status.TROUBLE: UNDECIDED_WORDS,
        Status.HIDDEN: HIDDEN_WORDS,
    }
    if status in fixed:
        return fixed[status], ""
    if status == Status.RIGHT or error is None or error.ename == HIDDEN:
        return "", ""
    lines = [line for line in text(error.evalue, 2_000).split("\n") if line.strip()]
    read = next((found[1] for line in lines if (found := _READ.match(line))), "")
    why = "\n".join(line for line in lines if not _READ.match(line))
    return why or (error.ename if error.ename != "AssertionError" else ""), read


def _told_apart(made: dict[str, Explanation]) -> dict[str, Explanation]:
    """Questions under the same heading get their ids beside it."""
    names = [each.question for each in made.values()]
    return {
        name: replace(each, question=f"{each.question} ({name.removesuffix('-check')})")
        if names.count(each.question) > 1
        else each
        for name, each in made.items()
    }
