"""The class atlas: every learner's machine beside the others, and a file of it without names for another class.

The measurement that no single learner can make: how long the smallest work takes on thirty machines, how much work a
second the largest gives, and from which size on a GPU wins.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.files import write_atomic
from autograder.gradebook.person import Person
from autograder.report.times import LONGEST, SHORTEST, SIZES, Curve, crossover
from autograder.text import quoted, shown, spreadsheet_cell

COLUMNS = ["class", "machine", "workload", "device", "device_name", "size", "seconds"]
KINDS = "cpu", "gpu"
LARGEST = 16 << 20  # bytes of a file
HIDDEN = "a device"
RANGE = {"size": SIZES, "seconds": (SHORTEST, LONGEST)}


class AtlasError(Exception):
    """A file of another class that cannot be read; the message says where and what to do."""


@dataclass
class Machine:
    """What one machine takes for a workload: seconds by size, for each kind of device."""

    group: str  # the class
    who: str  # "" where only the file of a class is known
    own: bool = True  # of the class that the report is about, whatever another calls itself
    names: dict[str, str] = field(default_factory=dict)  # kind of device -> its name
    curves: dict[str, dict[float, float]] = field(default_factory=dict)

    def least(self, kind: str) -> tuple[float, float]:
        """The smallest size that was measured, and its seconds: what a call costs before it has done anything."""
        return min(self.curves[kind].items())

    def rate(self, kind: str) -> float:
        """Size a second at the largest size that was measured."""
        size, seconds = max(self.curves[kind].items())
        return size / seconds

    @property
    def crossover(self) -> float | None:
        """As `times.crossover`: inf where the GPU wins at no size; None without both curves."""
        return crossover(self.curves["cpu"], self.curves["gpu"]) if set(KINDS) <= set(self.curves) else None


def machines(curves: Iterable[Curve], group: str) -> list[Machine]:
    """The machines of one class, with each kind of device that has most sizes; by its name, then by time."""
    found: dict[tuple, Machine] = {}
    for curve in sorted(curves, key=lambda one: (-len(one.points), one.device_name)):
        one = found.setdefault((curve.student, curve.machine), Machine(group, curve.student))
        if curve.device in KINDS and curve.device not in one.curves:
            one.names[curve.device], one.curves[curve.device] = curve.device_name, curve.points
    whole = [one for one in found.values() if one.curves]
    return sorted(whole, key=lambda one: (sorted(one.names.items()), [one.least(kind) for kind in sorted(one.curves)]))


def write(path: Path, found: dict[str, list[Machine]], people: Sequence[Person]) -> Path:
    """Write the machines of this class as CSV, by workload, numbered in the order of what they are.

    Nothing in it says whose they are: the name of a device, which anybody can write into a log, is left out where it
    holds a name, an id or an address of one of `people`.
    """
    names = {re.escape(name.lower()) for one in people for name in _names(one) if name}
    private = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(names)) or '(?!)'})(?!\w)")
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for workload, own in found.items():
        for number, one in enumerate(own, start=1):
            for kind, points in sorted(one.curves.items()):
                device_name = HIDDEN if private.search(one.names[kind].lower()) else one.names[kind]
                for size, seconds in sorted(points.items()):
                    row = [one.group, number, workload, kind, device_name, f"{size:.12g}", f"{seconds:.6g}"]
                    rows.writerow([spreadsheet_cell(str(each)) for each in row])
    write_atomic(path, text.getvalue())
    return path


def _names(person: Person) -> list[str]:
    return [person.id, person.first_name, person.last_name, person.email, person.lms_user_id]


def read(path: Path, workload: str) -> list[Machine]:
    """The machines of another class that were measured on `workload`.

    Raises
    ------
    AtlasError
        No file that `write` made, or none of its machines was.
    """
    where = f"{quoted(path.name)} cannot be read as the machines of a class"
    again = "Ask for the file `…-machines.csv` that `python -m autograder report` wrote there."
    try:
        if path.stat().st_size > LARGEST:
            raise AtlasError(f"{where}: it is larger than {LARGEST >> 20} MB. {again}")
        rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or [])]
        if missing:
            raise AtlasError(f"{where}: it has no column {', '.join(map(quoted, missing))}. {again}")
        found: dict[tuple[str, str], Machine] = {}
        for row in rows:
            if any(row[name] is None for name in COLUMNS):
                raise AtlasError(f"{where}: line {rows.line_num} is cut off. {again}")
            size, seconds = (_number(row, name, f"{where}: line {rows.line_num}") for name in RANGE)
            if row["workload"] != spreadsheet_cell(workload) or row["device"] not in KINDS:
                continue
            one = found.setdefault((row["class"], row["machine"]), Machine(shown(row["class"], 60), "", own=False))
            one.names[row["device"]] = shown(row["device_name"], 80)
            one.curves.setdefault(row["device"], {})[size] = seconds
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise AtlasError(f"{where}: {getattr(error, 'strerror', None) or error}. {again}") from None
    if not found:
        raise AtlasError(f"No machine in {quoted(path.name)} was measured on {quoted(workload)}, which is drawn here.")
    return list(found.values())


def _number(row: dict, name: str, where: str) -> float:
    least, most = RANGE[name]
    try:
        value = float(row[name])
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        ends = f"from {least:g} to {most:g}"
        raise AtlasError(f"{where} has {quoted(row[name])} for {name!r}, which should be a number {ends}.")
    return value
