"""The picture of break-even and the calculator: both say what `course.cost` says."""

import pytest

from course import cost, plots, widgets
from course.errors import CourseError

SLOW, T4, A100 = "Standard_D2ds_v5", "Standard_NC4as_T4_v3", "Standard_NC24ads_A100_v4"


def test_the_picture_says_in_words_from_which_speed_up_on_each_machine_pays():
    picture = plots.break_even(SLOW, [T4, A100], 36000, startup=300, idle=120)
    for name, short in ((T4, "T4"), (A100, "A100")):
        needed = cost.break_even(SLOW, name, 36000, startup=300, idle=120)
        assert f"{short} from {needed:.3g} times as quick" in picture.description
    assert picture.png().startswith(b"\x89PNG")
    (axes,) = picture.axes
    assert "speed-up" in axes.get_xlabel()
    assert "USD" in axes.get_ylabel()


def test_where_no_speed_up_is_enough_the_picture_says_never():
    assert "A100 never" in plots.break_even(SLOW, [A100], 1800, startup=300, idle=120).description


def test_marks_stand_on_the_line_of_their_size_or_across_all():
    marks = [("supposed", T4, 8.0), ("your GPU", None, 12.0)]
    picture = plots.break_even(SLOW, [T4], 36000, marks=marks)
    assert f"supposed: {float(cost.run(36000, T4, speed_up=8).cost.amount):.2g} USD" in picture.description
    assert "your GPU: 12 times as quick" in picture.description


def test_a_picture_without_a_faster_machine_says_what_to_do():
    with pytest.raises(CourseError, match="Name some sizes"):
        plots.break_even(SLOW, [], 3600)


def test_the_calculator_and_its_twin_give_the_same_bills():
    tool = widgets.cost_calculator(10, speed_up=8)
    slow, fast = tool.bills()
    assert slow == cost.run(36000, SLOW, startup=300, idle=120)
    assert fast == cost.run(36000, T4, speed_up=8, startup=300, idle=120)
    assert tool.break_even() == cost.break_even(SLOW, T4, 36000, startup=300, idle=120)
    assert f"{T4} costs {fast.cost}, {slow.cost - fast.cost} less" in tool.words()


def test_work_that_is_too_short_is_said_never_to_pay():
    assert f"never pays on {T4}" in widgets.cost_calculator(0.3, speed_up=300).words()


def test_moving_a_slider_changes_the_bill_and_the_words():
    tool = widgets.cost_calculator(1)
    view, slow, fast, hours, speed_up, startup, idle = tool.widget().children
    before = view.value
    hours.value, fast.value, idle.value = 10.0, A100, 60
    assert (tool.hours, tool.fast, tool.idle_minutes) == (10.0, A100, 60)
    assert view.value != before
    assert tool.words().split(".")[0] in view.value
    for each in (slow, fast, hours, speed_up, startup, idle):
        assert each.description


def test_only_machines_that_can_be_had_are_in_the_menus():
    menu = widgets.cost_calculator().widget().children[1]
    assert set(menu.options) == set(cost.priced())


def test_the_page_shows_each_price_with_its_date_and_the_bars_in_words():
    page = widgets.cost_calculator(2).html()
    assert "0.113 USD an hour (eastus, 2024-09" in page
    assert 'role="status"' in page
    assert 'alt="Standard_D2ds_v5: 0.2' in page


def test_wrong_numbers_and_unknown_sizes_are_said_at_once():
    with pytest.raises(cost.NotAnAmount, match="below zero"):
        widgets.cost_calculator(-1)
    with pytest.raises(cost.SizeUnknown, match="Did you mean"):
        widgets.cost_calculator(fast="Standard_NC4as_T4_v2")


def test_the_calculator_counts_with_the_prices_that_it_is_given():
    mine = cost.PriceList(
        {name: cost.Price(name, cost.Money("2"), "westeurope", "today", "a test") for name in (SLOW, T4)}, ""
    )
    slow, _ = widgets.cost_calculator(1, startup_minutes=0, idle_minutes=0, prices=mine).bills()
    assert slow.cost == cost.Money("2")
