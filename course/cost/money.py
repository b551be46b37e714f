"""Amounts of money: decimal, with their currency, rounded only where they are shown.

A float cannot hold 0.1 USD, and a bill that adds up floats is off by a cent one day. So amounts are `Decimal`, made
from text or whole numbers; a measured time becomes decimal through its shortest text (`str`), which says what Python
would print. Nothing is rounded while counting. `Money.rounded` and `str` round half up to a whole cent, as invoices
do; an amount below one cent is shown with two digits that count, for otherwise small work would look free.
"""

from __future__ import annotations

import math
import numbers
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import total_ordering

from course.errors import CourseError

CENT = Decimal("0.01")


class CurrencyMismatch(CourseError):
    """Amounts of two currencies were added or compared."""

    heading = "Two currencies"


class NotAnAmount(CourseError):
    """Something that is no number, or a negative one, stands where an amount, a time or a count is needed."""

    heading = "This cannot be counted"


@total_ordering
@dataclass(frozen=True)
class Money:
    """An amount in one currency, such as `Money("0.526")`: USD unless said otherwise."""

    amount: Decimal
    currency: str = "USD"

    def __post_init__(self):
        object.__setattr__(self, "amount", decimal(self.amount, "the amount", negative=True))

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, factor: Decimal | float) -> Money:
        return Money(self.amount * decimal(factor, "the factor", negative=True), self.currency)

    __rmul__ = __mul__

    def __truediv__(self, other: Money) -> Decimal:
        """How many times the other amount: a number without a currency."""
        return self.amount / self._same(other)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def rounded(self) -> Money:
        """To a whole cent, half up."""
        return Money(self.amount.quantize(CENT, ROUND_HALF_UP), self.currency)

    def __str__(self) -> str:
        return f"{shown(self.amount)} {self.currency}"

    def _same(self, other: Money) -> Decimal:
        if not isinstance(other, Money):
            raise NotAnAmount(f"{other!r} has no currency.", do='Write it as cost.Money("0.50").')
        if other.currency != self.currency:
            raise CurrencyMismatch(
                f"{self.currency} and {other.currency} cannot be added or compared.",
                why="The course knows no exchange rates.",
                do="Keep to one currency.",
            )
        return other.amount


def shown(amount: Decimal) -> str:
    """An amount as it is printed: whole cents, half up; below one cent two digits that count."""
    if amount and abs(amount) < CENT:
        places = Decimal(1).scaleb(amount.adjusted() - 1)
        return f"{amount.quantize(places, ROUND_HALF_UP):f}"
    return f"{amount.quantize(CENT, ROUND_HALF_UP):,f}"


def decimal(value: object, what: str, *, negative: bool = False, zero: bool = True) -> Decimal:
    """`value` (number or text) as a finite Decimal; a float through its shortest text.

    Raises `NotAnAmount`, also for numbers below zero and for zero where these are not allowed.
    """
    try:
        if isinstance(value, bool) or not isinstance(value, numbers.Number | str):
            raise InvalidOperation
        found = value if isinstance(value, Decimal) else Decimal(str(value))
        if not math.isfinite(found):
            raise InvalidOperation
    except (InvalidOperation, ValueError, TypeError):
        raise NotAnAmount(f"{what} is {value!r}, and should be one number.", do="Write a number such as 0.5.") from None
    if found < 0 and not negative:
        raise NotAnAmount(f"{what} is {value}, and cannot be below zero.", do="Write zero or more.")
    if not found and not zero:
        raise NotAnAmount(f"{what} is 0, and must be above it.", do="Write a number above 0.")
    return found
