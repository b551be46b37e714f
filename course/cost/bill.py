"""What a run costs: hours of work, of starting up and of waiting, times the price of an hour.

A machine is paid from the moment it is there until it is given back, whether it works or not. Hours are decimal and
seconds are counted as they are measured; how a provider rounds them stands on the provider's bill.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from course.cost import catalogue
from course.cost.catalogue import Price, Size
from course.cost.money import Money, decimal
from course.errors import CourseError

if TYPE_CHECKING:
    from course.timing import Observation

HOUR = Decimal(3600)  # seconds


class NoneInTime(CourseError):
    """No machine of those asked for is done before the deadline."""

    heading = "None is done in time"


@dataclass(frozen=True)
class Bill:
    """One run on one machine. Times in seconds, as Decimal; `price` says what an hour costs, when and where."""

    size: str
    price: Price
    work: Decimal
    startup: Decimal = Decimal(0)
    idle: Decimal = Decimal(0)

    @property
    def hours(self) -> Decimal:
        """Hours that are paid for: starting up, working and waiting."""
        return (self.startup + self.work + self.idle) / HOUR

    @property
    def cost(self) -> Money:
        """Hours times the price of an hour; not rounded (`str` shows cents, half up)."""
        return self.price.per_hour * self.hours

    @property
    def done_after(self) -> Decimal:
        """Seconds until the result is there: starting up and working. Waiting comes after it."""
        return self.startup + self.work

    @property
    def working_share(self) -> Decimal:
        """The share of the paid time in which the machine works, 0 to 1."""
        return self.work / (self.hours * HOUR) if self.hours else Decimal(0)

    def __str__(self) -> str:
        parts = ", ".join(
            f"{name} {duration(seconds)}"
            for name, seconds in (("work", self.work), ("start-up", self.startup), ("idle", self.idle))
            if seconds
        )
        return f"{self.size}: {self.cost} for {parts or 'no time'}, at {self.price}"


def run(
    work: Observation | float | Decimal,
    size: str | Size,
    *,
    times: float = 1,
    speed_up: float = 1,
    startup: float = 0,
    idle: float = 0,
    price: Price | None = None,
) -> Bill:
    """The bill for a run on a machine of this size.

    work      an Observation (its median is taken) or seconds, on the machine where it was measured
    times     how many such pieces of work there are, one after the other
    speed_up  how many times as quick this machine is as the one where the work was measured
    startup, idle   seconds that are paid before and after the work
    price     the dated price of the size unless another is given (`cost.prices`)

    Raises `NotAnAmount` for what is no number, `SizeUnknown`, `PriceUnknown`.
    """
    chosen = size if isinstance(size, Size) else catalogue.size(size)
    seconds = decimal(getattr(work, "median", work), "the time of the work") * decimal(times, "times")
    return Bill(
        chosen.name,
        price or chosen.price,
        seconds / decimal(speed_up, "the speed-up", zero=False),
        decimal(startup, "startup"),
        decimal(idle, "idle"),
    )


def cheapest(bills: Iterable[Bill], deadline: float | None = None) -> Bill:
    """The cheapest run whose result is there within `deadline` seconds; of equally cheap ones the first.

    Raises `NoneInTime` if there is none, and says which one is quickest.
    """
    bills = list(bills)
    limit = Decimal("Infinity") if deadline is None else decimal(deadline, "the deadline")
    in_time = [bill for bill in bills if bill.done_after <= limit]
    if not in_time:
        if not bills:
            raise NoneInTime("there is no machine to choose from.", do="Give the bills of some machines.")
        quickest = min(bills, key=lambda bill: bill.done_after)
        raise NoneInTime(
            f"no machine is done within {duration(limit)}.",
            why=f"The quickest, {quickest.size}, needs {duration(quickest.done_after)}.",
            do="Allow more time, take a quicker machine, or make the work smaller.",
        )
    return min(in_time, key=lambda bill: bill.cost)


def duration(seconds: Decimal) -> str:
    """A paid time for people: "1.2 s", "35 min", "7.4 h"."""
    for unit, length in (("h", HOUR), ("min", Decimal(60)), ("s", Decimal(1))):
        if seconds >= length:
            return f"{seconds / length:.3g} {unit}"
    return f"{seconds * 1000:.3g} ms" if seconds else "0 s"
