"""The figures about time: predicted against measured, and curves over size with their crossover."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.ticker import NullFormatter, NullLocator

from autograder.report import times
from autograder.report.drawing import COLOURS, Drawing, canvas, drawing, style
from autograder.report.times import Crossing, Curve, Seen
from autograder.text import count, duration, shown

LOOKS = {"cpu": ("o", "blue"), "gpu": ("D", "red")}
PANELS = 6
COLUMNS = 3


def predicted(seen: list[Seen]) -> Drawing | None:
    """Predicted against measured seconds, a panel for each workload; each person's first answer on each device."""
    first: dict[tuple, Seen] = {}
    for one in sorted(seen, key=lambda one: one.started):
        if one.predicted:
            first.setdefault((one.student, one.workload, one.device), one)
    names = times.workloads(list(first.values()))
    if not names:
        return None
    chosen = names[:PANELS]
    rows, columns = math.ceil(len(chosen) / COLUMNS), min(COLUMNS, len(chosen))
    description = []
    with style():
        figure, axes = canvas(rows, columns, width=7.8 if columns > 1 else 4.2, height=3.3 * rows, squeeze=False)
        for panel, name in zip(axes.flat, chosen, strict=False):
            points = [one for one in first.values() if one.workload == name]
            description.append(_scatter(panel, name, points))
        for panel in axes.flat[len(chosen) :]:
            panel.set_visible(False)
        for panel in axes[:, 0]:
            panel.set_ylabel("measured")
        handles = {}
        for panel in axes.flat:
            handles |= dict(zip(*reversed(panel.get_legend_handles_labels()), strict=True))
        figure.legend(handles.values(), handles.keys(), loc="outside upper left", ncols=4, fontsize=9)
        rest = f" {count(len(names) - PANELS, 'more workload')} not drawn." if len(names) > PANELS else ""
        return drawing(figure, f"Predicted against measured times. {' '.join(description)}{rest}", "predicted")


def _scatter(panel, name: str, points: list[Seen]) -> str:
    values = [value for one in points for value in (one.predicted, one.median) if value]
    low, high = min(values) / 2, max(values) * 2
    if high / low < 1e3:
        low, high = low / 5, high * 5
    ends = np.array([low, high])
    panel.fill_between(
        ends, ends / 10, ends * 10, color=COLOURS["grey"], alpha=0.14, linewidth=0, label="within 10 times"
    )
    panel.plot(ends, ends, color=COLOURS["soft"], linewidth=1, label="exact")
    for device, (marker, colour) in LOOKS.items():
        own = [one for one in points if one.device == device]
        if own:
            panel.plot(
                [one.predicted for one in own],
                [one.median for one in own],
                marker,
                color=COLOURS[colour],
                markersize=5,
                alpha=0.75,
                label=device.upper(),
            )
    panel.set(xscale="log", yscale="log", xlim=ends, ylim=ends, aspect="equal", xlabel="predicted")
    panel.set_title(shown(name, 26), fontsize=10)
    for axis in (panel.xaxis, panel.yaxis):
        axis.set_major_formatter(lambda value, _: duration(value))
        axis.get_major_locator().set_params(numticks=5)
        axis.set_minor_locator(NullLocator())
    panel.tick_params(labelsize=8)
    off = [one.off_by for one in points if one.off_by]
    near = sum(value < 10 for value in off)
    many = count(len(points), "prediction")
    return f"{shown(name, 60)}: {many}, half of them at most {np.median(off):.2g} times off, {near} within 10 times."


def sweep(name: str, found: list[Curve], crossings: list[Crossing], salt: str) -> Drawing:
    """The curves of one workload over size: thin for each machine, thick for the median of each kind of device."""
    description = []
    with style():
        figure, panel = canvas(width=7.6, height=3.9)
        for device, (marker, colour) in LOOKS.items():
            own = [one for one in found if one.device == device]
            for one in own:
                panel.plot(*_line(one.points), color=COLOURS[colour], linewidth=0.8, alpha=0.3)
            line = times.middle(found, device)
            if own and line:
                label = f"{device.upper()}: {'median of ' if len(own) > 1 else ''}{count(len(own), 'machine')}"
                panel.plot(*_line(line), marker=marker, color=COLOURS[colour], label=label)
                ends = list(line.items())
                (small, quick), (large, slow) = ends[0], ends[-1]
                description.append(f"{label}, {duration(quick)} at size {small:,g} and {duration(slow)} at {large:,g}")
        won = sorted((one for one in crossings if math.isfinite(one.size)), key=lambda one: one.size)
        if won:
            typical = won[len(won) // 2]
            panel.axvspan(typical.before or typical.size, typical.size, color=COLOURS["grey"], alpha=0.25, linewidth=0)
            panel.annotate(
                "crossover",
                (typical.size, 1),
                xycoords=("data", "axes fraction"),
                va="top",
                xytext=(4, -2),
                textcoords="offset points",
                color=COLOURS["soft"],
            )
        panel.set(xscale="log", yscale="log", xlabel="size", ylabel="median time")
        panel.set_title(f"{shown(name, 50)}, over size")
        panel.xaxis.set_major_formatter(lambda value, _: f"{value:,g}")
        panel.yaxis.set_major_formatter(lambda value, _: duration(value))
        panel.xaxis.set_minor_formatter(NullFormatter())
        panel.yaxis.set_minor_formatter(NullFormatter())
        sizes = sorted({size for one in found for size in one.points})
        if len(sizes) <= 12:
            panel.set_xticks(sizes)
            panel.xaxis.set_minor_locator(NullLocator())
        panel.legend(loc="upper left", fontsize=9)
        words = crossing_words(found, crossings)
        return drawing(figure, f"{shown(name, 60)}: median time over size. {'; '.join(description)}. {words}", salt)


def _line(points: dict[float, float]) -> tuple[list[float], list[float]]:
    return list(points), list(points.values())


def crossing_words(found: list[Curve], crossings: list[Crossing]) -> str:
    """In a sentence or two, where the GPU begins to win, on the machines that have both curves."""
    if not any(one.device == "gpu" for one in found):
        return "Nobody measured it on a GPU, so there is no crossover to see."
    if not crossings:
        return "No machine has both curves at three sizes or more, so no crossover can be told."
    won = [one for one in crossings if math.isfinite(one.size)]
    words = f"On {len(won)} of {count(len(crossings), 'machine')} with both curves the GPU wins from some size on"
    by_name: dict[str, list[float]] = {}
    for one in won:
        by_name.setdefault(shown(one.gpu_name, 40), []).append(one.size)
    parts = [
        f"{name}: from {min(sizes):,g}" + (f" to {max(sizes):,g}" if min(sizes) < max(sizes) else "")
        for name, sizes in sorted(by_name.items())[:6]
    ]
    return words + (f" ({'; '.join(parts)})." if parts else ".")
