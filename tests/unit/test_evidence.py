"""What a decision can cite: own times, own results, results of the course; and nothing else."""

from __future__ import annotations

import json

import pytest

from course import evidence, timing
from course.evidence.results import NAME

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
    with pytest.raises(KeyError, match="nothing is recorded as 'R99 a dream'"):
        evidence.value("R99 a dream")


@pytest.mark.parametrize("bad", ["two", None, float("nan"), float("inf")])
def test_a_result_that_is_no_number_is_refused_in_words(lessons, bad):
    with pytest.raises(evidence.NotAResult, match="should be one number"):
        evidence.record("error", bad, "°C", brief="weather")


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "[" * 10_000, '{"schema": "apples-course/results", "version": 1, "results": {"a": 3}}']
)
def test_a_file_of_any_other_form_holds_no_result(lessons, text):
    (lessons / "12-which-would-you-choose" / NAME).write_text(text)
    assert evidence.results() == {}


def test_every_result_of_the_course_has_a_brief_a_date_and_what_gave_it():
    found = evidence.recorded()
    assert len({one.key for one in found}) == len(found)
    for one in found:
        assert one.brief in BRIEFS
        assert one.date.startswith("by 20")
        assert one.command
        assert not one.own
    assert {one.key.split()[0] for one in found} == {f"R{number}" for number in range(1, len(found) + 1)}


def test_the_file_of_results_is_json_of_its_own_schema(lessons):
    evidence.record("error", 2.5, "°C", brief="weather")
    document = json.loads((lessons / "12-which-would-you-choose" / NAME).read_text())
    assert document["schema"] == "apples-course/results"
    assert set(document["results"]["error"]) == {"value", "unit", "brief", "made"}
