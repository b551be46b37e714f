"""A week of a rented machine: when it is paid for, and when it works."""

from __future__ import annotations

from course.errors import CourseError
from course.plots.card import COLOURS, INKS, Picture, card, described

HOURS = 7 * 24
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def paid_week(
    plans: dict[str, list[tuple[float, float]]],
    work: list[tuple[float, float]],
    per_hour: float,
    *,
    unit: str = "USD",
    message: str = "The same training, and what a week of it costs",
) -> Picture:
    """A row for each plan: orange while it is paid for, blue while it works; what the week costs stands beside it.

    plans     name -> spans (start, end) in hours since Monday 0:00 that are paid for
    work      spans in which the machine works; each lies in a paid span of every plan
    per_hour  price of an hour
    """
    if not plans or not work or any(end <= start for spans in (*plans.values(), work) for start, end in spans):
        raise CourseError(
            "A week needs plans and work, and each span must end after it starts.",
            do='Write spans as (start, end) in hours since Monday: {"left on": [(0, 168)]}.',
        )
    works = sum(end - start for start, end in work)
    figure, axes = card(height=1.2 + 0.72 * len(plans))
    said = []
    for row, (name, spans) in enumerate(plans.items()):
        hours = sum(end - start for start, end in spans)
        paid = f"{hours * per_hour:.2f} {unit}"
        share = f"{hours:.1f} hours, {100 * works / hours:.0f} % of them at work"
        axes.broken_barh([(start, end - start) for start, end in spans], (row - 0.2, 0.4), color=COLOURS["orange"])
        axes.broken_barh([(start, end - start) for start, end in work], (row - 0.2, 0.4), color=COLOURS["blue"])
        words = {"y": row - 0.3, "va": "bottom", "backgroundcolor": "white"}
        axes.text(0, s=name, ha="left", fontweight="bold", **words)
        axes.text(HOURS - 27, s=share, ha="right", color=INKS["grey"], **words)
        axes.text(HOURS, s=paid, ha="right", fontweight="bold", fontsize=12, **words)
        said.append(f"{name}: {paid}, {share}")
    axes.set(xlim=(0, HOURS), ylim=(len(plans) - 0.6, -0.75), title=message, xlabel="hours of a week (one tick a day)")
    axes.set_xticks([24 * day for day in range(8)], [""] * 8)
    axes.set_xticks([24 * day + 12 for day in range(7)], DAYS, minor=True)
    axes.tick_params(axis="x", which="minor", length=0)
    axes.set_yticks([])
    axes.grid(False, axis="y")
    axes.spines["left"].set_visible(False)
    for colour, name, place in (("orange", "paid for", 0.80), ("blue", "at work", 0.92)):
        axes.text(place, 1.03, f"■ {name}", color=INKS[colour], transform=axes.transAxes, fontweight="bold")
    return described(figure, f"{message}. " + ". ".join(said) + ".")
