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
from autograder.notebook.cells import is_test
from autograder.notebook.statements import statements

HEADINGS = {
    "right": "Right",
    "partial": "Partly right",
    "wrong": "Not right yet",
    "hidden": "Not right in general",
    "not attempted": "Not attempted yet",
    "stopped": "Your code stopped",
    "by hand": "Graded by hand",
    "waits": "Not graded yet",
    "trouble": "Not decided yet",
}
_READ = re.compile(r"^Read(?: again)?: (.+)$")
NOT_WRITTEN = "NotImplementedError"  # what nbgrader puts in place of an answer
_BY_NAME = {HIDDEN: "hidden", "NotAttempted": "not attempted", "LearnerError": "stopped"}


@dataclass(frozen=True)
class Explanation:
    """One question on the page. `read` is the heading to read (again), `hints` are Markdown."""

    id: str
    question: str
    mark: Mark
    status: str
    why: str = ""
    read: str = ""
    hints: tuple[str, ...] = ()
    comment: str = ""
    here: bool = True  # in the notebook

    @property
    def heading(self) -> str:
        return HEADINGS[self.status]

    @property
    def lost(self) -> bool:
        return self.mark.score < self.mark.most and self.status not in ("waits", "trouble")

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
            if status == "right" and is_test(cell):
                one = replace(one, why=text(learned(cell.source), 2_000))
            if status == "not attempted" and stopped is not None and stopped.ename != NOT_WRITTEN:
                words = text(f"{stopped.ename}: {stopped.evalue}", 2_000).split("\n")[0]
                one = replace(one, status="stopped", why=f"{words}\n{one.why}".strip())
            made[name] = one
    for name, mark in marks.items():
        if name not in made:
            status = "waits" if mark.waits else "by hand" if mark.by_hand else "not attempted"
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
    status: str,
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


def _status(cell: NotebookNode, mark: Mark, error: NotebookNode | None, item: Item | None) -> str:
    if mark.waits:
        return "waits"
    if mark.by_hand:
        return "by hand"
    if error is not None and error.ename in UNDECIDED:
        return "trouble"
    if not is_test(cell):
        return "not attempted" if mark.score == 0 else "by hand"
    if mark.score >= mark.most:
        return "right"
    if error is None:
        return "partial" if mark.score > 0 else "wrong"
    if item is not None and item.status == "not attempted" and error.ename != HIDDEN:
        return item.status
    return _BY_NAME.get(error.ename, "wrong")


def _why(status: str, error: NotebookNode | None) -> tuple[str, str]:
    """The words of the check, and the heading that it says to read."""
    fixed = {"waits": "An instructor reads this one.", "trouble": UNDECIDED_WORDS, "hidden": HIDDEN_WORDS}
    if status in fixed:
        return fixed[status], ""
    if status == "right" or error is None or error.ename == HIDDEN:
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
