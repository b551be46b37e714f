"""Predict, measure, record: the order is enforced, every sample is kept, grading times nothing."""

from __future__ import annotations

import math
import statistics
import time
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import torch

from course import devices, timing
from course.checks import NotAttempted
from course.cost import Money
from course.timing.protocol import NotMeasurable


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COURSE_LOG", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


def work():
    return sum(range(2000))


def test_nothing_is_measured_before_it_is_predicted():
    called = []
    with pytest.raises(timing.PredictionMissing, match=r"timing\.predict"):
        timing.measure("a sum", lambda: called.append(1))
    assert called == []
    assert timing.recorded() == []


@pytest.mark.parametrize(
    "half", [Decimal("0.5"), Fraction(1, 2), np.float32(0.5), np.array([0.5]), torch.tensor(0.5), [0.5], Money("0.5")]
)
def test_a_prediction_may_be_a_number_of_any_library(half):
    assert timing.predict("a sum", half).value == 0.5


@pytest.mark.parametrize("odd", ["0.5", True, np.True_, [1, 2], math.inf, math.nan, torch.ones(2), {}])
def test_a_prediction_that_is_no_number_is_refused_in_words(odd):
    with pytest.raises(NotMeasurable, match="should be one number"):
        timing.predict("a sum", odd)
    assert timing.log().predictions == []


@pytest.mark.parametrize("empty", [None, ...])
def test_an_empty_prediction_is_an_exercise_not_attempted(empty):
    with pytest.raises(NotAttempted):
        timing.predict("a sum", empty)
    assert timing.log().predictions == []


@pytest.mark.parametrize("wrong", ["0.1", True, math.nan, math.inf, [0.1, 0.2], -1, 0])
def test_a_prediction_is_one_number_of_seconds_above_zero(wrong):
    with pytest.raises(NotMeasurable):
        timing.predict("a sum", wrong)


def test_an_observation_keeps_every_sample_and_the_prediction_it_answers():
    timing.predict("a sum", 1e-3)
    observed = timing.measure("a sum", work, size=2000, work={"additions": 2000}, repeats=7)
    assert len(observed.samples) == 7
    assert observed.median == statistics.median(observed.samples)
    assert min(observed.samples) <= observed.median <= max(observed.samples)
    assert 0 <= observed.iqr <= max(observed.samples) - min(observed.samples)
    assert observed.prediction.value == 1e-3
    assert (observed.size, observed.work, observed.device) == (2000, {"additions": 2000.0}, "cpu")
    assert observed.device_name == devices.name_of("cpu")
    assert observed.rate("additions") == pytest.approx(2000 / observed.median)
    assert timing.recorded("a sum") == [observed]


def test_a_sample_is_long_against_the_tick_of_the_clock():
    timing.predict("nothing", 1e-7)
    observed = timing.measure("nothing", lambda: None)
    assert observed.calls > 100
    assert observed.median * observed.calls > 5 * observed.tick


def test_the_first_call_is_kept_apart_from_the_samples():
    waits = iter([0.05])
    timing.predict("slow start", 1e-3)
    observed = timing.measure("slow start", lambda: time.sleep(next(waits, 0.001)), repeats=5)
    assert observed.first >= 0.05 > observed.median


def test_one_reading_is_never_called_a_result():
    timing.predict("a sum", 1e-3)
    with pytest.raises(NotMeasurable, match="One reading"):
        timing.measure("a sum", work, repeats=1)


def test_what_the_function_raises_is_passed_on_and_nothing_is_recorded():
    timing.predict("a mistake", 1)
    with pytest.raises(ZeroDivisionError):
        timing.measure("a mistake", lambda: 1 / 0)
    assert timing.recorded() == []


def test_a_second_prediction_never_replaces_the_first_one_silently(capsys):
    timing.predict("a sum", 1.0)
    timing.predict("a sum", 2.0)
    assert "from 1 to 2" in capsys.readouterr().out
    assert [one.value for one in timing.log().predictions] == [1.0, 2.0]
    assert timing.measure("a sum", work).prediction.value == 2.0


def test_a_prediction_after_the_measurement_is_kept_as_late_and_does_not_count(capsys):
    timing.predict("a sum", 1.0)
    timing.measure("a sum", work)
    assert timing.predict("a sum", 1e-5).value == 1.0
    assert "stays the one that counts" in capsys.readouterr().out
    assert [one.late for one in timing.log().predictions] == [False, True]
    assert timing.measure("a sum", work).prediction.value == 1.0
    assert timing.problems() == []


