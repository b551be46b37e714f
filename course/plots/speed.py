"""Pictures of time: readings of a clock one by one, and work in a second by batch size."""

from __future__ import annotations

import math
import statistics

import numpy as np
from matplotlib.ticker import LogLocator

from course.errors import CourseError
from course.plots.card import COLOURS, CYCLE, SMALL, Picture, card, described
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
