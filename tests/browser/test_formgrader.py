"""nbgrader's formgrader, started from the course's own folder."""

from __future__ import annotations

import shutil

import pytest
from support.instructor import course_in
from support.jupyterlab import TOKEN, jupyterlab

from autograder.authoring import lesson as lessons
from course.lab import for_instructors

NAME = "00-start-here"


@pytest.fixture
def classroom(tmp_path):
    """A course with one lesson released and one submission waiting."""
    root = tmp_path / "course"
    root.mkdir()
    course = course_in(root)
    assert course.nbgrader("generate_assignment", NAME).returncode == 0
    handed_in = tmp_path / "handed-in"
    shutil.copytree(lessons.LESSONS / NAME, handed_in)
    course.submit("anna", NAME, handed_in)
    return course


def test_the_formgrader_lists_the_lesson_and_its_submission(classroom, window, picture, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    with jupyterlab(classroom.root, classroom.root, home, for_instructors) as address:
        window.goto(f"{address}/formgrader/manage_assignments?token={TOKEN}")
        row = window.locator("tr", has_text=NAME)
        row.wait_for()
        picture("assignments")
        assert row.locator("td.num-submissions").inner_text() == "1"
        window.goto(f"{address}/formgrader/manage_submissions/{NAME}?token={TOKEN}")
        window.locator("tr", has_text="anna").wait_for()
        picture("submissions")
