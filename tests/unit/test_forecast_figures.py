"""The pictures and figures of forecasts: what they show is what the numbers say."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from figure_examples.frost_bill import nights

from course import figures, plots
from course.data import weather
from course.errors import CourseError
from course.plots import leak
from course.plots.forecasts import bill_of, bill_words

HIGH = weather.load()["high_c"]


def test_a_bill_counts_protected_nights_and_missed_frosts():
    chance, frost = np.array([0.05, 0.2, 0.4, 0.9]), np.array([True, False, True, True])
    assert bill_of(chance, frost, 0.1, 10) == (3, 1, 13.0)
    assert bill_of(chance, frost, 0.4, 10) == (1, 2, 21.0)  # from more than the threshold on


def test_the_picture_of_the_bill_says_what_it_costs_at_the_threshold_and_at_best():
    chance, frost = nights()
    description = plots.frost_bill(chance, frost, lost=10).description
    assert bill_words(chance, frost, 0.1, 10) in description
    _, _, bill = bill_of(chance, frost, 0.1, 10)
    assert f"a bill of {bill / 3:.0f} a year" in description
    lowest = int(re.search(r"The lowest bill is (\d+)", description)[1])
    assert lowest <= round(bill / 3)


@pytest.mark.parametrize(
    ("chance", "frost", "lost", "says"),
    [
        ([0.1, 0.2], [1], 10, "a truth for each night"),
        ([0.1, 1.2], [0, 1], 10, "between 0 and 1"),
        ([0.1, np.nan], [0, 1], 10, "between 0 and 1"),
        ([0.1, 0.2], [0, 1], 0.5, "Give 1 or more"),
    ],
)
@pytest.mark.parametrize("draw", [plots.frost_bill, figures.frost_bill])
def test_nights_that_make_no_bill_are_refused_in_words(draw, chance, frost, lost, says):
    with pytest.raises(CourseError, match=says):
        draw(chance, frost, lost)


def test_errors_by_days_ahead_are_named_with_their_means_and_the_least():
    picture = plots.by_horizon({"as today": {1: [2.0, 2.4], 7: [3.6, 4.0]}, "ridge": {1: 2.1, 7: 2.8}})
    assert picture.description.startswith("Least wrong, over all days ahead: ridge.")
    assert "as today: 2.20 at 1, 3.80 at 7; ridge: 2.10 at 1, 2.80 at 7" in picture.description
    assert "days ahead" in picture.axes[0].get_xlabel()
    with pytest.raises(CourseError, match="no forecast to show"):
        plots.by_horizon({})


def test_both_ways_to_judge_use_the_same_days_and_hold_back_as_many():
    first = pd.Timestamp("2014-03-01")
    shuffled, by_time = leak.judged(HIGH, first)
    assert len(shuffled.days) == len(by_time.days) == 365
    assert HIGH.index[by_time.days[0]] == first
    assert shuffled.days.max() <= by_time.days.max()
    assert by_time.error == pytest.approx(np.abs(HIGH.iloc[by_time.days] - HIGH[:"2014-02-28"][-3:].mean()).mean())


def test_a_split_without_a_year_after_it_or_a_day_before_it_is_refused_in_words():
    for date in ("2015-06-01", "2012-01-02"):
        with pytest.raises(CourseError, match="choose another date"):
            plots.split_date(HIGH, date)
    for date in ("2014-03-02", "2012-06-01"):
        with pytest.raises(CourseError, match="moves by months"):
            figures.split_date(HIGH, date)


def test_the_figure_of_the_split_says_at_every_stop_what_its_twin_says():
    data = json.loads(json.dumps(figures.split_date(HIGH).data, default=lambda array: array.tolist()))
    assert len(data["splits"]) == 25
    for split in data["splits"][::6]:
        assert split["words"] in plots.split_date(HIGH, split["date"]).description
        assert data["values"][split["at"]] == HIGH[split["date"]]
        assert len(split["held"]) == len(split["guesses"]) == data["test"]
