"""The two records of the log: a prediction, and an observation that belongs to it."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Prediction:
    """A number that the learner committed to before measuring. `made` is in seconds since 1970 (UTC)."""

    workload: str
    value: float
    quantity: str = "seconds"
    unit: str = "s"
    made: float = 0.0
    number: int = -1
    late: bool = False

    def off_by(self, measured: float) -> float:
        """How many times too large or too small the prediction was: 1 is exact, 10 is ten times off."""
        if not (self.value > 0 and measured > 0):
            return math.inf
        return max(self.value / measured, measured / self.value)


@dataclass(frozen=True)
class Observation:
    """One workload, measured on one device: every single sample, and everything needed to judge them.

    `samples`, `first` (the first call, before warm-up was over) and `elapsed` (the whole measurement, warm-up
    included) are in seconds; `started` and `ended` in seconds since 1970 (UTC). Each sample is the mean of `calls`
    calls in a row, so that it is long against `tick`, the smallest step of the clock.
    """

    workload: str
    work: dict[str, float]
    size: float | str | None
    device: str
    device_name: str
    cores: int
    threads: int
    versions: dict[str, str]
    samples: list[float]
    first: float
    calls: int
    tick: float
    started: float
    elapsed: float
    ended: float
    prediction: Prediction | None = None
    number: int = -1
    stated: dict[str, float] = field(default_factory=dict, repr=False)

    @property
    def median(self) -> float:
        """The middle sample, in seconds: half of the samples were quicker."""
        return statistics.median(self.samples)

    @property
    def iqr(self) -> float:
        """Inter-quartile range, in seconds: the width of the middle half of the samples."""
        low, high = quartiles(self.samples)
        return high - low

    @property
    def spread(self) -> float:
        """The inter-quartile range as a share of the median: 0.1 is ten per cent."""
        return self.iqr / self.median

    def rate(self, what: str = "flop") -> float:
        """Work done in a second, e.g. floating-point operations (`what="flop"`) or `"samples"`."""
        return self.work[what] / self.median

    def speed(self, what: str = "flop") -> str:
        """The rate for people, with three figures: "12.3 GFLOP/s" (thousand million steps of arithmetic a second)."""
        rate = float(f"{self.rate(what):.3g}")
        for prefix, factor in (("P", 1e15), ("T", 1e12), ("G", 1e9), ("M", 1e6), ("k", 1e3)):
            if rate >= factor:
                return f"{rate / factor:.3g} {prefix}{what.upper()}/s"
        return f"{rate:.3g} {what.upper()}/s"

    def __str__(self) -> str:
        size = f", size {self.size:g}" if isinstance(self.size, int | float) else f", {self.size}" if self.size else ""
        return (
            f"{self.workload}{size} on the {self.device.upper()}: {seconds(self.median)}, the median of "
            f"{len(self.samples)} samples (half of them lie within a span of {seconds(self.iqr)}; "
            f"the quickest took {seconds(min(self.samples))})"
        )


def quartiles(samples: list[float]) -> tuple[float, float]:
    """First and third quartile, interpolated as numpy and pandas do by default."""
    if len(samples) < 2:
        return samples[0], samples[0]
    low, _, high = statistics.quantiles(samples, n=4, method="inclusive")
    return low, high


def summary(samples: list[float]) -> dict[str, float]:
    """The statistics that the log keeps beside the samples, all in seconds."""
    low, high = quartiles(samples)
    return {"median": statistics.median(samples), "q1": low, "q3": high, "min": min(samples), "max": max(samples)}


def seconds(value: float) -> str:
    """A duration for people, to three digits and never with an exponent: "1.2 s", "35 ms", "1,230 s"."""
    units = (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6))
    unit, factor = next((one for one in units if value >= 0.9995 * one[1]), ("ns", 1e-9))
    return f"{float(f'{value / factor:.3g}'):,.12g} {unit}"


def to_record(observation: Observation) -> dict:
    """An observation as the log keeps it (the log adds number, machine and seal)."""
    return {
        "record": "observation",
        "workload": observation.workload,
        "size": observation.size,
        "work": observation.work,
        "device": observation.device,
        "device_name": observation.device_name,
        "cores": observation.cores,
        "threads": observation.threads,
        "versions": observation.versions,
        "first": observation.first,
        "calls": observation.calls,
        "repeats": len(observation.samples),
        "samples": observation.samples,
        "statistics": summary(observation.samples),
        "tick": observation.tick,
        "started": observation.started,
        "elapsed": observation.elapsed,
        "ended": observation.ended,
        "prediction": observation.prediction.number if observation.prediction else None,
    }


def from_record(record: dict, predictions: dict[int, Prediction]) -> Observation:
    """The observation that the log kept; `predictions` by number."""
    names = (
        "workload",
        "work",
        "size",
        "device",
        "device_name",
        "cores",
        "threads",
        "versions",
        "samples",
        "first",
        "calls",
        "tick",
        "started",
        "elapsed",
        "ended",
        "number",
    )
    return Observation(
        **{name: record[name] for name in names},
        stated=record["statistics"],
        prediction=predictions.get(record["prediction"]),
    )


def prediction_from(record: dict) -> Prediction:
    """The prediction that the log kept."""
    names = ("workload", "value", "quantity", "unit", "made", "number", "late")
    return Prediction(**{name: record[name] for name in names})
