"""A lesson that `python -m autograder new-lesson` writes passes what every lesson passes, as it is."""

from __future__ import annotations

import copy
import inspect
from pathlib import Path

import pytest
import test_form
import test_lessons
from nbgrader.preprocessors import ClearSolutions
from support.learner import complaints, errors, points, run
from unit import test_teaching

from autograder.authoring import lesson as lessons
from autograder.authoring.new_lesson import new_lesson


def claims(module, about: str) -> list:
    """The tests of a module that are told one thing alone: which lesson, or the name of one."""
    tests = [value for name, value in vars(module).items() if name.startswith("test_")]
    return [claim for claim in tests if list(inspect.signature(claim).parameters) == [about]]


@pytest.fixture(scope="module")
def script(tmp_path_factory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lessons, "SOLUTIONS", tmp_path_factory.mktemp("solutions"))
        patch.setattr("autograder.authoring.new_lesson.TEACHING", lessons.SOLUTIONS)
        return new_lesson("13-which-mean")


@pytest.fixture(scope="module")
def lesson(script):
    return lessons.read(script)


@pytest.fixture(scope="module")
def solved(lesson, tmp_path_factory):
    folder = tmp_path_factory.mktemp("solved")
    return run(copy.deepcopy(lesson.notebook), folder), folder


@pytest.mark.parametrize("claim", claims(test_form, "lesson"), ids=lambda claim: claim.__name__)
def test_it_has_the_form_of_a_lesson(lesson, claim):
    claim(lesson)


@pytest.mark.parametrize("claim", claims(test_teaching, "name"), ids=lambda claim: claim.__name__)
def test_its_instructor_s_page_has_the_shape_of_all(script, lesson, claim, monkeypatch):
    page = script.with_suffix(".md").read_text(encoding="utf-8")
    given = ClearSolutions(code_stub={"python": ""}, text_stub="").preprocess(copy.deepcopy(lesson.notebook), {})[0]
    monkeypatch.setattr(test_teaching, "page", lambda name: page)
    monkeypatch.setattr(test_teaching, "released", lambda name: "\n".join(cell.source for cell in given.cells))
    monkeypatch.setattr(test_teaching.answers, "read", lambda name: lesson)
    claim(lesson.name)


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


def test_a_page_that_somebody_has_written_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(lessons, "SOLUTIONS", tmp_path)
    monkeypatch.setattr("autograder.authoring.new_lesson.TEACHING", tmp_path)
    (tmp_path / "13-which-mean.md").write_text("mine")
    with pytest.raises(lessons.LessonError, match="is there already"):
        new_lesson("13-which-mean")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    ("name", "words"),
    [("mean", "is no name of a lesson"), ("13-Mean", "is no name"), ("../13-x", "is no name"), ("04-x", "that of 04-")],
)
def test_another_name_or_a_number_that_is_taken_is_refused(name, words):
    with pytest.raises(lessons.LessonError, match=words):
        new_lesson(name)
