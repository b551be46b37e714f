"""A lesson that `python -m autograder new-lesson` writes passes what every lesson passes, as it is."""

from __future__ import annotations

import copy
import inspect

import pytest
import test_form
import test_lessons
from nbgrader.preprocessors import ClearSolutions
from support.learner import complaints, errors, points, run

from autograder.authoring import lesson as lessons
from autograder.authoring.new_lesson import new_lesson

CLAIMS = [value for name, value in vars(test_form).items() if name.startswith("test_")]
FORM = [claim for claim in CLAIMS if list(inspect.signature(claim).parameters) == ["lesson"]]


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lessons, "SOLUTIONS", tmp_path_factory.mktemp("solutions"))
        return lessons.read(new_lesson("13-which-mean"))


@pytest.fixture(scope="module")
def solved(lesson, tmp_path_factory):
    folder = tmp_path_factory.mktemp("solved")
    return run(copy.deepcopy(lesson.notebook), folder), folder


@pytest.mark.parametrize("claim", FORM, ids=lambda claim: claim.__name__)
def test_it_has_the_form_of_a_lesson(lesson, claim):
    claim(lesson)


@pytest.mark.slow
def test_its_solution_has_all_points(solved):
    test_lessons.test_the_solution_runs_from_top_to_bottom_and_gets_full_points(solved)


@pytest.mark.slow
def test_unsolved_it_has_none_and_says_only_that_it_is_not_attempted(lesson, tmp_path):
    stubs = {"code_stub": {"python": "# write your code here"}, "text_stub": "Write your answer here."}
    stub, _ = ClearSolutions(**stubs).preprocess(copy.deepcopy(lesson.notebook), {})
    notebook = run(stub, tmp_path)
    assert [error for error in errors(notebook) if error.split(": ")[1] not in test_lessons.NOT_DONE] == []
    assert complaints(notebook) == []
    assert {name: score for name, (score, _) in points(notebook).items() if score} == {}


@pytest.mark.slow
def test_its_wrong_answers_get_their_message_and_other_right_ones_all_points(lesson, solved, tmp_path):
    tried = test_lessons.test_wrong_answers_get_the_message_beside_them_and_other_right_answers_all_points
    tried(lesson, solved, tmp_path)


@pytest.mark.parametrize(
    ("name", "words"),
    [("mean", "is no name of a lesson"), ("13-Mean", "is no name"), ("../13-x", "is no name"), ("04-x", "that of 04-")],
)
def test_another_name_or_a_number_that_is_taken_is_refused(name, words):
    with pytest.raises(lessons.LessonError, match=words):
        new_lesson(name)
