"""The picture of a paid week: its description says what it shows, and odd spans are refused."""

from __future__ import annotations

import pytest

from course import plots
from course.errors import CourseError

WORK = [(13.0, 14.0), (37.0, 38.0)]


def test_hours_money_and_the_share_at_work_stand_in_the_description():
    figure = plots.paid_week({"left on": [(0, 168)], "to zero": [(12.5, 14), (36.5, 38)]}, WORK, 0.5)
    assert "left on: 84.00 USD, 168.0 hours, 1 % of them at work" in figure.description
    assert "to zero: 1.50 USD, 3.0 hours, 67 % of them at work" in figure.description
    assert figure.png().startswith(b"\x89PNG")


@pytest.mark.parametrize("plans", [{}, {"backwards": [(5, 4)]}])
def test_a_week_without_plans_and_a_span_that_ends_before_it_starts_are_refused(plans):
    with pytest.raises(CourseError, match="each span must end after it starts"):
        plots.paid_week(plans, WORK, 0.5)
