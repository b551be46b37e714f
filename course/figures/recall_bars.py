"""Recall by variety: change what was learned from, and see which bars move."""

from __future__ import annotations

from course.figures.figure import Figure
from course.plots import quality as twin


def recall_bars(recalls: dict[str, dict[str, float]], missing=()) -> Figure:
    """The share of each variety that is found, for one training set after another.

    recalls  name of a training set -> {variety: recall, 0 to 1}
    missing  varieties that the first training set lacks
    Its twin in plain code: `plots.recall_bars(recalls, which, missing)`.
    """
    names, varieties = twin.sets_of(recalls)
    still = twin.recall_bars(recalls, names[0], missing)
    data = {
        "sets": names,
        "varieties": varieties,
        "missing": [variety in missing for variety in varieties],
        "shares": [[float(recalls[which][variety]) for variety in varieties] for which in names],
        "words": [twin.recall_words(recalls, which) for which in names],
    }
    return Figure("recall_bars", "Which bars move?", data, still)
