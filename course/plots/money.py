"""The picture of money: what a job costs on faster machines, over how much faster they are."""

from __future__ import annotations

import numpy as np

from course import cost
from course.cost.money import shown
from course.errors import CourseError
from course.plots.card import COLOURS, CYCLE, INKS, SMALL, Picture, card, described, ink

COVER = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # words that a line would cross cover it
FARTHEST = 500.0  # times as quick: what lies beyond is not drawn


def break_even(
    slow: str, faster, work, *, times: float = 1, startup: float = 0, idle: float = 0, marks=(), unit: str = "USD"
) -> Picture:
    """Cost of one job over the speed-up, a line for each faster machine; a dot where it costs as much as the slow one.

    slow     name of the size that needs `work` (an Observation or seconds) `times` over
    faster   names of sizes, each dearer by the hour; startup, idle: seconds paid on each machine beside the work
    marks    (words, name of a size, speed-up): what was measured or supposed, as a star on the line of that size;
             with None for the name as a line across all of them, for a machine that has no price here
    """
    faster = list(faster)
    if not faster:
        raise CourseError("There is no faster machine to draw.", do="Name some sizes, such as those of cost.table().")
    beside = {"times": times, "startup": startup, "idle": idle}
    base = cost.run(work, slow, **beside)
    level = float(base.cost.amount)
    crosses = {name: float(cost.break_even(slow, name, base.work, startup=startup, idle=idle)) for name in faster}
    finite = [cross for cross in crosses.values() if np.isfinite(cross)]
    right = min(4 * max([10.0, *finite, *(mark[2] for mark in marks)]), FARTHEST)
    left = min([0.5, *(mark[2] / 2 for mark in marks)])
    steps = np.geomspace(left, right, 160)
    figure, axes = card(height=4.6)
    said, ends = [], []
    for index, name in enumerate(faster):
        colour = CYCLE[(index + 1) % len(CYCLE)]
        bills = [float(cost.run(work, name, speed_up=float(s), **beside).cost.amount) for s in steps]
        axes.plot(steps, bills, color=colour)
        ends.append((bills[-1], _short(name), colour))
        cross = crosses[name]
        if cross <= right:
            axes.plot([cross], [level], "o", color=colour, markersize=8, markeredgecolor="white", zorder=4)
            axes.annotate(
                f"{_times(cross)}×",
                (cross, level),
                xytext=(4, 7),
                textcoords="offset points",
                color=ink(colour),
                fontweight="bold",
                zorder=5,
            )
        said.append(f"{_short(name)} {f'from {_times(cross)} times as quick' if np.isfinite(cross) else 'never'}")
    for words, name, speed_up in marks:
        if name is None:
            axes.axvline(speed_up, color=COLOURS["ink"], linewidth=1.2, linestyle="--")
            axes.annotate(
                f"{words}: {_times(speed_up)}×",
                (speed_up, 0.88),
                xycoords=("data", "axes fraction"),
                xytext=(6 if speed_up < right / 4 else -6, 0),
                textcoords="offset points",
                ha="left" if speed_up < right / 4 else "right",
                va="top",
                fontsize=SMALL,
                bbox=COVER,
            )
            said.append(f"{words}: {_times(speed_up)} times as quick")
            continue
        at = float(cost.run(work, name, speed_up=speed_up, **beside).cost.amount)
        axes.plot([speed_up], [at], "*", color=COLOURS["ink"], markersize=13, markeredgecolor="white", zorder=6)
        above = at > level  # the line comes down from the left: above it is room on the right, below it on the left
        axes.annotate(
            words,
            (speed_up, at),
            xytext=(9, 5) if above else (-9, -5),
            textcoords="offset points",
            ha="left" if above else "right",
            va="bottom" if above else "top",
            fontsize=SMALL,
            zorder=6,
            bbox=COVER,
        )
        said.append(f"{words}: {at:.2g} {unit}")
    axes.set(
        xscale="log",
        yscale="log",
        xlim=(left, right * 5),
        xlabel="speed-up (times as quick as the slow machine)",
        ylabel=f"cost of the job ({unit})",
    )
    low, high = min(end for end, _, _ in ends), axes.get_ylim()[1]
    axes.set_ylim(min(low, level) / 2.2, high)
    _zones(axes, level)
    _names(axes, ends, right, level)
    axes.annotate(
        f"{_short(slow)}: {shown(base.cost.amount)} {unit}",
        (left, level),
        xytext=(4, -13),
        textcoords="offset points",
        color=INKS["blue"],
        fontsize=SMALL,
        fontweight="bold",
        bbox=COVER,
    )
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter("{x:g}")
        axis.set_minor_formatter("")
    title = "Faster is cheaper only to the right of the dots"
    axes.set_title(title)
    return described(
        figure, f"{title}. The job costs {level:.2g} {unit} on {_short(slow)}. It costs no more on {'; '.join(said)}."
    )


def _zones(axes, level: float) -> None:
    """The ground: slower than the slow machine, faster and dearer, faster and cheaper."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    axes.axhline(level, color=COLOURS["blue"], linewidth=2.5)
    axes.axvline(1, color=COLOURS["grey"], linewidth=1, linestyle=":")
    axes.fill_between([1, right], level, high, color=COLOURS["orange"], alpha=0.13, linewidth=0, zorder=0)
    axes.fill_between([1, right], low, level, color=COLOURS["blue"], alpha=0.09, linewidth=0, zorder=0)
    axes.fill_between([left, 1], low, high, color=COLOURS["grey"], alpha=0.12, linewidth=0, zorder=0)
    across = axes.get_xaxis_transform()  # x in speed-ups, y from the bottom to the top of the picture
    axes.text(right / 1.2, 0.95, "faster and dearer", transform=across, ha="right", va="center", style="italic")
    axes.text(1.25, 0.06, "faster and cheaper", transform=across, ha="left", va="center", style="italic")
    axes.text(np.sqrt(left), low * 1.15, "slower", ha="center", fontsize=SMALL, style="italic")


def _names(axes, ends, right: float, level: float) -> None:
    """The name of each machine at the end of its line, moved apart where it would cover another or the level."""
    low, high = axes.get_ylim()
    room, last = (high / low) ** 0.05, 0.0
    for end, name, colour in sorted(ends):
        aside = level / room if end < level else level * room
        last = max(aside if level / room < end < level * room else end, last * room)
        axes.annotate(
            name,
            (right, last),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            color=ink(colour),
            fontweight="bold",
            fontsize=SMALL,
        )


def _times(number: float) -> str:
    return f"{number:.3g}" if number < 1000 else f"{number:,.0f}"


def _short(name: str) -> str:
    """A size as people say it: the GPU and how many, or the name without its first word."""
    size = cost.size(name)
    return f"{f'{size.gpus} x ' if size.gpus > 1 else ''}{size.gpu}" if size.gpus else name.split("_", 1)[1]
