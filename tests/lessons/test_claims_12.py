"""What the text of lesson 12 says, from its own cells and data, for many seeds."""

from __future__ import annotations

import re

import pytest
import torch

from autograder.authoring import lesson as lessons
from course import cost, evidence, training
from course.data import briefs, weather

NAME = "12-which-would-you-choose"


@pytest.fixture(scope="module")
def lesson() -> lessons.Lesson:
    return lessons.read(lessons.SOLUTIONS / f"{NAME}.py")


@pytest.fixture(scope="module")
def forecasts(lesson) -> dict:
    """The two models of the weather, as the lesson's cells define them."""
    sources = [cell.source for cell in lesson.notebook.cells if cell.cell_type == "code"]
    found: dict = {"weather": weather, "training": training, "torch": torch}
    for start in ("import math", "days = weather", "def network_error"):
        exec(next(source for source in sources if source.startswith(start)), found)
    return found


def test_the_network_has_as_many_inputs_as_there_are_columns_and_17_steps_an_epoch(forecasts):
    assert forecasts["known"].shape[1] - 1 == 18
    assert len(torch.arange(len(forecasts["known"])).split(64)) == 17


@pytest.mark.parametrize("seed", range(8))
def test_the_network_is_not_nearer_than_ridge(forecasts, monkeypatch, seed):
    monkeypatch.setattr(training, "set_seed", lambda _: torch.manual_seed(seed))
    assert forecasts["network_error"]() > forecasts["ridge_error"]()


def test_most_requests_of_a_day_stand_in_the_phrase_book():
    known = {phrase.lower() for phrase in briefs.load("phrases")["english"]}
    requests = briefs.load("requests")["english"]
    assert len(requests) == 20
    assert sum(phrase.lower() in known for phrase in requests) == 18


def test_the_week_on_a_gpu_that_is_given_back_costs_least_and_one_that_is_kept_most():
    week = briefs.load("week").set_index("machine")
    hours = week[["work_h", "startup_h", "idle_h"]].sum(axis=1)
    usd = {name: float(cost.size(week.loc[name, "size"]).per_hour.amount) * hours[name] for name in week.index}
    assert min(usd, key=usd.get) == "GPU given back"
    assert max(usd, key=usd.get) == "GPU kept"
    assert hours["GPU kept"] == pytest.approx(168)
    assert week.loc["CPU given back", "work_h"] / week.loc["GPU given back", "work_h"] == pytest.approx(8, abs=0.2)


def test_the_numbers_in_the_checks_are_those_that_were_recorded(lesson):
    source = lesson.cell("choices-check").source
    assert "27.8 BLEU" in source
    assert evidence.find("R3 look-up BLEU").value == 27.8
    assert re.search(r"transformer 20\.7", source)
    assert evidence.find("R4 transformer BLEU").value == 20.7
    assert (evidence.find("R6 people error").value, evidence.find("R7 twenty clips").value) == (0.54, 0.36)
    assert "54 of 100" in source
    assert "36 after twenty" in source
    assert (evidence.find("R10 table accuracy").value, evidence.find("R11 network accuracy").value) == (0.8, 0.9)
    assert evidence.find("R9 voice training").value < 300
