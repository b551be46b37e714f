"""What the instructor gives beside the notebooks counts as a part of the tests: when it changes, grades do."""

from __future__ import annotations

import shutil

import pytest
from support.handmade import NAME, SmallCourse

from autograder.gradebook import instructor_files
from autograder.gradebook.assignment import read_assignment


@pytest.fixture
def small(template, tmp_path):
    shutil.copytree(template, tmp_path / "course")
    return SmallCourse(tmp_path / "course").folder


@pytest.mark.parametrize("name", ["data.csv", "answers.py", "deep/er/answers.py"])
def test_a_file_that_tests_read_or_import_changes_what_is_graded(small, name):
    path = small.source(NAME) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("EXPECTED = 5\n")
    before = read_assignment(small, NAME).digest
    assert read_assignment(small, NAME).digest == before
    path.write_text("EXPECTED = 6\n")
    assert read_assignment(small, NAME).digest != before


@pytest.mark.parametrize(
    "name", ["__pycache__/answers.pyc", ".ipynb_checkpoints/first-checkpoint.ipynb", ".ipynb_checkpoints/data.csv"]
)
def test_what_jupyter_and_python_leave_there_changes_nothing(small, name):
    before = read_assignment(small, NAME).digest
    path = small.source(NAME) / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("left here")
    assert read_assignment(small, NAME).digest == before
    assert list(instructor_files.files(small, small.source(NAME))) == ["data.csv"]


def test_what_nbgrader_is_told_to_ignore_changes_nothing(small):
    before = read_assignment(small, NAME).digest
    (small.source(NAME) / "draft.tmp").write_text("an editor's")
    assert read_assignment(small, NAME).digest != before
    small.coursedir.ignore = [*small.coursedir.ignore, "*.tmp"]
    assert read_assignment(small, NAME).digest == before


def test_where_only_the_release_is_there_its_files_count(small):
    shutil.rmtree(small.source(NAME))
    before = read_assignment(small, NAME).digest
    (small.release(NAME) / "data.csv").write_text("a,b\n3,4\n")
    assert read_assignment(small, NAME).digest != before
