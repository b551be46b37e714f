"""Is a log whole and honest? Judged from the log alone: never by how many seconds, never by which device.

What is looked for is what a real measurement cannot show: statistics that do not follow from the samples, samples
without the jitter of a real clock, more seconds than passed, records that were changed, moved or brought from another
machine. A slow, busy or old machine, or one with a coarse clock, shows none of these. Nobody can tell a very careful
forgery from a measurement by looking at numbers; `shared` finds what two people's logs have in common.
"""

from __future__ import annotations

import itertools
import math
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from course.timing import workloads
from course.timing.logfile import Log, LogBroken, LogTooNew, log, moment, parse, seal
from course.timing.record import summary

AFRESH = "If you did not edit the log by hand, call timing.start_afresh() and run the notebook again."
DAY = 86400.0
# More than any machine can do, so that only a false number is beyond it.
FLOP_PER_CORE, FLOP_PER_GPU, BYTES = 5e12, 2e16, 2e13  # a second
SHORTEST = 2e-9  # seconds: an empty Python function takes longer
FINE = 10_000  # ticks of the clock: a sample this long cannot be the same twice


@dataclass(frozen=True)
class Problem:
    """What does not fit, in words; `workload` is None if it is about the log as a whole."""

    kind: str
    message: str
    workload: str | None = None


def problems(
    of: Log | str | os.PathLike | None = None, *, workload: str | None = None, now: float | None = None
) -> list[Problem]:
    """Everything that does not fit in a log (this notebook's by default); [] when all is well.

    `of` may be a path; a file that is not there is an empty log. `workload` keeps to the problems of one workload and
    of the log as a whole. `now` is the time of judging, in seconds since 1970.
    """
    if of is None or isinstance(of, Log):
        document = (of or log()).document
    elif not Path(of).exists():
        return []
    else:
        try:
            document = parse(Path(of).read_bytes())
        except (LogBroken, LogTooNew, OSError) as error:
            return [Problem("broken file", f"{Path(of).name} cannot be read: {error}")]
    found = [
        *_chain(document),
        *_machines(document),
        *_clock(document, time.time() if now is None else now),
        *_predictions(document),
        *_copies(document),
    ]
    for record in _observations(document):
        found += [
            Problem(kind, f"“{record['workload']}”: {message}", record["workload"])
            for kind, message in itertools.chain(*(check(record) for check in _CHECKS))
        ]
    return [one for one in dict.fromkeys(found) if workload is None or one.workload in (None, workload)]


def shared(one: Log, other: Log) -> list[str]:
    """Workloads whose very same measurement stands in two logs: for logs of two people there should be none."""
    theirs = {_key(record) for record in _observations(other.document)}
    return [record["workload"] for record in _observations(one.document) if _key(record) in theirs]


def _observations(document: dict) -> list[dict]:
    return [record for record in document["records"] if record["record"] == "observation"]


def _key(record: dict) -> tuple:
    return record["started"], record["elapsed"], *record["samples"]


def _chain(document: dict) -> Iterator[Problem]:
    """Each record carries the seal of the one before, and the file the seal of the last."""
    before = document["log"]
    for number, record in enumerate(document["records"]):
        if record["number"] != number or record["previous"] != before or record["seal"] != seal(record):
            yield Problem(
                "changed record",
                f"record {number} of the log, or the one before it, was changed, removed or put in by hand. {AFRESH}",
            )
            return
        before = record["seal"]
    if document["count"] != len(document["records"]) or document["seal"] != seal(document):
        yield Problem(
            "changed record", f"records at the end of the log were removed, or its header was changed. {AFRESH}"
        )


def _machines(document: dict) -> Iterator[Problem]:
    """A log that moves to another machine says so in a record of its own; a pasted record does not."""
    here = None
    for record in document["records"]:
        if record["record"] == "machine":
            here = record["machine"]
        elif record["machine"] != here:
            name = record.get("workload")
            yield Problem(
                "another machine",
                f"“{name}”: record {record['number']} was made on another machine than the records around it. {AFRESH}",
                name,
            )
    if document["records"] and document["records"][0]["machine"] != document["machine"]:
        yield Problem("another machine", f"the log began on another machine than its first record. {AFRESH}")


def _clock(document: dict, now: float) -> Iterator[Problem]:
    """Records stand in the order of the log's own clock, between its beginning and its last save."""
    last = document["created"]
    for record in document["records"]:
        at, name = moment(record), record.get("workload")
        if not math.isfinite(at) or at < last - 1e-3:
            yield Problem("order", f"record {record['number']} is older than the one before it.", name)
        if at > document["saved"] + 1e-3 or at > now + 2 * DAY:
            yield Problem(
                "future",
                f"record {record['number']} says that it was made later than "
                f"{'the log was saved' if at > document['saved'] + 1e-3 else 'today'}.",
                name,
            )
        last = max(last, at) if math.isfinite(at) else last


def _predictions(document: dict) -> Iterator[Problem]:
    """A measurement answers a prediction for the same workload, made before it began."""
    made = {record["number"]: record for record in document["records"] if record["record"] == "prediction"}
    for record in _observations(document):
        answered, name = record["prediction"], record["workload"]
        if answered is None:
            continue
        prediction = made.get(answered)
        if prediction is None or prediction["workload"] != name:
            yield Problem("prediction", f"“{name}”: the prediction that it answers is not in the log.", name)
        elif prediction["late"] or answered > record["number"] or prediction["made"] > record["started"] + 1e-3:
            yield Problem("late prediction", f"“{name}”: the prediction was made after the measurement began.", name)


