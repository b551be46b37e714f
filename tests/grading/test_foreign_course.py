"""A course that is not ours, graded by plain nbgrader and by this autograder: equal grades, cell by cell."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest
from classroom import foreign
from nbgrader.apps import NbGraderAPI

from autograder.authoring.rehearse import modes
from autograder.grade import grade
from autograder.gradebook.folder import Folder
from autograder.gradebook.results import Result

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]


def scores(root: Path) -> dict[tuple[str, str, str], float]:
    """Every automatic score by assignment, student and cell."""
    folder = Folder(root)
    with folder.gradebook() as book:
        return {
            (submission.assignment.name, submission.student.id, score.name): score.auto_score
            for assignment in book.assignments
            for submission in assignment.submissions
            for notebook in submission.notebooks
            for score in notebook.grades
        }


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The course's root and tasks, graded by us; and what plain nbgrader gives."""
    top = tmp_path_factory.mktemp("foreign")
    tasks = foreign.write(top / "ours")
    shutil.copytree(top / "ours", top / "plain")
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    for root in (top / "plain", top / "ours"):
        api = NbGraderAPI(config=Folder(root).config)
        for name in tasks:
            done = api.generate_assignment(name)
            assert done["success"], done["log"]
            if root.name == "plain":
                for student in ("right", "wrong"):
                    done = api.autograde(name, student)
                    assert done["success"], done["log"]
    for name in tasks:
        grade(top / "ours", name, quiet=True)
    return top / "ours", tasks, scores(top / "plain")


def test_it_has_twenty_assignments_and_more_than_forty_eight_idioms(graded):
    _, tasks, _ = graded
    assert len(tasks) >= 20
    assert sum(map(len, tasks.values())) > 48


def test_every_grade_is_that_of_plain_nbgrader(graded):
    root, _, plain = graded
    ours = scores(root)
    assert {key: (ours.get(key), score) for key, score in plain.items() if ours.get(key) != score} == {}


def test_a_right_answer_has_all_points_and_a_wrong_one_has_not(graded):
    _, tasks, plain = graded
    for name, exercises in tasks.items():
        right = sum(score for key, score in plain.items() if key[:2] == (name, "right"))
        wrong = sum(score for key, score in plain.items() if key[:2] == (name, "wrong"))
        assert right == sum(task.points for task in exercises), name
        assert wrong < right, name


def test_nothing_of_a_right_submission_is_left_to_decide(graded):
    root, tasks, _ = graded
    folder = Folder(root)
    for name in tasks:
        flags = Result.read(folder.result("right", name)).flags
        assert [flag for flag in flags if flag.decide] == [], name


def test_the_rehearsal_says_of_each_test_where_it_stands(graded, capsys):
    root, tasks, _ = graded
    folder = Folder(root)
    found = {name: modes(folder, name)[name] for name in tasks}
    every = [mode for one in found.values() for mode in one.tests.values()]
    apart = sum(not mode.inside for mode in every)
    with capsys.disabled():
        print(f"\n{apart} of {len(every)} tests of a foreign course stand apart.")
    assert len(every) == sum(map(len, tasks.values()))
    assert apart >= len(every) / 2
    assert f"{apart} of {len(every)} stand apart" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(mode.why for mode in every if mode.inside)
