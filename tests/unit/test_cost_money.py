"""Money: decimal, with its currency, rounded only where it is shown."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import cost

amounts = st.decimals(min_value=0, max_value=10**6, places=4, allow_nan=False, allow_infinity=False)


def test_ten_cents_and_twenty_are_thirty_which_floats_cannot_say():
    assert 0.1 + 0.2 != 0.3
    assert cost.Money("0.1") + cost.Money("0.2") == cost.Money("0.3")
    assert cost.Money(0.1).amount == Decimal("0.1")  # a float as Python prints it, not as the machine holds it


@given(st.lists(amounts, max_size=30))
def test_a_bill_of_many_items_is_the_same_in_any_order(items):
    forward = sum((cost.Money(item) for item in items), cost.Money(0))
    backward = sum((cost.Money(item) for item in reversed(items)), cost.Money(0))
    assert forward == backward == cost.Money(sum(items, Decimal(0)))


def test_nothing_is_rounded_before_it_is_shown():
    third = cost.Money("0.005") * 3
    assert third.amount == Decimal("0.015")
    assert str(third) == "0.02 USD"
    assert str(cost.Money("0.005") + cost.Money("0.005")) == "0.01 USD"


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0.125", "0.13 USD"),
        ("0.115", "0.12 USD"),
        ("2.675", "2.68 USD"),
        ("1234.5", "1,234.50 USD"),
        ("0", "0.00 USD"),
        ("0.0042", "0.0042 USD"),
        ("0.00000016", "0.00000016 USD"),
        ("0.00099", "0.00099 USD"),
        ("-3.005", "-3.01 USD"),
    ],
)
def test_it_is_shown_in_whole_cents_half_up_and_small_amounts_do_not_look_free(amount, shown):
    assert str(cost.Money(amount)) == shown


def test_rounded_is_to_a_whole_cent():
    assert cost.Money("2.675").rounded().amount == Decimal("2.68")


def test_two_currencies_are_neither_added_nor_compared():
    with pytest.raises(cost.CurrencyMismatch, match="USD and EUR"):
        cost.Money("1") + cost.Money("1", "EUR")
    with pytest.raises(cost.CurrencyMismatch):
        _ = cost.Money("1") < cost.Money("1", "EUR")


def test_money_over_money_is_a_plain_ratio():
    assert cost.Money("0.226") / cost.Money("0.113") == 2


@pytest.mark.parametrize("value", ["ten", None, True, float("nan"), float("inf"), [1], "NaN", object()])
def test_what_is_no_number_is_no_amount(value):
    with pytest.raises(cost.NotAnAmount, match="one number"):
        cost.Money(value)


def test_a_plain_number_cannot_be_added_to_money():
    with pytest.raises(cost.NotAnAmount, match="no currency"):
        cost.Money("1") + 1


def test_numpy_numbers_count_like_python_ones():
    assert cost.Money(np.float64(0.1)) == cost.Money("0.1")
    assert cost.Money(np.int64(3)) == cost.Money(3)
