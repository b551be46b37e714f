"""One observation as a row of a result: numbers that JSON can hold, and words that a page can show."""

from __future__ import annotations

import math
from typing import Any

from autograder.text import shown


def row_of(seen: Any) -> dict:
    """What an observation of the course says: the part of a row that needs nothing else. Times in seconds."""
    first, prediction = seen.prediction, None
    if first is not None:
        off = first.off_by(seen.median) if first.quantity == "seconds" else None
        prediction = {
            "value": _number(first.value),
            "unit": shown(first.unit, 20),
            "quantity": shown(first.quantity, 60),
            "off_by": _number(off),
        }
    size = _number(seen.size) if isinstance(seen.size, int | float) else seen.size and shown(seen.size, 60)
    return {
        "record": "observation",
        "workload": shown(seen.workload, 120),
        "size": size,
        "device": seen.device,
        "device_name": shown(seen.device_name, 120),
        "cores": _number(seen.cores),
        "threads": _number(seen.threads),
        "median": _number(seen.median),
        "iqr": _number(seen.iqr),
        "samples": len(seen.samples),
        "prediction": prediction,
        "started": _number(seen.started),
    }


def _number(value: Any) -> float | int | None:
    """A finite number as it is, else None: a row must be JSON."""
    try:
        return value if math.isfinite(value) and abs(value) < 1e300 else None
    except (TypeError, OverflowError):
        return None
