"""The picture of money: what a job costs on faster machines, over how much faster they are."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from course import cost
from course.errors import CourseError
from course.plots.card import COLOURS, CYCLE, INKS, SMALL, Picture, card, described, ink

COVER = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # words that a line would cross cover it
FARTHEST = 500.0  # times as quick: what lies beyond is not drawn
LOWEST = 0.02  # of the slow machine's cost
TITLE = "Faster is cheaper only to the right of the dot"


@dataclass(frozen=True)
class Job:
    """One job on a slow machine and on faster ones; `work`, `startup`, `idle` in seconds, `runs` of it are paid."""

    slow: str
    faster: tuple[str, ...]
    work: float
    startup: float = 0
    idle: float = 0
    runs: float = 1

    def bill(self, name: str, speed_up: float = 1) -> cost.Bill:
        return cost.run(self.work, name, speed_up=speed_up, startup=self.startup, idle=self.idle)

    def money(self, name: str, speed_up: float = 1) -> cost.Money:
        return self.bill(name, speed_up).cost * self.runs

    def needed(self, name: str) -> float:
        """The speed-up from which this machine costs no more; infinite if none is enough."""
        return float(cost.break_even(self.slow, name, self.work, startup=self.startup, idle=self.idle))

    def words(self, name: str, speed_up: float) -> str:
        """What the job costs on two machines, and from where on the faster one is the cheaper one."""
        needed, both = self.needed(name), f"{self.money(name, speed_up)}. {short(self.slow)}: {self.money(self.slow)}."
        says = f"{short(name)}, {times(speed_up)} times as quick: {both}"
        if math.isfinite(needed):
            return f"{says} From {times(needed)} times on, the {short(name)} costs no more."
        return f"{says} For work this short the {short(name)} costs more, however quick it is."

    def range(self, *speed_ups: float) -> tuple[float, float]:
        """Where the axis of speed-ups begins and ends, so that all of these lie on it."""
        finite = [needed for needed in map(self.needed, self.faster) if math.isfinite(needed)]
        return min([0.5, *(each / 1.5 for each in speed_ups)]), min(4 * max([10.0, *finite, *speed_ups]), FARTHEST)


def job(slow, faster, work, times=1, startup=0, idle=0, runs=1) -> Job:
    """The job of `break_even`'s arguments. Raises `CourseError` where no faster machine is named."""
    faster = tuple(cost.size(name).name for name in faster)
    if not faster:
        raise CourseError("There is no faster machine to draw.", do="Name some sizes, such as those of cost.table().")
    slow = cost.run(work, slow, times=times)
    return Job(slow.size, faster, float(slow.work), startup, idle, runs)


def break_even(
    slow: str,
    faster,
    work,
    *,
    times: float = 1,
    startup: float = 0,
    idle: float = 0,
    runs: float = 1,
    fast: str | None = None,
    speed_up: float = 8,
    marks=(),
) -> Picture:
    """Cost of a job over the speed-up, as a multiple of its cost on the slow machine: a line for each faster one.

    slow     name of the size that needs `work` (an Observation or seconds) `times` over
    faster   names of sizes, each dearer by the hour; startup, idle: seconds paid on each machine beside the work
    runs     how many such jobs are paid, for the amounts in words
    fast, speed_up   the machine that is looked at (the first of `faster` if None), and how quick it is taken to be
    marks    (words, name of a size, speed-up): what was measured or supposed, on the line of that size;
             with None for the name as a line across all of them, for a machine that has no price here
    """
    made = job(slow, faster, work, times, startup, idle, runs)
    fast = cost.size(fast or made.faster[0]).name
    left, right = made.range(speed_up, *(mark[2] for mark in marks))
    steps = np.geomspace(left, right, 160)
    figure, axes = card(height=4.4)
    axes.set(xscale="log", yscale="log", xlim=(left, right * 2.4), ylim=(LOWEST, 100))
    axes.set(xlabel="speed-up (times as quick as the slow machine)", ylabel=f"cost ({short(made.slow)} = 1)")
    _zones(axes, right)
    ends = []
    for index, name in enumerate(made.faster):
        colour = CYCLE[(index + 1) % len(CYCLE)]
        ratios = [_ratio(made, name, each) for each in steps]
        axes.plot(steps, ratios, color=colour, linewidth=3 if name == fast else 1.5)
        ends.append((ratios[-1], short(name), colour))
        if made.needed(name) <= right:
            axes.plot([made.needed(name)], [1], "o", color=colour, markersize=8, markeredgecolor="white", zorder=4)
    _names(axes, ends, right)
    said = [_mark(axes, made, right, *mark) for mark in marks]
    here = _ratio(made, fast, speed_up)
    axes.plot([speed_up], [here], "o", color=COLOURS["ink"], markersize=11, markeredgecolor="white", zorder=6)
    axes.set_title(TITLE)
    pays = (f"{short(name)} {_from(made.needed(name))}" for name in made.faster)
    return described(figure, f"{made.words(fast, speed_up)} It costs no more on {'; '.join([*pays, *said])}.")


