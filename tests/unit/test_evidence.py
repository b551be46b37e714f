"""What a decision can cite: own times, own results, results of the course; and nothing else."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from statistics import fmean

import pandas as pd
import pytest

from benchmarks import __main__ as benchmarks
from course import evidence, timing, training
from course.evidence.results import NAME
from course.timing.reference import BORROWED, seal

ROOT = Path(__file__).resolve().parents[2]
BRIEFS = {"weather", "colours", "subtitles", "voices", "table", "photos"}


@pytest.fixture
def lessons(tmp_path, monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.delenv("COURSE_LOG", raising=False)
    for name in ("09-cpu-or-gpu", "12-which-would-you-choose"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "09-cpu-or-gpu")
    timing.measure("sum", lambda: sum(range(1000)), device="cpu", size=64, seconds=0.02, needs_prediction=False)
    monkeypatch.chdir(tmp_path / "12-which-would-you-choose")
    return tmp_path


def test_a_time_of_an_earlier_lesson_is_cited_by_lesson_workload_size_and_device(lessons):
    one = evidence.find("09 sum 64 cpu")
    assert (one.value, one.unit, one.own) == (timing.earlier("09-cpu-or-gpu")[0].median, "s", True)
    assert evidence.find(" 09  SUM 64 CPU ") == one
    assert evidence.value("09 sum 64 cpu") == one.value
    assert "09 sum 64 cpu" in evidence.table().index


def test_a_result_of_this_lesson_is_kept_and_the_last_one_counts(lessons, monkeypatch):
    assert evidence.record("error", 2.5, "°C", brief="weather") == 2.5
    evidence.record("error", 2.25, "°C", brief="weather")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert evidence.record("error", 9, "°C", brief="weather") == 9
    one = evidence.find("error")
    assert (one.value, one.own, one.brief) == (2.25, True, "weather")


def test_the_keys_of_this_lesson_do_not_hang_on_the_folders_name(lessons, monkeypatch):
    timing.measure("sum", lambda: sum(range(1000)), device="cpu", seconds=0.02, needs_prediction=False)
    here = evidence.find("here sum cpu")
    (lessons / "09-cpu-or-gpu").rename(lessons / "gone")
    (lessons / "12-which-would-you-choose").rename(lessons / "ann")
    monkeypatch.chdir(lessons / "ann")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert evidence.find("here sum cpu") == here


def test_what_is_not_recorded_is_none_and_is_said(lessons):
    assert evidence.find("R99 a dream") is None
    evidence.record("error", 2.5, "°C", brief="weather")
    with pytest.raises(evidence.NotRecorded, match="nothing is recorded as “R99 a dream”"):
        evidence.value("R99 a dream")


def test_where_nothing_was_measured_a_value_says_that_the_notebook_is_to_be_run(lessons):
    assert evidence.value("R1 ridge") == 2.11
    with pytest.raises(timing.NotMeasured, match="Run the notebook from top to bottom"):
        evidence.value("here line 4000 cpu")


def test_what_is_computed_from_suppositions_is_not_measured(lessons):
    evidence.record("week: GPU kept", 88.4, "USD", brief="photos", measured=False)
    evidence.record("error", 2.5, "°C", brief="weather")
    assert (evidence.find("week: GPU kept").own, evidence.find("error").own) == (False, True)
    assert not evidence.table()["you measured"]["week: GPU kept"]


def test_a_time_of_the_lesson_is_about_its_brief_and_one_of_another_about_any(lessons):
    for name in ("look-up", "sum"):
        timing.measure(name, lambda: sum(range(1000)), device="cpu", seconds=0.02, needs_prediction=False)
    keys = ("here look-up cpu", "here sum cpu", "09 sum 64 cpu")
    assert [evidence.find(key).brief for key in keys] == ["subtitles", "", ""]


PAIR = ("R1 ridge", 2.11)
TWO = [PAIR, ("R2 network", 2.2)]


@pytest.mark.parametrize(
    "form",
    [
        TWO,
        tuple(TWO),
        dict(TWO),
        dict(TWO).items(),
        [dict([pair]) for pair in TWO],
        [list(pair) for pair in TWO],
        (pair for pair in TWO),
        set(TWO),
        zip(*zip(*TWO, strict=True), strict=True),
        [{"number": 2.11, "key": "R1 ridge"}, TWO[1]],
        pd.Series(dict(TWO)),
        pd.Series(TWO),
        pd.DataFrame(TWO, columns=["key", "number"]),
        pd.DataFrame(TWO),
        pd.DataFrame(TWO).set_index(0),
        evidence.table().loc[[key for key, _ in TWO]],
    ],
)
def test_what_is_cited_may_come_in_any_form(form):
    found = evidence.pairs(form)
    assert sorted((key, float(number)) for key, number in found) == TWO


@pytest.mark.parametrize("form", [PAIR, list(PAIR), dict([PAIR]), evidence.table().loc["R1 ridge"]])
def test_one_pair_needs_no_list(form):
    assert evidence.pairs(form) == [PAIR]


@pytest.mark.parametrize("none", [None, ..., [], (), {}, pd.DataFrame()])
def test_nothing_is_no_pair(none):
    assert evidence.pairs(none) == []


@pytest.mark.parametrize(
    ("form", "left"),
    [
        (2.11, [2.11]),
        ([2.11, 2.2], [2.11, 2.2]),
        ({"R1 ridge", 2.11}, [{"R1 ridge", 2.11}]),
        ("R1 ridge", ["R1 ridge"]),
        (["R1 ridge"], ["R1 ridge"]),
        (["R1 ridge", "R2 network"], [("R1 ridge", "R2 network")]),
        (["R1", "R2", "R3"], ["R1", "R2", "R3"]),
        (("R1 ridge", 2, 11), [("R1 ridge", 2, 11)]),
    ],
)
def test_what_is_no_pair_stays_as_it_is(form, left):
    assert evidence.pairs(form) == left


@pytest.mark.parametrize(
    "form",
    [
        {"Weather": TWO},
        [("weather", TWO)],
        {"weather": TWO}.items(),
        pd.Series({"WEATHER": TWO}),
        pd.DataFrame(TWO, columns=["key", "number"]).assign(Brief="weather"),
        pd.DataFrame(TWO, columns=["key", "value"], index=["weather", "weather"]),
        pd.DataFrame({"weather": TWO}),
        evidence.table().loc[[key for key, _ in TWO]],
    ],
)
def test_briefs_may_come_in_any_form(form):
    assert evidence.pairs(evidence.by_brief(form)["weather"]) == TWO


@pytest.mark.parametrize("bad", [7, "weather", ["weather"], [("R1 ridge", 2.11, "°C")]])
def test_what_says_no_brief_is_none(bad):
    assert evidence.by_brief(bad) is None


@pytest.mark.parametrize("bad", ["two", None, float("nan"), float("inf"), 10**400])
def test_a_result_that_is_no_number_is_refused_in_words(lessons, bad):
    with pytest.raises(evidence.NotAResult, match="should be one number"):
        evidence.record("error", bad, "°C", brief="weather")


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "[" * 10_000, '{"schema": "apples-course/results", "version": 1, "results": {"a": 3}}']
)
def test_a_file_of_any_other_form_holds_no_result(lessons, text):
    (lessons / "12-which-would-you-choose" / NAME).write_text(text)
    assert evidence.results() == {}


def test_a_number_larger_than_any_measurement_is_left_out(lessons):
    evidence.record("error", 2.5, "°C", brief="weather")
    path = lessons / "12-which-would-you-choose" / NAME
    path.write_text(path.read_text().replace("2.5", "1" + "0" * 400))
    assert evidence.results() == {}


def test_every_result_of_the_course_has_a_brief_a_date_and_a_command_that_exists():
    found = evidence.recorded()
    assert len({one.key for one in found}) == len(found)
    for one in found:
        assert one.brief in BRIEFS
        assert datetime.date.fromisoformat(one.date) <= datetime.datetime.now(datetime.UTC).date()
        tool, _, name = one.command.removeprefix("python -m ").partition(" ")
        assert (
            name in benchmarks.names()
            if tool == "benchmarks"
            else tool == "pytest" and (ROOT / name.split()[0]).is_file()
        )
        assert not one.own
    assert {one.key.split()[0] for one in found} == {f"R{number}" for number in range(1, len(found) + 1)}


def test_results_that_another_record_holds_are_the_same_there():
    real, right = training.record("few_real"), training.record("wrong_labels")
    ten, _, hundred = real["balanced_accuracy"]["split by shots"]
    added = real["balanced_accuracy"]["split by shots, rendered ones added"][-1]
    labels = round(fmean(right["accuracy"]["all labels right"]), 2)
    there = {"R4 ten real ones": ten, "R5 hundred real ones": hundred, "R6 rendered ones added": added}
    assert {key: evidence.value(key) for key in there} == there
    assert evidence.value("R9 right labels") == labels
    for key, record in (*((key, real) for key in there), ("R9 right labels", right)):
        assert (evidence.find(key).date, evidence.find(key).command) == (record["date"], record["command"])


def borrow(lessons: Path) -> Path:
    """A file beside lesson 09's notebook, as somebody else's GPU leaves it."""
    log = json.loads((lessons / "09-cpu-or-gpu" / "observations.json").read_text())
    seen = [one | {"device": "gpu"} for one in log["records"] if one["record"] == "observation"]
    document = {"schema": BORROWED, "version": 1, "device_name": "Somebody's GPU", "date": "2026-11-29"}
    document |= {"versions": {}, "command": "python borrow_gpu.py", "observations": seen}
    source = lessons / "09-cpu-or-gpu" / "borrowed-gpu.json"
    source.write_text(json.dumps(document | {"seal": seal(document)}))
    return source


def test_a_borrowed_gpu_can_be_cited_and_comes_along_to_be_graded(lessons, monkeypatch):
    assert not any(key.startswith("borrowed") for key in evidence.observed())
    borrow(lessons)
    one = evidence.find("borrowed sum 64 gpu")
    assert (one.own, one.unit, one.date) == (True, "s", "2026-11-29")
    (lessons / "09-cpu-or-gpu").rename(lessons / "gone")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert evidence.find("borrowed sum 64 gpu") == one


def test_a_borrowed_gpu_whose_file_cannot_be_copied_is_said(lessons, capsys):
    source = borrow(lessons)
    (lessons / "12-which-would-you-choose" / source.name).mkdir()
    evidence.observed()
    assert "borrowed-gpu.json could not be copied here: Is a directory" in capsys.readouterr().out


def test_a_borrowed_file_that_was_changed_is_not_cited_and_said(lessons, capsys):
    (lessons / "09-cpu-or-gpu" / "borrowed-gpu.json").write_text("{}")
    assert not any(key.startswith("borrowed") for key in evidence.observed())
    assert "borrowed-gpu.json is left out" in capsys.readouterr().out


def test_the_file_of_results_is_json_of_its_own_schema(lessons):
    evidence.record("error", 2.5, "°C", brief="weather")
    document = json.loads((lessons / "12-which-would-you-choose" / NAME).read_text())
    assert document["schema"] == "apples-course/results"
    assert set(document["results"]["error"]) == {"value", "unit", "brief", "measured", "made"}
