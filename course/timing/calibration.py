"""Every prediction of the course beside its measurement: how many times off, and whether it got better."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import fmean, median

from course.timing.logfile import Log
from course.timing.other_lesson import logs
from course.timing.record import Observation, Prediction

FEWEST = 6  # predictions below which nothing is said of getting better
BETTER = 1.25  # times: a change of the middle factor that is worth a word


@dataclass(frozen=True)
class Answered:
    """A prediction and what was measured, in the same unit; both above zero."""

    lesson: str
    workload: str
    quantity: str
    unit: str
    predicted: float
    measured: float
    made: float

    @property
    def log_error(self) -> float:
        """Powers of ten from the measurement to the prediction: 1 is ten times too much, -1 ten times too little."""
        return math.log10(self.predicted / self.measured)

    @property
    def times_off(self) -> float:
        """How many times too large or too small: 1 is exact."""
        return 10 ** abs(self.log_error)

    @property
    def exact(self) -> bool:
        """So near that three digits show no difference."""
        return self.times_off < 1.005

    @property
    def label(self) -> str:
        """The number of the lesson; its name where that begins with none."""
        return self.lesson[:2] if self.lesson[:2].isdigit() else self.lesson

    @property
    def name(self) -> str:
        return self.workload if self.quantity == "seconds" else f"{self.workload}: {self.quantity}"


def _ratio(*sizes: float) -> Callable[[str, Log], float | None]:
    """The median of the first size over that of the second, on the CPU."""

    def measured(workload: str, log: Log) -> float | None:
        last = {one.size: one.median for one in log.observations if one.workload == workload and one.device == "cpu"}
        return last[sizes[0]] / last[sizes[1]] if set(sizes) <= set(last) else None

    return measured


def _beside(other: str) -> Callable[[str, Log], float | None]:
    """The median of the workload over that of another."""

    def measured(workload: str, log: Log) -> float | None:
        last = {one.workload: one.median for one in log.observations}
        return last[workload] / last[other] if {workload, other} <= set(last) else None

    return measured


# predictions in other units than seconds whose measurement follows from the log: (workload, quantity)
DERIVED: dict[tuple[str, str], Callable[[str, Log], float | None]] = {
    ("network", "times as long as ridge"): _beside("ridge"),
    ("training step", "64 against 1"): _ratio(64, 1),
    ("step by threads", "two against one"): _ratio(1, 2),
}


def answered(of: dict[str, Log] | None = None) -> list[Answered]:
    """Predictions with their measurements, lesson by lesson and in the order in which they were made.

    `of`: logs by lesson; all that can be found by default. Left out are late predictions, and those of a quantity
    that no log holds (`unanswered` counts them).
    """
    return [one for lesson, log in (logs() if of is None else of).items() for one in _of_lesson(lesson, log)]


def unanswered(of: dict[str, Log] | None = None) -> int:
    """Predictions in time whose measurement is in no log: of an error, of money, of a crossover."""
    of = logs() if of is None else of
    made = sum(len(_counting(log.predictions)) for log in of.values())
    return made - len(answered(of))


def _of_lesson(lesson: str, log: Log) -> list[Answered]:
    found = []
    for one in _counting(log.predictions):
        measured = _measured(one, log)
        if measured and measured > 0 and one.value > 0:
            found.append(Answered(lesson, one.workload, one.quantity, one.unit, one.value, measured, one.made))
    return found


def _counting(predictions: Iterable[Prediction]) -> list[Prediction]:
    """Of each workload and quantity the last prediction before its measurement."""
    last = {(one.workload, one.quantity): one for one in predictions if not one.late}
    return sorted(last.values(), key=lambda one: one.number)


def _measured(one: Prediction, log: Log) -> float | None:
    if one.quantity != "seconds":
        rule = DERIVED.get((one.workload, one.quantity))
        return rule(one.workload, log) if rule else None
    return next((seen.median for seen in log.observations if _answers(seen, one)), None)


def _answers(seen: Observation, one: Prediction) -> bool:
    return seen.prediction is not None and seen.prediction.number == one.number


def typical(found: Iterable[Answered]) -> float:
    """The geometric mean of how many times off: ten to the mean size of the log error."""
    return 10 ** fmean(abs(one.log_error) for one in found)


def times(factor: float, digits: int = 2) -> str:
    """ "3.2 times", and "1 time" """
    said = f"{factor:.{digits}g}"
    return f"{said} time{'s' * (said != '1')}"


def words(found: list[Answered], left_out: int = 0) -> str:
    """In sentences: how far off, to which side, and whether the later half is nearer than the earlier."""
    have = "have" if left_out > 1 else "has"
    rest = f" {left_out} more of another kind {have} no measurement in a log." if left_out else ""
    if not found:
        return f"No prediction stands beside a measurement yet.{rest}"
    near = sum(one.times_off <= 10 for one in found)
    exact = sum(one.exact for one in found)
    high, low = (sum(sign * one.log_error > 0 and not one.exact for one in found) for sign in (1, -1))
    said = f"{len(found)} prediction{'s' * (len(found) > 1)}, typically {times(typical(found))} off; {near} within "
    said += f"ten times. {high} too large, {low} too small{f', {exact} exact' * bool(exact)}."
    if len(found) < FEWEST:
        return f"{said} With fewer than {FEWEST}, nothing is said of getting better.{rest}"
    half = len(found) // 2
    first, last = (median(one.times_off for one in part) for part in (found[:half], found[-half:]))
    verdict = "nearer" if first > BETTER * last else "farther off" if last > BETTER * first else "about as far off"
    halves = f"The middle of the earlier half was {times(first)} off, of the later half {times(last)}: {verdict}."
    return f"{said} {halves}{rest}"
