"""Results of this lesson that are no times, such as an error or a share: kept in `results.json` beside the notebook."""

from __future__ import annotations

import json
import math
import os
import sys
import time
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.files import write_atomic

NAME, SCHEMA, VERSION = "results.json", "apples-course/results", 1
LARGEST, LONGEST = 100_000, 60  # bytes of the file, characters of a name


class NotAResult(CourseError):
    """What is to be recorded is no number, or has no name."""

    heading = "This result cannot be recorded"


def record(name: str, value: float, unit: str, *, brief: str, measured: bool = True) -> float:
    """Keep a result of your own under a name; the last one of that name counts. Returns the value as a float.

    `measured` is False for what is computed from suppositions.
    While a notebook is graded nothing is written, and what was handed in is what counts.
    """
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number) or not 0 < len(name) <= LONGEST:
        raise NotAResult(f"{name[:LONGEST]!r}: {value!r} should be one number.", do="Run the cells above from the top.")
    if not os.environ.get("NBGRADER_EXECUTION"):
        made = {"value": number, "unit": unit, "brief": brief, "measured": bool(measured), "made": time.time()}
        kept = {**results(), name: made}
        try:
            write_atomic(NAME, json.dumps({"schema": SCHEMA, "version": VERSION, "results": kept}, indent=1) + "\n")
        except OSError as error:
            print(f"{NAME} could not be written: {error.strerror}.")
    return number


def results() -> dict[str, dict]:
    """What is recorded, by name; {} for a file of any other form.

    Each has a value, unit and brief, when it was made (seconds since 1970), and whether it was measured.
    """
    path = Path(NAME)
    try:
        if path.stat().st_size > LARGEST:
            return {}
        document = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(document, dict) or document.get("schema") != SCHEMA or document.get("version") != VERSION:
        return {}
    found = document.get("results")
    whole = {name: one for name, one in found.items() if _whole(name, one)} if isinstance(found, dict) else {}
    return {name: {**one, "measured": one.get("measured") is not False} for name, one in whole.items()}


def _whole(name: str, one: object) -> bool:
    if not isinstance(one, dict) or not 0 < len(name) <= LONGEST:
        return False
    texts = isinstance(one.get("unit"), str) and isinstance(one.get("brief"), str)
    numbers: list[Any] = [one.get("value"), one.get("made")]
    return texts and all(type(each) in (int, float) and abs(each) <= sys.float_info.max for each in numbers)
