"""Predict, then measure: one protocol for every time in the course.

A clock shows more than the work: the first calls also load and choose code, a GPU answers before it is done, and
other programs take their share. So a measurement warms up, waits for the device before it reads the clock, repeats,
and reports the median and the spread. It is the protocol of `torch.utils.benchmark.Timer`, with the samples kept.
If the machine is busy throughout, the median is slow too: look at the quickest sample (`course.timing.busy`).
"""

from __future__ import annotations

import gc
import math
import numbers
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from course import devices
from course.devices import cpu
from course.errors import CourseError, NotAttempted
from course.timing import machine, record
from course.timing.busy import busy
from course.timing.logfile import log, read_only
from course.timing.record import Observation, Prediction

if TYPE_CHECKING:
    import pandas
    import torch

FEWEST, MOST = 5, 25  # samples, unless `repeats` says otherwise
SECONDS = 0.5  # to spend on samples, unless `seconds` says otherwise
SAMPLE = 0.002  # a sample lasts at least so long, or 20 ticks of the clock

ANEW = (
    "To predict anew, run `timing.start_afresh()` in a cell of its own, change your number, and run the notebook from "
    "the top: the new log records it, and your first one is kept in a file beside it."
)


class PredictionMissing(NotAttempted):
    """A measurement was asked for before a prediction was written down."""

    heading = "Predict first"


class NotMeasured(NotAttempted):
    """A graded notebook asks for a measurement that its log does not hold."""

    heading = "Not measured yet"


class NotMeasurable(CourseError):
    """What was asked for cannot be measured or predicted as it stands."""

    heading = "This cannot be measured"


def predict(workload: str, value: float, *, quantity: str = "seconds", unit: str = "s") -> Prediction:
    """Commit to a number before measuring `workload`; it is written to the log at once.

    The prediction that counts is the last one before the first measurement of the workload. A changed mind is
    recorded beside the first, never in place of it, and a prediction after the measurement is kept as late: the one
    that counts is returned. While a notebook is graded, the recorded prediction is returned.

    Raises `NotAttempted` while the value is still empty, `NotMeasurable` for something that is no number.
    """
    earlier = [one for one in log().predictions if one.workload == workload and one.quantity == quantity]
    counting = _counting(earlier)
    if read_only():
        if counting is None:
            raise NotMeasured(
                f"the log beside this notebook holds no prediction for “{workload}”.",
                do="Run the notebook from top to bottom, save it, then validate or submit it.",
            )
        return counting
    if value is None or value is ...:
        raise NotAttempted(f"write down a prediction for “{workload}” ({quantity}) first.")
    value = _number(value, f"the prediction for “{workload}”")
    if unit in ("s", "times") and value <= 0:
        what = f"{value:g} seconds: time" if unit == "s" else f"{value:g} times: a factor"
        raise NotMeasurable(f"a prediction of {what} is above zero.", do="Write another number.")
    if counting is not None and any(one.value == value for one in earlier):
        return counting
    late = any(one.workload == workload for one in log().observations)
    added = record.prediction_from(
        log().add(
            {
                "record": "prediction",
                "workload": workload,
                "quantity": quantity,
                "unit": unit,
                "value": value,
                "made": log().now(),
                "late": late,
                "revises": counting.number if counting else None,
            }
        )
    )
    if counting is None or not late:
        if counting is not None:
            print(
                f"You changed your prediction from {counting.value:g} to {value:g} {unit}, before measuring: "
                "the log keeps both, and the new one counts."
            )
        return added
    print(
        f"“{workload}” was measured already: your prediction of {counting.value:g} {unit} stays the one that "
        f"counts, and the log keeps {value:g} {unit} as a late one.\n{ANEW}"
    )
    return counting


