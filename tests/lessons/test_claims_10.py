"""What the text of lesson 10 says, from the shipped prices and the lesson's own cells, for weeks of many lengths."""

from __future__ import annotations

import copy
import dataclasses
import math
import random
import shutil
import time
from types import SimpleNamespace

import pytest
from support.learner import complaints, errors, folder_for, points, run

from autograder.authoring import lesson as lessons
from course import checks, cost, figures, timing
from course.cost import energy

NAME, EARLIER = "10-what-does-it-cost", "09-cpu-or-gpu"
SMALL, DOUBLE, T4, A100 = ("Standard_D2ds_v5", "Standard_D4ds_v5", "Standard_NC4as_T4_v3", "Standard_NC24ads_A100_v4")
BESIDE = {"startup": 300, "idle": 120}
STEPS = 468_750


@pytest.fixture(scope="module")
def lesson() -> lessons.Lesson:
    return lessons.read(lessons.SOLUTIONS / f"{NAME}.py")


@pytest.fixture(scope="module")
def cells(lesson) -> dict:
    """The functions of the exercises, as the solution defines them."""
    found: dict = {"math": math}
    for question in ("bill", "break-even", "cheapest"):
        exec(lesson.cell(question).source, found)
    return found


def jobs_for(lesson, *, step: float, table: float, twice: float) -> dict:
    """The table of five jobs and the function `bills`, as the lesson's cells make them from these seconds."""
    sources = [cell.source for cell in lesson.notebook.cells if cell.cell_type == "code"]
    found = {
        "TRAINING": STEPS * step,
        "YEAR": 400 * 52,
        "table": SimpleNamespace(median=table),
        "twice": twice,
        "cost": cost,
        "SMALL": SMALL,
        "DOUBLE": DOUBLE,
        "T4": T4,
        "A100": A100,
        "STARTUP": 300,
        "IDLE": 120,
    }
    exec(next(source for source in sources if source.startswith("import pandas")), found)
    exec(next(source for source in sources if source.startswith("def bills")).split("\n\n")[0], found)
    return found


def test_by_data_sheets_an_a100_takes_more_energy_a_t4_about_as_much_and_the_grid_matters_more():
    def used(size, speed_up, hours):
        return energy.of(cost.run(3600 * hours, size, speed_up=speed_up))

    for hours in (0.1, 1, 10, 100):
        small, t4, a100 = (used(size, times, hours) for size, times in ((SMALL, 1), (T4, 8), (A100, 10)))
        assert 0.7 < t4.kwh / small.kwh < 1.5
        assert a100.kwh / small.kwh > 3
        assert small.co2("India") > a100.co2("France"), "the thriftiest there is above the hungriest here"
    assert (round(energy.VCPU), energy.GPUS["T4", 16], energy.GPUS["A100", 80]) == (4, 70, 300)


def test_four_hundred_orchards_each_week_are_20800_trainings_a_year(lesson):
    assert 400 * 52 == 20_800
    assert any("YEAR, STARTUP, IDLE = 30 * 1_000_000 // 64, 400 * 52" in cell.source for cell in lesson.notebook.cells)


def test_a_year_of_trainings_is_a_decision_of_thousands_of_dollars():
    for step in (0.02, 0.05):
        small = cost.run(step, SMALL, times=STEPS, **BESIDE).cost * 20_800
        t4 = cost.run(step, T4, times=STEPS, speed_up=8, **BESIDE).cost * 20_800
        assert small - t4 > cost.Money("500")
        assert small > cost.Money("3000")


def test_seven_minutes_of_a_t4_cost_as_much_as_33_of_the_smallest_machine():
    assert round(7 * cost.price_ratio(SMALL, T4)) == 33


def test_thirty_epochs_of_a_million_in_batches_of_64_are_468750_steps():
    assert STEPS == 30 * 1_000_000 // 64


def test_twice_the_processors_for_exactly_twice_the_price():
    assert cost.price_ratio(SMALL, DOUBLE) == 2
    assert cost.size(DOUBLE).vcpus == 2 * cost.size(SMALL).vcpus


def test_an_hour_with_a_t4_costs_4_65_times_as_much():
    assert round(cost.price_ratio(SMALL, T4), 2) == round(cost.Money("4.65").amount, 2)


