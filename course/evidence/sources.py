"""What a decision can cite: own times of all lessons, of a borrowed GPU, own results, and results of the course."""

from __future__ import annotations

import csv
import datetime
import functools
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from course import timing
from course.errors import CourseError
from course.evidence.results import results

if TYPE_CHECKING:
    import pandas


BRIEFS = ("weather", "colours", "subtitles", "voices", "table", "photos")  # of lesson 12
WORK = {"ridge": "weather", "network": "weather", "look-up": "subtitles", "line": "table"}  # what it times for them


class NotRecorded(CourseError):
    """Nothing can be cited by this key."""

    heading = "Nothing is recorded so"


@dataclass(frozen=True)
class Observed:
    """One number that can be cited by its `key`. `brief` is what it is about; empty for a time of another lesson, which
    fits any brief.

    `own` says whether the learner measured it: no result of the course, and none that is computed from suppositions.
    `command` is what gave a result of the course, with its date.
    """

    key: str
    what: str
    value: float
    unit: str
    date: str
    own: bool
    brief: str = ""
    command: str = ""


def observed() -> dict[str, Observed]:
    """Everything that can be cited, by key: own times, those of a borrowed GPU, own results, then the course's."""
    found: dict[str, Observed] = {}
    for lesson, log in timing.logs().items():
        place = "here" if log.path.name == timing.NAME else lesson[:2]  # in grading the folder may have any name
        for one in log.observations:  # the last one of a key counts
            found[key_of(place, one)] = _timed(place, one)
    timing.carry_borrowed()
    for source in timing.references():
        place = "borrowed" if source.borrowed else "recorded"
        for one in source.observations:
            key = key_of(place, one)
            found[key] = Observed(key, source.label, one.median, "s", source.date, source.borrowed)
    for name, row in results().items():
        found[name] = Observed(name, name, row["value"], row["unit"], _day(row["made"]), row["measured"], row["brief"])
    return found | {one.key: one for one in recorded()}


def find(key: str) -> Observed | None:
    """The observation with this key, whatever its capitals and spaces; None if there is none."""
    return {_plain(name): one for name, one in observed().items()}.get(_plain(key))


def value(key: str) -> float:
    """The number of an observation, as it is recorded.

    Raises `NotRecorded` if there is none, and `timing.NotMeasured` where nothing at all stands beside the notebook.
    """
    found = find(key)
    if found is not None:
        return found.value
    says = f"nothing is recorded as “{str(key)[:60]}”"
    if not timing.log().observations and not results():
        raise timing.NotMeasured(
            f"{says}, and nothing that you measured stands beside this notebook.",
            do="Run the notebook from top to bottom, save it, then validate or submit it.",
        )
    open_yet = "If a cell above records it, run the notebook from the top: an exercise may still be open."
    raise NotRecorded(f"{says}; evidence.table() shows what is.", do=open_yet)


def table() -> pandas.DataFrame:
    """All that can be cited: a row each, with the key to cite it by; times in seconds."""
    import pandas as pd

    rows = [(one.key, one.value, one.unit, one.brief or "any", one.own, one.date) for one in observed().values()]
    return pd.DataFrame(rows, columns=["key", "value", "unit", "brief", "you measured", "date"]).set_index("key")


@functools.cache
def recorded() -> tuple[Observed, ...]:
    """Results that were measured while the course was made, each with its date and what gave it."""
    text = files("course.evidence").joinpath("recorded.csv").read_text(encoding="utf-8")
    return tuple(
        Observed(
            row["key"], row["what"], float(row["value"]), row["unit"], row["date"], False, row["brief"], row["command"]
        )
        for row in csv.DictReader(text.splitlines())
    )


def key_of(place: str, one: timing.Observation) -> str:
    """The key of a time: "09 training step 64 cpu" in an earlier lesson's log, "here table work cpu" in this one's."""
    size = f" {one.size:g}" if isinstance(one.size, int | float) else f" {one.size}" if one.size else ""
    return f"{place} {one.workload}{size} {one.device}"


def _timed(place: str, one: timing.Observation) -> Observed:
    brief = WORK.get(one.workload, "") if place == "here" else ""
    return Observed(key_of(place, one), str(one), one.median, "s", _day(one.ended), True, brief)


def _day(moment: float) -> str:
    try:
        return datetime.datetime.fromtimestamp(moment, tz=datetime.UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return "no date"


def _plain(key: str) -> str:
    return " ".join(str(key).lower().split())
