"""The bill of a run, the speed-up at which two machines cost the same, and the cheapest one in time."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import cost

SLOW, FAST = "Standard_D2ds_v5", "Standard_NC4as_T4_v3"
seconds = st.floats(1, 10**6)
beside = st.floats(0, 3600)


def test_an_hour_costs_the_price_of_an_hour():
    assert cost.run(3600, SLOW).cost == cost.size(SLOW).per_hour


def test_a_bill_counts_work_start_up_and_idle_time():
    bill = cost.run(1800, SLOW, startup=300, idle=1500)
    assert bill.hours == 1
    assert bill.cost == cost.Money("0.113")
    assert bill.done_after == 2100
    assert bill.working_share == Decimal("0.5")
    for part in ("0.11 USD", "work 30 min", "start-up 5 min", "idle 25 min", "0.113 USD an hour", "2024-09"):
        assert part in str(bill)


def test_the_work_may_be_an_observation_whose_median_counts():
    seen = SimpleNamespace(median=0.02, samples=[0.01, 0.02, 9.0])
    assert cost.run(seen, SLOW, times=180_000).cost == cost.run(3600, SLOW).cost


def test_no_float_enters_the_amount():
    tenth = cost.run(0.1, SLOW, times=3).work
    assert tenth == Decimal("0.3")  # 0.1 * 3 is 0.30000000000000004


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"work": -1}, "below zero"),
        ({"work": "long"}, "one number"),
        ({"work": 1, "speed_up": 0}, "must be above"),
        ({"work": 1, "startup": -5}, "below zero"),
        ({"work": float("nan")}, "one number"),
    ],
)
def test_what_cannot_be_counted_is_said(given, words):
    with pytest.raises(cost.NotAnAmount, match=words):
        cost.run(size=SLOW, **given)


def test_without_time_beside_the_work_the_speed_up_must_reach_the_price_ratio():
    assert cost.break_even(SLOW, FAST) == cost.price_ratio(SLOW, FAST) == Decimal("0.526") / Decimal("0.113")
    assert cost.break_even(SLOW, FAST, 1e5) == pytest.approx(cost.price_ratio(SLOW, FAST))


@given(work=seconds, startup=beside, idle=beside)
def test_at_break_even_both_bills_are_the_same_and_above_it_the_fast_one_is_lower(work, startup, idle):
    needed = cost.break_even(SLOW, FAST, work, startup=startup, idle=idle)
    slow = cost.run(work, SLOW, startup=startup, idle=idle)
    if needed == cost.NEVER:
        fast = cost.run(work, FAST, speed_up=1e15, startup=startup, idle=idle)
        assert cost.saved(slow, fast) < cost.Money(0)
        return
    same = cost.run(work, FAST, speed_up=needed, startup=startup, idle=idle)
    assert float(same.cost.amount) == pytest.approx(float(slow.cost.amount))
    if needed < 10**9:
        assert cost.saved(slow, cost.run(work, FAST, speed_up=needed * 2, startup=startup, idle=idle)) > cost.Money(0)
        assert cost.saved(slow, cost.run(work, FAST, speed_up=needed / 2, startup=startup, idle=idle)) < cost.Money(0)


@given(startup=st.floats(1, 3600), speed_up=st.floats(5, 500))
def test_work_shorter_than_the_shortest_does_not_pay_on_the_fast_machine_and_longer_does(startup, speed_up):
    limit = cost.shortest_work(SLOW, FAST, speed_up, startup=startup)
    for share, pays in ((Decimal("0.99"), False), (Decimal("1.01"), True)):
        slow = cost.run(limit * share, SLOW, startup=startup)
        fast = cost.run(limit * share, FAST, speed_up=speed_up, startup=startup)
        assert (fast.cost < slow.cost) is pays


def test_a_machine_that_is_not_faster_than_it_is_dearer_never_pays():
    assert cost.shortest_work(SLOW, FAST, 4, startup=60) == cost.NEVER
    assert cost.shortest_work(SLOW, FAST, 5) == 0


def test_below_the_shortest_work_no_speed_up_is_enough():
    limit = cost.shortest_work(SLOW, FAST, startup=300, idle=120)
    assert cost.break_even(SLOW, FAST, limit * Decimal("0.99"), startup=300, idle=120) == cost.NEVER
    assert cost.break_even(SLOW, FAST, limit * Decimal("1.01"), startup=300, idle=120) < cost.NEVER


def bills(startup=0):
    return [
        cost.run(36000, SLOW, startup=startup),
        cost.run(36000, FAST, speed_up=8, startup=startup),
        cost.run(36000, "Standard_NC24ads_A100_v4", speed_up=25, startup=startup),
    ]


def test_the_cheapest_changes_with_the_deadline():
    assert cost.cheapest(bills()).size == FAST
    assert cost.cheapest(bills(), deadline=3600).size == "Standard_NC24ads_A100_v4"
    assert cost.cheapest(bills()[:1], deadline=36000).size == SLOW  # done exactly in time is in time


def test_start_up_counts_against_the_deadline_and_waiting_does_not():
    with pytest.raises(cost.NoneInTime):
        cost.cheapest(bills(startup=1)[:1], deadline=36000)
    assert cost.cheapest([cost.run(10, SLOW, idle=3600)], deadline=10).size == SLOW


def test_where_none_is_in_time_the_quickest_is_named():
    with pytest.raises(cost.NoneInTime, match="within 10 min") as caught:
        cost.cheapest(bills(), deadline=600)
    assert "Standard_NC24ads_A100_v4, needs 24 min" in str(caught.value)


def test_of_two_that_cost_the_same_the_first_is_taken():
    first, second = cost.run(3600, SLOW), cost.run(7200, SLOW, speed_up=2)
    assert cost.cheapest([first, second]) is first


def test_another_price_list_gives_another_bill():
    dear = cost.Price(SLOW, cost.Money("1"), "westeurope", "2026-11-22", "a test")
    assert cost.run(3600, SLOW, price=dear).cost == cost.Money("1")
