"""Break-even: drag the point along the curve of a faster machine, and watch its bill beside the slow one's."""

from __future__ import annotations

import numpy as np

from course import cost
from course.figures.figure import Figure
from course.plots import money as twin

HOURS, SPEED_UPS = (-2, 3), (-1, 3)  # powers of ten between which the controls move
STARTUP, IDLE = range(0, 31), (*range(0, 30, 2), *range(30, 481, 10))  # minutes


def break_even(
    slow: str,
    faster,
    work,
    *,
    times: float = 1,
    startup: float = 0,
    idle: float = 0,
    runs: float = 1,
    fast: str | None = None,
    speed_up: float = 8,
    marks=(),
) -> Figure:
    """The cost of a job over the speed-up on faster machines, and the two bills as bars.

    slow     name of the size that needs `work` (an Observation or seconds) `times` over
    faster   names of sizes, each dearer by the hour; startup, idle: seconds paid on each machine beside the work
    runs     how many such jobs are paid
    fast, speed_up   the machine whose point can be dragged (the first of `faster` if None), and where it starts
    marks    (words, name of a size or None, speed-up): what was measured or supposed
    Its twin in plain code: `plots.break_even`, with the same arguments.
    """
    still = twin.break_even(
        slow,
        faster,
        work,
        times=times,
        startup=startup,
        idle=idle,
        runs=runs,
        fast=fast,
        speed_up=speed_up,
        marks=marks,
    )
    job = twin.job(slow, faster, work, times, startup, idle, runs)
    left, right = job.range(speed_up, *(mark[2] for mark in marks))
    own = [speed_up, *(mark[2] for mark in marks)]
    data = {
        "machines": [_machine(name) for name in (job.slow, *job.faster)],
        "fast": 1 + job.faster.index(cost.size(fast or job.faster[0]).name),
        "runs": runs,
        "hours": job.work / 3600,
        "startup": startup / 60,
        "idle": idle / 60,
        "speed_up": speed_up,
        "ends": [left, right],
        "lowest": twin.LOWEST,
        "marks": [[words, name and 1 + job.faster.index(cost.size(name).name), at] for words, name, at in marks],
        "stops": {
            "hours": _two_digits(*HOURS, job.work / 3600),
            "speed_up": [each for each in _two_digits(*SPEED_UPS, *own) if left <= each <= right],
            "startup": sorted({*STARTUP, startup / 60}),
            "idle": sorted({*IDLE, idle / 60}),
        },
    }
    return Figure("break_even", "When is the faster machine the cheaper one?", data, still)


def _machine(name: str) -> dict:
    size = cost.size(name)
    return {"name": size.name, "short": twin.short(size.name), "price": float(size.per_hour.amount)}


def _two_digits(low: int, high: int, *own: float) -> list[float]:
    """Every number of two digits from one power of ten to another, and those that are looked at."""
    round_ones = [float(f"{whole}e{power - 1}") for power in range(low, high) for whole in range(10, 100)]
    return np.unique([*round_ones, 10.0**high, *own]).tolist()
