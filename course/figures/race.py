"""The race: a lane for each way to do the work, one control for its size, and who is first."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from course.figures.figure import Figure
from course.plots import lanes as twin

BETWEEN = 8  # places of the control from one measured size to the next


def race(
    lines: dict[str, object],
    cross: float | None = None,
    *,
    unit: str = "numbers",
    predicted: float | None = None,
    size: float | None = None,
) -> Figure:
    """Lanes on which each way to do the work runs at its measured speed, over the curves of time that give it.

    lines      name -> observations, a timing.Reference, or nothing: then the lane is empty and says why
    cross      the size from which on the second wins, as the learner's own function finds it
    predicted  the crossover that the learner predicted: a diamond at the foot of the curves
    size       where the control starts; the smallest size when None
    Its twin in plain code: `plots.race`, with the same arguments.
    """
    still = twin.race(lines, cross, unit=unit, predicted=predicted, size=size)
    lanes = twin.lanes(lines)
    measured = sorted({each for lane in lanes for each in lane.sizes})
    stops = _stops(measured)
    data = {
        "unit": unit,
        "one": unit.removesuffix("s"),
        "lanes": [vars(lane) for lane in lanes],
        "stops": stops,
        "start": size or stops[0],
        "cross": cross if cross is not None and np.isfinite(cross) else None,
        "predicted": predicted,
        "times": [[lane.at(each) if lane.runs(each) else None for each in stops] for lane in lanes],
        "first": [_first(lanes, each) for each in stops],
        "words": [twin.words(lanes, each, unit) for each in stops],
    }
    return Figure("race", "Who is first?", data, still)


def _stops(measured: list[float]) -> list[float]:
    """The measured sizes, and whole numbers between them, evenly spread on a log axis."""
    between = [np.geomspace(*ends, BETWEEN + 1) for ends in pairwise(measured)]
    return sorted({*measured, *(int(size) for some in between for size in some.round())})


def _first(lanes, size: float) -> int | None:
    """The place of the lane that wins at a size; None where nobody does for certain."""
    running = twin.order(lanes, size)
    if len(running) < 2 or twin.close(running[0], running[1], size):
        return None
    return lanes.index(running[0])
