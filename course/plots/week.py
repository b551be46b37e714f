"""A week of a rented machine as a calendar: when it is paid for, and when it works."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from matplotlib.patches import Rectangle

from course import cost
from course.errors import CourseError
from course.plots.card import COLOURS, INKS, SMALL, Picture, card, described

DAY = 24 * 60  # minutes
WEEK = 7 * DAY
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Week:
    """One run on each working day, every week alike; all times in minutes, `begin` and `end` since midnight.

    The machine starts `startup` before the work and is given back `idle` after it, unless the next run comes first.
    """

    size: str
    begin: int
    end: int
    startup: int
    idle: int

    def paid(self) -> list[tuple[int, int]]:
        """Spans (start, end) since Monday 0:00 that are paid for."""
        spans = [
            (DAY * day + self.begin - self.startup, DAY * day + self.end + min(self.idle, WEEK)) for day in range(5)
        ]
        return _united([piece for span in spans for piece in _in_one_week(*span)])

    def minutes(self) -> int:
        return sum(end - start for start, end in self.paid())

    def words(self, name: str) -> str:
        """Hours and money of a week, and the share of it in which the machine works."""
        per_hour, minutes = cost.size(self.size).per_hour, self.minutes()
        share = 100 * 5 * (self.end - self.begin) / minutes + 1e-9  # the same half up as in JavaScript
        return (
            f"{name}: paid for {minutes / 60 + 1e-9:.1f} hours a week, {per_hour * (Decimal(minutes) / 60)}, and at "
            f"work in {share:.0f} % of them. Left on, it would cost {per_hour * 168}."
        )


def week(size: str, begin: float, end: float, startup: float, idle: float) -> Week:
    """A `Week` from hours since midnight (`begin`, `end`) and minutes. Raises `CourseError` for times that are none."""
    if not 0 <= begin < end <= 24 or startup < 0 or idle < 0:
        raise CourseError(
            "In a week, work begins before it ends, between 0 and 24 o'clock, and no time is below zero.",
            do="Write hours since midnight and minutes: begin=13, end=13.5, startup=5, idle=2.",
        )
    return Week(
        cost.size(size).name,
        round(60 * begin),
        round(60 * end),
        round(startup),
        WEEK if math.isinf(idle) else round(min(idle, WEEK)),
    )


def paid_week(
    size: str, *, begin: float = 13, end: float = 13 + 2 / 3, startup: float = 5, idle: float = 2, name: str = ""
) -> Picture:
    """A calendar of a machine of this size: orange while it is paid for, blue while it works.

    begin, end      of the work on each working day, hours since midnight
    startup, idle   minutes that are paid before and after it; `idle=math.inf` is never given back
    """
    made = week(size, begin, end, startup, idle)
    figure, axes = card(height=4.2)
    for day in range(7):
        _block(axes, day, 0, DAY, "#EFEFEF")
    for start, stop in made.paid():
        _blocks(axes, start, stop, COLOURS["orange"])
    for day in range(5):
        _block(axes, day, made.begin, made.end, COLOURS["blue"])
    axes.set(xlim=(0, 7), ylim=(DAY, 0), ylabel="time of the day")
    axes.set_xticks([day + 0.5 for day in range(7)], DAYS)
    axes.set_yticks(range(0, DAY + 1, 360), [f"{hour}:00" for hour in range(0, 25, 6)])
    axes.grid(False)
    axes.set_title("A week, paid and worked")
    for colour, words, place in (("orange", "paid for", 0.80), ("blue", "at work", 0.92)):
        look = {"color": INKS[colour], "fontweight": "bold", "fontsize": SMALL}
        axes.text(place, 1.03, f"■ {words}", transform=axes.transAxes, **look)
    return described(figure, made.words(name or made.size))


def _in_one_week(start: int, end: int) -> list[tuple[int, int]]:
    """A span as it lies in one week when every week is alike."""
    if end - start >= WEEK:
        return [(0, WEEK)]
    start, end = start % WEEK, start % WEEK + (end - start)
    return [(start, end)] if end <= WEEK else [(start, WEEK), (0, end - WEEK)]


def _united(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that touch or overlap become one."""
    made: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return made


def _blocks(axes, start: int, end: int, colour: str) -> None:
    """A span over days, cut at midnight."""
    while start < end:
        day, stop = start // DAY, min(end, (start // DAY + 1) * DAY)
        _block(axes, day, start - DAY * day, stop - DAY * day, colour)
        start = stop


def _block(axes, day: int, start: float, end: float, colour: str) -> None:
    axes.add_patch(Rectangle((day + 0.06, start), 0.88, end - start, color=colour, linewidth=0))
