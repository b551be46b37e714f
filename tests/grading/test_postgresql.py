"""A gradebook on a PostgreSQL server, which many graders can use at once, holds what the file holds."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from classroom import assignment, honest
from support.handmade import NAME, SmallCourse, failed, partly
from support.postgresql import db_url

from autograder.grade import grade
from autograder.gradebook.folder import Folder

STUDENTS = [f"learner-{number:02}" for number in range(25)]
COMMIT = """
import sys, time
from pathlib import Path
from autograder.gradebook.commit import commit
from autograder.gradebook.folder import Folder
from autograder.gradebook.results import Result
from types import SimpleNamespace
folder, start = Folder(sys.argv[1]), float(sys.argv[2])
time.sleep(max(0, start - time.time()))
lost = 0
for student, path in folder.results("ps1").items():
    lost += not commit(folder, SimpleNamespace(name="ps1", cells={}), Result.read(path))
sys.exit(bool(lost))
"""


def scores(folder: Folder, name: str) -> dict:
    with folder.gradebook() as book:
        return {
            each.student.id: sorted(
                (row.name, row.auto_score, row.manual_score, row.needs_manual_grade)
                for one in each.notebooks
                for row in one.grades
            )
            for each in book.assignment_submissions(name)
        }


@pytest.fixture
def two_courses(template, tmp_path, database_server, released_database):
    """Two graders' folders with one gradebook, and the same learners in both, who are new to it."""
    config = db_url(database_server.url(database_server.create(released_database)))
    courses = []
    for name in ("one", "other"):
        course = SmallCourse(Path(shutil.copytree(template, tmp_path / name)), config)
        for number, student in enumerate(STUDENTS):
            course.judge(student, {"double-check": failed()} if number % 2 else {"half-check": partly(1.5)})
        courses.append(course)
    return courses


def committing(course: SmallCourse, start: float = 0.0) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", COMMIT, course.folder.root, str(start)], stderr=subprocess.PIPE)


def test_two_graders_at_once_lose_nobody_who_is_new_to_both(two_courses):
    start = time.time() + 12
    both = [committing(course, start) for course in two_courses]
    said = [each.communicate()[1].decode() for each in both]
    assert [each.returncode for each in both] == [0, 0], said
    found = scores(two_courses[0].folder, NAME)
    assert set(found) == set(STUDENTS)
    assert {len(rows) for rows in found.values()} == {5}
    for number, student in enumerate(STUDENTS):
        assert dict((name, auto) for name, auto, *_ in found[student])["double-check"] == (0 if number % 2 else 2)


def test_a_grader_who_is_killed_leaves_a_gradebook_in_which_the_next_goes_on(two_courses):
    folder = two_courses[0].folder
    for least in (3, 9):
        process, until = committing(two_courses[0]), time.monotonic() + 120
        while len(list(folder.state(NAME).glob("*/committed.json"))) < least and time.monotonic() < until:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert len(scores(folder, NAME)) < len(STUDENTS), "it was over before it was killed"
    last = committing(two_courses[0])
    assert last.wait() == 0, last.communicate()
    assert set(scores(folder, NAME)) == set(STUDENTS)
    assert {len(rows) for rows in scores(folder, NAME).values()} == {5}


@pytest.mark.slow
def test_a_class_is_graded_into_it_with_the_scores_that_it_deserves(tmp_path, database_server):
    course = assignment.make(tmp_path / "course")
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(db_url(database_server.url(database_server.create())))
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", "small", "--force"]
    subprocess.run(command, cwd=course, check=True, capture_output=True)
    (course / "gradebook.db").unlink()
    submissions = honest.a_class(honest.small(course), 3, seed=3)
    for one in submissions:
        one.paper.hand_in(course / "submitted" / one.student / "small")
    grade(course, "small", quiet=True)
    assert not (course / "gradebook.db").exists()
    found = scores(Folder(course), "small")
    assert {student: {name: auto for name, auto, *_ in rows} for student, rows in found.items()} == {
        one.student: one.scores for one in submissions
    }
