"""Forecasts: how wrong by days ahead, and what a frost warning costs."""

from __future__ import annotations

from typing import Any

import numpy as np

from course.errors import CourseError
from course.plots.card import COLOURS, CYCLE, Picture, card, described

MARKS = "osD^v<"


def by_horizon(errors: dict[str, dict[int, Any]], *, unit: str = "°C") -> Picture:
    """The mean absolute error of each forecast over the days ahead: a line for each, a dot for each test year.

    errors: name -> {days ahead: error, or several, one for each test year}. The title names the one with the
    smallest mean error over all that is shown.
    """
    if not errors or not all(errors.values()):
        raise CourseError("There is no forecast to show.", do='Give {"as today": {1: 2.2, 7: 3.8}}.')
    figure, axes = card(height=3.8)
    mean, told = {}, []
    for (name, ahead), colour, mark in zip(errors.items(), CYCLE, MARKS, strict=False):
        each = [np.atleast_1d(np.asarray(value, dtype=float)) for value in ahead.values()]
        middle = [some.mean() for some in each]
        mean[name] = np.mean(middle)
        axes.plot(list(ahead), middle, marker=mark, color=colour, label=name)
        for days, some in zip(ahead, each, strict=True):
            if len(some) > 1:
                axes.plot([days] * len(some), some, ".", color=colour, alpha=0.45, markersize=5)
        told.append(f"{name}: " + ", ".join(f"{v:.2f} at {d}" for d, v in zip(ahead, middle, strict=True)))
    least = min(mean, key=mean.__getitem__)
    if any(np.size(value) > 1 for ahead in errors.values() for value in ahead.values()):
        axes.plot([], [], ".", color=COLOURS["grey"], markersize=5, label="one test year each")
    title = f"Least wrong, over all days ahead: {least}" if len(mean) > 1 else least
    axes.set(xlabel="days ahead", ylabel=f"mean absolute error ({unit})", title=title)
    axes.set_xticks(sorted({days for ahead in errors.values() for days in ahead}))
    axes.legend()
    return described(figure, f"{title}. Mean absolute error in {unit} by days ahead. {'; '.join(told)}.")


def bill_of(chance, frost, threshold: float, lost: float) -> tuple[int, int, float]:
    """(nights protected, frosts missed, bill) of protecting from a chance of more than `threshold` on.

    A protected night costs 1, a frost that was missed `lost`; all three are sums over the nights (n,).
    """
    chance, frost = np.asarray(chance, dtype=float), np.asarray(frost, dtype=bool)
    warned = chance > threshold
    missed = int((frost & ~warned).sum())
    return int(warned.sum()), missed, float(warned.sum() + lost * missed)


def bill_words(chance, frost, threshold: float, lost: float) -> str:
    """What the figure says of a threshold and a price; the bill is that of a mean year of 365 nights."""
    nights, missed, bill = bill_of(chance, frost, threshold, lost)
    years = len(chance) / 365
    return (
        f"Protect from {100 * threshold:.0f} % on: {nights / years:.0f} nights protected, {missed / years:.0f} frosts "
        f"missed, a bill of {bill / years:.0f} a year."
    )


def frost_bill(chance, frost, lost: float = 10.0, threshold: float | None = None) -> Picture:
    """The bill of a year over the chance of frost from which the blossom is protected.

    chance     forecast chance of frost, 0 to 1, for each night (n,)
    frost      True or 1 where the frost came (n,)
    lost       price of a lost blossom, in protected nights; 1 or more
    threshold  the one to mark; 1 / lost, where both choices cost the same, when None
    The plain twin of `figures.frost_bill`.
    """
    chance, frost, lost = _nights(chance, frost, lost)
    years = len(chance) / 365
    threshold = 1 / lost if threshold is None else threshold
    tried = np.geomspace(0.01, 1, 200)
    bills = [bill_of(chance, frost, one, lost)[2] / years for one in tried]
    words = bill_words(chance, frost, threshold, lost)
    figure, axes = card(height=3.6)
    axes.step(tried, bills, where="post", color=COLOURS["blue"])
    axes.axvline(threshold, color=COLOURS["red"], linestyle="--", label=f"protect from {100 * threshold:.0f} % on")
    axes.axhline(365, color=COLOURS["grey"], linestyle=":", label="protect every night: 365")
    axes.set(xscale="log", xlim=(0.01, 1), ylim=(0, 420), title=f"A lost blossom costs {lost:g} protected nights")
    axes.set(xlabel="chance of frost from which on is protected", ylabel="bill of a year (protected nights)")
    axes.set_xticks([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1], ["1 %", "2 %", "5 %", "10 %", "20 %", "50 %", "100 %"])
    axes.minorticks_off()
    axes.legend(loc="upper left", bbox_to_anchor=(0, 0.84))
    least = int(np.argmin(bills))
    return described(
        figure,
        f"The bill of a year over the chance from which on the blossom is protected, when a lost one costs {lost:g} "
        f"protected nights. {words} The lowest bill is {bills[least]:.0f}, from {100 * tried[least]:.0f} % on.",
    )


def _nights(chance, frost, lost: float) -> tuple[np.ndarray, np.ndarray, float]:
    chance, frost = np.asarray(chance, dtype=float), np.asarray(frost).astype(bool)
    if chance.shape != frost.shape or chance.ndim != 1 or not len(chance):
        raise CourseError(
            f"A bill needs a chance and a truth for each night; these have shapes {chance.shape} and {frost.shape}.",
            do="Give two columns of equal length.",
        )
    if not np.all((chance >= 0) & (chance <= 1)):
        raise CourseError("A chance lies between 0 and 1.", do="Take predict_proba(...)[:, 1].")
    if not lost >= 1:
        raise CourseError(f"A lost blossom costs {lost:g} nights.", do="Give 1 or more; below, never protect.")
    return chance, frost, float(lost)
