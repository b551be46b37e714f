"""The line that you fit by hand: drag it by its ends, or the ball in the valley of the loss, or let SGD walk."""

from __future__ import annotations

import numpy as np

from course.errors import CourseError
from course.figures.figure import Figure
from course.plots import learning as twin

RATES = (0.01, 0.03, 0.1, 0.3, 0.9, 1.1)  # with x standardised SGD diverges beyond 1
SQUARES, GRID = 9, 48  # apples whose square is drawn; pixels of the valley along each axis
FAR, NEAR = 0.72, 0.28  # shares of the valley on either side of the best line: it does not lie in the middle


def line(x, y, *, names=("x", "y"), unit: str = "g", target: float | None = None, batch_size: int = 40) -> Figure:
    """Points, a line to drag by its ends, squares on what it leaves over, and the valley of its mean squared error.

    x        numbers (n,), standardised (mean 0, spread 1)
    target   the root mean squared error, in `unit`, below which the figure says well done; a fifth above the best
             line's when None
    Its twin in plain code: the loss in numpy, and `plots.loss_surface` with the trail that you walked.
    """
    x, y = np.asarray(x, dtype=float).ravel(), np.asarray(y, dtype=float).ravel()
    if len(x) != len(y) or len(x) < 2:
        raise CourseError(
            f"A line needs two columns of equal length; these have {len(x)} and {len(y)} values.",
            do="Give one column of inputs and one of targets.",
        )
    ends = _ends(x)
    low, high = _ends(y)
    start = [round(low + share * (high - low)) for share in (0.8, 0.7)]
    slope = (start[1] - start[0]) / (ends[1] - ends[0])
    first = np.array([slope, start[0] - slope * ends[0]])
    best = np.polyfit(x, y, 1)
    wide = float(np.max(abs(first - best)) / (FAR - 0.1)) or 1.0
    ranges = [
        [float(to - share * wide), float(to + (1 - share) * wide)]
        for to, share in zip(best, (FAR if a < b else NEAR for a, b in zip(first, best, strict=True)), strict=True)
    ]
    slopes, intercepts = (np.linspace(start, end, GRID) for start, end in ranges)
    losses = np.mean((slopes[None, :, None] * x + intercepts[:, None, None] - y) ** 2, axis=2)
    left = float(np.sqrt(np.mean((np.polyval(best, x) - y) ** 2)))
    still = twin.loss_surface(slopes, intercepts, losses, [tuple(first)], names=("slope", f"intercept ({unit})"))
    data = {
        "x": x.round(4),
        "y": y.round(2),
        "names": list(names),
        "unit": unit,
        "ends": list(ends),
        "range": [round(low), round(high)],
        "start": start,
        "valley": ranges,
        "best": left,
        "target": target or float(f"{1.2 * left:.2g}"),
        "batch": min(batch_size, len(x)),
        "rates": list(RATES),
        "squares": np.argsort(x)[np.linspace(0, len(x) - 1, SQUARES).round().astype(int)],
        "grid": GRID,
    }
    return Figure("line", "You are the optimizer", data, still)


def _ends(values: np.ndarray) -> tuple[float, float]:
    room = 0.06 * max(float(np.ptp(values)), 1e-9)
    return float(values.min()) - room, float(values.max()) + room