def short(name: str) -> str:
    """A size as people say it: the GPU and how many, or the name without its first word."""
    size = cost.size(name)
    return f"{f'{size.gpus} x ' if size.gpus > 1 else ''}{size.gpu}" if size.gpus else name.split("_", 1)[1]


def times(number: float) -> str:
    """A speed-up with three digits that count."""
    return f"{number:.3g}" if number < 1000 else f"{number:,.0f}"


def _ratio(made: Job, name: str, speed_up: float) -> float:
    return float(made.bill(name, float(speed_up)).cost / made.bill(made.slow).cost)


def _from(needed: float) -> str:
    return f"from {times(needed)} times as quick" if math.isfinite(needed) else "never"


def _mark(axes, made: Job, right: float, words: str, name: str | None, speed_up: float) -> str:
    """Draws what was measured and says it."""
    side = {"ha": "left" if speed_up < right / 4 else "right", "fontsize": SMALL, "bbox": COVER, "zorder": 6}
    aside, leader = (7 if side["ha"] == "left" else -7, 0), None
    if name is None:
        axes.axvline(speed_up, color=COLOURS["ink"], linewidth=1.2, linestyle="--")
        place: dict = {"xy": (speed_up, 0.88), "xycoords": ("data", "axes fraction")}
    else:
        at = _ratio(made, name, speed_up)
        axes.plot([speed_up], [at], "D", color=COLOURS["ink"], markersize=8, markeredgecolor="white", zorder=6)
        place = {"xy": (speed_up, at)}
        words = f"{words}, {short(name)}"
        aside, leader = (aside[0] * -6, -52), {"arrowstyle": "-"}  # below the lines
    place |= {"xytext": aside, "textcoords": "offset points", "va": "center", "arrowprops": leader}
    axes.annotate(f"{words}: {times(speed_up)}×", **place, **side)
    return f"{words}: {times(speed_up)} times as quick"


def _zones(axes, right: float) -> None:
    """The ground: slower than the slow machine, faster and dearer, faster and cheaper."""
    (left, end), (low, high) = axes.get_xlim(), axes.get_ylim()
    axes.axhline(1, color=COLOURS["blue"], linewidth=2)
    axes.fill_between([1, end], 1, high, color=COLOURS["orange"], alpha=0.13, linewidth=0, zorder=0)
    axes.fill_between([1, end], low, 1, color=COLOURS["blue"], alpha=0.09, linewidth=0, zorder=0)
    axes.fill_between([left, 1], low, high, color=COLOURS["grey"], alpha=0.12, linewidth=0, zorder=0)
    across = axes.get_xaxis_transform()  # x in speed-ups, y from the bottom to the top of the picture
    axes.text(right, 0.95, "faster and dearer", transform=across, ha="right", va="center", color=INKS["orange"])
    axes.text(1.1, 0.05, "faster and cheaper", transform=across, ha="left", va="center", color=INKS["blue"])
    axes.text(math.sqrt(left), 0.05, "slower", transform=across, ha="center", va="center", color=INKS["grey"])
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter("{x:g}")
        axis.set_minor_formatter("")


def _names(axes, ends, right: float) -> None:
    """The name of each machine at the end of its line, moved apart where two would cover each other."""
    last = 0.0
    for end, name, colour in sorted(ends):
        last = max(end, last * 1.7)
        look = {"color": ink(colour), "fontweight": "bold", "fontsize": SMALL, "va": "center"}
        axes.annotate(name, (right, last), xytext=(6, 0), textcoords="offset points", **look)
