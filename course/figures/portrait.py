"""The portrait of one's own predictions, to be kept: `figures.portrait(timing.answered()).save("portrait.html")`."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

from course.figures.figure import Figure
from course.plots.portrait import MOST, TITLE, calibration, ratio, side
from course.plots.portrait import portrait as twin
from course.timing.calibration import Answered, times, words


def portrait(found: list[Answered], *, left_out: int = 0, brier: Mapping[str, float] | None = None) -> Figure:
    """Each of `timing.answered()` as a dot, lesson by lesson; a menu keeps to one lesson.

    `left_out` is `timing.unanswered()`, and `brier` is `inventory.scores()`. Its twin in plain code:
    `plots.portrait(found, left_out=..., brier=...)`.
    """
    data = {
        "rows": [
            {
                "lesson": one.label,
                "name": one.name,
                "ratio": ratio(one),
                "near": one.times_off <= 10,
                "words": f"{side(one)}: predicted {_amount(one.predicted, one)}, measured {_amount(one.measured, one)}",
            }
            for one in found
        ],
        "words": f"{words(found, left_out)} {calibration(brier or {})}".strip(),
        "lessons": {
            lesson: f"Lesson {lesson}: {'the middle one is ' * (len(off) > 1)}{times(median(off), 3)} off."
            for lesson, off in _times_off(found).items()
        },
        "most": MOST,
    }
    return Figure("portrait", TITLE, data, twin(found, left_out=left_out, brier=brier))


def _times_off(found: list[Answered]) -> dict[str, list[float]]:
    """Of each lesson how many times off its predictions were."""
    own: dict[str, list[float]] = {}
    for one in found:
        own.setdefault(one.label, []).append(one.times_off)
    return own


def _amount(value: float, one: Answered) -> str:
    return f"{value:.3g} {one.unit}"
