"""Measurements of a GPU that is not in this machine: borrowed by the learner, or recorded with the course.

`borrow_gpu.py`, beside lesson 09, measures a GPU elsewhere; the file that it writes counts where it lies beside the
notebook or in lesson 09's folder. `benchmarks/gpu_reference.py` writes the JSON files of this folder: there is one for
each device that somebody measured. Where there is neither, `reference` returns None and a plot says so. Nothing here
is ever made up.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from course.files import write_atomic
from course.timing.logfile import NAME, read_only
from course.timing.record import Observation, from_record

SCHEMA, BORROWED, VERSION = "apples-course/gpu-reference", "apples-course/borrowed", 1
NONE_YET = "no GPU reference measurements recorded yet"
LARGEST = 4_000_000  # bytes of a borrowed file: it has some ten thousand


@dataclass(frozen=True)
class Reference:
    """Measurements of one workload on one GPU: `date` is ISO, `command` is what was typed to record them.

    borrowed : whether the learner measured it on another machine; else it came with the course.
    """

    workload: str
    device_name: str
    date: str
    versions: dict[str, str]
    command: str
    observations: list[Observation]
    borrowed: bool = False

    @property
    def label(self) -> str:
        """What a plot writes beside the curve."""
        if self.borrowed:
            return f"borrowed: {self.device_name}, measured {self.date}"
        return f"reference: {self.device_name}, recorded {self.date}"


def reference(workload: str, folder: Path | None = None) -> Reference | None:
    """Measurements of this workload on a GPU: the learner's latest borrowed ones, else the latest recorded; or None."""
    found = [one for one in references(folder) if one.workload == workload]
    return max(found, key=lambda one: (one.borrowed, one.date), default=None)


def references(folder: Path | None = None) -> list[Reference]:
    """All measurements, one entry for each workload and device: those of a folder, or recorded and borrowed ones."""
    shipped = folder or Path(str(files(__name__)))
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(shipped.glob("*.json"))]
    documents = [one for one in documents if (one["schema"], one["version"]) == (SCHEMA, VERSION)]
    found = [one for document in documents for one in _by_workload(document, borrowed=False)]
    return found if folder else found + list(_borrowed())


def carry_borrowed() -> None:
    """Copy what was borrowed from lesson 09's folder beside this notebook, so that it travels with the submission.

    While a notebook is graded nothing is copied, and a file that holds no measurements stays where it is.
    """
    for source in [] if read_only() else sorted(Path("..").glob("09-*/borrowed-*.json")):
        copy = Path(source.name)
        if _unusable(source):
            continue
        try:
            if not (copy.exists() and copy.read_bytes() == source.read_bytes()):
                write_atomic(copy, source.read_bytes())
        except OSError as error:
            print(f"{copy.name} could not be copied here: {error.strerror}. Copy it from {source.parent}.")


def _by_workload(document: dict, *, borrowed: bool) -> Iterator[Reference]:
    records = [one for one in document["observations"] if one["device"] == "gpu" or not borrowed]
    observed = [from_record(record, {}) for record in records]
    about = (document[key] for key in ("device_name", "date", "versions", "command"))
    device_name, date, versions, command = about
    for workload in dict.fromkeys(one.workload for one in observed):
        mine = [one for one in observed if one.workload == workload]
        yield Reference(workload, device_name, date, versions, command, mine, borrowed)


def borrowed(folder: Path) -> tuple[list[Reference], dict[str, str]]:
    """(what was borrowed and lies in a folder, why a file there holds no measurements: by its name, in words)."""
    found, unusable = [], {}
    for path in sorted(folder.glob("borrowed-*.json")):
        if why := _unusable(path):
            unusable[path.name] = why
        else:
            found += _by_workload(json.loads(path.read_bytes()), borrowed=True)
    return found, unusable


def _borrowed() -> Iterator[Reference]:
    """What was borrowed lies beside the log, or in lesson 09's folder. A file that is none is said, and left out."""
    here = Path(os.environ.get("COURSE_LOG") or NAME).absolute().parent
    for folder in dict.fromkeys((here, *sorted(here.parent.glob("09-*/")))):
        found, unusable = borrowed(folder)
        for name, why in unusable.items():
            print(f"{name} is left out: {why} Run borrow_gpu.py again, and put the new file in its place.")
        yield from found


def seal(content: object) -> str:
    """SHA-256 of what a borrowed file holds; a whole number counts as the float that it equals. As in borrow_gpu.py."""

    def floats(value: object) -> object:
        if isinstance(value, dict):
            return {key: floats(each) for key, each in value.items()}
        if isinstance(value, list):
            return [floats(each) for each in value]
        return float(value) if isinstance(value, int) else value

    return hashlib.sha256(json.dumps(floats(content), sort_keys=True).encode()).hexdigest()


def _unusable(path: Path) -> str:
    """Why a file holds no borrowed measurements; "" if it does."""
    try:
        if path.stat().st_size > LARGEST:
            return "it is too large."
        document = json.loads(path.read_bytes())
        if (document["schema"], document["version"]) != (BORROWED, VERSION):
            return "it is no file of this version of borrow_gpu.py."
        if document["seal"] != seal({key: value for key, value in document.items() if key != "seal"}):
            return "it was changed after it was measured."
        seen: list[Any] = [one for reference in _by_workload(document, borrowed=True) for one in reference.observations]
        if not seen:
            return "nothing in it was measured on a GPU."
        if not all(one.samples and all(0 < each < math.inf for each in one.samples) and one.size > 0 for one in seen):
            return "a time or a size in it is not above zero."
    except OSError as error:
        return f"it cannot be opened ({error.strerror})."
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        return "it is not whole, or no file of borrow_gpu.py."
    return ""
