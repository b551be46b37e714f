"""Long tests that are not repeated while nothing has changed that they depend on.

A test marked `recorded` is left out where a record beside its file says that it passed with the very files that are
here, on such a Python and processor: the test, the lesson and what reads it, what it imports of the course, the
versions of packages. Else it is run as any other.
`pytest tests/lessons/test_claims_04.py --record` runs all tests of a file and writes its record when they pass.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from autograder.files import write_atomic

ROOT = Path(__file__).resolve().parents[2]
PARTS = "course", "benchmarks"
DATA = "*.json", "*.csv"  # what a module may read beside itself
VERSIONS = "constraints.txt"
READERS = "autograder/authoring/lesson.py", "tests/support/claims.py", "tests/support/record.py"
BEGAN = time.time()  # before the tests import what they try


def recorded_but_first(values: Iterable) -> list:
    """Parameters of which the first is always tried."""
    first, *others = values
    return [first, *(pytest.param(value, marks=pytest.mark.recorded) for value in others)]


def path_of(test: Path) -> Path:
    """Where the record of a test file is."""
    return test.with_suffix(".json")


@cache
def date_of(test: Path) -> str:
    """When all tests of a file passed with the files that are here; "" if one has changed since, or never."""
    try:
        record = json.loads(path_of(test).read_text())
    except FileNotFoundError:
        return ""
    same = record.get("machine") == _machine() and record["files"] == _digests(map(ROOT.joinpath, record["files"]))
    return record["date"] if same else ""


def write(test: Path, passed: int) -> str:
    """Record that the `passed` tests of a file did so in this process; why that cannot be, in words, or ""."""
    files = _imported() | _given(test)
    if late := sorted(path.name for path in files if path.stat().st_mtime > BEGAN):
        return f"Not recorded: {', '.join(late)} changed while the tests ran."
    record = {
        "date": datetime.now(UTC).date().isoformat(),
        "command": f"pytest {test.relative_to(ROOT)} --record",
        "passed": passed,
        "cpu_seconds": round(time.process_time()),
        "machine": _machine(),
        "files": _digests(files),
    }
    write_atomic(path_of(test), json.dumps(record, indent=1) + "\n")
    return ""


def _machine() -> str:
    """What may round otherwise: the Python, without its last number, and the kind of processor."""
    return f"Python {sys.version_info.major}.{sys.version_info.minor}, {platform.machine()}"


def _imported() -> set[Path]:
    """The files of the course and of its benchmarks that this process has imported, and the data beside them."""
    files = {Path(module.__file__) for module in list(sys.modules.values()) if getattr(module, "__file__", None)}
    course = {path for path in files for part in PARTS if path.is_relative_to(ROOT / part)}
    return course | {path for folder in {path.parent for path in course} for kind in DATA for path in folder.glob(kind)}


def _given(test: Path) -> set[Path]:
    number = test.stem.removeprefix("test_claims_")
    return {test, ROOT / VERSIONS, *map(ROOT.joinpath, READERS), *(ROOT / "solutions").glob(f"{number}-*.py")}


def _digests(paths: Iterable[Path]) -> dict[str, str]:
    """The start of the SHA-256 of each file, by its path in the course; "" where there is none."""
    return {
        path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""
        for path in sorted(paths)
    }
