"""A course of twenty-one small assignments as others write them: the idioms of public courses, none of their text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nbformat

CONFIG = """\
import os, sys
os.environ["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")])  # for alembic
c = get_config()
c.CourseDirectory.course_id = "foreign"
c.Execute.timeout = 60
c.Execute.shutdown_kernel = "immediate"
"""
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


@dataclass(frozen=True)
class Task:
    """One exercise: a right answer, its test, and a wrong answer. `given` is a cell of the author's above it."""

    answer: str
    test: str
    wrong: str
    given: str = ""
    points: float = 1


def assignments() -> dict[str, list[Task]]:
    """Every assignment by name."""
    from classroom.foreign import data, language, machine

    return {**language.ASSIGNMENTS, **data.ASSIGNMENTS, **machine.ASSIGNMENTS}


def _cell(source: str, grade_id: str = "", **role) -> nbformat.NotebookNode:
    cell = nbformat.v4.new_code_cell(source)
    if grade_id:
        cell.metadata.nbgrader = dict(
            {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False},
            grade_id=grade_id,
            **role,
        )
    return cell


def notebook(tasks: list[Task], answers: list[str] | None = None) -> nbformat.NotebookNode:
    """The author's notebook, or that of somebody who gives `answers`."""
    cells = []
    for number, task in enumerate(tasks, start=1):
        own = f"### BEGIN SOLUTION\n{task.answer}\n### END SOLUTION"
        cells += [_cell(task.given)] * bool(task.given)
        cells += [_cell(answers[number - 1] if answers else own, f"task{number}", solution=True)]
        cells += [_cell(task.test, f"test{number}", grade=True, locked=True, points=task.points)]
    made = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    for number, cell in enumerate(made.cells):
        cell.id = f"cell-{number}"
    return made


def write(root: Path) -> dict[str, list[Task]]:
    """Write the course into a folder, with two submissions of each assignment: "right" and "wrong"."""
    found = assignments()
    root.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(CONFIG)
    for name, tasks in found.items():
        (root / "source" / name).mkdir(parents=True)
        nbformat.write(notebook(tasks), root / "source" / name / f"{name}.ipynb")
        for student in ("right", "wrong"):
            folder = root / "submitted" / student / name
            folder.mkdir(parents=True)
            answers = [task.answer if student == "right" else task.wrong for task in tasks]
            nbformat.write(notebook(tasks, answers), folder / f"{name}.ipynb")
    return found