def test_a_prediction_after_an_unpredicted_measurement_does_not_open_the_door():
    timing.measure("a sum", work, needs_prediction=False)
    assert timing.predict("a sum", 1.0).late
    with pytest.raises(timing.PredictionMissing, match="start_afresh"):
        timing.measure("a sum", work)
    timing.start_afresh()
    timing.predict("a sum", 1.0)
    assert timing.measure("a sum", work).prediction.value == 1.0


def test_running_the_notebook_again_adds_no_second_prediction(capsys):
    for _ in range(2):
        timing.predict("a sum", 1.0)
        timing.measure("a sum", work)
    assert len(timing.log().predictions) == 1
    assert len(timing.recorded("a sum")) == 2
    assert capsys.readouterr().out == ""


def test_a_sweep_over_sizes_needs_one_prediction_and_does_not_time_the_preparation():
    timing.predict("sums", 1e-4)
    observed = timing.measure_sweep(
        "sums", lambda n: time.sleep(0.05) or (lambda: sum(range(n))), [100, 1000, 10000], work=lambda n: {"n": n}
    )
    assert [one.size for one in observed] == [100, 1000, 10000]
    assert observed[0].median < observed[2].median
    assert {one.prediction.number for one in observed} == {observed[0].prediction.number}
    assert timing.recorded("sums", size=1000)[0].work == {"n": 1000.0}


def test_copies_are_measured_apart_and_know_their_bytes():
    torch = pytest.importorskip("torch")
    timing.predict("copy", 1e-3)
    observed = timing.measure_copy("copy", torch.zeros(1000, 100), device="cpu")
    assert observed.work == {"bytes": 400_000}


def test_whole_epochs_are_samples_after_one_for_warming_up():
    calls = []
    timing.predict("epoch", 0.01)
    observed = timing.measure_epochs("epoch", lambda: calls.append(time.sleep(0.005)), epochs=4)
    assert len(observed.samples) == 4
    assert len(calls) == 5


@pytest.mark.parametrize("how", ["autograde", "validate"])
def test_grading_times_nothing_and_gives_what_was_recorded(monkeypatch, how):
    timing.predict("a sum", 1.0)
    observed = timing.measure("a sum", work, size=3)
    before = timing.log().path.read_bytes()
    monkeypatch.setenv("NBGRADER_EXECUTION", how)
    called = []
    assert timing.predict("a sum", 5.0).value == 1.0
    assert timing.predict("a sum", None).value == 1.0
    assert timing.measure("a sum", lambda: called.append(1), size=3) == observed
    assert timing.measure_sweep("a sum", called.append, [3]) == [observed]
    assert called == []
    assert timing.log().path.read_bytes() == before


def test_grading_says_what_the_log_does_not_hold(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(timing.NotMeasured, match="top to bottom"):
        timing.predict("a sum", 1.0)
    with pytest.raises(timing.NotMeasured, match="of size 3"):
        timing.measure("a sum", work, size=3)
    assert not timing.log().path.exists()


def test_a_gpu_measurement_is_found_again_where_grading_has_no_gpu(monkeypatch):
    timing.predict("a sum", 1.0)
    cpu_one = timing.measure("a sum", work)
    record = {**timing.log().records[-1], "device": "gpu", "device_name": "Some GPU"}
    timing.log().add({key: record[key] for key in record if key not in ("number", "machine", "previous", "seal")})
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert timing.measure("a sum", work, device="cpu") == cpu_one
    assert timing.measure("a sum", work, device="gpu").device_name == "Some GPU"
    monkeypatch.setattr(devices, "_chosen", "gpu")
    assert timing.measure("a sum", work).device == "gpu"


def test_how_far_off_a_prediction_was_counts_both_ways():
    guess = timing.Prediction("a sum", 2.0)
    assert guess.off_by(1.0) == guess.off_by(4.0) == 2.0


def test_the_neighbours_are_gone_after_the_experiment():
    import psutil

    before = set(psutil.Process().children())
    with timing.noisy_neighbours(2) as count:
        busy = set(psutil.Process().children()) - before
        assert len(busy) == count == 2
    assert not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in busy)


def test_the_table_has_a_row_for_each_observation():
    timing.predict("a sum", 1.0)
    timing.measure("a sum", work)
    table = timing.table()
    assert list(table["workload"]) == ["a sum"]
    assert table.loc[0, "predicted"] == 1.0


def test_the_median_of_the_protocol_is_that_of_torch_s_timer_within_reason():
    from torch.utils.benchmark import Timer

    timing.predict("a sum", 1e-5)
    ours = timing.measure("a sum", work).median
    theirs = Timer("work()", globals={"work": work}).blocked_autorange(min_run_time=0.1).median
    assert 1 / 20 < ours / theirs < 20
