"""All timing observations of a class: what was measured on which device, and who was how far off."""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import median
from typing import TypeGuard

import numpy as np

from autograder.report.classroom import Classroom

SHORTEST, LONGEST = 1e-9, 1e6  # seconds; what lies outside is not drawn
SIZES = 1e-9, 1e15  # likewise
MOST_ROWS = 40
MOST_CURVES = 20  # of one person for one workload; each is drawn, and compared with the others of its machine

Measured = tuple[str, str, str, float | None]  # device, its name, workload, size


@dataclass(frozen=True)
class Seen:
    """One honest observation and whose it is. Times in seconds; `size` None if it is no number."""

    student: str
    workload: str
    size: float | None
    device: str  # "cpu" or "gpu"
    device_name: str
    machine: str
    started: float
    median: float
    predicted: float | None  # only a prediction in seconds

    @property
    def off_by(self) -> float | None:
        return max(self.predicted / self.median, self.median / self.predicted) if self.predicted else None


@dataclass
class Times:
    """The observations of a class that can be shown, and how many could not."""

    seen: list[Seen] = field(default_factory=list)
    left_out: int = 0  # from logs that do not fit together
    people: int = 0


def of_class(room: Classroom) -> Times:
    """The observations of all submissions; of a borrowed GPU where somebody has none of their own."""
    times = Times()
    for one in room.submissions:
        rows = [row for row in (one.result.timing if one.result else []) if row.get("record") == "observation"]
        own = {row.get("workload") for row in rows if row.get("device") == "gpu" and not row.get("borrowed")}
        rows = [row for row in rows if not (row.get("borrowed") and row.get("workload") in own)]
        honest = [_seen(one.person.id, row) for row in rows if row.get("honest")]
        chosen = [each for each in honest if each is not None]
        times.seen += chosen
        times.left_out += len(rows) - len(chosen)
        times.people += bool(chosen)
    return times


def _seen(student: str, row: dict) -> Seen | None:
    median, said = row.get("median"), row.get("prediction") or {}
    if not _drawable(median):
        return None
    predicted = said.get("value") if said.get("off_by") is not None and _drawable(said.get("value")) else None
    size = row.get("size")
    size = size if isinstance(size, int | float) and SIZES[0] <= size <= SIZES[1] else None
    return Seen(
        student,
        str(row.get("workload")),
        size,
        str(row.get("device")),
        str(row.get("device_name")),
        str(row.get("machine")),
        row.get("started") or 0.0,
        median,
        predicted,
    )


def _drawable(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and SHORTEST <= value <= LONGEST


def workloads(seen: list[Seen]) -> list[str]:
    """The workloads, those of most people first."""
    people: dict[str, set[str]] = defaultdict(set)
    for one in seen:
        people[one.workload].add(one.student)
    return sorted(people, key=lambda name: (-len(people[name]), name))


@dataclass(frozen=True)
class DeviceRow:
    """One workload on one device: the people who measured it, and their times in seconds."""

    device: str
    device_name: str
    workload: str
    size: float | None
    people: int
    median: float
    quickest: float
    slowest: float
    off_by: float | None  # median of how many times off the predictions were


def devices(seen: list[Seen]) -> tuple[list[DeviceRow], int]:
    """Device by device, the size that most people measured of each workload; and how many rows are left out."""
    groups: dict[Measured, dict[str, Seen]] = defaultdict(dict)
    for one in sorted(seen, key=lambda one: one.started):
        groups[one.device, one.device_name, one.workload, one.size][one.student] = one  # the last one counts
    best: dict[tuple, tuple[tuple, Measured]] = {}
    for key, own in groups.items():
        rank = (len(own), key[3] or 0.0)
        if key[:3] not in best or rank > best[key[:3]][0]:
            best[key[:3]] = rank, key
    off: dict[tuple, list[float]] = defaultdict(list)
    for one in seen:
        if one.off_by:
            off[one.device, one.device_name, one.workload].append(one.off_by)
    rows = []
    for kind, (_, key) in best.items():
        medians = [one.median for one in groups[key].values()]
        rows.append(
            DeviceRow(
                *key,
                len(medians),
                float(median(medians)),
                min(medians),
                max(medians),
                float(median(off[kind])) if kind in off else None,
            )
        )
    order = {name: number for number, name in enumerate(workloads(seen))}

    def by_workload(row: DeviceRow) -> tuple:
        return order[row.workload], row.device, row.median

    chosen = sorted(rows, key=lambda row: (-row.people, by_workload(row)))[:MOST_ROWS]
    return sorted(chosen, key=by_workload), len(rows) - len(chosen)


@dataclass
class Curve:
    """The times of one workload over sizes, on one device of one person's machine."""

    student: str
    device: str
    device_name: str
    machine: str
    points: dict[float, float]  # size -> median in seconds


def sweeps(seen: list[Seen], most: int) -> dict[str, list[Curve]]:
    """The curves of the first `most` workloads that have any, those of most people first."""
    groups: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        groups[one.workload].append(one)
    found = ((name, _curves(groups[name])) for name in workloads(seen))
    return dict(itertools.islice(((name, curves) for name, curves in found if curves), most))


def _curves(seen: list[Seen]) -> list[Curve]:
    """The curves of one workload over at least three sizes; a size that was measured again counts as measured last."""
    found: dict[tuple, Curve] = {}
    for one in sorted(seen, key=lambda one: one.started):
        if one.size is not None:
            key = (one.student, one.device, one.device_name, one.machine)
            found.setdefault(key, Curve(*key, {})).points[one.size] = one.median
    chosen: list[Curve] = []
    own: Counter[str] = Counter()
    for curve in found.values():
        if len(curve.points) >= 3 and own[curve.student] < MOST_CURVES:
            own[curve.student] += 1
            chosen.append(curve)
    for curve in chosen:
        curve.points = dict(sorted(curve.points.items()))
    return chosen


def crossover(cpu: dict[float, float], gpu: dict[float, float]) -> float | None:
    """The smallest common size from which on the GPU is quicker at every larger one; inf if never.

    None with fewer than three common sizes.
    """
    common = sorted(set(cpu) & set(gpu))
    if len(common) < 3:
        return None
    answer = math.inf
    for size in reversed(common):
        if gpu[size] >= cpu[size]:
            break
        answer = size
    return answer


@dataclass(frozen=True)
class Crossing:
    """Where one person's GPU overtakes the CPU of the same machine."""

    student: str
    gpu_name: str
    size: float  # inf: at no size that was measured
    before: float | None  # the measured size below it


def crossings(found: list[Curve]) -> list[Crossing]:
    """One for each machine that has a CPU and a GPU curve."""
    cpus: dict[tuple, list[Curve]] = defaultdict(list)
    for one in found:
        if one.device == "cpu":
            cpus[one.student, one.machine].append(one)
    made = []
    for gpu in (one for one in found if one.device == "gpu"):
        for cpu in cpus[gpu.student, gpu.machine]:
            size = crossover(cpu.points, gpu.points)
            if size is not None:
                below = [each for each in cpu.points if each in gpu.points and each < size]
                made.append(Crossing(gpu.student, gpu.device_name, size, max(below, default=None)))
    return made


def middle(found: list[Curve], device: str) -> dict[float, float]:
    """The class's median over sizes for one kind of device, where at least half of its curves have the size."""
    own = [one for one in found if one.device == device]
    often = Counter(size for one in own for size in one.points)
    sizes = sorted(size for size, many in often.items() if many >= max(1, len(own) / 2))
    return {size: float(np.median([one.points[size] for one in own if size in one.points])) for size in sizes}