def _copies(document: dict) -> Iterator[Problem]:
    """No two measurements have the same samples, nor samples in the same proportions."""
    seen: dict[tuple, int] = {}
    for record in _observations(document):
        samples = record["samples"]
        if len(samples) < 5 or not _sound(samples) or _steps(record) < 1000:
            continue
        shape = tuple(float(f"{sample / samples[0]:.9g}") for sample in samples)
        if shape in seen:
            yield Problem(
                "copied samples",
                f"“{record['workload']}”: the samples of record {record['number']} are "
                f"those of record {seen[shape]}, or a multiple of them.",
                record["workload"],
            )
        seen.setdefault(shape, record["number"])


def _times(record: dict) -> Iterator[tuple[str, str]]:
    numbers = [
        *record["samples"],
        record["first"],
        record["elapsed"],
        record["started"],
        record["ended"],
        record["tick"],
    ]
    if not all(math.isfinite(number) and number > 0 for number in numbers):
        yield "impossible time", "a time is negative, zero or no number."
    elif min(record["samples"]) < SHORTEST:
        yield "impossible time", f"a sample of {min(record['samples']):.1e} s is shorter than an empty function."
    elif record["tick"] > 0.2 or max(record["samples"]) * record["calls"] < 0.5 * record["tick"]:
        yield "impossible time", "a sample is shorter than one tick of its own clock."


def _statistics(record: dict) -> Iterator[tuple[str, str]]:
    if not all(math.isfinite(sample) for sample in record["samples"]):
        return
    for name, value in summary(record["samples"]).items():
        if not math.isclose(record["statistics"][name], value, rel_tol=1e-9, abs_tol=1e-15):
            yield (
                "statistics",
                (
                    f"the {name} in the log is {record['statistics'][name]:.6g} s, and that of its "
                    f"samples is {value:.6g} s."
                ),
            )
            return


def _jitter(record: dict) -> Iterator[tuple[str, str]]:
    """A clock that can show the jitter of a machine does show it."""
    samples = record["samples"]
    if len(samples) < 3 or not _sound(samples):
        return
    ticks = min(samples) * record["calls"] / record["tick"]
    if ticks >= FINE and _steps(record) < 0.5:
        yield "identical samples", "all samples are the same, and a real clock never gives that."
        return
    ordered = sorted(samples)
    for series in (samples, ordered):
        steps = [later - sooner for sooner, later in itertools.pairwise(series)]
        even = max(steps) - min(steps) <= 1e-6 * max(map(abs, steps))
        if len(samples) >= 5 and _steps(record) >= FINE and even:
            yield "too regular", "the samples rise in equal steps, and real ones do not."
            return
    if len(samples) >= 4 and ticks >= 10 * FINE and all(float(f"{sample:.4g}") == sample for sample in samples):
        yield "too regular", "the samples are rounded numbers, and a clock does not round."


def _elapsed(record: dict) -> Iterator[tuple[str, str]]:
    if not _sound(record["samples"]):
        return
    spent = record["first"] + record["calls"] * math.fsum(record["samples"])
    if spent > record["elapsed"] * (1 + 1e-6) + 1e-6:
        yield (
            "more than passed",
            (f"its samples add up to {spent:.4g} s, and the whole measurement took {record['elapsed']:.4g} s."),
        )
    if abs(record["ended"] - record["started"] - record["elapsed"]) > 1e-3 + 1e-6 * record["elapsed"]:
        yield "more than passed", "its beginning, its end and its length do not fit together."


def _work(record: dict) -> Iterator[tuple[str, str]]:
    if record["repeats"] != len(record["samples"]):
        yield "work", f"it says {record['repeats']} samples, and there are {len(record['samples'])}."
    if not all(math.isfinite(amount) and amount >= 0 for amount in record["work"].values()):
        yield "work", "the work is negative or no number."
        return
    rule: Callable[[float], dict[str, float]] | None = workloads.WORK.get(record["workload"])
    if rule is not None and isinstance(record["size"], int | float):
        for name, amount in rule(record["size"]).items():
            if not math.isclose(record["work"].get(name, math.nan), amount, rel_tol=1e-9):
                yield (
                    "work",
                    (
                        f"work[{name!r}] is {record['work'].get(name, 'missing')}, and size "
                        f"{record['size']:g} of this workload means {amount:g}."
                    ),
                )


def _physics(record: dict) -> Iterator[tuple[str, str]]:
    """Work in a second beyond any machine of its kind (never a bound on how slow it may be)."""
    if not _sound(record["samples"]):
        return
    quickest = min(record["samples"])
    most = FLOP_PER_GPU if record["device"] == "gpu" else FLOP_PER_CORE * max(1, record["cores"])
    for name, limit in (("flop", most), ("bytes", BYTES)):
        rate = record["work"].get(name, 0.0) / quickest
        if rate > limit:
            yield "too fast", f"{rate:.2g} {name} in a second is more than any {record['device'].upper()} can do."


def _sound(samples: list[float]) -> bool:
    return all(math.isfinite(sample) and sample > 0 for sample in samples)


def _steps(record: dict) -> float:
    """The range of the samples in ticks of the clock: how much of the jitter the clock could show."""
    return (max(record["samples"]) - min(record["samples"])) * record["calls"] / record["tick"]


_CHECKS = (_times, _statistics, _jitter, _elapsed, _work, _physics)
