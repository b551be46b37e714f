"""The paid week: drag work, start-up and idle time-out through a calendar, and read what the files say to it."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from course import cost
from course.errors import CourseError
from course.figures.figure import Figure
from course.plots import week as twin

IDLE = (1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 960, twin.WEEK)  # minutes; the last one is never


def paid_week(
    machines: Mapping[str, tuple[str, str]],
    *,
    begin: float = 13,
    end: float = 13 + 2 / 3,
    startup: float = 5,
    idle: float = 2,
) -> Figure:
    """A calendar of a machine's week, and beside it the files that order it, with the lines that differ marked.

    machines        name -> the YAML text of its cluster and of its job: two or more; the last one is shown first
    begin, end      of the work on each working day, hours since midnight
    startup, idle   minutes that are paid before and after it
    Its twin in plain code: `plots.paid_week(size, begin=..., end=..., startup=..., idle=...)`.
    """
    if len(machines) < 2:
        raise CourseError("One machine has no other to differ from.", do="Give two or more, each with its files.")
    sizes = {name: str(yaml.safe_load(cluster)["size"]) for name, (cluster, _) in machines.items()}
    first = list(machines)[-1]
    made = twin.week(sizes[first], begin, end, startup, idle)
    data = {
        "machines": [
            {
                "name": name,
                "size": sizes[name],
                "price": float(cost.size(sizes[name]).per_hour.amount),
                "files": [_lines(text) for text in files],
            }
            for name, files in machines.items()
        ],
        "begin": made.begin,
        "end": made.end,
        "startup": made.startup,
        "idle": made.idle,
        "stops": sorted({*IDLE, made.idle}),
    }
    still = twin.paid_week(sizes[first], begin=begin, end=end, startup=startup, idle=idle, name=first)
    return Figure("paid_week", "What is paid for, and what for nothing?", data, still)


def _lines(text: str) -> list[str]:
    """The lines of a file, without where its schema lies."""
    return [line.rstrip() for line in text.strip().splitlines() if not line.startswith("$schema")]
