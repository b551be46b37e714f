"""A run that is killed at any moment loses nothing: a second run ends with the gradebook of an undisturbed one."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from classroom import assignment, honest

from autograder.authoring.rehearse import rehearse
from autograder.grade import grade
from autograder.gradebook.folder import Folder, FolderError
from autograder.gradebook.results import Result

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
NAME, SIZE, KILLS = "small", 6, 9


def book(course: Path) -> dict:
    """Everything about scores that a gradebook holds, without moments in time and row numbers."""
    found = {}
    with Folder(course).gradebook() as gradebook:
        for submission in gradebook.assignment_submissions(NAME):
            found[submission.student.id] = (
                submission.score,
                submission.late_submission_penalty,
                sorted(
                    (grade.name, grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade)
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                ),
                sorted(
                    (each.name, each.auto_comment or "", each.manual_comment or "") for each in _comments(submission)
                ),
            )
    return found


def _comments(submission):
    return [comment for notebook in submission.notebooks for comment in notebook.comments]


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory) -> Path:
    course = assignment.make(tmp_path_factory.mktemp("resume") / "course")
    assert rehearse(Folder(course), NAME) == []  # so the warm process imports what this assignment needs, no more
    for one in honest.a_class(honest.small(course), SIZE, seed=3):
        one.paper.hand_in(course / "submitted" / one.student / NAME)
    return course


@pytest.fixture(scope="module")
def undisturbed(handed_in) -> tuple[dict, float]:
    course = Path(shutil.copytree(handed_in, handed_in.parent / "undisturbed"))
    began = time.monotonic()
    grade(course, NAME, quiet=True)
    seconds, expected = time.monotonic() - began, book(course)
    assert len(expected) == SIZE
    return expected, seconds


def started(course: Path) -> subprocess.Popen:
    command = [sys.executable, "-m", "autograder", "grade", NAME]
    return subprocess.Popen(command, cwd=course, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_killed_at_many_moments_it_ends_as_if_nothing_had_happened(handed_in, undisturbed):
    expected, seconds = undisturbed
    course = Path(shutil.copytree(handed_in, handed_in.parent / "killed"))
    chance, killed = random.Random(11), 0
    autograded = course / "autograded"
    state = Folder(course).state(NAME)
    results = lambda: list(state.glob("*/result.json"))  # noqa: E731
    for kill in range(KILLS):
        process = started(course)
        if kill % 3:  # soon after the next submission is graded: while others run and the gradebook is written
            before, until = len(results()), time.monotonic() + 2 * seconds
            while len(results()) == before and time.monotonic() < until and process.poll() is None:
                time.sleep(0.002)
            time.sleep(chance.uniform(0, 0.15))
        else:
            time.sleep(chance.uniform(0, 1.2) * seconds)
        killed += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        if kill % 4 == 3:  # and somebody begins from the top in between
            shutil.rmtree(autograded, ignore_errors=True)
        if len(list(autograded.glob("*/small"))) == SIZE:
            for result in results():
                result.unlink()
    grade(course, NAME, quiet=True)
    assert book(course) == expected
    assert killed > KILLS / 2, "too few runs were still at work when they were killed"
    assert {path.parts[-3] for path in autograded.glob("*/small/small.ipynb")} == set(expected)
    assert not [path for path in course.rglob(".whole-*")]


def test_nothing_of_a_killed_run_goes_on(handed_in, undisturbed):
    course = Path(shutil.copytree(handed_in, handed_in.parent / "orphans"))
    process = started(course)
    until = time.monotonic() + 60
    family: list[psutil.Process] = []
    while len(family) < 5 and time.monotonic() < until:
        family = psutil.Process(process.pid).children(recursive=True)
        time.sleep(0.02)
    assert len(family) >= 5
    process.send_signal(signal.SIGKILL)
    process.wait()
    _, alive = psutil.wait_procs(family, timeout=15)
    assert [each for each in alive if each.is_running() and each.status() != psutil.STATUS_ZOMBIE] == []


def test_a_resubmission_never_keeps_a_stale_score(handed_in, undisturbed):
    expected, _ = undisturbed
    course = handed_in.parent / "undisturbed"
    best = max(expected, key=lambda student: expected[student][0])
    empty = honest.empty(honest.small(course), best).paper
    shutil.rmtree(course / "submitted" / best / NAME)
    empty.hand_in(course / "submitted" / best / NAME)
    summary = grade(course, NAME, quiet=True)
    assert (summary.graded, summary.kept) == (1, SIZE - 1)
    rows = book(course)[best][2]
    assert {score for _, score, *_ in rows if score is not None} == {0}


def test_manual_grades_and_comments_are_kept_as_nbgrader_keeps_them(handed_in, undisturbed):
    course = Path(shutil.copytree(handed_in, handed_in.parent / "by-hand"))
    grade(course, NAME, quiet=True)
    student = sorted(path.parent.name for path in (course / "submitted").glob("*/small"))[0]
    with Folder(course).gradebook() as gradebook:
        notebook = gradebook.find_submission_notebook(NAME, NAME, student)
        row = notebook.grades[0]
        row.manual_score, row.extra_credit = 0.5, 0.25
        name, comment = row.name, notebook.comments[0]
        comment.manual_comment = "well seen"
        commented = comment.name
        gradebook.db.commit()
    grade(course, NAME, quiet=True, again=True)
    with Folder(course).gradebook() as gradebook:
        row = gradebook.find_grade(name, NAME, NAME, student)
        assert (row.manual_score, row.extra_credit) == (0.5, 0.25)
        assert row.needs_manual_grade  # the score may have changed: a person looks again
        assert gradebook.find_comment(commented, NAME, NAME, student).manual_comment == "well seen"


def test_a_rerun_with_nothing_new_grades_nothing(handed_in, undisturbed):
    course = handed_in.parent / "undisturbed"
    kept = lambda: [Result.read(path) for path in sorted(Folder(course).state(NAME).glob("*/result.json"))]  # noqa: E731
    before = kept()
    summary = grade(course, NAME, quiet=True)
    assert summary.graded == 0
    assert len(before) == SIZE
    assert kept() == before


def test_an_assignment_that_nobody_released_is_said(handed_in):
    with pytest.raises(FolderError, match="Release it first"):
        grade(handed_in, "unknown", quiet=True)
