"""Every lesson opens from the file list, runs from the top and shows no error, in a real browser."""

from __future__ import annotations

import nbformat
import pytest
from by_hand import open_from_list, run_all, save, wait_until_run
from support.learner import answered, errors, questions, solution

from autograder.authoring import lesson as lessons

OWN_TESTS = ("04-learn-by-looking",)  # tried more closely in a file of its own
NAMES = [script.stem for script in lessons.scripts() if script.stem not in OWN_TESTS]


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_by_hand(name, page, lab, picture):
    lesson = lessons.read(lessons.SOLUTIONS / f"{name}.py")
    path = lab[1] / name / f"{name}.ipynb"
    right = {question: solution(lesson, question) for question in questions(lesson)}
    nbformat.write(answered(lesson, right, "Because I measured it."), path)
    open_from_list(page, name, name)
    run_all(page)
    wait_until_run(page)
    picture("run")
    save(page)
    saved = nbformat.read(path, as_version=4)
    code = [cell for cell in saved.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    assert errors(saved) == []
