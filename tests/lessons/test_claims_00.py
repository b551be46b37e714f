"""Lesson 00: no guess is wrong, and every prediction has a way on."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell
from support.learner import answered, errors, folder_for, points, questions, run, solution

from autograder.authoring import lesson as lessons
from course import timing

pytestmark = pytest.mark.slow
LESSON = lessons.read(lessons.SOLUTIONS / "00-start-here.py")


def guessing(seconds: float):
    right = {question: solution(LESSON, question) for question in questions(LESSON)}
    return answered(LESSON, {**right, "prediction": f"predicted_seconds = {seconds}"})


def test_a_guess_of_two_minutes_is_an_answer_and_another_one_can_be_made_anew(tmp_path):
    folder = folder_for(LESSON, tmp_path)
    first = run(guessing(120), folder)
    assert points(first)["prediction-check"] == (3, 3)

    changed = run(guessing(0.1), folder)
    (error,) = errors(changed)
    assert "The log holds 120 s" in error
    assert timing.ANEW in error

    again = guessing(0.1)
    again.cells.insert(1, new_code_cell("from course import timing\ntiming.start_afresh()"))
    assert points(run(again, folder))["prediction-check"] == (3, 3)
    assert [one.value for one in timing.open_log(folder / "observations.json").predictions] == [0.1]
    assert [one.value for one in timing.open_log(folder / "observations.kept-1.json").predictions] == [120, 0.1]
