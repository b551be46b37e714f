"""The energy of a run follows from watts, hours and the hall; what no data sheet here says is refused in words."""

from __future__ import annotations

import dataclasses

import pytest

from course import cost
from course.cost import energy
from course.errors import CourseError

SMALL, T4 = "Standard_D2ds_v5", "Standard_NC4as_T4_v3"


def test_watts_are_those_of_all_processors_and_cards():
    assert energy.watts(SMALL) == pytest.approx(2 * 270 / 64)
    assert energy.watts(T4) == pytest.approx(4 * 270 / 64 + 70)
    assert energy.watts("Standard_NC40ads_H100_v5") == pytest.approx(40 * 270 / 64 + 400), "the NVL card"
    assert energy.watts("Standard_ND96isr_H100_v5") == pytest.approx(96 * 270 / 64 + 8 * 700), "SXM modules"


def test_starting_and_waiting_draw_too_and_the_hall_is_counted():
    bill = cost.run(1800, T4, startup=900, idle=900)
    assert energy.of(bill).kwh == pytest.approx((4 * 270 / 64 + 70) * 1.18 / 1000)
    for grid, factor in (("France", 0.056), ("Germany", 0.381), ("India", 0.713)):
        assert energy.of(bill).co2(grid) == pytest.approx(factor * energy.of(bill).kwh)


def test_every_size_that_can_be_chosen_has_watts():
    assert all(energy.watts(name) > 0 for name in cost.priced())


def test_another_grid_or_card_is_refused_in_words(monkeypatch):
    with pytest.raises(CourseError, match="no factor for 'Mars'"):
        energy.of(cost.run(1, SMALL)).co2("Mars")
    other = dataclasses.replace(cost.size(T4), gpu="Z9")
    monkeypatch.setattr(energy.catalogue, "size", lambda name: other)
    with pytest.raises(CourseError, match="watts of a Z9"):
        energy.watts(T4)
