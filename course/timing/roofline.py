"""The least time that a GPU needs by its data sheet: calculated, measured by nobody.

First somebody calls, then the GPU computes at its peak rate or waits for its memory, whichever takes longer (the
roofline model: Williams, Waterman and Patterson, Communications of the ACM 52(4), 2009). No real one is quicker.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from course.errors import CourseError
from course.timing.record import Observation


@dataclass(frozen=True)
class DataSheet:
    """What the maker promises: single-precision arithmetic and bytes of its own memory in a second."""

    gpu: str
    flop_per_second: float
    bytes_per_second: float
    released: str
    source: str

    def seconds(self, flop: float, bytes_: float, call: float) -> float:
        """The least seconds for work of `flop` that touches `bytes_`, after a call of `call` seconds."""
        return call + max(flop / self.flop_per_second, bytes_ / self.bytes_per_second)


@dataclass(frozen=True)
class Point:
    """A calculated time in the form of an observation: one "sample", without spread."""

    size: float | str | None
    median: float

    @property
    def samples(self) -> list[float]:
        """The one time that there is."""
        return [self.median]


@dataclass(frozen=True)
class Roofline:
    """Least times of one GPU at several sizes."""

    sheet: DataSheet
    observations: list[Point]

    @property
    def label(self) -> str:
        """What a plot writes beside the curve."""
        return "calculated from its data sheet, at best"


def roofline(gpu: str, observed: Iterable[Observation]) -> Roofline | None:
    """The least times of a GPU ("T4", "A100") for what was observed; None where nothing was.

    observed : of one workload on the CPU, at several sizes, each with its work["flop"], and work["bytes"] where that
    may be what takes longer. Calling the GPU is taken to cost what the quickest of them cost: the same Python and
    PyTorch call it.
    """
    sheet = _sheet(gpu)
    seen = list(observed)
    if not seen:
        return None
    if not all("flop" in one.work for one in seen):
        raise CourseError(
            f"These observations of “{seen[0].workload}” do not say how much arithmetic they did.",
            why="Least times are calculated from the arithmetic of the work and the bytes that it touches.",
            do='Measure with `work=lambda size: {"flop": ..., "bytes": ...}`.',
        )
    call = min(one.median for one in seen)
    least = [sheet.seconds(one.work["flop"], one.work.get("bytes", 0.0), call) for one in seen]
    return Roofline(sheet, [Point(one.size, seconds) for one, seconds in zip(seen, least, strict=True)])


def _sheet(gpu: str) -> DataSheet:
    text = files(__package__).joinpath("data_sheets.csv").read_text(encoding="utf-8")
    sheets = {row["gpu"]: row for row in csv.DictReader(text.splitlines())}
    if gpu not in sheets:
        raise CourseError(
            f"There is no data sheet of {gpu!r} here.",
            why=f"Those of {' and '.join(sheets)} are.",
            do="Choose one of them, or measure a GPU: borrow_gpu.py beside lesson 09 does.",
        )
    row = sheets[gpu]
    return DataSheet(gpu, float(row["flop_per_second"]), float(row["bytes_per_second"]), row["released"], row["source"])
