"""Sizes of virtual machines: what is in them, what an hour cost when and according to whom, and which retire.

`sizes.csv` holds the rows: each price with its region, its date and its source. None of them is a quotation: a price
is an example of its date. `retirements.json` holds what Azure has announced, by patterns of names, so that a size
without a row of its own is recognised, too.
"""

from __future__ import annotations

import csv
import datetime
import difflib
import functools
import json
import re
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING

from course.cost.money import Money
from course.errors import CourseError

if TYPE_CHECKING:
    import pandas


class SizeUnknown(CourseError):
    """No size of this name is in the table."""

    heading = "This size is not in the table"


class PriceUnknown(CourseError):
    """The size is known, and the course has no price of it."""

    heading = "No price"


@dataclass(frozen=True)
class Price:
    """What one hour of one machine costs: Linux, pay as you go. `date` is as exact as its source was."""

    size: str
    per_hour: Money
    region: str
    date: str
    source: str
    live: bool = False

    def __str__(self) -> str:
        # the whole price: an hourly price of 0.526 rounded to a cent would be another one
        amount = f"{self.per_hour.amount.normalize():f} {self.per_hour.currency}"
        return f"{amount} an hour ({self.region}, {self.date}, {self.source})"


@dataclass(frozen=True)
class Retirement:
    """What Azure announced for a size: the day on which it stops (`date`, ISO), and what to take instead."""

    family: str
    date: str
    instead: str

    def is_over(self, today: datetime.date | None = None) -> bool:
        """Whether machines of this size have stopped."""
        return (today or datetime.date.today()).isoformat() >= self.date

    def words(self, today: datetime.date | None = None) -> str:
        """In words: retired, or retires, and when."""
        return f"{'retired' if self.is_over(today) else 'retires'} {self.date}"


@dataclass(frozen=True)
class Size:
    """One size: `memory_gib` of the machine, `gpu_memory_gb` of each of its `gpus`; `price` None if unknown."""

    name: str
    vcpus: int
    memory_gib: int
    gpu: str
    gpus: int
    gpu_memory_gb: int
    listed: Price | None

    @property
    def price(self) -> Price:
        """The dated price. Raises `PriceUnknown` where there is none."""
        if self.listed is None:
            retired = retirement(self.name)
            raise PriceUnknown(
                f"{self.name} has no price here.",
                why=f"It is {retired.words()}." if retired else "",
                do=f"Choose {retired.instead}." if retired and retired.instead else "",
            )
        return self.listed

    @property
    def per_hour(self) -> Money:
        """What an hour costs, by the dated price."""
        return self.price.per_hour

    @property
    def retirement(self) -> Retirement | None:
        """What was announced for this size; None if nothing was."""
        return retirement(self.name)


@functools.cache
def sizes() -> dict[str, Size]:
    """Every size in the table by its name, the retired ones too, in the order of the table."""
    lines = files("course.cost").joinpath("sizes.csv").read_text(encoding="utf-8").splitlines()
    return {row["size"]: _size(row) for row in csv.DictReader(lines)}


def priced(*, gpu: bool | None = None, today: datetime.date | None = None) -> dict[str, Size]:
    """The sizes that one can choose: with a price and not retired; `gpu` keeps to those with or without one."""
    return {
        name: size
        for name, size in sizes().items()
        if size.listed and not (size.retirement and size.retirement.is_over(today)) and gpu in (None, size.gpus > 0)
    }


def size(name: str) -> Size:
    """The size of this name, in any spelling of capitals. Raises `SizeUnknown`, with the nearest names."""
    known = {each.lower(): found for each, found in sizes().items()}
    wanted = str(name).lower()
    found = known.get(wanted) or known.get(f"standard_{wanted}")
    if found is None:
        current = {each: one.name for each, one in known.items() if not one.retirement}
        near = [current[each] for each in difflib.get_close_matches(wanted, current, n=3, cutoff=0.7)]
        gone = retirement(str(name))
        raise SizeUnknown(
            f"the table has no size {name!r}.",
            why=f"{gone.family} is {gone.words()}." if gone else "",
            do=f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(current.values())}.",
        )
    return found


def retirement(name: str) -> Retirement | None:
    """What was announced for a size, whether or not it is in the table; None if nothing was."""
    announced = _announcements()["retirements"]
    gone = next((one for one in announced if re.fullmatch(one["sizes"], name, re.IGNORECASE)), None)
    return gone and Retirement(gone["family"], gone["date"], gone["instead"])


def table(today: datetime.date | None = None) -> pandas.DataFrame:
    """All sizes as a table to look at, one row each.

    Columns: vcpus, memory_gib, gpu, usd_per_hour (a float to look at and to draw: count money with `Size.per_hour`),
    region, date, source, retirement (in words, "" if none was announced), until (the day of it, "" if none is known).
    """
    import pandas as pd

    rows = [
        {
            "size": one.name,
            "vcpus": one.vcpus,
            "memory_gib": one.memory_gib,
            "gpu": _gpu_words(one),
            "usd_per_hour": float(one.listed.per_hour.amount) if one.listed else float("nan"),
            "region": one.listed.region if one.listed else "",
            "date": one.listed.date if one.listed else "",
            "source": one.listed.source if one.listed else "",
            "retirement": one.retirement.words(today) if one.retirement else "",
            "until": one.retirement.date if one.retirement else "",
        }
        for one in sizes().values()
    ]
    return pd.DataFrame(rows).set_index("size")


def _gpu_words(size: Size) -> str:
    if not size.gpus:
        return ""
    count = f"{size.gpus} x " if size.gpus > 1 else ""
    return f"{count}{size.gpu} {size.gpu_memory_gb} GB"


def _size(row: dict[str, str]) -> Size:
    listed = None
    if row["usd_per_hour"]:
        listed = Price(row["size"], Money(Decimal(row["usd_per_hour"])), row["region"], row["date"], row["source"])
    return Size(
        row["size"],
        int(row["vcpus"]),
        int(row["memory_gib"]),
        row["gpu"],
        int(row["gpus"]),
        int(row["gpu_memory_gb"]),
        listed,
    )


@functools.cache
def _announcements() -> dict:
    return json.loads(files("course.cost").joinpath("retirements.json").read_text(encoding="utf-8"))
