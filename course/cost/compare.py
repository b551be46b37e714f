"""When a faster machine is also the cheaper one.

The slow machine takes T seconds of work at price p an hour, the fast one T / s at price P; each is paid o seconds
more for starting up and waiting. They cost the same where

    P (T / s + o) = p (T + o)

Without o this is s = P / p: the speed-up must exceed the price ratio. With it the fast machine pays for its idle
minutes at its higher price, so s must be larger; and for work that is short enough no s will do.
"""

from __future__ import annotations

from decimal import Decimal

from course.cost import catalogue
from course.cost.bill import Bill
from course.cost.catalogue import Price, Size
from course.cost.money import Money, NotAnAmount, decimal

NEVER = Decimal("Infinity")


def price_ratio(slow: str | Size | Price, fast: str | Size | Price) -> Decimal:
    """How many times the price of the slow machine an hour of the fast one costs."""
    return _per_hour(fast) / _per_hour(slow)


def break_even(
    slow: str | Size | Price,
    fast: str | Size | Price,
    work: float | Decimal | None = None,
    *,
    startup: float = 0,
    idle: float = 0,
) -> Decimal:
    """The speed-up from which the fast machine costs no more than the slow one; `NEVER` if none is enough.

    work    seconds that the slow machine needs; None leaves start-up and idle time out of it
    startup, idle   seconds that each of the two is paid beside the work
    """
    ratio = price_ratio(slow, fast)
    if work is None:
        return ratio
    needed = decimal(work, "the time of the work", zero=False)
    beside = decimal(startup, "startup") + decimal(idle, "idle")
    left = (needed + beside) / ratio - beside  # seconds that the fast machine may work for the same money
    return needed / left if left > 0 else NEVER


def shortest_work(
    slow: str | Size | Price,
    fast: str | Size | Price,
    speed_up: float | None = None,
    *,
    startup: float = 0,
    idle: float = 0,
) -> Decimal:
    """Seconds of work on the slow machine from which the fast one costs no more; `NEVER` if it never does.

    `speed_up` None stands for a machine that needs no time at all: shorter work never pays on the fast machine.
    """
    ratio, beside = price_ratio(slow, fast), decimal(startup, "startup") + decimal(idle, "idle")
    share = Decimal(1) if speed_up is None else 1 - ratio / decimal(speed_up, "the speed-up", zero=False)
    extra = (ratio - 1) * beside  # what the fast machine's idle minutes cost more, in seconds of the slow one
    if extra <= 0:
        return Decimal(0) if share >= 0 else NEVER
    return extra / share if share > 0 else NEVER


def saved(slow: Bill, fast: Bill) -> Money:
    """What the second run saves; below zero if it costs more."""
    return slow.cost - fast.cost


def _per_hour(machine: str | Size | Price) -> Money:
    machine = catalogue.size(machine) if isinstance(machine, str) else machine
    amount = machine.per_hour
    if amount.amount <= 0:
        raise NotAnAmount(f"an hour that costs {amount} has no price ratio.", do="Compare machines with a price.")
    return amount
