"""What the text of lesson 12 says, from its own cells and data, for many seeds."""

from __future__ import annotations

from statistics import fmean

import pytest
import torch
from support.record import recorded_but_first

from autograder.authoring import lesson as lessons
from benchmarks import briefs as cited
from course import cost, evidence, training
from course.data import briefs

TEXT = " ".join(
    cell.source for cell in lessons.read(lessons.SOLUTIONS / f"{cited.BRIEFS}.py").notebook.cells if cell.source
).replace("\n", " ")
networks: list[float] = []  # °C off, by seed
greens: list[float] = []  # recall of green apples with forty of them, by seed


@pytest.fixture(scope="module")
def forecasts() -> dict:
    """The two models of the weather, as the lesson's cells define them."""
    training.one_thread()
    return cited.forecasts()


def test_the_network_has_as_many_inputs_as_there_are_columns_and_17_steps_an_epoch(forecasts):
    assert forecasts["known"].shape[1] - 1 == 18
    assert len(torch.arange(len(forecasts["known"])).split(64)) == 17


@pytest.mark.parametrize("seed", cited.SEEDS)
def test_the_network_is_not_nearer_than_ridge(forecasts, seed):
    ridge, network = forecasts["ridge_error"](), cited.network_error(forecasts, seed)
    assert network > ridge
    networks.append(network)
    if len(networks) == len(cited.SEEDS):
        assert evidence.value("R1 ridge") == pytest.approx(ridge, abs=0.02)
        assert evidence.value("R2 network") == pytest.approx(fmean(networks), abs=0.02)


@pytest.mark.slow
@pytest.mark.parametrize("seed", recorded_but_first(cited.SEEDS))
def test_four_times_the_red_do_not_bring_the_green_and_forty_green_do(seed):
    found = cited.recalls(seed)
    assert found["400 red or striped"] < found["100 red or striped"] + 0.1
    assert found["400, and 40 green"] > found["400 red or striped"] + 0.2
    greens.append(found["400, and 40 green"])
    if len(greens) == len(cited.SEEDS):
        assert evidence.value("R3 forty green ones") == pytest.approx(fmean(greens), abs=0.03)


@pytest.mark.slow
@pytest.mark.recorded
def test_the_accuracies_from_800_photographs_are_those_of_lesson_05_s_own_cells():
    found = cited.accuracies()
    assert evidence.value("R7 table accuracy") == pytest.approx(fmean(found["table"]), abs=0.01)
    assert evidence.value("R8 network accuracy") == pytest.approx(fmean(found["network"]), abs=0.02)


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
    assert f"A week costs {usd['GPU given back']:.2f} USD so and {usd['GPU kept']:.0f} USD if it is kept" in TEXT
    assert set(week["startup_h"]) == {6 / 60}
    assert "starts up in 6 minutes" in TEXT
    assert hours["GPU kept"] == pytest.approx(168)
    assert week.loc["CPU given back", "work_h"] / week.loc["GPU given back", "work_h"] == pytest.approx(8, abs=0.2)


def test_what_was_recorded_says_what_the_checks_say():
    assert evidence.value("R1 ridge") < evidence.value("R2 network")
    assert evidence.value("R5 hundred real ones") > evidence.value("R4 ten real ones") + 0.1
    assert evidence.value("R6 rendered ones added") < evidence.value("R5 hundred real ones")
    assert evidence.value("R8 network accuracy") > evidence.value("R7 table accuracy")
