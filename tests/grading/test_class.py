"""Honest classes get the score that each of them deserves: right, wrong, half done, empty, slow, and with a GPU."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from classroom import assignment, honest
from classroom.graded import Graded
from classroom.paper import released
from support.instructor import released_in

from autograder.authoring import lesson as lessons

pytestmark = pytest.mark.slow
SMALL, FIRST, LEARNING = "small", "00-start-here", "04-learn-by-looking"
SIZES = {SMALL: 16, FIRST: 10, LEARNING: 7}


def mean_weight(task: honest.Task) -> honest.Submission:
    """Somebody who predicts the mean for every apple: some credit, not all."""
    handed = honest.right(task, "the-mean", kind="partial")
    handed.paper.answer(predict="def predict(rows):\n    return [apples.weight.mean()] * len(rows)")
    handed.scores["predict-check"] = 0.6
    return handed


def in_french(task: honest.Task) -> list[honest.Submission]:
    """The same lesson in French: right, wrong, and never opened."""
    path = lessons.LESSONS / "fr" / task.lesson.name / f"{task.lesson.name}.ipynb"
    french = replace(task, paper=released(path))
    answers = {answer.question: answer for answer in reversed(task.lesson.wrong_answers)}
    return [
        honest.right(french, "claire"),
        honest.wrong(french, "denis", list(answers.values())),
        honest.empty(french, "emile"),
    ]


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A function: the class of an assignment, handed in and graded once."""

    @cache
    def grade(name: str) -> Graded:
        root = tmp_path_factory.mktemp("course")
        if name == SMALL:
            task = honest.small(assignment.make(root / "orchard"))
            run = Graded(root / "orchard", name)
            run.hand_in([mean_weight(task)])
        else:
            task, run = honest.of_lesson(name), Graded(root, name)
            released_in(root, name)
        run.hand_in(honest.a_class(task, SIZES[name]))
        if name == FIRST:
            run.hand_in(in_french(task))
        run.grade()
        return run

    return grade


@pytest.mark.parametrize("name", SIZES)
def test_everybody_gets_what_they_deserve(graded, name):
    run = graded(name)
    assert run.status == 0, run.output
    wrong = {}
    for student, handed in run.submissions.items():
        scores = run.scores(student)
        if scores != pytest.approx(handed.scores):
            wrong[f"{student}, {handed.kind}"] = {
                item: (scores.get(item), deserved)
                for item, deserved in handed.scores.items()
                if scores.get(item) != deserved
            }
    assert wrong == {}


def test_a_french_notebook_is_graded_as_the_english_one_of_the_same_answers(graded):
    run = graded(FIRST)
    deserved = {student: run.submissions[student].scores for student in ("claire", "denis", "emile")}
    assert {student: run.scores(student) for student in deserved} == deserved
    assert sum(score or 0 for score in deserved["claire"].values()) == 8  # and 2 by a person
    assert not any(deserved["denis"].values())


@pytest.mark.parametrize("name", SIZES)
def test_nobody_who_handed_everything_in_is_flagged(graded, name):
    run = graded(name)
    whole = {student: one for student, one in run.submissions.items() if one.kind not in ("empty", "notebook only")}
    flags = {f"{student}, {one.kind}": run.flags(student) for student, one in whole.items()}
    assert {student: found for student, found in flags.items() if found} == {}


@pytest.mark.parametrize("name", SIZES)
def test_nobody_honest_waits_for_a_decision(graded, name):
    run = graded(name)
    waiting = {student: [flag for flag in run.flags(student) if flag.decide] for student in run.submissions}
    assert {student: flags for student, flags in waiting.items() if flags} == {}


@pytest.mark.parametrize("name", SIZES)
def test_every_kind_of_submission_is_in_the_class(graded, name):
    kinds = {handed.kind for handed in graded(name).submissions.values()}
    assert kinds >= set(honest.KINDS) - (honest.WITHOUT_LOG if name == SMALL else set())


def test_the_generator_makes_the_same_class_again(graded):
    task = honest.small(graded(SMALL).root)
    one, other = honest.a_class(task, 20, seed=5), honest.a_class(task, 20, seed=5)
    assert [(each.kind, each.paper.notebook, each.scores) for each in one] == [
        (each.kind, each.paper.notebook, each.scores) for each in other
    ]
    assert [each.kind for each in one] != [each.kind for each in honest.a_class(task, 20, seed=6)]
