"""A lesson takes the measurements of an earlier one along, and grading finds them in the lesson's own folder."""

import pytest

from course import timing

EARLIER = "09-cpu-or-gpu"


@pytest.fixture
def lessons(tmp_path, monkeypatch):
    """Two lessons beside each other, the notebook of the second one open; the first has measured something."""
    for name in (EARLIER, "10-what-does-it-cost"):
        (tmp_path / name).mkdir()
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.delenv("COURSE_LOG", raising=False)
    monkeypatch.chdir(tmp_path / EARLIER)
    timing.predict("sum", 0.01)
    timing.measure("sum", lambda: sum(range(1000)), device="cpu")
    monkeypatch.chdir(tmp_path / "10-what-does-it-cost")
    return tmp_path


def test_the_observations_of_the_earlier_lesson_come_along_whole(lessons):
    (seen,) = timing.earlier(EARLIER)
    assert seen.prediction.value == 0.01
    assert timing.problems(timing.copy_of(EARLIER)) == []
    source = lessons / EARLIER / "observations.json"
    assert timing.copy_of(EARLIER).read_bytes() == source.read_bytes()


def test_in_grading_the_copy_answers_although_the_other_folder_is_gone(lessons, monkeypatch):
    (before,) = timing.earlier(EARLIER)
    (lessons / EARLIER / "observations.json").unlink()
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert timing.earlier(EARLIER) == [before]


def test_in_grading_nothing_is_copied(lessons, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert timing.earlier(EARLIER) == []
    assert not timing.copy_of(EARLIER).exists()


def test_a_new_measurement_over_there_is_taken_along_too(lessons, monkeypatch):
    timing.earlier(EARLIER)
    monkeypatch.chdir(lessons / EARLIER)
    timing.measure("sum", lambda: sum(range(1000)), device="cpu")
    monkeypatch.chdir(lessons / "10-what-does-it-cost")
    assert len(timing.earlier(EARLIER)) == 2


def test_without_the_earlier_lesson_there_is_nothing(lessons):
    assert timing.earlier("04-learn-by-looking") == []


def test_a_log_that_cannot_be_read_is_said_and_left_where_it_is(lessons, capsys):
    timing.earlier(EARLIER)
    source = lessons / EARLIER / "observations.json"
    source.write_bytes(source.read_bytes()[:100])
    assert len(timing.earlier(EARLIER)) == 1  # the copy of last time
    assert "cannot be taken" in capsys.readouterr().out
    assert source.stat().st_size == 100


def test_a_copy_that_was_changed_by_hand_shows(lessons):
    timing.earlier(EARLIER)
    copy = timing.copy_of(EARLIER)
    copy.write_text(copy.read_text().replace('"repeats": ', '"repeats": 1'))
    assert timing.problems(copy)
