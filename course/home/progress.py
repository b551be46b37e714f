"""The points of a lesson's last check, in a small file beside its notebook. Nothing leaves this machine."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from course.files import write_atomic

NAME = ".check.json"
SCHEMA = "apples-course/last-check-1"


@dataclass(frozen=True)
class LastCheck:
    """What the last check of a lesson found.

    `points` of `max` by the visible checks, `by_hand` more are given by a person; `right` if every check is;
    `checked` in seconds since 1970.
    """

    points: float
    max: float
    by_hand: float
    right: bool
    checked: float


def keep(last: LastCheck, folder: Path) -> None:
    """Write it into the folder of its lesson, in one step: a check that is cut short leaves the one before.

    Raises OSError where the folder cannot be written to.
    """
    write_atomic(folder / NAME, json.dumps({"schema": SCHEMA, **asdict(last)}, indent=1))


def last_check(folder: Path) -> LastCheck | None:
    """What the last check of the lesson in `folder` found; None where there was none, or its file is no such record."""
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if found.pop("schema") != SCHEMA:
            return None
        last = LastCheck(**found)
        sound = all(0 <= number < 1e12 for number in (last.points, last.max, last.by_hand, last.checked))
        return last if sound else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
