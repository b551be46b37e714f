"""More data or better data: learning curves with their spread, a wall of doubtful labels, recall by variety."""

from __future__ import annotations

from typing import Any

import numpy as np

from course.errors import CourseError
from course.plots.card import COLOURS, CYCLE, INKS, SMALL, Picture, card, described
from course.plots.photos import photo_grid

MARKS = "osD^v<"


def learning_curve(scores: dict[str, dict[int, Any]]) -> Picture:
    """The accuracy of each approach over the number of photographs: mean as a line, a dot for each draw, the spread.

    scores  name -> {photographs: accuracies of several draws, 0 to 1}, the same numbers of photographs for each.
    The plain twin of `figures.learning_curve`.
    """
    counts = counts_of(scores)
    figure, axes = card(height=3.8)
    for (name, each), colour, mark in zip(scores.items(), CYCLE, MARKS, strict=False):
        lows, means, highs = np.array([spread(each[count]) for count in counts]).T
        axes.fill_between(counts, lows, highs, color=colour, alpha=0.18, linewidth=0)
        axes.plot(counts, means, marker=mark, color=colour, label=name)
        for count in counts:
            draws = np.atleast_1d(each[count])
            axes.plot([count] * len(draws), draws, ".", color=colour, alpha=0.5, markersize=5)
    axes.set(xscale="log", xlabel="photographs to learn from (log scale)", ylabel="accuracy on new photographs")
    axes.set_xticks(counts, [f"{count:,}" for count in counts])
    axes.minorticks_off()
    axes.set_title("Who learns more from how much?")
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0.2, ncols=len(scores))
    return described(figure, "Accuracy on new photographs. " + " ".join(curve_words(scores, count) for count in counts))


def counts_of(scores: dict[str, dict[int, Any]]) -> list[int]:
    """The numbers of photographs, ascending; complains where the approaches were not given the same ones."""
    if not scores or not all(scores.values()):
        raise CourseError("There is no curve to show.", do='Give {"network": {50: [0.70, 0.72], 200: [0.85, 0.87]}}.')
    counts = [sorted(each) for each in scores.values()]
    if any(each != counts[0] for each in counts):
        raise CourseError("The curves have different numbers of photographs.", do="Measure each at the same ones.")
    values = np.concatenate([np.atleast_1d(draws) for each in scores.values() for draws in each.values()])
    if not np.all((values >= 0) & (values <= 1)):
        raise CourseError("An accuracy lies between 0 and 1.", do="Give shares: 0.9, not 90.")
    return counts[0]


def spread(draws) -> tuple[float, float, float]:
    """(lowest, mean, highest) of the accuracies of several draws."""
    draws = np.atleast_1d(np.asarray(draws, dtype=float))
    return float(draws.min()), float(draws.mean()), float(draws.max())


def curve_words(scores: dict[str, dict[int, Any]], count: int) -> str:
    """What the figure says at one number of photographs, and who leads in every draw."""
    spreads = {name: spread(each[count]) for name, each in scores.items()}
    parts = [f"{name} {mean:.2f} ({low:.2f} to {high:.2f})" for name, (low, mean, high) in spreads.items()]
    ahead = [
        name
        for name, (low, _, _) in spreads.items()
        if all(low > high for other, (_, _, high) in spreads.items() if other != name)
    ]
    verdict = f" {ahead[0].capitalize()} leads in every draw." if ahead and len(spreads) > 1 else ""
    verdict = verdict or (" The draws overlap." if len(spreads) > 1 else "")
    return f"{count:,} photographs: {', '.join(parts)}.{verdict}"


def label_wall(photos, labels, turned=(), truth=None) -> Picture:
    """The most suspicious photographs with their labels; those in `turned` (places on the wall) are turned round.

    With the truth they stand as they came, for the truth says which of them were wrong.

    photos  n photographs, for example 20
    labels  n labels, 1 or True for apple
    turned  places on the wall, as `places` takes them
    truth   n true labels, when they are to be revealed: labels that came right get a blue frame, wrong ones an orange
    The plain twin of `figures.label_wall`.
    """
    labels, truth, turned = wall(photos, labels, turned, truth)
    now = labels ^ np.isin(np.arange(len(labels)), turned) if truth is None else labels
    titles = [f"{place}: {name(label)}{' ↺' if place in turned else ''}" for place, label in enumerate(now)]
    marks, words = None if truth is None else labels == truth, wall_words(labels, truth, turned)
    return photo_grid(photos, titles, columns=columns(len(labels)), marks=marks, message=words)


def wall(photos, labels, turned, truth):
    """(labels, truth or None, turned) as arrays of True and False and a list of places; complains in words."""
    labels = np.asarray(labels).astype(bool)
    truth = None if truth is None else np.asarray(truth).astype(bool)
    if not len(labels) or len(photos) != len(labels) or (truth is not None and len(truth) != len(labels)):
        raise CourseError(
            f"There are {len(photos)} photographs and {len(labels)} labels.", do="Give one label for each photograph."
        )
    return labels, truth, places(turned, len(labels))


