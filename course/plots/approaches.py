"""What each approach gets right and what it costs, along the difficulty dial."""

from __future__ import annotations

from course.plots.card import CYCLE, Picture, card, described


def approaches(results) -> Picture:
    """`results`: a DataFrame with columns dial (0..1), approach, accuracy (0..1) and seconds."""
    figure, (left, right) = card(1, 2, width=8.4, height=3.6)
    said = []
    for index, (name, rows) in enumerate(results.groupby("approach", sort=False)):
        rows = rows.sort_values("dial")
        look = {"marker": "osD^v"[index % 5], "color": CYCLE[index % len(CYCLE)]}
        left.plot(rows.dial, rows.accuracy, linestyle=("-", "--", "-.")[index % 3], label=name, **look)
        right.barh(index, rows.seconds.median(), color=look["color"], height=0.6)
        right.text(rows.seconds.median(), index, f" {rows.seconds.median():.2g} s", va="center")
        figures = ", ".join(f"{row.accuracy:.2f} at dial {row.dial:g}" for row in rows.itertuples())
        said.append(f"{name}: accuracy {figures}, {rows.seconds.median():.2g} s")
    left.axhline(0.5, color="#767676", linewidth=1, linestyle=":")
    left.annotate("a coin", (results.dial.min(), 0.5), xytext=(0, 4), textcoords="offset points", fontsize=8)
    left.set(xlabel="difficulty dial (0 easy to 1)", ylabel="accuracy on new photographs", title="What it gets")
    left.set_ylim(bottom=min(0.45, results.accuracy.min() - 0.03))
    left.legend(loc="lower left", bbox_to_anchor=(0, 0.12))
    right.set(xlabel="time to measure and train (s, log scale)", title="What it costs")
    right.set_xscale("log")
    right.set_yticks(range(len(said)), [name for name, _ in results.groupby("approach", sort=False)])
    right.set_xlim(right.get_xlim()[0] / 2, right.get_xlim()[1] * 5)
    right.invert_yaxis()
    right.grid(axis="y", visible=False)
    return described(figure, f"Accuracy along the dial, and seconds. {'; '.join(said)}.")
