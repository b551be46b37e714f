"""The energy of a run, and the CO2 that came of making it: from data sheets and dated factors, never measured here.

    energy.of(bill).kwh                    kilowatt-hours of a run
    energy.of(bill).co2("France")          kilograms of CO2 where that energy is French

Counted are processors and graphics cards, each with the most that its data sheet says, as if they computed at their
limit all the time, and by a factor what cools their hall. Not counted are memory, disks, network, and the making of the
machines. So a ratio of two machines is a rough one: below 1.5 it says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from course.cost import catalogue
from course.cost.bill import Bill
from course.errors import CourseError

VCPU = 270 / 64  # watts: a Xeon Platinum 8370C takes 270 for 64 virtual processors; taken for machines of AMD, too
GPUS = {  # watts, by model and memory in GB (NVIDIA's data sheets); H100: 94 GB is the NVL card, 80 GB the SXM module
    ("T4", 16): 70,
    ("A10", 24): 150,
    ("A100", 80): 300,
    ("H100", 94): 400,
    ("H100", 80): 700,
}
PUE = 1.18  # power usage effectiveness: kWh of a hall for each kWh of its computers (Microsoft, world average of 2022)
GRIDS = {"France": 0.056, "Germany": 0.381, "India": 0.713}  # kg of CO2 equivalents for a kWh of 2023 (Ember, by OWID)


@dataclass(frozen=True)
class Energy:
    """Kilowatt-hours of a run, cooling included."""

    kwh: float

    def co2(self, grid: str) -> float:
        """Kilograms of CO2, other gases by their effect, from making it in one of `GRIDS`. CourseError for another."""
        if grid not in GRIDS:
            raise CourseError(f"There is no factor for {grid!r} here.", do=f"Choose one of: {', '.join(GRIDS)}.")
        return self.kwh * GRIDS[grid]


def watts(size: str) -> float:
    """What its processors and cards draw, without the hall. Raises SizeUnknown; CourseError for other GPUs."""
    one = catalogue.size(size)
    card = one.gpu, one.gpu_memory_gb
    if one.gpus and card not in GPUS:
        known = ", ".join(dict.fromkeys(model for model, _ in GPUS))
        raise CourseError(f"The watts of a {one.gpu} are not known here.", do=f"Choose one with {known}.")
    return one.vcpus * VCPU + one.gpus * GPUS.get(card, 0)


def of(bill: Bill) -> Energy:
    """The energy of a run: of all its hours, those too in which the machine starts or waits."""
    return Energy(watts(bill.size) * PUE * float(bill.hours) / 1000)
