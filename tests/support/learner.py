"""Plays a learner: opens a released lesson, answers, runs it in a fresh kernel, and counts points as nbgrader does."""

from __future__ import annotations

import copy
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import nbformat
from filelock import FileLock
from nbclient import NotebookClient
from nbgrader.utils import determine_grade

from autograder.authoring import lesson as lessons
from autograder.notebook.cells import is_test
from support import SOLVED

CELL_LIMIT = 180  # seconds; a hung cell, not a slow machine
OUTPUT_LIMIT = 60  # seconds that outputs may come late on a busy machine; nbclient drops them after 4


@contextmanager
def kernel(notebook: nbformat.NotebookNode, folder: Path, **environment: str) -> Iterator[NotebookClient]:
    """A fresh kernel for `notebook`, working in `folder`; errors stay in the cells' outputs."""
    client = NotebookClient(
        notebook,
        timeout=CELL_LIMIT,
        iopub_timeout=OUTPUT_LIMIT,
        raise_on_iopub_timeout=True,
        allow_errors=True,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    )
    clean = {name: value for name, value in os.environ.items() if name != "NBGRADER_EXECUTION"}
    with client.setup_kernel(env={**clean, **environment}):
        yield client


def run(notebook: nbformat.NotebookNode, folder: Path, **environment: str) -> nbformat.NotebookNode:
    """The notebook, executed from top to bottom."""
    with kernel(notebook, folder, **environment) as client:
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
    return notebook


@cache
def solved(name: str) -> tuple[nbformat.NotebookNode, Path]:
    """A lesson's own solution, run as a learner would, and the folder that it leaves behind, which nobody may change.

    It runs once for all processes that share the tests.
    """
    shared = Path(os.environ[SOLVED])
    executed, folder = shared / f"{name}.ipynb", shared / name
    with FileLock(shared / f"{name}.lock"):
        if not executed.exists():
            shutil.rmtree(folder, ignore_errors=True)  # of a test that was stopped half-way
            lesson = lessons.read(lessons.SOLUTIONS / f"{name}.py")
            notebook = run(copy.deepcopy(lesson.notebook), folder_for(lesson, shared))
            nbformat.write(notebook, executed)
    return nbformat.read(executed, as_version=4), folder


def execution(folder: Path) -> str:
    """What NBGRADER_EXECUTION is set to where many answers are tried in the folder that a solution left behind.

    "validate": what no check asks about is not trained again. But it runs jobs again, and "autograde" reads theirs.
    """
    return "autograde" if (folder / "runs").is_dir() else "validate"


def errors(notebook: nbformat.NotebookNode) -> list[str]:
    """Every error in the outputs, as `cell id: name: message`."""
    return [
        f"{cell.id}: {output.ename}: {output.evalue}"
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]


def complaints(notebook: nbformat.NotebookNode) -> list[str]:
    """Everything that was printed on stderr; nbgrader takes a point for it in a test cell."""
    return [
        f"{cell.id}: {output.text}"
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == "stderr"
    ]


def until_the_last_check(cells: list) -> list:
    """The cells that answers can matter to; what comes later runs with the author's, as in `solved`."""
    checks = [index for index, cell in enumerate(cells) if is_test(cell)]
    return list(cells[: max(checks) + 1])


def points(notebook: nbformat.NotebookNode) -> dict[str, tuple[float, float]]:
    """Score and maximum of every cell that is graded automatically, by its nbgrader id."""
    return {
        cell.metadata.nbgrader.grade_id: determine_grade(cell)
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
    }


def released(lesson: lessons.Lesson) -> nbformat.NotebookNode:
    """The notebook as a learner gets it."""
    return nbformat.read(lessons.LESSONS / lesson.name / f"{lesson.name}.ipynb", as_version=4)


def questions(lesson: lessons.Lesson) -> list[str]:
    """The ids of what a learner writes as code, in order."""
    grading = [cell.metadata.get("nbgrader", {}) for cell in lesson.notebook.cells]
    return [each["grade_id"] for each in grading if each.get("solution") and not each.get("grade")]


def solution(lesson: lessons.Lesson, question: str) -> str:
    """The right answer to a question, as a learner would have written it."""
    lines = lesson.cell(question).source.splitlines()
    return "\n".join(line for line in lines if "### BEGIN SOLUTION" not in line and "### END SOLUTION" not in line)


def answered(lesson: lessons.Lesson, answers: dict[str, str], reason: str = "") -> nbformat.NotebookNode:
    """The released notebook with some questions answered (source by question id), and the reason in words."""
    notebook = released(lesson)
    for cell in notebook.cells:
        if cell.id in answers:
            cell.source = answers[cell.id]
        if reason and cell.cell_type == "markdown" and cell.metadata.get("nbgrader", {}).get("grade"):
            cell.source = reason
    return notebook


def folder_for(lesson: lessons.Lesson, parent: Path) -> Path:
    """A learner's folder for the lesson: the released files in a folder of their own."""
    folder = parent / lesson.name
    ignore = shutil.ignore_patterns("*.safetensors", "observations*", "data", "runs", "__pycache__", ".ipynb*")
    shutil.copytree(lessons.LESSONS / lesson.name, folder, ignore=ignore)
    return folder