def test_two_prices_come_from_the_weak_source_and_the_table_shows_every_date_and_what_retires():
    table = cost.table()
    assert table["source"].str.contains("weakest").sum() == 2
    assert (table.loc[table["usd_per_hour"].notna(), "date"] != "").all()
    assert table["retirement"].str.contains("retire").sum() >= 4
    assert table.map(lambda value: len(str(value))).max().max() <= 50  # pandas cuts off what is longer


def test_with_seven_minutes_beside_it_work_under_25_minutes_never_pays_on_the_t4():
    assert cost.break_even(SMALL, T4, 25 * 60, **BESIDE) == cost.NEVER
    assert cost.break_even(SMALL, T4, 26 * 60, **BESIDE) < cost.NEVER


def test_at_8_times_the_t4_costs_less_from_about_an_hour_on_and_the_a100_at_10_times_always_more():
    assert 3500 < cost.shortest_work(SMALL, T4, 8, **BESIDE) < 3900
    assert cost.shortest_work(SMALL, A100, 10, **BESIDE) == cost.NEVER
    for hours in (1.1, 3, 10, 100):
        small = cost.run(3600 * hours, SMALL, **BESIDE)
        assert cost.run(3600 * hours, T4, speed_up=8, **BESIDE).cost < small.cost
        assert cost.run(3600 * hours, A100, speed_up=10, **BESIDE).cost > small.cost


@pytest.mark.parametrize("seed", range(5))
def test_the_exercises_count_as_course_cost_does(cells, seed):
    chance = random.Random(seed)
    names = list(cost.priced())
    for _ in range(20):
        work, startup, idle = (chance.uniform(1, 1e5), chance.uniform(0, 900), chance.uniform(0, 900))
        slow, fast = sorted(chance.sample(names, 2), key=lambda name: cost.size(name).per_hour)
        prices = [float(cost.size(name).per_hour.amount) for name in (slow, fast)]
        made = cost.run(work, fast, startup=startup, idle=idle)
        assert cells["bill"](work, prices[1], startup, idle) == pytest.approx(float(made.cost.amount))
        needed = float(cost.break_even(slow, fast, work, startup=startup, idle=idle))
        assert cells["break_even"](work, *prices, startup + idle) == pytest.approx(needed)


@pytest.mark.parametrize("step", [0.004, 0.012, 0.06, 0.75], ids=lambda step: f"{1000 * step:g} ms a step")
@pytest.mark.parametrize("twice", [0.3, 1.2, 1.9])
def test_the_five_jobs_end_on_four_machines_whether_the_learners_is_quick_or_slow(lesson, step, twice):
    found = jobs_for(lesson, step=step, table=step / 2, twice=twice)
    placed = {
        job: cost.cheapest(found["bills"](job), 3600 * about["within_h"]).size
        for job, about in found["jobs"].iterrows()
    }
    hours = STEPS * step / 3600
    assert placed == {
        "nightly table": SMALL,
        "day in a notebook": SMALL,
        "year in one table": "Standard_E4ds_v5",
        "weekly training": T4 if hours > 1.1 else SMALL,
        "urgent training": A100,
    }


def test_the_amounts_of_the_model_answer_are_the_bills_of_one_machine(lesson):
    found = jobs_for(lesson, step=0.0457, table=0.03, twice=1.5)
    text = lesson.cell("defence").source.replace("\n", " ")
    for job, size, said in (
        ("weekly training", T4, "9,400"),
        ("weekly training", SMALL, "14,300"),
        ("urgent training", A100, "1,040"),
        ("urgent training", SMALL, "270"),
    ):
        (bill,) = (one for one in found["bills"](job) if one.size == size)
        a_year = float(bill.cost.amount) * found["jobs"].loc[job, "a_year"]
        assert a_year == pytest.approx(float(said.replace(",", "")), rel=0.02)
        assert f"{said} USD" in text


def test_on_a_very_quick_machine_the_weekly_training_stays_where_it_is(lesson):
    found = jobs_for(lesson, step=0.003, table=0.002, twice=1.5)
    assert cost.cheapest(found["bills"]("weekly training")).size == SMALL


