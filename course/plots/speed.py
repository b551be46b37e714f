"""Pictures of time: readings of a clock one by one, a race over sizes, and work in a second by batch size."""

from __future__ import annotations

import math
import statistics

import numpy as np
from matplotlib.ticker import LogLocator

from course.errors import CourseError
from course.plots.card import COLOURS, CYCLE, SMALL, Picture, card, described, ink
from course.timing.record import seconds as duration


def readings(lines: dict[str, list[float]], *, message: str = "The same work, timed again and again") -> Picture:
    """Every reading (seconds) in the order in which it was taken, one row of dots for each entry of `lines`.

    The first reading of each is ringed, a line marks the median, and the legend names the slowest.
    """
    if not lines or not all(lines.values()):
        raise CourseError("There are no readings to draw.", do="Give a dictionary of lists of seconds.")
    figure, axes = card(height=3.4)
    said = []
    for index, (name, row) in enumerate(lines.items()):
        colour, middle = CYCLE[index % len(CYCLE)], statistics.median(row)
        steps = np.arange(1, len(row) + 1)
        label = f"{name}: median {duration(middle)}, slowest {duration(max(row))}"
        axes.plot(steps, row, ".", color=colour, markersize=7, label=label)
        axes.plot([1], [row[0]], "o", markersize=14, markerfacecolor="none", markeredgecolor=colour)
        axes.axhline(middle, color=colour, linewidth=1.2, alpha=0.8)
        said.append(
            f"{name}: first {duration(row[0])}, median {duration(middle)}, from {duration(min(row))} "
            f"to {duration(max(row))}"
        )
    axes.set(yscale="log", xlabel="reading (ringed: the first)", ylabel="time", title=message)
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter(lambda value, _: duration(value))
    axes.yaxis.set_minor_formatter("")
    axes.legend(loc="upper right")
    low, high = axes.get_ylim()
    axes.set_ylim(low, high * (high / low) ** 0.25)  # room for the legend
    return described(figure, f"{message}. {'; '.join(said)}.")


def race(lines: dict[str, list], cross: float | None = None, *, unit: str = "numbers", message: str = "") -> Picture:
    """Median seconds over size for several ways to do the same work; the ground is coloured by who is quicker.

    lines    name -> observations; the first two race
    cross    the smallest measured size from which on the second is the quicker one, if known: the two lines meet
             somewhere between the size before it, where the ground changes its colour, and this one
    """
    if len(lines) < 2 or not all(lines.values()):
        raise CourseError("A race needs two ways to do the work, each with observations.")
    figure, axes = card(height=4.2)
    ends = {}
    for index, (name, line) in enumerate(lines.items()):
        line = sorted(line, key=lambda seen: seen.size)
        sizes = [seen.size for seen in line]
        middle = [seen.median for seen in line]
        low, high = np.array([np.quantile(seen.samples, (0.25, 0.75)) for seen in line]).T
        axes.plot(sizes, middle, marker="osD"[index % 3], color=CYCLE[index], linestyle="--" if index > 1 else "-")
        axes.fill_between(sizes, low, high, alpha=0.2, color=CYCLE[index], linewidth=0)
        ends[name] = middle[-1]
    axes.set(xscale="log", yscale="log", xlabel=f"size ({unit})", ylabel="median time")
    first, second = list(lines)[:2]
    left, right = min(sizes), max(sizes)
    where = ""
    if cross is not None and math.isfinite(cross):
        before = max((size for size in sizes if size < cross), default=None)
        where = f"At every size measured, {second} beats {first}"
        if before is not None:
            where = f"Somewhere between {before:,g} and {cross:,g}, {second} begins to win"
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
    message = message or where or "Who is quicker?"
    axes.set_title(message)
    axes.set_xlim(left / 1.2, right * (right / left) ** 0.32)  # room for the names
    axes.set_xticks(sizes, [f"{size:,.9g}" for size in sizes])
    axes.minorticks_off()
    axes.yaxis.set_major_formatter(lambda value, _: duration(value))
    _name_ends(axes, right, ends)
    told = "; ".join(
        f"{name}: {duration(line[0].median)} at {line[0].size:,g}, {duration(line[-1].median)} at {line[-1].size:,g}"
        for name, line in lines.items()
    )
    also = f" {where}." if where and where != message else ""
    return described(figure, f"{message}. Median time over size ({unit}). {told}.{also}")


def _name_ends(axes, x: float, ends: dict[str, float], gap: float = 15) -> None:
    """Write each name beside the end of its line (log scale), pushed apart to `gap` points where ends are close."""
    axes.figure.draw_without_rendering()  # the layout decides how long the axis is
    low, high = np.log(axes.get_ylim())
    points = axes.get_window_extent().height * 72 / axes.figure.dpi
    at = {name: (math.log(y) - low) / (high - low) * points for name, y in ends.items()}
    colours = dict(zip(ends, CYCLE, strict=False))
    below = -math.inf
    for name in sorted(at, key=at.get):
        height = max(at[name], below + gap)
        axes.annotate(
            name,
            (x, ends[name]),
            xytext=(8, height - at[name]),
            textcoords="offset points",
            va="center",
            color=ink(colours[name]),
            fontweight="bold",
        )
        below = height


def staircase(observations: list, *, enough: float | None = None, what: str = "photographs") -> Picture:
    """Work done in a second at each batch size, a step for each; `enough` marks the batch that is large enough.

    Where that is the largest batch of the first device, the picture says that the stairs still climb there.
    """
    if not observations:
        raise CourseError("There is no observation to draw yet.", do="Measure a step at several batch sizes first.")
    by_device: dict[str, list] = {}
    for seen in sorted(observations, key=lambda seen: seen.size):
        by_device.setdefault(seen.device.upper(), []).append(seen)
    figure, axes = card(height=3.8)
    said = []
    for index, (device, line) in enumerate(by_device.items()):
        sizes = [f"{seen.size:g}" for seen in line]
        rates = [seen.size / seen.median for seen in line]
        width = 0.8 / len(by_device)
        at = np.arange(len(line)) + (index - (len(by_device) - 1) / 2) * width
        chosen = [enough is not None and seen.size == enough and index == 0 for seen in line]
        bars = axes.bar(
            at, rates, width * 0.96, color=[COLOURS["orange"] if c else CYCLE[index] for c in chosen], label=device
        )
        axes.bar_label(bars, [f"{rate:,.0f}" for rate in rates], fontsize=SMALL, padding=2)
        axes.set_xticks(range(len(line)), sizes)
        pairs = zip(rates, sizes, strict=True)
        said.append(f"{device}: " + ", ".join(f"{rate:,.0f} at {size}" for rate, size in pairs))
    if len(by_device) > 1:
        axes.legend()
    title = f"{what.capitalize()} in a second, by batch size"
    note = f" (orange: batch {enough:g} is enough)" if enough is not None and math.isfinite(enough) else ""
    if note and enough == next(iter(by_device.values()))[-1].size:
        note = f" (still climbing at {enough:g})"
    axes.set(xlabel=f"batch size ({what} in one step)", ylabel=f"{what} in a second", title=title + note)
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.grid(axis="x", visible=False)
    return described(figure, f"{title}{note}. {'; '.join(said)}.")
