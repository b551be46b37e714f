"""The portrait of one's own predictions: each beside its measurement, lesson by lesson."""

from __future__ import annotations

from collections.abc import Mapping

from course.plots.card import COLOURS, INKS, SMALL, Picture, card, described
from course.timing.calibration import Answered, times, words

MOST = 1e4  # times off: what is farther off stands at the edge
TITLE = "Your predictions beside your measurements"


def portrait(found: list[Answered], *, left_out: int = 0, brier: Mapping[str, float] | None = None) -> Picture:
    """Each of `timing.answered()` as a dot: left of the line it was too small, right of it too large.

    `left_out` is `timing.unanswered()`, and `brier` is `inventory.scores()`, for the words.
    """
    scores = calibration(brier or {})
    figure, axes = card(height=1.6 + 0.3 * bool(scores) + 0.3 * max(2, len(found)))
    axes.set_xscale("log")
    axes.axvspan(0.1, 10, color=COLOURS["grey"], alpha=0.12, linewidth=0)
    axes.axvline(1, color=COLOURS["ink"], linewidth=1.5)
    for row, one in enumerate(found):
        axes.plot([1, ratio(one)], [row, row], color=COLOURS["grey"], linewidth=1.5, zorder=1)
        colour = COLOURS["blue" if one.times_off <= 10 else "red"]
        axes.plot([ratio(one)], [row], "o", color=colour, markersize=8, zorder=2)
    axes.set_yticks(range(len(found)), [f"{one.label}  {one.name}" for one in found], fontsize=SMALL)
    axes.set(xlim=(0.6 / MOST, MOST / 0.6), ylim=(max(2, len(found)) - 0.4, -0.6), title=TITLE)
    axes.set_xlabel("prediction over measurement (times); grey: within ten times")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,g}" if value >= 1 else f"1/{1 / value:,.0f}")
    axes.grid(False, axis="y")
    if not found:
        axes.text(1, 0.5, "no prediction yet", ha="center", color=INKS["grey"])
    if scores:
        figure.supxlabel(scores, fontsize=SMALL, color=INKS["ink"], x=0.01, ha="left")
    rows = "; ".join(f"lesson {one.label}, {one.name}: {side(one)}" for one in found)
    return described(figure, " ".join(part for part in (words(found, left_out), scores, rows) if part))


def calibration(brier: Mapping[str, float]) -> str:
    """Whether one was as sure as one was right, in words: the Brier scores of `inventory.scores()`; "" without any."""
    if not brier:
        return ""
    return f"Brier score {', '.join(f'{when} {score:.2f}' for when, score in brier.items())} (0 is perfect)."


def ratio(one: Answered) -> float:
    """Prediction over measurement, at most `MOST` times off: where its dot stands."""
    return min(MOST, max(1 / MOST, one.predicted / one.measured))


def side(one: Answered) -> str:
    """ "3.2 times too large" """
    if one.exact:
        return "exact"
    return f"{times(one.times_off, 3)} too {'large' if one.log_error > 0 else 'small'}"