@pytest.mark.parametrize("recorded", [True, False])
def test_a_recorded_reference_is_labelled_and_without_one_the_question_is_turned_round(
    lesson, cells, monkeypatch, capsys, recorded
):
    source = next(cell.source for cell in lesson.notebook.cells if cell.source.startswith("prices = {name:"))
    reference = timing.Reference(
        "training step", "A card", "2026-11-30", {}, "make bench", [SimpleNamespace(size=64, median=0.005)]
    )
    monkeypatch.setattr(timing, "reference", lambda workload: reference if recorded else None)
    monkeypatch.setattr(figures, "break_even", lambda *_, marks, **__: drawn.extend(marks))
    drawn: list = []
    exec(
        source,
        cells
        | {
            "timing": timing,
            "figures": figures,
            "cost": cost,
            "checks": checks,
            "lesson_09": {},
            "step": SimpleNamespace(median=0.1),
            "TRAINING": STEPS * 0.1,
            "YEAR": 400 * 52,
            "twice": 1.5,
            "STEPS": STEPS,
            "STARTUP": 300,
            "IDLE": 120,
            "SMALL": SMALL,
            "DOUBLE": DOUBLE,
            "T4": T4,
            "A100": A100,
        },
    )
    assert ("two threads", DOUBLE, 1.5) in drawn
    assert ((reference.label, None, pytest.approx(20)) in drawn) is recorded
    assert ("what would be needed?" in capsys.readouterr().out) is not recorded


@pytest.mark.slow
def test_the_log_of_lesson_09_becomes_costs_and_is_graded_the_same_in_a_folder_of_its_own(
    lesson, tmp_path, monkeypatch
):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.delenv("COURSE_LOG", raising=False)
    (tmp_path / EARLIER).mkdir()
    monkeypatch.chdir(tmp_path / EARLIER)
    # stands for a computer that is quicker than this one, and for its card: the lesson reads the log, whoever wrote it
    for device, seconds in (("cpu", 0.01), ("gpu", 0.001)):
        seen = timing.measure(
            "training step",
            lambda s=seconds: time.sleep(s),
            device="cpu",
            size=64,
            work={"photographs": 64},
            needs_prediction=False,
        )
        if device == "gpu":
            as_gpu = dataclasses.replace(seen, device="gpu", device_name="A card", started=timing.log().now())
            as_gpu = dataclasses.replace(as_gpu, ended=as_gpu.started + as_gpu.elapsed)
            shutil.copy("before.json", "observations.json")
            timing.log().add(timing.record.to_record(as_gpu))
        else:
            shutil.copy("observations.json", "before.json")
    assert timing.problems() == []

    folder = folder_for(lesson, tmp_path)
    solved = run(copy.deepcopy(lesson.notebook), folder)
    handed_in = tmp_path / "submitted" / NAME
    shutil.copytree(folder, handed_in)
    graded = run(copy.deepcopy(lesson.notebook), handed_in, NBGRADER_EXECUTION="autograde")
    for notebook in (solved, graded):
        assert errors(notebook) == complaints(notebook) == []
        assert all(score == most for score, most in points(notebook).values())
        said = "\n".join(output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", []))
        assert "of lesson 09" in said
        pictures = [
            output.data["text/plain"]
            for cell in notebook.cells
            for output in cell.get("outputs", [])
            if "data" in output and "When is the faster machine" in output.data.get("text/plain", "")
        ]
        assert any("your GPU: " in text for text in pictures)
    assert _bills(solved) == _bills(graded)


def _bills(notebook) -> list[str]:
    lines = "\n".join(o.get("text", "") for cell in notebook.cells for o in cell.get("outputs", [])).splitlines()
    return [line for line in lines if " USD for " in line]


def test_a_training_is_as_much_arithmetic_as_90_million_predictions():
    """The way back of this network takes about twice the arithmetic of the way forth, counted by PyTorch."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    from course import training

    net, photos = training.apple_net(seed=0), torch.rand(64, 3, 32, 32)
    with FlopCounterMode(display=False) as forth:
        net(photos)
    with FlopCounterMode(display=False) as both:
        torch.nn.functional.binary_cross_entropy_with_logits(net(photos), torch.ones(64)).backward()
    assert round(both.get_total_flops() / forth.get_total_flops()) == 3
    assert 1_000_000 * 30 * 3 == 90_000_000
