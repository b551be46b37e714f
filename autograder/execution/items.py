"""What became of each graded cell of an executed notebook: its item, and what an instructor has to decide about it."""

from __future__ import annotations

import nbformat
from nbgrader import utils

from autograder.execution.execute import Execution
from autograder.gradebook.results import Flag, Item
from autograder.gradebook.status import Status
from autograder.judge.client import Verdict
from autograder.notebook.cells import is_test


def items_of(
    notebook: nbformat.NotebookNode, ran: Execution, status: Status | None = None, message: str = ""
) -> list[Item]:
    """One item for each graded cell, with the score that nbgrader will read from it.

    `status` and `message` are those of a cell that has no verdict.
    """
    items = []
    for index, cell in enumerate(notebook.cells):
        if not utils.is_grade(cell):
            continue
        name = cell.metadata.nbgrader.grade_id
        score, most = utils.determine_grade(cell)
        item = Item(name, name.removesuffix("-check"), most, score, status or Status.BY_HAND, message)
        verdict = ran.verdicts.get(index)
        if verdict is not None:
            item.status = _status(verdict, score, most)
            item.message, item.seconds = verdict.message, ran.seconds.get(index, 0.0)
        elif status is None and score == 0 and not is_test(cell):
            item.status = Status.NOT_ATTEMPTED
        items.append(item)
    return items


def _status(verdict: Verdict, score: float, most: float) -> Status:
    if verdict.trouble:
        return Status.TROUBLE
    if verdict.right:
        return Status.RIGHT if score == most else Status.PARTIAL
    if not verdict.attempted:
        return Status.NOT_ATTEMPTED
    return Status.HIDDEN if verdict.hidden else Status.WRONG


def flags_of(notebook: nbformat.NotebookNode, ran: Execution, name: str) -> list[Flag]:
    """The limits that were reached, and the test cells without a verdict that stands by itself."""
    flags = [Flag("limit", words, name) for words in ran.troubles]
    for index, verdict in sorted(ran.verdicts.items()):
        if verdict.trouble or verdict.decide:
            grading, words = notebook.cells[index].metadata.nbgrader, verdict.trouble or verdict.decide
            flags.append(Flag("judge", words, name, grading.grade_id, decide=True, points=grading.points))
    return flags
