"""Plain nbgrader grades the course: the real command line, the real gradebook."""

from __future__ import annotations

import nbformat
import pytest
from support.instructor import course_in
from support.learner import answered, folder_for, questions, released, run, solution, solved

from autograder.authoring import lesson as lessons

pytestmark = pytest.mark.slow
SCRIPTS = {script.stem: script for script in lessons.scripts()}
LOOP = "00-start-here"  # the whole loop with every kind of submission; the other lessons with a right one


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return course_in(tmp_path_factory.mktemp("course"))


def hand_in(course, student, lesson, answers, folder, *, execute=True):
    """Answer the released lesson, run it in `folder` as a learner would, and submit the folder."""
    notebook = answered(lesson, answers)
    if execute:
        run(notebook, folder)  # leaves the log of timings and the checkpoints beside the notebook
    nbformat.write(notebook, course.submit(student, lesson.name, folder) / f"{lesson.name}.ipynb")


def most(lesson) -> dict[str, float]:
    """The points of every cell that is graded automatically."""
    graded = [cell for cell in lesson.notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    return {cell.id: cell.metadata.nbgrader.points for cell in graded if cell.cell_type == "code"}


@pytest.fixture(scope="module")
def graded(course, tmp_path_factory):
    """One lesson released, handed in by four learners, and graded."""
    lesson = lessons.read(SCRIPTS[LOOP])
    asked = questions(lesson)
    right = {question: solution(lesson, question) for question in asked}
    wrong = {answer.question: answer.source for answer in reversed(lesson.wrong_answers)}
    folders = (folder_for(lesson, tmp_path_factory.mktemp("student")) for _ in range(4))
    hand_in(course, "right", lesson, right, next(folders))
    hand_in(course, "wrong", lesson, wrong, next(folders))
    hand_in(course, "half", lesson, {question: right[question] for question in asked[:1]}, next(folders))
    hand_in(course, "empty", lesson, {}, next(folders), execute=False)
    assert course.nbgrader("generate_assignment", LOOP).returncode == 0
    done = course.nbgrader("autograde", LOOP)
    assert done.returncode == 0, done.stderr
    return lesson


def automatic(course, student, lesson):
    scores = course.scores(student, lesson.name)
    return {name: scores[name] for name in most(lesson)}


def test_a_right_submission_gets_every_point(course, graded):
    assert automatic(course, "right", graded) == most(graded)


def test_a_wrong_submission_gets_none(course, graded):
    assert automatic(course, "wrong", graded) == dict.fromkeys(most(graded), 0)


def test_a_half_done_submission_gets_what_it_has_done(course, graded):
    first = f"{questions(graded)[0]}-check"
    assert automatic(course, "half", graded) == {
        name: points if name == first else 0 for name, points in most(graded).items()
    }


def test_an_empty_submission_gets_none_and_is_in_the_gradebook(course, graded):
    assert automatic(course, "empty", graded) == dict.fromkeys(most(graded), 0)


def test_the_feedback_shows_the_message_of_the_check_and_no_hidden_test(course, graded):
    done = course.nbgrader("generate_feedback", LOOP)
    assert done.returncode == 0, done.stderr
    page = (course.root / "grading" / "feedback" / "wrong" / LOOP / f"{LOOP}.html").read_text()
    assert "Not right yet" in page
    assert "HIDDEN TESTS" not in page


def test_the_scores_can_be_exported(course, graded):
    done = course.nbgrader("export", "--to", str(course.root / "grades.csv"))
    assert done.returncode == 0, done.stderr
    rows = (course.root / "grades.csv").read_text()
    assert all(student in rows for student in ("right", "wrong", "half", "empty"))


def test_validate_says_what_a_learner_has_to_mend(course, graded, tmp_path):
    folder = folder_for(graded, tmp_path)
    notebook = folder / f"{graded.name}.ipynb"
    said = course.nbgrader("validate", str(notebook)).stdout
    assert "VALIDATION FAILED" in said
    assert "Not attempted yet" in said


def test_plain_generate_assignment_gives_the_committed_lesson(course, graded):
    made = nbformat.read(course.root / "lessons" / LOOP / f"{LOOP}.ipynb", as_version=4)
    assert made == released(graded)


@pytest.mark.parametrize("name", [name for name in SCRIPTS if name != LOOP])
def test_a_right_submission_of_every_lesson_gets_every_point(course, name):
    lesson = lessons.read(SCRIPTS[name])
    right = {question: solution(lesson, question) for question in questions(lesson)}
    hand_in(course, "right", lesson, right, solved(name)[1], execute=False)  # its log and checkpoints are there
    assert course.nbgrader("generate_assignment", name).returncode == 0
    done = course.nbgrader("autograde", name, "--student", "right")
    assert done.returncode == 0, done.stderr
    assert automatic(course, "right", lesson) == most(lesson)