def measure(
    workload: str,
    function: Callable[[], object],
    *,
    device: object = None,
    size: float | str | None = None,
    work: dict[str, float] | None = None,
    repeats: int | None = None,
    seconds: float = SECONDS,
    needs_prediction: bool = True,
) -> Observation:
    """Time `function()` by the protocol, write the observation to the log, and return it.

    `device`: "cpu", "gpu" or a `torch.device`; the chosen one by default. `size` and `work` (for one call, e.g.
    `{"flop": 2 * n**3}`) describe what was run. `repeats` samples are taken, or 5 to 25 within about `seconds`.
    While a notebook is graded nothing is timed: the recorded observation is returned.

    Raises `PredictionMissing` without a prediction for the workload, `NotMeasured` while grading if the log has
    none, `devices.DeviceLost` if the device stops; what `function` raises is passed on, and nothing is recorded.
    """
    kind = devices.kind_of(device)
    if read_only():
        return _from_log(workload, kind if device is not None else None, _size(size))
    prediction = _answered(workload)
    if prediction is None and needs_prediction and recorded(workload):
        raise PredictionMissing(
            f"“{workload}” was measured before you predicted it, so a prediction came too late.",
            why="A guess made after the result teaches nothing.",
            do="Call timing.start_afresh() to begin a new log, then predict, then measure.",
        )
    if prediction is None and needs_prediction:
        raise PredictionMissing(
            f"“{workload}” has no prediction yet.",
            why="A guess made after the result teaches nothing.",
            do=f'Call timing.predict("{workload}", ...) first.',
        )
    if repeats is not None and repeats < 3:
        raise NotMeasurable(
            f"repeats={repeats}: fewer than three samples have no spread.",
            why="One reading of a clock is not a result.",
            do="Ask for 3 or more.",
        )
    work = {name: _number(amount, f"work[{name!r}]") for name, amount in (work or {}).items()}
    started, begin = log().now(), time.perf_counter()
    samples, first, calls = _sample(function, device, repeats, seconds)
    elapsed = time.perf_counter() - begin
    observed = Observation(
        workload,
        work,
        _size(size),
        kind,
        devices.name_of(device),
        cpu.cores(),
        machine.threads(),
        machine.versions(),
        samples,
        first,
        calls,
        machine.clock_tick(),
        started,
        elapsed,
        started + elapsed,
        prediction,
    )
    predictions = {prediction.number: prediction} if prediction else {}
    return record.from_record(log().add(record.to_record(observed)), predictions)


def measure_sweep(
    workload: str,
    make: Callable[[float], Callable[[], object]],
    sizes: Iterable[float],
    *,
    device: object = None,
    work: Callable[[float], dict[str, float]] | None = None,
    **settings,
) -> list[Observation]:
    """Measure a workload over sizes, under its one prediction: `make(size)` prepares and returns the function.

    The preparation is not timed. Other settings are those of `measure`. Returns one observation for each size, and
    says so if other programs disturbed them.
    """
    observed = []
    for size in sizes:
        function = make(size) if not read_only() else _nothing
        amount = work(size) if work else None
        observed.append(measure(workload, function, device=device, size=size, work=amount, **settings))
    if not read_only() and (words := busy(observed)):
        print(words)
    return observed


def measure_copy(workload: str, tensor: torch.Tensor, *, device: object = None, **settings) -> Observation:
    """Time the copy of a CPU tensor to a device, apart from any work: where it is the CPU, to other memory."""

    def copy() -> torch.Tensor:
        return tensor.clone() if devices.kind_of(device) == "cpu" else tensor.to(devices.resolve(device))

    size = tensor.numel() * tensor.element_size()
    return measure(workload, copy, device=device, size=size, work={"bytes": size}, **settings)


def measure_epochs(
    workload: str,
    epoch: Callable[[], object],
    *,
    epochs: int = 5,
    device: object = None,
    work: dict[str, float] | None = None,
    **settings,
) -> Observation:
    """Time whole epochs: `epoch()` trains one; the first is warm-up, and each of the next is one sample."""
    return measure(workload, epoch, device=device, work=work, repeats=epochs, **settings)


def recorded(
    workload: str | None = None, *, device: object = None, size: float | str | None = None
) -> list[Observation]:
    """Observations in the log, oldest first: of a workload, a device ("cpu", "gpu"), a size, or all of them."""
    kind = devices.kind_of(device) if device is not None else None
    return [
        one
        for one in log().observations
        if workload in (None, one.workload) and kind in (None, one.device) and (size is None or one.size == _size(size))
    ]


