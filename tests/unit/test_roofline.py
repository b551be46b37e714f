"""Least times from a data sheet: never below what it promises, never drawn as if somebody had measured them."""

from __future__ import annotations

import math

import pytest

from course import figures, plots, timing
from course.errors import CourseError
from course.plots.lanes import lanes as lanes_of
from course.timing import Observation
from course.timing.honesty import FLOP_PER_GPU
from course.timing.roofline import Point

ROWS = (8, 32, 128, 512, 1024, 2048)
GPUS = ("T4", "A100")


def seen(rows: int, **more: float) -> Observation:
    seconds = 3e-6 + 2.2e-11 * rows**3
    samples = [seconds * (1 + 0.01 * i) for i in range(-5, 6)]
    work = {"flop": 2.0 * rows**3, **more}
    return Observation("matrix product", work, rows, "cpu", "a CPU", 2, 1, {}, samples, seconds, 1, 1e-9, 1, 1, 2)


@pytest.fixture
def cpu() -> list[Observation]:
    return [seen(rows, bytes=12.0 * rows**2) for rows in ROWS]


@pytest.mark.parametrize("gpu", GPUS)
def test_no_time_beats_the_call_the_peak_or_the_memory(cpu, gpu):
    roofline = timing.roofline(gpu, cpu)
    sheet = roofline.sheet
    for one, least in zip(cpu, roofline.observations, strict=True):
        computing = one.work["flop"] / sheet.flop_per_second
        reading = one.work["bytes"] / sheet.bytes_per_second
        assert least.median == pytest.approx(cpu[0].median + max(computing, reading))
        assert one.work["flop"] / least.median < sheet.flop_per_second


def test_small_work_costs_what_calling_costs_and_large_work_what_arithmetic_costs(cpu):
    least = timing.roofline("T4", cpu).observations
    assert least[0].median == pytest.approx(cpu[0].median, rel=0.01)
    assert least[-1].median == pytest.approx(cpu[-1].work["flop"] / 8.1e12, rel=0.01)


def test_work_with_little_arithmetic_waits_for_the_memory():
    sum_of = [seen(8, bytes=4e9)]
    assert timing.roofline("T4", sum_of).observations[0].median > 4e9 / 320e9


def test_an_older_log_that_does_not_say_its_bytes_still_has_a_limit():
    assert timing.roofline("T4", [seen(rows) for rows in ROWS]).observations[-1].median > 1e-3


def test_nothing_measured_gives_nothing_calculated():
    assert timing.roofline("T4", []) is None


@pytest.mark.parametrize(
    ("gpu", "work", "words"),
    [("H9000", {"flop": 1.0}, "no data sheet of 'H9000'"), ("T4", {"photographs": 1.0}, "how much arithmetic")],
)
def test_what_cannot_be_calculated_is_said(gpu, work, words):
    one = Observation("step", work, 1, "cpu", "a CPU", 2, 1, {}, [1.0], 1.0, 1, 1e-9, 1, 1, 2)
    with pytest.raises(CourseError, match=words):
        timing.roofline(gpu, [one])


@pytest.mark.parametrize("gpu", GPUS)
def test_a_data_sheet_has_a_source_that_gives_its_figures_and_is_no_miracle(cpu, gpu):
    sheet = timing.roofline(gpu, cpu).sheet
    assert f"{sheet.flop_per_second / 1e12:g} TFLOPS" in sheet.source
    assert f"{sheet.bytes_per_second / 1e9:g} GB/s" in sheet.source
    assert sheet.flop_per_second < FLOP_PER_GPU


def test_every_picture_says_that_it_was_calculated(cpu):
    lanes = {"one core": cpu, "T4": timing.roofline("T4", cpu)}
    assert "T4 (calculated from its data sheet, at best)" in plots.race(lanes, unit="rows").description
    assert "calculated from its data sheet, at best" in figures.race(lanes, unit="rows").html()
    assert [lane.calculated for lane in lanes_of(lanes)] == [False, True]


def test_a_calculated_time_has_no_spread():
    assert Point(8, 1.5).samples == [1.5]


def test_every_published_comparison_has_a_year_a_source_and_a_number_that_follows_from_what_was_compared():
    table = timing.published()
    assert (table["year"] >= 2019).all()
    assert table["source"].str.len().min() > 20
    times = table["times quicker on the GPU"]
    assert (times < 1).any()  # also those in which the CPU wins
    assert times.max() > 100
    milliseconds = table["compared"].str.extract(r"([\d.]+) ms against ([\d.]+) ms").astype(float).dropna()
    assert len(milliseconds) == 2
    for row, (slow, quick) in milliseconds.iterrows():
        assert math.isclose(times[row], slow / quick, abs_tol=0.05)
