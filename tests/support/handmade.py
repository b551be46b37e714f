"""Plays an instructor with a small course of their own, and a judge whose verdicts are written by hand.

The course is released by the real nbgrader. One assignment, `ps1`, two notebooks: code with hidden tests, partial
credit, a written answer, a task that a person grades, and a data file beside them.
"""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI

from autograder.gradebook.folder import Folder
from autograder.gradebook.results import NotebookResult, Result

NAME = "ps1"
CONFIG = """
import os, sys
os.environ["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")])  # for alembic
c = get_config()
c.CourseDirectory.root = os.path.dirname(os.path.abspath(__file__))
c.CourseDirectory.course_id = "small"
c.Execute.shutdown_kernel = "immediate"
"""
DOUBLE_CHECK = """assert double(2) == 4, "twice 2 is 4"
### BEGIN HIDDEN TESTS
assert double(21) == 42, "the secret number is 42"
### END HIDDEN TESTS"""


def graded(
    source: str, grade_id: str, points: float = 0, *, solution: bool = False, task: bool = False, markdown=False
):
    """A cell with nbgrader's metadata, as the Create Assignment extension writes it."""
    grading = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": bool(points) and not task,
        "solution": solution,
        "locked": not solution,
        "task": task,
    }
    if points:
        grading["points"] = points
    new = new_markdown_cell if markdown else new_code_cell
    return new(source, metadata={"nbgrader": grading}, id=grade_id)


def source_notebooks() -> dict[str, nbformat.NotebookNode]:
    solved = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
    half = "### BEGIN SOLUTION\nhalf = 1.5\n### END SOLUTION"
    reason = "=== BEGIN MARK SCHEME ===\nOne point for each.\n=== END MARK SCHEME ==="
    hint = "<details><summary>Hint 1: what twice means</summary>\nAdd it to itself.\n</details>"
    first = [
        new_markdown_cell(f"# Twice\nWrite a function that doubles.\n\n{hint}", id="intro"),
        graded(solved, "double", solution=True),
        graded(DOUBLE_CHECK, "double-check", 2),
        graded("half", "half-check", 3),
        graded("Write your reason here.", "reason", 4, solution=True, markdown=True),
        graded(f"Draw a picture of it.\n{reason}", "picture", 5, task=True, markdown=True),
    ]
    second = [graded(half, "half", solution=True), graded("assert half == 1.5", "second-check", 1)]
    return {"first": new_notebook(cells=first), "second": new_notebook(cells=second)}


def source_in(root: Path) -> None:
    """Make the course in `root`, with its assignment not released."""
    (root / "nbgrader_config.py").write_text(CONFIG)
    for name, notebook in source_notebooks().items():
        place = root / "source" / NAME / f"{name}.ipynb"
        place.parent.mkdir(parents=True, exist_ok=True)
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, place)
    (root / "source" / NAME / "data.csv").write_text("a,b\n1,2\n")


def release_in(root: Path) -> None:
    """Make the course in `root` and release its assignment."""
    source_in(root)
    done = SmallCourse(root).nbgrader.generate_assignment(NAME)
    assert done["success"], done["log"]


class SmallCourse:
    """A released course folder, and what is done in it."""

    def __init__(self, root: Path, config: str = ""):
        if config:
            (root / "nbgrader_config.py").write_text(CONFIG + config)
        self.folder = Folder(root)

    @property
    def nbgrader(self) -> NbGraderAPI:
        """What the formgrader calls: nbgrader's commands, in this process."""
        return NbGraderAPI(config=self.folder.config)

    def gradebook(self) -> Gradebook:
        return self.folder.gradebook()

    def released(self, name: str) -> nbformat.NotebookNode:
        return nbformat.read(self.folder.release(NAME) / f"{name}.ipynb", as_version=4)

    def judge(self, student: str, outputs: dict[str, list], *, digest="1", files=None, without=(), graded="2026-01-01"):
        """Leave a judged submission, and return its result. `outputs` by id of the test cell; `without` drops cells."""
        judged = self.folder.judged(student, NAME)
        judged.mkdir(parents=True, exist_ok=True)
        (judged / "data.csv").write_text("a,b\n1,2\n")
        for name, text in (files or {}).items():
            (judged / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        for name in ("first", "second"):
            notebook = self.released(name)
            notebook.cells = [cell for cell in notebook.cells if cell.id not in without]
            for cell in notebook.cells:
                grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
                if cell.cell_type == "code":
                    cell.outputs = outputs.get(grade_id, [])
                elif grade_id in outputs:
                    cell.source = outputs[grade_id]
            nbformat.write(notebook, judged / f"{name}.ipynb")
        result = Result(
            NAME, student, digest, graded, notebooks={"first": NotebookResult(), "second": NotebookResult()}
        )
        result.write(self.folder.result(student, NAME))
        return result


def failed(name: str = "AssertionError", says: str = "twice 2 is 4") -> list:
    """The outputs of a test cell that failed."""
    return [new_output("error", ename=name, evalue=says, traceback=[f"{name}: {says}"])]


def partly(points: float) -> list:
    """The outputs of a test cell that gives a part of the points."""
    return [new_output("execute_result", data={"text/plain": str(points)}, execution_count=None)]