def places(turned, many: int) -> list[int]:
    """Places on a wall of `many` photographs, ascending: from whole numbers, or from one True or False for each."""
    try:
        found = np.asarray([] if isinstance(turned, str) else list(turned))
        if found.dtype == bool and found.shape == (many,):
            found = np.flatnonzero(found)
        whole = not isinstance(turned, str) and found.ndim == 1 and found.dtype != bool and np.all(found == found // 1)
    except (TypeError, ValueError):
        whole = False
    if not whole:
        raise CourseError(f"{turned!r} names no places on this wall.", do="Copy the line under it, such as [0, 3, 5].")
    strange = [f"{place:g}" for place in found if not 0 <= place < many]
    if strange:
        raise CourseError(f"There is no place {strange[0]} on this wall.", do=f"Its places are 0 to {many - 1}.")
    return sorted({int(place) for place in found})


def columns(many: int) -> int:
    """How many photographs stand in a row, so that the rows of a wall are full where they can be."""
    return next((wide for wide in (6, 5, 4) if many % wide == 0), 6)


def wall_words(labels, truth, turned) -> str:
    """What the figure says of the labels that were turned round; with the truth, how many of them were wrong."""
    if truth is None:
        return f"You turned {len(turned)} of {len(labels)} labels."
    wrong = np.flatnonzero(np.asarray(labels) != np.asarray(truth))
    hits = len(set(turned) & set(wrong.tolist()))
    return (
        f"{len(wrong)} of these {len(labels)} labels are wrong. You turned {hits} of them, and {len(turned) - hits} "
        "that were right."
    )


def name(label) -> str:
    return "apple" if label else "no apple"


def recall_bars(recalls: dict[str, dict[str, float]], which: str | None = None, missing=()) -> Picture:
    """The share of each variety that is found, as bars, for one training set; a line marks that of the first.

    recalls  name of a training set -> {variety: recall, 0 to 1}
    which    the training set to show; the last when None
    missing  varieties that the first training set lacks
    The plain twin of `figures.recall_bars`.
    """
    names, varieties = sets_of(recalls)
    which = names[-1] if which is None else which
    if which not in recalls:
        raise CourseError(f"There is no training set {which!r}.", do=f"Choose one of {', '.join(names)}.")
    figure, axes = card(height=3.4)
    for place, variety in enumerate(varieties):
        share, lacks = recalls[which][variety], variety in missing
        axes.bar(place, share, 0.62, color=COLOURS["orange" if lacks else "blue"], hatch="//" if lacks else None)
        axes.plot([place - 0.36, place + 0.36], [recalls[names[0]][variety]] * 2, color=COLOURS["ink"])
        axes.annotate(
            f"{share:.2f}", (place, share), xytext=(0, 5), textcoords="offset points", ha="center", fontsize=SMALL
        )
    axes.set_xticks(range(len(varieties)), varieties)
    axes.set(ylim=(0, 1.12), ylabel="share of a variety's apples found", title=which)
    axes.set_yticks(np.arange(0, 1.01, 0.2))
    axes.text(
        0.995,
        0.985,
        f"line: {names[0]}; hatched: missing there",
        ha="right",
        va="top",
        fontsize=SMALL,
        color=INKS["grey"],
        transform=axes.transAxes,
    )
    return described(figure, f"Recall by variety. {recall_words(recalls, which)}")


def sets_of(recalls) -> tuple[list[str], list[str]]:
    """(names of the training sets, varieties); complains where a set lacks a variety or a share is none."""
    if not recalls or not all(np.size(shares) for shares in recalls.values()):
        raise CourseError("There is no recall to show.", do='Give {"200 red": {"red": 0.9, "green": 0.0}}.')
    names = list(recalls)
    try:
        varieties = list(dict(recalls[names[0]]))
        recalls = {which: dict(shares) for which, shares in recalls.items()}
    except (TypeError, ValueError):
        raise CourseError("A recall for each variety is missing.", do='Give a dict: {"red": 0.9}.') from None
    for which, shares in recalls.items():
        if set(shares) != set(varieties):
            raise CourseError(f"{which} has other varieties than {names[0]}.", do="Give each set the same ones.")
        if not all(0 <= share <= 1 for share in shares.values()):
            raise CourseError("A recall lies between 0 and 1.", do="Give shares: 0.9, not 90.")
    return names, varieties


def recall_words(recalls, which: str) -> str:
    """What the figure says of one training set."""
    return f"{which}: " + ", ".join(f"{variety} {share:.2f}" for variety, share in recalls[which].items()) + "."
