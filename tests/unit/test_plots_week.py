"""The picture and the figure of a paid week: what they say is what is paid, and odd times are refused."""

from __future__ import annotations

import math

import pytest
from figure_examples.paid_week import machines

from course import cost, figures, plots
from course.errors import CourseError
from course.plots.week import DAY, WEEK, Week

T4 = "Standard_NC4as_T4_v3"


def test_hours_money_and_the_share_at_work_stand_in_the_description():
    figure = plots.paid_week(T4, begin=13, end=13 + 2 / 3, startup=5, idle=2)
    paid = cost.run(5 * 47 * 60, T4).cost
    assert f"paid for 3.9 hours a week, {paid}, and at work in 85 % of them" in figure.description
    assert "Left on, it would cost 88.37 USD" in figure.description
    assert figure.png().startswith(b"\x89PNG")


def test_a_machine_that_is_never_given_back_is_paid_for_all_week():
    made = Week(T4, 13 * 60, 14 * 60, 5, WEEK)
    assert made.paid() == [(0, WEEK)]
    assert "168.0 hours a week, 88.37 USD" in plots.paid_week(T4, begin=13, end=14, idle=math.inf).description


def test_until_the_next_run_a_long_time_out_joins_one_day_to_the_next_and_friday_to_saturday():
    assert Week(T4, 9 * 60, 17 * 60, 5, 16 * 60).paid() == [(9 * 60 - 5, 5 * DAY + 9 * 60)]


def test_what_passes_the_end_of_the_week_is_paid_at_its_beginning():
    late = Week(T4, 0, 60, 30, 10)  # its start-up on Monday is on Sunday night
    assert late.paid()[0] == (0, 70)
    assert late.paid()[-1] == (WEEK - 30, WEEK)
    assert late.minutes() == 5 * 100


@pytest.mark.parametrize("times", [{"begin": 14, "end": 13}, {"begin": -1}, {"end": 25}, {"idle": -1}, {"startup": -5}])
def test_times_that_make_no_week_are_refused_in_words(times):
    with pytest.raises(CourseError, match="work begins before it ends"):
        plots.paid_week(T4, **times)
    with pytest.raises(CourseError, match="work begins before it ends"):
        figures.paid_week(machines(), **times)


def test_a_single_machine_has_no_other_to_differ_from():
    with pytest.raises(CourseError, match="Give two or more"):
        figures.paid_week({"GPU": machines()["GPU"]})
