"""A race between several ways, or machines, to do the same work: who is first at which size?"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from course.errors import CourseError
from course.plots.card import CYCLE, SMALL, Picture, card, described, ink
from course.timing.protocol import NotMeasured
from course.timing.record import quartiles
from course.timing.record import seconds as duration
from course.timing.reference import NONE_YET, Reference
from course.timing.roofline import Roofline


@dataclass(frozen=True)
class Lane:
    """One runner: sizes, and at each the median time and the quartiles of its samples, in seconds.

    source is where that was measured, or why nothing was: then the lane is empty. What is calculated was not measured.
    """

    name: str
    source: str
    sizes: list[float]
    medians: list[float]
    low: list[float]
    high: list[float]
    calculated: bool = False

    def runs(self, size: float) -> bool:
        """Whether the size lies within those that were measured."""
        return bool(self.sizes) and self.sizes[0] <= size <= self.sizes[-1]

    def at(self, size: float, what: list[float] | None = None) -> float:
        """The median (or another list) at a size; between measured ones on the straight line of a log plot."""
        return float(np.exp(np.interp(np.log(size), np.log(self.sizes), np.log(what or self.medians))))


def lanes(lines: dict[str, object]) -> list[Lane]:
    """Lanes of name -> observations measured here, a timing.Reference, a timing.Roofline, or nothing (None, []).

    A lane of nothing is empty, and says that nobody measured it.
    """
    return [_lane(name, line) for name, line in lines.items()]


def _lane(name: str, line) -> Lane:
    elsewhere = isinstance(line, Reference | Roofline)
    source = line.label if elsewhere else "measured here" if line else NONE_YET
    seen = sorted(line.observations if elsewhere else line or [], key=lambda each: each.size)
    low, high = ([quartiles(each.samples)[end] for each in seen] for end in (0, 1))
    sizes, medians = [each.size for each in seen], [each.median for each in seen]
    return Lane(name, source, sizes, medians, low, high, isinstance(line, Roofline))


def order(lanes: list[Lane], size: float) -> list[Lane]:
    """The lanes that run at a size, the quickest first."""
    return sorted((lane for lane in lanes if lane.runs(size)), key=lambda lane: lane.at(size))


def close(first: Lane, second: Lane, size: float) -> bool:
    """Whether the middle halves of the samples of two lanes overlap at a size: too close to call."""
    return first.at(size, first.high) >= second.at(size, second.low)


def words(lanes: list[Lane], size: float, unit: str) -> str:
    """Who is first at a size, and by how much."""
    running = order(lanes, size)
    sizes = sorted({each for lane in lanes for each in lane.sizes})
    where = f"{size:,.12g} {unit if size != 1 else unit.removesuffix('s')}"
    if size not in sizes:
        place = bisect_left(sizes, size)
        where += f", between {sizes[place - 1]:,.12g} and {sizes[place]:,.12g}, which were measured"
    first, *others = running
    if not others:
        empty = "".join(f" {lane.name}: {lane.source}." for lane in lanes if not lane.sizes)
        return f"{where}: {first.name} takes {duration(first.at(size))}, and has nobody to race against here.{empty}"
    second = others[0]
    if close(first, second, size):
        return (
            f"{where}: too close to call. The middle halves of the readings overlap "
            f"({first.name} {duration(first.at(size))}, {second.name} {duration(second.at(size))})."
        )
    rest = ", ".join(f"{lane.name} {lane.at(size) / first.at(size):,.3g}" for lane in others)
    return f"{where}: {first.name} is first, after {duration(first.at(size))}. As many times as long: {rest}."


def race(
    lines: dict[str, object],
    cross: float | None = None,
    *,
    unit: str = "numbers",
    predicted: float | None = None,
    size: float | None = None,
    message: str = "",
) -> Picture:
    """Median seconds over size for several ways to do the same work; the ground is coloured by who is quicker.

    lines      name -> observations, a timing.Reference, or nothing; the first two race
    cross      the smallest measured size from which on the second is the quicker one, if known: the two lines meet
               somewhere between the size before it, where the ground changes its colour, and this one
    predicted  the crossover that was predicted: a diamond at the foot of the picture
    size       at which the description says who is first; the largest that all have when None
    """
    if len(lines) < 2:
        raise CourseError("A race needs two ways to do the work.")
    if not any(lines.values()):
        raise NotMeasured("nothing is measured for this race yet.", do="Run the cells above, from the top.")
    running = lanes(lines)
    figure, axes = card(height=4.2)
    for index, lane in enumerate(running):
        if not lane.sizes:
            continue
        axes.plot(
            lane.sizes,
            lane.medians,
            marker="osD"[index % 3],
            color=CYCLE[index],
            linestyle=":" if lane.calculated else "--" if index > 1 else "-",
            fillstyle="none" if lane.calculated else "full",
        )
        axes.fill_between(lane.sizes, lane.low, lane.high, alpha=0.2, color=CYCLE[index], linewidth=0)
    axes.set(xscale="log", yscale="log", xlabel=f"size ({unit})", ylabel="median time")
    sizes = sorted({each for lane in running for each in lane.sizes})
    where = _grounds(axes, sizes, cross, *list(lines)[:2])
    message = message or where or "Who is quicker?"
    axes.set_title(message)
    left, right = sizes[0], sizes[-1]
    axes.set_xlim(left / 1.2, right * (right / left) ** 0.32)  # room for the names
    axes.set_xticks(sizes, [f"{each:,.9g}" for each in sizes])
    axes.minorticks_off()
    axes.yaxis.set_major_formatter(lambda value, _: duration(value))
    guess = ""
    if predicted is not None:
        guess = f" The predicted crossover is {predicted:,.12g}."
        at = min(max(predicted, left), right)
        axes.plot([at], [axes.get_ylim()[0]], "D", markersize=9, color=CYCLE[3], clip_on=False, zorder=5)
    _name_ends(axes, [(lane, CYCLE[index]) for index, lane in enumerate(running) if lane.sizes])
    told = "; ".join(_told(lane) for lane in running)
    also = f" {where}." if where and where != message else ""
    at = size or max((each for each in sizes if all(lane.runs(each) for lane in running if lane.sizes)), default=right)
    return described(
        figure, f"{message}. Median time over size ({unit}). {told}.{also}{guess} {words(running, at, unit)}"
    )


def _told(lane: Lane) -> str:
    if not lane.sizes:
        return f"{lane.name}: {lane.source}"
    where = "" if lane.source == "measured here" else f" ({lane.source})"
    return (
        f"{lane.name}{where}: {duration(lane.medians[0])} at {lane.sizes[0]:,.12g}, "
        f"{duration(lane.medians[-1])} at {lane.sizes[-1]:,.12g}"
    )


def _grounds(axes, sizes: list[float], cross: float | None, first: str, second: str) -> str:
    """Colour the ground by who wins before and after the crossover; where that is, in words."""
    if cross is None or not math.isfinite(cross):
        return ""
    left, right = sizes[0], sizes[-1]
    before = max((size for size in sizes if size < cross), default=None)
    bottom, top = axes.get_ylim()
    axes.set_ylim(bottom / 3, top)
    grounds = ((left / 1.2, before and before * 1.2, first, CYCLE[0]), (cross, right, second, CYCLE[1]))
    for start, end, name, colour in grounds:
        if end is not None:
            axes.axvspan(start, end, color=colour, alpha=0.08, linewidth=0)
            narrow = end < 3 * start  # then the words begin at its edge
            axes.text(
                1.06 * start if narrow else math.sqrt(start * end),
                bottom / 1.8,
                f"{name} wins",
                ha="left" if narrow else "center",
                va="center",
                color=ink(colour),
                fontsize=SMALL,
            )
    if before is None:
        return f"At every size measured, {second} beats {first}"
    return f"Somewhere between {before:,.12g} and {cross:,.12g}, {second} begins to win"


def _name_ends(axes, lanes: list[tuple[Lane, str]], gap: float = 15) -> None:
    """Write each name beside the end of its line (log scale), pushed apart to `gap` points where ends are close."""
    axes.figure.draw_without_rendering()  # the layout decides how long the axis is
    low, high = np.log(axes.get_ylim())
    points = axes.get_window_extent().height * 72 / axes.figure.dpi
    at = [((math.log(lane.medians[-1]) - low) / (high - low) * points, lane, colour) for lane, colour in lanes]
    below = -math.inf
    for end, lane, colour in sorted(at, key=lambda each: each[0]):
        height = max(end, below + gap)
        axes.annotate(
            lane.name,
            (lane.sizes[-1], lane.medians[-1]),
            xytext=(8, height - end),
            textcoords="offset points",
            va="center",
            color=ink(colour),
            fontweight="bold",
        )
        below = height
