"""The portrait of predictions: each beside its measurement, and no verdict from too few."""

from __future__ import annotations

import re

import pytest
from figure_examples.portrait import BRIER, predictions

from course import figures, plots, timing
from course.timing import calibration
from course.timing.calibration import Answered, typical, words


def one(off: float, number: int = 0) -> Answered:
    return Answered("00-start-here", "sum", "seconds", "s", 0.1 * off, 0.1, float(number))


def test_picture_and_figure_call_a_lesson_alike_and_put_its_dot_in_the_same_place():
    found = [one(1e7), Answered("practice", "sum", "seconds", "s", 1e-9, 1.0, 1.0)]
    figure, picture = figures.portrait(found), plots.portrait(found)
    labels = [text.get_text().split()[0] for text in picture.axes[0].get_yticklabels()]
    assert labels == [row["lesson"] for row in figure.data["rows"]] == ["00", "practice"]
    dots = [line.get_xdata()[0] for line in picture.axes[0].lines if line.get_marker() == "o"]
    assert dots == [row["ratio"] for row in figure.data["rows"]] == [1e4, 1e-4]


@pytest.fixture
def lessons(tmp_path, monkeypatch):
    """Lessons 00, 10 and 12 beside each other, the notebook of 00 open."""
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.delenv("COURSE_LOG", raising=False)
    for name in ("00-start-here", "10-what-does-it-cost", "12-which-would-you-choose"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "00-start-here")
    return tmp_path


def add(workload, size=None, **settings):
    return timing.measure(workload, lambda: sum(range(2000)), device="cpu", size=size, seconds=0.02, **settings)


def test_a_prediction_ten_times_too_large_is_one_power_of_ten():
    assert one(10).log_error == pytest.approx(1)
    assert one(0.1).log_error == pytest.approx(-1)
    assert one(0.1).times_off == pytest.approx(10)
    assert typical([one(4), one(1 / 4)]) == pytest.approx(4)
    assert typical([one(1), one(1), one(1000)]) == pytest.approx(10)


def test_the_logs_of_all_lessons_come_along_and_grading_finds_the_same(lessons, monkeypatch):
    timing.predict("sum", 0.5)
    add("sum")
    monkeypatch.chdir(lessons / "10-what-does-it-cost")
    timing.predict("step by threads", 1.8, quantity="two against one", unit="times")
    for count in (1, 2):
        add("step by threads", count)
    timing.predict("bill", 100, quantity="a year", unit="USD")
    monkeypatch.chdir(lessons / "12-which-would-you-choose")
    timing.predict("sum", 1e-4)
    add("sum")
    found = timing.answered()
    assert [(each.lesson[:2], each.name) for each in found] == [
        ("00", "sum"),
        ("10", "step by threads: two against one"),
        ("12", "sum"),
    ]
    assert timing.unanswered() == 1, "money is in no log"
    for name in ("00-start-here", "10-what-does-it-cost"):
        (lessons / name / "observations.json").unlink()
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert timing.answered() == found


def test_a_lesson_does_not_read_the_logs_of_later_ones(lessons, monkeypatch):
    monkeypatch.chdir(lessons / "10-what-does-it-cost")
    timing.predict("sum", 0.5)
    add("sum")
    monkeypatch.chdir(lessons / "00-start-here")
    assert timing.answered() == []


def test_a_late_prediction_is_none(lessons):
    add("sum", needs_prediction=False)
    timing.predict("sum", 0.5)
    assert timing.answered() == []


def test_the_last_prediction_before_the_measurement_counts(lessons):
    timing.predict("sum", 5)
    timing.predict("sum", 0.5)
    add("sum")
    assert [each.predicted for each in timing.answered()] == [0.5]


@pytest.mark.parametrize(
    ("offs", "verdict"),
    [
        ([100, 80, 60, 2, 3, 1.5], ": nearer"),
        ([2, 3, 1.5, 100, 80, 60], ": farther off"),
        ([3, 1 / 3, 3, 3, 1 / 3, 3], ": about as far off"),
        ([100, 80, 60, 2, 3], "With fewer than 6, nothing is said of getting better."),
    ],
)
def test_whether_it_got_better_is_said_from_six_predictions_on(offs, verdict):
    assert verdict in words([one(off, number) for number, off in enumerate(offs)])


def test_the_words_count_both_sides_and_what_was_left_out():
    said = words([one(20), one(0.5), one(0.25)], left_out=2)
    assert "3 predictions, typically 5.4 times off; 2 within ten times. 1 too large, 2 too small." in said
    assert said.endswith("2 more of another kind have no measurement in a log.")
    assert "4 predictions, typically 1.4 times off; 4 within ten times. 1 too large, 1 too small, 2 exact." in words(
        [one(1.001), one(0.999), one(2), one(0.5)]
    )
    assert words([]) == "No prediction stands beside a measurement yet."


def test_what_is_one_is_said_in_the_singular():
    for figure in (figures.portrait([one(1.01)], left_out=1), plots.portrait([one(1.01)], left_out=1)):
        assert "1 prediction, typically 1 time off;" in figure.description
        assert "1 more of another kind has no measurement" in figure.description
    assert figures.portrait([one(1.01)]).data["lessons"] == {"00": "Lesson 00: 1.01 times off."}
    assert figures.portrait([one(1)]).data["lessons"] == {"00": "Lesson 00: 1 time off."}
    three = figures.portrait([one(1), one(2), one(4)])
    assert three.data["lessons"] == {"00": "Lesson 00: the middle one is 2 times off."}
    assert "11 times off" in plots.portrait([one(11)]).description


def test_figure_and_twin_say_the_same():
    found = predictions()
    figure, twin = (each.portrait(found, left_out=2, brier=BRIER) for each in (figures, plots))
    assert figure.description == twin.description
    assert figure.data["words"] in twin.description
    assert "Brier score before the course 0.27, at its end 0.14 (0 is perfect)." in twin.description
    assert "lesson 02, closed form: 50 times too small" in twin.description
    assert set(figure.data["lessons"]) == {"00", "02", "03", "04", "09"}
    assert figures.portrait([]).description == "No prediction stands beside a measurement yet."


def test_no_two_rules_say_how_one_quantity_is_measured_and_the_lessons_ask_for_each():
    from autograder.authoring import lesson

    sources = "".join(path.read_text(encoding="utf-8") for path in lesson.scripts())
    for workload, quantity in calibration.DERIVED:
        assert re.search(rf'timing\.predict\("{workload}", \w+, quantity="{quantity}"', sources)
