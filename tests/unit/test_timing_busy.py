"""A busy machine is said in words, and a quiet one says nothing."""

from __future__ import annotations

import dataclasses
import time

import pytest

from course import timing
from course.timing import Observation


def line(*medians: float, quickest: float = 0.95, power: int = 1, sizes=(8, 32, 128, 512)) -> list[Observation]:
    """Observations at rising sizes; the work grows with that power of the size."""
    return [
        Observation(
            "w",
            {"flop": float(size**power)},
            size,
            "cpu",
            "cpu",
            2,
            2,
            {},
            [quickest * median, median, 1.05 * median],
            median,
            1,
            1e-9,
            1.0,
            1.0,
            2.0,
        )
        for size, median in zip(sizes, medians, strict=False)
    ]


def test_a_median_far_above_the_quickest_sample_is_said_with_both_numbers():
    said = timing.busy(line(0.04, quickest=0.0007 / 0.04))
    assert "the quickest sample was 700 µs, the median 40 ms" in said
    assert said.endswith("Close other programs and run the cell again.")


def test_a_larger_size_that_takes_much_less_time_is_said():
    assert "took 66 ms at size 32 and only 20 ms at size 128" in timing.busy(line(0.03, 0.066, 0.02, 0.169))


def test_time_that_grows_much_faster_than_the_work_is_said():
    """Two threads that wait for each other: every size from 32 on takes 40 ms, and no sample is quick."""
    assert "grew 64 times and its time 40,000 times" in timing.busy(line(1e-6, 0.04, 0.041, 0.042, power=3))


@pytest.mark.parametrize(
    "medians", [(1e-5, 1e-5, 1.1e-5, 1e-5), (1e-6, 4e-6, 16e-6, 64e-6), (1e-6, 8e-6, 64e-6, 400e-6), (0.01,)]
)
def test_a_quiet_machine_is_told_nothing(medians):
    assert timing.busy(line(*medians)) is None


def test_words_in_place_of_sizes_are_compared_with_nothing():
    assert timing.busy(line(0.1, 0.01, power=0, sizes=(1, 2))) is not None
    assert (
        timing.busy(
            [
                dataclasses.replace(one, size=name, work={})
                for one, name in zip(line(0.1, 0.01), ("small", "large"), strict=True)
            ]
        )
        is None
    )


def test_a_sweep_on_a_busy_machine_says_so_and_keeps_its_observations(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COURSE_LOG", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    observed = timing.measure_sweep(
        "rest", lambda size: lambda: time.sleep(0.03 / size), [1, 10], needs_prediction=False, repeats=3
    )
    assert "This machine is busy" in capsys.readouterr().out
    assert timing.recorded("rest") == observed
