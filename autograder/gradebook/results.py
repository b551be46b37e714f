"""What grading found out about one submission, beside the scores in nbgrader's gradebook: `result.json`."""

from __future__ import annotations

import datetime
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from autograder.files import copy_all, remove, write_atomic
from autograder.gradebook.folder import Folder
from autograder.gradebook.status import Status
from autograder.text import listed

VERSION = 1


@dataclass
class Item:
    """One graded cell. `score` is None where a person grades; `seconds` is what judging it took."""

    id: str
    question: str
    max: float
    score: float | None
    status: Status  # BY_HAND where a person grades
    message: str = ""
    seconds: float = 0.0


@dataclass
class Flag:
    """Something an instructor should know; with `decide`, something to decide, and the points at stake."""

    kind: str  # repaired, limit, timing, shared, judge, lost, walls
    text: str
    notebook: str | None = None
    item: str | None = None
    decide: bool = False
    points: float = 0.0


@dataclass
class NotebookResult:
    """The items of one notebook, and what was repaired before it could be graded."""

    reasons: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)


@dataclass
class Result:
    """Everything about one submission. `digest` names what was graded: the same digest is not graded again."""

    assignment: str
    student: str
    digest: str
    graded: str = field(default_factory=lambda: datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"))
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_bytes: int = 0
    missing_walls: list[str] = field(default_factory=list)
    notebooks: dict[str, NotebookResult] = field(default_factory=dict)
    flags: list[Flag] = field(default_factory=list)
    timing: list[dict] = field(default_factory=list)
    version: int = VERSION

    def write(self, path: Path) -> None:
        """Write the file whole or not at all."""
        write_atomic(path, json.dumps(asdict(self), indent=1, default=str))

    @classmethod
    def read(cls, path: Path) -> Result | None:
        """Read a result; None where there is none that this version wrote."""
        try:
            return cls.parse(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    @classmethod
    def parse(cls, text: str) -> Result:
        """A result out of its text; ValueError, KeyError or TypeError where it is none of this version."""
        values = json.loads(text)
        if values["version"] != VERSION:
            raise ValueError(f"it is of version {values['version']}, not {VERSION}")
        values["notebooks"] = {
            name: NotebookResult(one["reasons"], [_item(item) for item in one["items"]])
            for name, one in values["notebooks"].items()
        }
        values["flags"] = [Flag(**flag) for flag in values["flags"]]
        return cls(**values)


def _item(values: dict) -> Item:
    return Item(**{**values, "status": Status(values["status"])})


def keep(folder: Folder, judged: Path, result: Result) -> None:
    """Put the judged notebooks and their result in their places: the result last, so that it never speaks of a part."""
    path, target = folder.result(result.student, result.assignment), folder.judged(result.student, result.assignment)
    path.unlink(missing_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    whole = target.with_name(f".whole-{target.name}")
    remove(whole)  # of a job that was killed here
    refused = copy_all(judged, whole, symlinks=True)
    if refused:
        result.flags.append(Flag("repaired", f"files that cannot be kept on this disk: {listed(refused)}"))
    remove(target)
    os.rename(whole, target)
    result.write(path)
