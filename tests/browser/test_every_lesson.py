"""Every lesson opens from the file list, runs from the top and shows no error, in a real browser.

What it trains and measures was trained and measured when it was solved (tests/lessons/test_lessons.py); here it is
read from the files beside it, as where one validates. tests/browser/test_lab.py trains in the browser.
"""

from __future__ import annotations

import shutil

import nbformat
import pytest
from by_hand import open_from_list, run_all, save, wait_until_run
from support.learner import answered, errors, questions, solution, solved

from autograder.authoring import lesson as lessons

OWN_TESTS = ("04-learn-by-looking",)  # tried more closely in a file of its own
NAMES = [script.stem for script in lessons.scripts() if script.stem not in OWN_TESTS]
VALIDATES = 'import os\n\nos.environ["NBGRADER_EXECUTION"] = "validate"'


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_by_hand(name, page, lab, picture):
    lesson = lessons.read(lessons.SOLUTIONS / f"{name}.py")
    path = lab[1] / name / f"{name}.ipynb"
    shutil.copytree(solved(name)[1], path.parent, dirs_exist_ok=True)
    right = {question: solution(lesson, question) for question in questions(lesson)}
    notebook = answered(lesson, right, "Because I measured it.")
    notebook.cells.insert(1, nbformat.v4.new_code_cell(VALIDATES))  # behind the title, which leads on and back
    nbformat.write(notebook, path)
    open_from_list(page, name, name)
    run_all(page)
    wait_until_run(page)
    picture("run")
    save(page)
    saved = nbformat.read(path, as_version=4)
    code = [cell for cell in saved.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    assert errors(saved) == []