def latest(workload: str, *, device: object = None) -> list[Observation]:
    """The last observation of a workload for each device and size, in order of size."""
    last = {(one.device, one.device_name, one.size): one for one in recorded(workload, device=device)}
    return sorted(last.values(), key=lambda one: (one.device, isinstance(one.size, str), one.size or 0))


def table(observations: list[Observation] | None = None) -> pandas.DataFrame:
    """Observations (all recorded ones by default) as a table, one row each; times in seconds."""
    import pandas as pd

    chosen = recorded() if observations is None else observations
    return pd.DataFrame(
        [
            {
                "workload": one.workload,
                "size": one.size,
                "device": one.device,
                "median": one.median,
                "iqr": one.iqr,
                "quickest": min(one.samples),
                "spread": one.spread,
                "first": one.first,
                "samples": len(one.samples),
                "threads": one.threads,
                "predicted": one.prediction.value if one.prediction else None,
            }
            for one in chosen
        ]
    )


def _sample(
    function: Callable[[], object], device: object, repeats: int | None, seconds: float
) -> tuple[list[float], float, int]:
    """Samples in seconds, the first call, and the calls in a row behind each sample."""

    def run(calls: int) -> float:
        devices.synchronise(device)
        begin = time.perf_counter()
        for _ in range(calls):
            function()
        devices.synchronise(device)
        return time.perf_counter() - begin

    shortest = max(SAMPLE, 20 * machine.clock_tick())
    collecting = gc.isenabled()
    gc.disable()  # the collector would charge one call for the litter of another
    try:
        with devices.answering():
            first, calls = run(1), 1
            if repeats is None or first < shortest:  # warm up: a long call with given repeats is warm by now
                while (once := run(calls)) < shortest:
                    calls = max(2 * calls, min(100 * calls, math.ceil(1.2 * calls * shortest / max(once, 1e-9))))
                repeats = repeats or min(MOST, max(FEWEST, int(seconds / once)))
            return [run(calls) / calls for _ in range(repeats)], first, calls
    finally:
        if collecting:
            gc.enable()


def _from_log(workload: str, kind: str | None, size: float | str | None) -> Observation:
    """The last observation that fits: on the chosen device if there is one, else on any."""
    fitting = [
        one
        for one in log().observations
        if one.workload == workload and one.size == size and kind in (None, one.device)
    ]
    chosen = [one for one in fitting if one.device == devices.chosen_kind()]
    if not fitting:
        where = f" of size {size:g}" if isinstance(size, float | int) else f" ({size})" if size else ""
        raise NotMeasured(
            f"the log beside this notebook holds no measurement of “{workload}”{where}.",
            why="Nothing is timed again while a notebook is validated or graded.",
            do="Run the notebook from top to bottom, save it, then validate or submit it.",
        )
    return (chosen or fitting)[-1]


def _answered(workload: str) -> Prediction | None:
    """The prediction that a measurement answers: the one in seconds if there is one, else the latest."""
    made = [one for one in log().predictions if one.workload == workload and not one.late]
    return next((one for one in reversed(made) if one.quantity == "seconds"), made[-1] if made else None)


def _counting(predictions: list[Prediction]) -> Prediction | None:
    """The last prediction before a measurement; if all came late, the first of them."""
    in_time = [one for one in predictions if not one.late]
    return in_time[-1] if in_time else predictions[0] if predictions else None


def _number(value: object, what: str) -> float:
    """A number of any library, alone or as the only one of a list or an array."""
    plain: Any = value
    while isinstance(plain, list | tuple) and len(plain) == 1:
        plain = plain[0]
    try:
        plain = getattr(plain, "amount", plain)  # of the course's Money
        plain = plain.item() if hasattr(plain, "item") else plain
        number = math.nan if isinstance(plain, bool | str | bytes) else float(plain)
    except (TypeError, ValueError, RuntimeError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise NotMeasurable(f"{what} is {value!r}, and should be one number.", do="Write a number such as 7.")
    return number


def _size(size: object) -> float | str | None:
    if isinstance(size, numbers.Real):
        return int(size) if float(size).is_integer() else float(size)  # type: ignore[call-overload]  # typeshed's Real has no int()
    return size if size is None else str(size)


def _nothing() -> None:
    """Stands for a workload that grading does not prepare."""
