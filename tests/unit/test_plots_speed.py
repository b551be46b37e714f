"""Pictures of time: they say in words what they show, and survive lopsided and empty input."""

from __future__ import annotations

import dataclasses
import math

import pytest

from course import plots, timing
from course.errors import CourseError
from course.timing import Observation


def seen(size: float, seconds: float, device: str = "cpu") -> Observation:
    samples = [seconds * factor for factor in (0.9, 1.0, 1.1)]
    return Observation("w", {}, size, device, device, 2, 2, {}, samples, seconds, 1, 1e-9, 1.0, 1.0, 2.0)


SIZES = (1, 10, 100, 1000)
RACE = {"a loop": [seen(n, 1e-6 * n) for n in SIZES], "one call": [seen(n, 5e-5) for n in SIZES]}


def test_the_race_names_the_winner_and_the_size_from_which_it_wins():
    picture = plots.race(RACE, 100)
    assert "Somewhere between 10 and 100, one call begins to win" in picture.description
    words = [text.get_text() for text in picture.axes[0].texts]
    assert {"a loop wins", "one call wins", "a loop", "one call"} <= set(words)
    assert picture.png().startswith(b"\x89PNG")


def test_a_race_of_which_nothing_is_measured_is_not_measured_yet():
    with pytest.raises(timing.NotMeasured, match="nothing is measured for this race yet"):
        plots.race({"mine": [], "theirs": None})
    with pytest.raises(CourseError, match="needs two ways"):
        plots.race({"mine": []})


def test_a_race_won_from_the_start_says_so():
    picture = plots.race(RACE, 1)
    assert "At every size measured, one call beats a loop" in picture.description
    words = [text.get_text() for text in picture.axes[0].texts]
    assert "one call wins" in words
    assert "a loop wins" not in words


def test_names_of_lines_that_end_close_together_do_not_cover_each_other():
    lines = {**RACE, "converted": [seen(n, 5.1e-5) for n in SIZES], "again": [seen(n, 5.2e-5) for n in SIZES]}
    picture = plots.race(lines, 100)
    picture.draw_without_rendering()
    boxes = [text.get_window_extent() for text in picture.axes[0].texts if text.get_text() in lines]
    assert len(boxes) == 4
    assert not any(one.overlaps(other) for index, one in enumerate(boxes) for other in boxes[:index])


@pytest.mark.parametrize("cross", [None, math.inf])
def test_a_race_without_a_crossover_says_only_who_is_quicker(cross):
    picture = plots.race(RACE, cross)
    assert "beats" not in picture.description
    assert "Who is quicker?" in picture.description


def test_a_race_that_is_too_close_is_not_called():
    alike = {"one": [seen(n, 1e-3) for n in SIZES], "other": [seen(n, 1.02e-3) for n in SIZES]}
    assert "too close to call" in plots.race(alike, size=10).description
    assert "too close" not in plots.race(RACE, size=1000).description


def test_between_two_sizes_the_race_says_which_were_measured():
    assert "30 numbers, between 10 and 100, which were measured" in plots.race(RACE, size=30).description


def test_an_empty_lane_says_why_and_a_recorded_one_says_of_what():
    alone = plots.race({"CPU": RACE["a loop"], "GPU": None}, unit="rows").description
    assert "CPU takes 1 ms, and has nobody to race against here. GPU: no GPU reference" in alone
    gpu = timing.Reference("w", "Example GPU 9", "2026-01-31", {}, "made up", [seen(n, 1e-5) for n in (1, 5000)])
    both = plots.race({"CPU": RACE["a loop"], "GPU": gpu}, unit="rows").description
    assert "GPU (reference: Example GPU 9, recorded 2026-01-31): 10 µs at 1" in both
    assert "1,000 rows, " not in both
    assert "1,000 rows: GPU is first" in both


def test_a_prediction_stands_in_the_picture_and_in_the_words():
    assert "The predicted crossover is 1,000,000." in plots.race(RACE, 100, predicted=1e6).description


def test_readings_tell_the_first_from_the_median():
    picture = plots.readings({"quiet": [0.5, 0.001, 0.0011, 0.0012, 0.001], "noisy": [0.002] * 3})
    assert "quiet: first 500 ms, median 1.1 ms" in picture.description
    assert picture.axes[0].get_xlabel().startswith("reading")
    legend = [text.get_text() for text in picture.axes[0].get_legend().get_texts()]
    assert legend[0] == "quiet: median 1.1 ms, slowest 500 ms"


def test_the_staircase_shows_work_in_a_second_and_marks_what_is_enough():
    cpu, gpu = [seen(4, 0.02), seen(1, 0.01), seen(8, 0.04)], [seen(n, 0.1, "gpu") for n in (1, 4, 8)]
    picture = plots.staircase(cpu + gpu, enough=4)
    assert "CPU: 100 at 1, 200 at 4, 200 at 8" in picture.description
    assert "GPU: 10 at 1, 40 at 4" in picture.description
    assert "batch 4 is enough" in picture.description


def test_a_staircase_whose_last_step_is_the_answer_still_climbs_there():
    picture = plots.staircase([seen(1, 0.01), seen(4, 0.02), seen(256, 0.5)], enough=256)
    assert "still climbing at 256" in picture.axes[0].get_title(loc="left")


def test_a_product_has_its_rate_beside_its_time():
    line = [dataclasses.replace(seen(rows, 1e-6 * rows), work={"flop": 2.0 * rows**3}) for rows in (10, 100)]
    words = [text.get_text() for text in plots.crossover(line).axes[0].texts]
    assert words == ["200 MFLOP/s", "20 GFLOP/s"]


@pytest.mark.parametrize("draw", [lambda: plots.race({}), lambda: plots.staircase([]), lambda: plots.readings({})])
def test_nothing_to_draw_is_said(draw):
    with pytest.raises(CourseError):
        draw()
