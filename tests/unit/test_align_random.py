"""Whatever is done to a notebook, every graded cell is there once, in order, and nbgrader grades every one."""

from __future__ import annotations

import copy

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from support import handmade
from support.instructor import course_in

from autograder.gradebook.folder import Folder
from autograder.repair.align import align, source_cells, with_hidden_tests

LESSON = "00-start-here"
STUDENT = "anna"
JUNK = st.sampled_from(
    [None, 7, float("nan"), "", "code", "raw", [], ["a", 1], {}, {"grade_id": 3}, {"nbgrader": []}, "\ud800", "x" * 999]
)
KEYS = st.sampled_from(["cell_type", "id", "metadata", "source", "outputs", "nbgrader", "attachments", "grade_id"])
WAYS = ["drop", "copy", "move", "retype", "strip", "relabel", "edit", "own", "junk", "no-cell"]
STEPS = st.lists(
    st.tuples(st.sampled_from(WAYS), st.floats(0, 0.999), st.floats(0, 0.999), KEYS, JUNK), min_size=1, max_size=25
)


def changed(notebook: NotebookNode, steps: list[tuple]) -> NotebookNode:
    """What a careless or hostile learner makes of a notebook."""
    notebook = copy.deepcopy(notebook)
    cells = notebook.cells
    for way, one, other, key, junk in steps:
        if not cells:
            break
        junk = copy.deepcopy(junk)  # no two places hold one object: it would come to stand in itself, as no file has it
        here, there = int(one * len(cells)), int(other * len(cells))
        cell = cells[here]
        metadata = cell.get("metadata") if isinstance(cell, dict) else None
        grading = metadata.get("nbgrader") if isinstance(metadata, dict) else None
        if way == "drop":
            del cells[here]
        elif way == "copy":
            cells.insert(there, copy.deepcopy(cell))
        elif way == "move":
            cells.insert(there, cells.pop(here))
        elif way == "own":
            cells.insert(here, NotebookNode(cell_type="code", metadata={}, source="mine = 1"))
        elif way == "no-cell":
            cells[here] = junk
        elif not isinstance(cell, dict):
            continue
        elif way == "retype":
            cell["cell_type"] = ("code", "markdown", "raw")[int(3 * other)]
        elif way == "strip":
            for each in cells if other < 0.1 else [cell]:
                if isinstance(each, dict):
                    each["metadata"] = {}
                    each.pop("id", None)
        elif way == "edit":
            cell["source"] = f"answer({other})"
        elif way == "relabel" and isinstance(grading, dict) and isinstance(cells[there], dict):
            grading["grade_id"] = cells[there].get("id") if other > 0.1 else "unknown"
        elif way == "junk" and isinstance(grading, dict) and key in ("nbgrader", "grade_id"):
            cell["metadata"]["nbgrader"] = junk if key == "nbgrader" else {**grading, "grade_id": junk}
        elif way == "junk":
            cell[key] = junk
    return notebook


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A small course with hidden tests, a written answer and a task, released by nbgrader."""
    root = tmp_path_factory.mktemp("course")
    handmade.release_in(root)
    return Folder(root)


@pytest.fixture(scope="module")
def lesson_folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("lessons")
    printed = course_in(root).nbgrader("generate_assignment", LESSON)
    assert printed.returncode == 0, printed.stderr
    return Folder(root)


def assignment(folder: Folder, name: str, notebook: str) -> tuple[NotebookNode, list]:
    """The released notebook, and what the gradebook knows of it."""
    with folder.gradebook() as book:
        cells = source_cells(book.find_notebook(notebook, name))
    return nbformat.read(folder.release(name) / f"{notebook}.ipynb", as_version=4), cells


def graded(folder: Folder, name: str, notebook: str, aligned: NotebookNode) -> dict[str, float | None]:
    """Run what nbgrader runs before and after it executes a notebook; automatic score of every graded cell."""
    with folder.gradebook() as book:
        book.update_or_create_student(STUDENT)
        book.update_or_create_submission(name, STUDENT)
        for grade in book.find_submission_notebook(notebook, name, STUDENT).grades:
            grade.auto_score = -1
        book.db.commit()
    about = {"notebook": notebook, "assignment": name, "student": STUDENT, "db_url": folder.database}
    with folder.gradebook() as book:
        cells = source_cells(book.find_notebook(notebook, name))
    ours = with_hidden_tests(copy.deepcopy(aligned), cells)
    steps = (ClearOutput, DeduplicateIds, OverwriteKernelspec, OverwriteCells, CheckCellMetadata, SaveAutoGrades)
    for step in steps:
        aligned, _ = step(config=folder.config).preprocess(aligned, {"nbgrader": about})
        if step is OverwriteCells:
            assert aligned.cells == ours.cells
    nbformat.validate(aligned)
    with folder.gradebook() as book:
        return {grade.name: grade.auto_score for grade in book.find_submission_notebook(notebook, name, STUDENT).grades}


def check(release: NotebookNode, with_release: bool, cells: list, steps: list[tuple]) -> NotebookNode:
    aligned, reasons = align(changed(release, steps), release if with_release else None, cells)
    known = [cell.metadata.nbgrader.grade_id for cell in aligned.cells if "nbgrader" in cell.metadata]
    assert known == [cell.grade_id for cell in cells]
    assert all(len(reason) < 500 for reason in reasons)
    assert align(aligned, release if with_release else None, cells)[0].cells == aligned.cells
    return aligned


def test_the_gradebook_knows_the_cells_in_order(folder):
    release, cells = assignment(folder, handmade.NAME, "first")
    ids = ["double", "double-check", "half-check", "reason", "picture"]
    assert [cell.grade_id for cell in cells] == ids
    assert [cell.points for cell in cells] == [None, 2, 3, 4, 5]
    assert [(cell.solution, cell.grade, cell.task, cell.locked) for cell in cells] == [
        (True, False, False, False),
        (False, True, False, True),
        (False, True, False, True),
        (True, True, False, False),
        (False, False, True, True),
    ]
    assert "### BEGIN HIDDEN TESTS" in cells[1].source
    aligned, reasons = align(release, release, cells)
    for cell in (*aligned.cells, *release.cells):
        cell.metadata.get("nbgrader", {}).pop("checksum", None)  # the gradebook's is of the cell with its hidden tests
    assert (aligned, reasons) == (release, [])


def test_an_untouched_and_an_empty_notebook_have_a_grade_in_every_row(folder):
    release, cells = assignment(folder, handmade.NAME, "first")
    for submitted in (release, nbformat.v4.new_notebook()):
        for known in (release, None):
            aligned, _ = align(submitted, known, cells)
            scores = graded(folder, handmade.NAME, "first", aligned)
            assert {**scores, "picture": None} == {
                "double-check": 2,  # nothing was executed, so nothing failed
                "half-check": 3,
                "reason": 0 if submitted.cells or known else None,
                "picture": None,
            }


@settings(max_examples=120, deadline=None)
@given(steps=STEPS, with_release=st.booleans())
def test_random_changes_never_raise_and_lose_no_cell(folder, steps, with_release):
    release, cells = assignment(folder, handmade.NAME, "first")
    check(release, with_release, cells, steps)


@settings(max_examples=15, deadline=None)
@given(steps=STEPS, with_release=st.booleans())
def test_nbgrader_grades_every_cell_after_random_changes(folder, steps, with_release):
    release, cells = assignment(folder, handmade.NAME, "first")
    scores = graded(folder, handmade.NAME, "first", check(release, with_release, cells, steps))
    assert (scores["double-check"], scores["half-check"]) == (2, 3)
    assert scores["reason"] in (0, None)


@pytest.mark.slow
def test_nbgrader_grades_every_cell_of_a_lesson_after_many_random_changes(lesson_folder):
    release, cells = assignment(lesson_folder, LESSON, LESSON)

    @settings(max_examples=200, deadline=None)
    @given(steps=STEPS, with_release=st.booleans())
    def every_row(steps, with_release):
        scores = graded(lesson_folder, LESSON, LESSON, check(release, with_release, cells, steps))
        assert [score for name, score in scores.items() if name.endswith("-check")] == [3, 3, 2]

    every_row()
