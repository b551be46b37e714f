"""What each approach gets right and what it costs, along the difficulty dial."""

from __future__ import annotations

import os

from course.plots.card import CYCLE, SMALL, Picture, card, described

NO_CLOCK = "No clock counts while a notebook is graded: the seconds stand in your own notebook."


def approaches(results) -> Picture:
    """`results`: a DataFrame with columns dial (0..1), approach, accuracy (0..1) and seconds.

    While a notebook is graded or validated (NBGRADER_EXECUTION is set) the seconds are not shown: what was measured
    or trained before is then only read.
    """
    figure, (left, right) = card(1, 2, height=3.6)
    said = []
    for index, (name, rows) in enumerate(results.groupby("approach", sort=False)):
        rows = rows.sort_values("dial")
        look = {"marker": "osD^v"[index % 5], "color": CYCLE[index % len(CYCLE)]}
        left.plot(rows.dial, rows.accuracy, linestyle=("-", "--", "-.")[index % 3], label=name, **look)
        figures = ", ".join(f"{row.accuracy:.2f} at dial {row.dial:g}" for row in rows.itertuples())
        said.append(f"{name}: accuracy {figures}")
    left.axhline(0.5, color="#767676", linewidth=1, linestyle=":")
    left.annotate("a coin", (results.dial.min(), 0.5), xytext=(0, 4), textcoords="offset points", fontsize=SMALL)
    left.set(xlabel="difficulty dial (0 easy to 1)", ylabel="accuracy on new photographs", title="What it gets")
    left.set_ylim(bottom=min(0.45, results.accuracy.min() - 0.03))
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower left", ncols=3)
    if os.environ.get("NBGRADER_EXECUTION"):
        right.set_axis_off()
        right.set_title("What it costs")
        right.text(0.5, 0.5, NO_CLOCK.replace(": ", ":\n"), ha="center", va="center", transform=right.transAxes)
        return described(figure, f"Accuracy along the dial. {'; '.join(said)}. {NO_CLOCK}")
    return described(figure, f"Accuracy along the dial, and seconds. {'; '.join(said)}. {_costs(right, results)}")


def _costs(axes, results) -> str:
    """Draw the seconds of each approach, and say them."""
    seconds = results.groupby("approach", sort=False).seconds.median()
    for index, value in enumerate(seconds):
        axes.plot(value, index, "osD^v"[index % 5], color=CYCLE[index % len(CYCLE)], markersize=9)
        words = {"xytext": (10, 0), "textcoords": "offset points", "va": "center"}
        axes.annotate(f"{value:.2g} s", (value, index), **words)
    axes.set(xlabel="time to measure and train (s, log scale)", title="What it costs")
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter("{x:g}")
    axes.set_yticks(range(len(seconds)), list(seconds.index))
    axes.set_ylim(-0.6, len(seconds) - 0.4)
    axes.set_xlim(axes.get_xlim()[0] / 2, axes.get_xlim()[1] * 5)
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)
    return f"Time: {', '.join(f'{name} {value:.2g} s' for name, value in seconds.items())}."
