"""Long tests that are not repeated while nothing has changed that they depend on.

A test marked `recorded` is left out where a record beside its file says that it passed with the very files that are
here, on such a Python and processor: the test, the lesson and what reads it, what it imports of the course, with such
versions of the packages that compute. Else it is run as any other. What only shows numbers, or judges answers, is not
asked about, where the test itself does not ask it; nor are a lesson's words, its checks, and the answers that they are
tried with: which sentence a test asserts stands in the test.
`pytest tests/lessons/test_claims_04.py --record` runs all tests of a file and writes its record when they pass.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

from autograder.files import write_atomic

ROOT = Path(__file__).resolve().parents[2]
PARTS = "course", "benchmarks"
RUN = ("benchmarks",)  # what may run a lesson's cells, as the tests do
ASIDE = tuple(
    f"course/{name}"
    for name in ("checks", "figures", "inventory", "language", "plots", "timing/calibration.py", "widgets")
)
DATA = "*.json", "*.csv"  # what a module may read beside itself
NEVER_RUN = re.compile(r"# %% (?:\[(?:markdown|raw)\]|check=|tags=\[\"(?:wrong|right)-answer)")  # by `claims`
COMPUTE = "numpy", "pandas", "scikit-learn", "scipy", "torch", "torchvision"
READERS = "autograder/authoring/lesson.py", "tests/support/claims.py"
BEGAN = time.time()  # before the tests import what they try


def recorded_but_first(values: Iterable) -> list:
    """Parameters that a record leaves out; `pytest --first-seeds` tries the first of them all the same."""
    first, *others = values
    rest = [pytest.param(value, marks=pytest.mark.recorded) for value in others]
    return [pytest.param(first, marks=pytest.mark.first_seed), *rest]


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
    same = (record.get("machine"), record.get("versions")) == (_machine(), _versions())
    return record["date"] if same and record["files"] == _digests(map(ROOT.joinpath, record["files"])) else ""


def write(test: Path, passed: int) -> str:
    """Record that the `passed` tests of a file did so in this process; why that cannot be, in words, or ""."""
    files = _imported() | _asked(test)
    files |= {test, *map(ROOT.joinpath, READERS)} | _lessons({test, *(path for path in files if _within(path, RUN))})
    if late := sorted(path.name for path in files if path.stat().st_mtime > BEGAN):
        return f"Not recorded: {', '.join(late)} changed while the tests ran."
    record = {
        "date": datetime.now(UTC).date().isoformat(),
        "command": f"pytest {test.relative_to(ROOT)} --record",
        "passed": passed,
        "cpu_seconds": round(time.process_time()),
        "machine": _machine(),
        "versions": _versions(),
        "files": _digests(files),
    }
    write_atomic(path_of(test), json.dumps(record, indent=1) + "\n")
    return ""


def _machine() -> str:
    """What may round otherwise: the Python, without its last number, and the kind of processor."""
    return f"Python {sys.version_info.major}.{sys.version_info.minor}, {platform.machine()}"


def _versions() -> dict[str, str]:
    return {name: metadata.version(name) for name in COMPUTE}


def _imported() -> set[Path]:
    """What this process has imported that computes, and the data beside it."""
    files = {path for path in _files_of(sys.modules.values()) if not _within(path, ASIDE)}
    return files | {path for folder in {path.parent for path in files} for kind in DATA for path in folder.glob(kind)}


def _asked(test: Path) -> set[Path]:
    """The modules that a test has names for: it imports the module, and not what is in it."""
    return _files_of(vars(sys.modules.get(test.stem, object)).values())


def _files_of(values: Iterable) -> set[Path]:
    """The files of those of `values` that are modules of the course or of its benchmarks."""
    modules = [value for value in list(values) if isinstance(value, ModuleType)]
    files = {Path(module.__file__) for module in modules if getattr(module, "__file__", None)}
    return {path for path in files if _within(path, PARTS)}


def _within(path: Path, folders: Iterable[str]) -> bool:
    return any(path.is_relative_to(ROOT / folder) for folder in folders)


def _lessons(files: set[Path]) -> set[Path]:
    """The scripts of the lessons that are named in `files`."""
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    return {script for script in (ROOT / "solutions").glob("*.py") if script.stem in text}


def _digests(paths: Iterable[Path]) -> dict[str, str]:
    """The start of the SHA-256 of each file, by its path in the course; "" where there is none."""
    return {
        path.relative_to(ROOT).as_posix(): hashlib.sha256(_computes(path)).hexdigest()[:16] if path.is_file() else ""
        for path in sorted(paths)
    }


def _computes(path: Path) -> bytes:
    """What of a file a test can depend on."""
    if not _within(path, ["solutions"]):
        return path.read_bytes()
    cells = re.split(r"^(?=# %%)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return "".join(cell for cell in cells if not NEVER_RUN.match(cell)).encode()
