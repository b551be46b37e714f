"""Each way of being dishonest or broken is found; an honest log of whatever machine is not."""

from __future__ import annotations

import copy
import json
import math
import random
import time

import pytest
from classroom.machines import sealed
from hypothesis import given, settings
from hypothesis import strategies as st

from course import timing
from course.timing import logfile as log_module
from course.timing.logfile import Log
from course.timing.record import summary


@pytest.fixture(scope="module")
def honest(tmp_path_factory) -> dict:
    """A real log: two predictions, a sweep, a GPU-free machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("honest"))
        patch.delenv("NBGRADER_EXECUTION", raising=False)
        patch.delenv("COURSE_LOG", raising=False)
        timing.predict("matrix product", 1e-3)
        for n in (40, 80):
            rows = [[float(i + j) for j in range(n)] for i in range(n)]
            timing.measure(
                "matrix product", lambda r=rows: [sum(x) for x in r], size=n, work={"flop": 2 * n**3}, repeats=8
            )
        timing.predict("a sum", 1e-3)
        timing.measure("a sum", lambda: sum(range(5000)), repeats=8)
        return timing.log().document


@pytest.fixture
def document(honest) -> dict:
    return copy.deepcopy(honest)


def observation(document: dict, number: int = 0) -> dict:
    return [record for record in document["records"] if record["record"] == "observation"][number]


def kinds(document: dict, **options) -> set[str]:
    return {problem.kind for problem in timing.problems(Log(None, document), **options)}


def resample(record: dict, samples: list[float]) -> None:
    """Other samples, with the statistics and the clock that belong to them."""
    record |= {"samples": samples, "repeats": len(samples)}
    if all(math.isfinite(sample) for sample in samples):
        record["statistics"] = summary(samples)
        record["elapsed"] = max(record["elapsed"], 1.1 * record["calls"] * sum(samples) + record["first"])
        record["started"] = record["ended"] - record["elapsed"]


def test_an_honest_log_has_no_problems(document):
    assert kinds(document) == set()
    assert kinds(sealed(document)) == set()


# --- what somebody does with a text editor -----------------------------------------------------------------


@pytest.mark.parametrize("field", ["median", "q1", "q3", "min", "max"])
def test_edited_statistics_are_found(document, field):
    observation(document)["statistics"][field] *= 0.5
    assert {"changed record", "statistics"} <= kinds(document)
    assert kinds(sealed(document)) == {"statistics"}


def test_an_edited_sample_is_found(document):
    observation(document)["samples"][3] *= 1.01
    assert "changed record" in kinds(document)


@pytest.mark.parametrize("number", range(6))
def test_a_removed_record_is_found(document, number):
    del document["records"][number]
    assert "changed record" in kinds(document)


def test_records_removed_at_the_end_are_found(document):
    del document["records"][-2:]
    assert kinds(document) == {"changed record"}


def test_an_inserted_record_is_found(document):
    document["records"].insert(3, copy.deepcopy(document["records"][2]))
    assert "changed record" in kinds(document)


def test_records_in_another_order_are_found(document):
    document["records"][2], document["records"][3] = document["records"][3], document["records"][2]
    assert "changed record" in kinds(document)


def test_a_changed_header_is_found(document):
    document["created"] -= 1000
    assert kinds(document) == {"changed record"}


# --- what somebody does with a script that seals again -------------------------------------------------------


def test_identical_samples_are_found(document):
    resample(observation(document), [0.0123456789] * 8)
    assert "identical samples" in kinds(sealed(document))


def test_samples_that_rise_in_equal_steps_are_found(document):
    resample(observation(document), [0.0123456789 + 0.000712345 * i for i in range(8)])
    assert "too regular" in kinds(sealed(document))


def test_equal_steps_in_a_shuffled_order_are_found(document):
    samples = [0.0123456789 + 0.000712345 * i for i in range(8)]
    random.Random(0).shuffle(samples)
    resample(observation(document), samples)
    assert "too regular" in kinds(sealed(document))


def test_rounded_samples_are_found(document):
    resample(observation(document), [0.12, 0.13, 0.125, 0.128, 0.11])
    assert "too regular" in kinds(sealed(document))


@pytest.mark.parametrize("factor", [1.0, 0.5])
def test_the_samples_of_another_observation_are_found(document, factor):
    samples = [0.010234567, 0.011345678, 0.010456789, 0.010867891, 0.012178912, 0.010789123]
    resample(observation(document, 0), samples)
    resample(observation(document, 2), [sample * factor for sample in samples])
    assert "copied samples" in kinds(sealed(document))


@pytest.mark.parametrize("bad", [-0.001, 0.0, math.nan, math.inf])
def test_negative_zero_and_missing_times_are_found(document, bad):
    record = observation(document)
    record["samples"][2] = bad
    if math.isfinite(bad):
        record["statistics"] = summary(record["samples"])
    assert "impossible time" in kinds(sealed(document))


def test_a_sample_shorter_than_an_empty_function_is_found(document):
    resample(observation(document), [1.1e-12, 1.3e-12, 1.2e-12, 1.05e-12])
    assert "impossible time" in kinds(sealed(document))


def test_more_seconds_than_passed_are_found(document):
    record = observation(document)
    record["samples"] = [sample * 1000 for sample in record["samples"]]
    record["statistics"] = summary(record["samples"])
    assert "more than passed" in kinds(sealed(document))


def test_a_beginning_and_an_end_that_do_not_fit_are_found(document):
    observation(document)["ended"] += 5
    assert "more than passed" in kinds(sealed(document))


def test_a_rate_beyond_physics_is_found(document):
    record = observation(document)
    record |= {"workload": "other", "work": {"flop": 1e18}, "prediction": None}
    assert kinds(sealed(document)) == {"too fast"}
    record["work"] = {"bytes": 1e18}
    assert kinds(sealed(document)) == {"too fast"}


def test_a_cpu_cannot_be_as_fast_as_a_gpu_but_a_gpu_can(document):
    record = observation(document)
    record |= {"workload": "other", "work": {"flop": 1e15 * min(record["samples"])}, "prediction": None}
    assert kinds(sealed(document)) == {"too fast"}
    record["device"] = "gpu"
    assert kinds(sealed(document)) == set()


def test_a_time_in_the_future_is_found(document):
    assert kinds(document, now=document["saved"] - 30 * 86400) == {"future"}
    observation(document, 2)["ended"] += 1000
    observation(document, 2)["started"] += 1000
    assert "future" in kinds(sealed(document))


def test_a_time_before_the_record_before_it_is_found(document):
    for field in ("started", "ended"):
        observation(document, 2)[field] -= 5000
    assert "order" in kinds(sealed(document))


def test_a_prediction_made_after_the_measurement_is_found(document):
    prediction = document["records"].pop(1)
    document["records"].insert(2, prediction | {"made": observation(document, 0)["ended"]})
    sealed(document)
    for number in (0, 1):
        observation(document, number)["prediction"] = 2
    assert "late prediction" in kinds(sealed(document))


def test_a_late_prediction_passed_off_as_the_first_is_found(document):
    document["records"][1]["late"] = True
    assert "late prediction" in kinds(sealed(document))


@pytest.mark.parametrize("number", [99, 4])
def test_a_prediction_that_is_missing_or_of_another_workload_is_found(document, number):
    observation(document)["prediction"] = number
    assert kinds(sealed(document)) & {"prediction", "late prediction"}


def test_work_that_does_not_match_the_size_is_found(document):
    observation(document)["work"] = {"flop": 2 * 41**3}
    assert kinds(sealed(document)) == {"work"}
    observation(document)["work"] = {}
    assert kinds(sealed(document)) == {"work"}


def test_a_size_that_does_not_match_the_work_is_found(document):
    observation(document)["size"] = 4000
    assert kinds(sealed(document)) == {"work"}


def test_a_number_of_repeats_that_is_not_the_number_of_samples_is_found(document):
    observation(document)["repeats"] += 1
    assert kinds(sealed(document)) == {"work"}


@pytest.mark.parametrize("amount", [-1.0, math.nan])
def test_negative_work_is_found(document, amount):
    observation(document, 2)["work"] = {"samples": amount}
    assert kinds(sealed(document)) == {"work"}


def test_records_pasted_from_another_machine_are_found(document):
    stranger = copy.deepcopy(observation(document, 2)) | {"machine": "f" * 16}
    document["records"].append(stranger)
    assert {"changed record", "another machine"} <= kinds(document)
    assert "another machine" in kinds(sealed(document))


def test_a_header_put_on_another_machine_s_records_is_found(document):
    document["machine"] = "f" * 16
    assert "another machine" in kinds(sealed(document))


def test_two_people_with_the_same_measurement_are_found(document):
    theirs = copy.deepcopy(document) | {"log": "of somebody else"}
    assert timing.shared(Log(None, document), Log(None, sealed(theirs))) == [
        "matrix product",
        "matrix product",
        "a sum",
    ]
    for record in theirs["records"]:
        if record["record"] == "observation":
            record["started"] += 1
    assert timing.shared(Log(None, document), Log(None, theirs)) == []


def test_a_truncated_file_is_a_problem_in_words(tmp_path, document):
    path = tmp_path / "observations.json"
    path.write_text(json.dumps(document)[:-200])
    (problem,) = timing.problems(path)
    assert problem.kind == "broken file"
    assert "ends too early" in problem.message


def test_a_file_that_is_not_there_is_an_empty_log(tmp_path):
    assert timing.problems(tmp_path / "nothing.json") == []


def test_problems_of_one_workload_leave_out_those_of_others(document):
    observation(document, 0)["work"] = {}
    sealed(document)
    log = Log(None, document)
    assert [problem.kind for problem in timing.problems(log, workload="matrix product")] == ["work"]
    assert timing.problems(log, workload="a sum") == []


def test_every_problem_names_the_workload_and_is_a_sentence(document):
    observation(document, 0)["statistics"]["median"] *= 2
    for problem in timing.problems(Log(None, sealed(document))):
        assert problem.workload == "matrix product"
        assert "“matrix product”" in problem.message
        assert problem.message.endswith(".")


# --- honest logs of all machines ------------------------------------------------------------------------------


def real(base: float, noise: float, tick: float, count: int, seed: str, drift: float) -> tuple[list[float], int]:
    """Samples as the protocol takes them on such a machine: jitter that only delays, a clock that only ticks."""
    rng = random.Random(seed)
    shortest = max(2e-3, 20 * tick)
    calls = max(1, math.ceil(1.2 * shortest / base)) if base < shortest else 1
    samples, clock = [], rng.random()
    for number in range(count):
        lasts = calls * base * (1 + drift * number / count) * (1 + noise * rng.expovariate(1))
        lasts += rng.expovariate(1) * 2e-6  # the operating system
        if rng.random() < 0.1:
            lasts *= 1 + 10 * noise * rng.random()  # a neighbour
        begin = math.floor(clock / tick) * tick
        clock += lasts
        samples.append((math.floor(clock / tick) * tick - begin) / calls)
    return samples, calls


machines = st.fixed_dictionaries(
    {
        "base": st.floats(-7.5, 2).map(lambda power: 10**power),  # 30 ns to 100 s
        "noise": st.floats(-5, 0.5).map(lambda power: 10**power),  # nearly silent to three times slower
        "tick": st.sampled_from([1e-9, 4.2e-8, 1e-7, 1e-6, 1e-3, 1 / 64]),
        "count": st.integers(3, 25),
        "seed": st.integers(0, 2**31),
        "drift": st.sampled_from([0.0, 0.0, 0.3, -0.3]),
    }
)


@settings(max_examples=200, deadline=None)
@given(st.lists(machines, min_size=1, max_size=6))
def test_an_honest_log_of_any_machine_raises_no_problem(runs):
    began = 1.8e9
    document = {
        "schema": log_module.SCHEMA,
        "version": 1,
        "log": "x",
        "created": began,
        "saved": began,
        "machine": "m",
        "count": 0,
        "records": [],
        "seal": "",
    }
    records = document["records"]
    records.append({"record": "machine", "machine": "m", "about": {}, "made": began})
    at = began
    for number, run in enumerate(runs):
        samples, calls = real(**run | {"seed": f"{run['seed']} {number}"})  # no two measurements are alike
        first = max(samples) * 2
        elapsed = first + calls * math.fsum(samples) * 1.01
        name = "matrix product" if number % 2 else f"workload {number}"
        work = {"flop": 2.0} if number % 2 else {}
        records.append(
            {
                "record": "prediction",
                "machine": "m",
                "workload": name,
                "quantity": "seconds",
                "unit": "s",
                "value": 1.0,
                "made": at,
                "late": False,
                "revises": None,
            }
        )
        records.append(
            {
                "record": "observation",
                "machine": "m",
                "workload": name,
                "size": 1,
                "work": work,
                "device": "cpu",
                "device_name": "a CPU",
                "cores": 1,
                "threads": 1,
                "versions": {},
                "first": first,
                "calls": calls,
                "repeats": len(samples),
                "samples": samples,
                "statistics": summary(samples),
                "tick": run["tick"],
                "started": at,
                "elapsed": elapsed,
                "ended": at + elapsed,
                "prediction": len(records) - 1,
            }
        )
        at += elapsed
    document["saved"] = at
    assert timing.problems(Log(None, sealed(document)), now=at) == []


def test_real_measurements_of_this_machine_raise_no_problem(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COURSE_LOG", raising=False)
    waits = {"nothing": lambda: None, "a sleep": lambda: time.sleep(0.001), "a sum": lambda: sum(range(3000))}
    for name, function in waits.items():
        timing.predict(name, 1e-3)
        for repeats in (3, 5, 25):
            timing.measure(name, function, repeats=repeats)
    with timing.noisy_neighbours(1):
        timing.measure("a sum", waits["a sum"])
    assert timing.problems() == []
