"""The figures about scores: how they are spread, what became of each question, how assignments follow each other."""

from __future__ import annotations

import numpy as np

from autograder.gradebook.status import Status
from autograder.report.classroom import Classroom
from autograder.report.drawing import COLOURS, Drawing, canvas, drawing, style
from autograder.report.findings import Found
from autograder.text import count, number, percent, shown

STATUS_COLOURS = {
    Status.RIGHT: "green",
    Status.PARTIAL: "sky",
    Status.WRONG: "orange",
    Status.HIDDEN: "red",
    Status.NOT_ATTEMPTED: "line",
    Status.TROUBLE: "ink",
    Status.WAITS: "yellow",
}
LETTERS = {"line": "ink", "ink": "paper"}  # on all other colours black letters stand, on a light page and a dark one
FEW_POINTS = 40  # up to here the histogram has a bar for each point


def scores(room: Classroom) -> Drawing | None:
    """How many people have how many points."""
    points = np.array([one.score for one in room.submissions])
    if not len(points) or room.max <= 0:
        return None
    top = max(room.max, points.max())
    step = 1 if top <= FEW_POINTS else top / 20
    edges = step * (np.arange(int(top / step + 0.5) + 2) - 0.5)
    middle = float(np.median(points))
    message = _message(points, middle, room.max)
    with style():
        figure, axes = canvas(height=2.9)
        counts, edges, bars = axes.hist(points, edges, rwidth=0.86, color=COLOURS["blue"])
        axes.bar_label(bars, [f"{many:.0f}" if many else "" for many in counts], padding=2)
        axes.axvline(middle, 0.87, 1, color=COLOURS["red"], linewidth=2)
        axes.annotate(
            "median",
            (middle, 1),
            xycoords=("data", "axes fraction"),
            xytext=(4, -2),
            va="top",
            textcoords="offset points",
        )
        axes.set(xlabel=f"points, of {number(room.max)}", ylabel="people", title=message)
        axes.set_xlim(-0.8 * step, top + 0.8 * step)
        axes.yaxis.get_major_locator().set_params(integer=True)
        axes.set_ylim(0, counts.max() * 1.18 + 0.2)
        axes.grid(False, axis="x")
        names = [
            number(low + 0.5) if step == 1 else f"{number(max(0, low))} to {number(min(top, low + step))}"
            for low in edges
        ]
        description = ", ".join(f"{many:.0f} with {name}" for name, many in zip(names, counts, strict=False) if many)
        rounded = ", rounded to whole points" if step == 1 and np.any(points % 1) else ""
        return drawing(figure, f"{message}. People by points{rounded}: {description}.", "scores")


def _message(points: np.ndarray, middle: float, most: float) -> str:
    if len(points) == 1:
        return f"The one submission has {number(points[0])} of {number(most)} points"
    if np.ptp(points) == 0:
        return f"All {len(points)} have {number(points[0])} of {number(most)} points"
    if len(points) < 4:
        return f"{len(points)} people have {number(points.min())} to {number(points.max())} of {number(most)} points"
    return f"Half of the {len(points)} people have at least {number(middle)} of {number(most)} points"


def outcomes(found: list[Found]) -> Drawing | None:
    """One bar for each question: how many right, partly right, wrong and so on."""
    found = [one for one in found if one.counts]
    if not found:
        return None
    used = [status for status in Status if any(one.counts[status] for one in found)]
    with style():
        figure, axes = canvas(height=1.15 + 0.36 * len(found))
        heights = np.arange(len(found))
        left = np.zeros(len(found))
        for status in used:
            colour = STATUS_COLOURS[status]
            wide = np.array([one.counts[status] for one in found])
            bars = axes.barh(
                heights,
                wide,
                0.72,
                left,
                color=COLOURS[colour],
                label=status.words,
                edgecolor=COLOURS["paper"],
                linewidth=0.8,
            )
            letters = COLOURS[LETTERS[colour]] if colour in LETTERS else "#000000"
            axes.bar_label(bars, [each or "" for each in wide], label_type="center", color=letters, fontsize=9)
            left += wide
        axes.set_yticks(heights, [shown(one.question.label, 34) for one in found])
        axes.invert_yaxis()
        axes.set(xlabel="people", xlim=(0, left.max()))
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.grid(False, axis="y")
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        figure.legend(loc="outside upper left", ncols=4, fontsize=9, handlelength=1, handleheight=1)
        description = "; ".join(
            f"{shown(one.question.label, 60)}: "
            + ", ".join(f"{one.counts[status]} {status.words}" for status in used if one.counts[status])
            for one in found
        )
        return drawing(figure, f"What became of each question, in people. {description}.", "outcomes")


def progress(rooms: list[Classroom]) -> Drawing | None:
    """The shares of points from assignment to assignment: median, middle half, and every person as a dot."""
    rows = []
    for room in rooms:
        shares = [share for one in room.submissions if (share := one.so_far(room.questions)) is not None]
        if shares:
            rows.append((room.name, np.array(shares)))
    if not rows:
        return None
    with style():
        figure, axes = canvas(height=3.4)
        heights = np.arange(len(rows))
        for height, (_, dots) in zip(heights, rows, strict=True):
            aside = np.linspace(-0.16, 0.16, len(dots)) if len(dots) > 1 else [0.0]
            axes.plot(height + np.array(aside), np.sort(dots), ".", color=COLOURS["grey"], markersize=4, zorder=1)
        low, middle, high = np.array([np.quantile(shares, (0.25, 0.5, 0.75)) for _, shares in rows]).T
        axes.vlines(heights, low, high, color=COLOURS["blue"], linewidth=7, alpha=0.45, zorder=2)
        axes.plot(heights, middle, "-o", color=COLOURS["blue"], zorder=3)
        axes.set_xticks(
            heights,
            [shown(name, 22) for name, _ in rows],
            rotation=20 if len(rows) > 4 else 0,
            ha="right" if len(rows) > 4 else "center",
        )
        axes.set(ylabel="share of the points so far", ylim=(-0.03, 1.05), xlim=(-0.5, len(rows) - 0.5))
        axes.yaxis.set_major_formatter(lambda value, _: percent(value))
        axes.set_title("From assignment to assignment")
        axes.grid(False, axis="x")
        description = "; ".join(
            f"{shown(name, 60)}: median {percent(half)}, middle half {percent(lower)} to {percent(upper)}, "
            + count(len(shares), "person", "people")
            for (name, shares), lower, half, upper in zip(rows, low, middle, high, strict=True)
        )
        return drawing(
            figure,
            f"Each dot is one person, the line joins the medians, the bars hold the middle half. {description}.",
            "progress",
        )
