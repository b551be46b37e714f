"""The picture of the class atlas: what a call costs and what a device can do on each machine; and the crossovers."""

from __future__ import annotations

import math
from collections import Counter
from statistics import median

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.ticker import NullLocator

from autograder.report.atlas import KINDS, Machine
from autograder.report.drawing import COLOURS, Drawing, canvas, drawing, style
from autograder.report.time_figures import LOOKS
from autograder.text import count, duration, number, short, shown

GPUS = 8  # names of GPUs that have a row, those of most machines
TICKS = 3


def atlas(workload: str, found: list[Machine]) -> Drawing:
    """Every machine of one's own class, filled, and those of other classes, hollow, for one workload."""
    with style():
        figure, (devices, winners) = canvas(1, 2, width=7.8, height=3.8, width_ratios=(3, 2))
        said = [*_devices(devices, found), _winners(winners, found)]
        devices.set_title(f"{shown(workload, 34)}: each machine")
        winners.set_title("The GPU wins from")
        return drawing(figure, f"{shown(workload, 60)}, {_people(found)}. {' '.join(said)}", "atlas")


def _people(found: list[Machine]) -> str:
    others = Counter(one.group for one in found if not one.own)
    own = count(len(found) - others.total(), "machine")
    return f"{own} of this class" + "".join(f", {many} of {shown(name, 40)}" for name, many in sorted(others.items()))


def _devices(panel, found: list[Machine]) -> list[str]:
    """Seconds for the smallest work against work a second for the largest; a line joins what is in one machine."""
    both = [one for one in found if set(KINDS) <= set(one.curves)]
    joined = [[(one.least(kind)[1], one.rate(kind)) for kind in KINDS] for one in both]
    panel.add_collection(LineCollection(joined, colors=COLOURS["grey"], linewidths=0.8, alpha=0.6))
    said = []
    for kind, (marker, colour) in LOOKS.items():
        having = [one for one in found if kind in one.curves]
        for own in (True, False):
            drawn = [one for one in having if one.own == own]
            panel.plot(
                [one.least(kind)[1] for one in drawn],
                [one.rate(kind) for one in drawn],
                marker,
                color=COLOURS[colour],
                markersize=6,
                markerfacecolor=COLOURS[colour] if own else "none",
                label=(kind.upper() if own else f"{kind.upper()}, other classes") if drawn else None,
            )
        if having:
            least, rate = ([one.least(kind)[1] for one in having], [one.rate(kind) for one in having])
            said += [
                f"{kind.upper()}: {count(len(having), 'machine')}.",
                f"The smallest work takes {_between(least, duration)}, half of them at most {duration(median(least))};",
                f"the largest goes at a size of {_between(rate, short)} a second.",
            ]
    sizes = sorted({one.least(kind)[0] for one in found for kind in one.curves})
    smallest = f"size {number(sizes[0])}" if len(sizes) == 1 else f"sizes {number(sizes[0])} to {number(sizes[-1])}"
    panel.set(xscale="log", yscale="log", xlabel=f"time for the smallest work ({smallest})")
    panel.set_ylabel("size a second at the largest")
    panel.xaxis.set_major_formatter(lambda value, _: duration(value))
    panel.yaxis.set_major_formatter(lambda value, _: short(value))
    for axis in (panel.xaxis, panel.yaxis):
        axis.get_major_locator().set_params(numticks=5)
        axis.set_minor_locator(NullLocator())
    panel.legend(loc="best", fontsize=8)
    return said


def _winners(panel, found: list[Machine]) -> str:
    """From which size on the GPU of each machine is quicker than its CPU."""
    both = [(one, one.crossover) for one in found if one.crossover is not None]
    if not both:
        panel.set_axis_off()
        panel.text(0.5, 0.5, "no machine with\nboth curves", ha="center", va="center", color=COLOURS["soft"])
        return "No machine has both curves at three sizes or more, so no crossover can be told."
    names = sorted(name for name, _ in Counter(one.names["gpu"] for one, _ in both).most_common(GPUS))
    sizes = [size for one, _ in both for size in one.curves["gpu"]]
    never = max(sizes) * 4
    for place, name in enumerate(names):
        marked = [(one, min(size, never)) for one, size in both if one.names["gpu"] == name]
        heights = np.linspace(place - 0.25, place + 0.25, len(marked)) if len(marked) > 1 else [place]
        for own in (True, False):
            drawn = [(size, height) for (one, size), height in zip(marked, heights, strict=True) if one.own == own]
            fill = COLOURS["red"] if own else "none"
            panel.plot(*np.array(drawn).reshape(-1, 2).T, "D", color=COLOURS["red"], markersize=6, mfc=fill)
    decades = 10.0 ** np.arange(np.ceil(np.log10(min(sizes))), np.floor(np.log10(max(sizes))) + 1)
    decades = decades[:: -(-len(decades) // TICKS) or 1]
    panel.set(xscale="log", xlabel="size", ylim=(-0.7, len(names) - 0.3), xlim=(min(sizes) / 2, never * 2))
    panel.set_yticks(range(len(names)), [shown(name, 18) for name in names], fontsize=8)
    panel.set_xticks([*decades, never], [*map(short, decades), "never"])
    panel.xaxis.set_minor_locator(NullLocator())
    won = sorted(size for _, size in both if math.isfinite(size))
    words = f"On {len(won)} of {count(len(both), 'machine')} with both curves the GPU wins from some size on"
    return f"{words}, from {_between(won, short)}, half of them from {short(median(won))}." if won else f"{words}."


def _between(values: list[float], words) -> str:
    low, high = words(min(values)), words(max(values))
    return low if low == high else f"{low} to {high}"
