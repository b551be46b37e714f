"""Learning curves with their spread: drag the number of photographs and read who leads there."""

from __future__ import annotations

from typing import Any

import numpy as np

from course.figures.figure import Figure
from course.plots import quality as twin


def learning_curve(scores: dict[str, dict[int, Any]]) -> Figure:
    """The accuracy of two or more approaches over the number of photographs, each with its mean and its draws.

    scores  name -> {photographs: accuracies of several draws, 0 to 1}, the same numbers of photographs for each.
    Its twin in plain code: `plots.learning_curve(scores)`.
    """
    counts = twin.counts_of(scores)
    still = twin.learning_curve(scores)
    data = {
        "counts": counts,
        "names": list(scores),
        "draws": [[np.atleast_1d(each[count]) for count in counts] for each in scores.values()],
        "spreads": [[twin.spread(each[count]) for count in counts] for each in scores.values()],
        "words": [twin.curve_words(scores, count) for count in counts],
    }
    return Figure("learning_curve", "Who learns more from how much?", data, still)
