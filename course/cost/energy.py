"""The energy of a run, and the CO2 that making it gave off: from data sheets and dated factors, never measured here.

    energy.of(bill).kwh                    kilowatt-hours of a run, at most
    energy.of(bill).co2("France")          kilograms of CO2 where that energy is French

Watts are those of data sheets, for a machine that computes at its limit all the time: an upper bound. What cools the
hall is counted by a factor, and what the disks, the network and the making of the machines took is not counted.
"""

from __future__ import annotations

from dataclasses import dataclass

from course.cost import catalogue
from course.cost.bill import Bill
from course.errors import CourseError

VCPU = 270 / 64  # watts: a Xeon Platinum 8370C draws at most 270 W for 64 virtual processors (its data sheet, 2021)
GPUS = {"T4": 70, "A10": 150, "A100": 300, "H100": 400}  # watts at most, of the PCIe cards (NVIDIA's data sheets)
HALL = 1.18  # for each kWh of a computer its hall takes this many (Microsoft of its own data centres, 2022)
GRIDS = {"France": 0.056, "Germany": 0.381, "India": 0.713}  # kg of CO2 for a kWh in 2023 (Ember, by Our World in Data)


@dataclass(frozen=True)
class Energy:
    """Kilowatt-hours of a run at most, cooling included."""

    kwh: float

    def co2(self, grid: str) -> float:
        """Kilograms of CO2 that came of making it in one of `GRIDS`. Raises CourseError for another."""
        if grid not in GRIDS:
            raise CourseError(f"There is no factor for {grid!r} here.", do=f"Choose one of: {', '.join(GRIDS)}.")
        return self.kwh * GRIDS[grid]


def watts(size: str) -> float:
    """What a machine of this size draws at most, without its hall. Raises SizeUnknown; CourseError for other GPUs."""
    one = catalogue.size(size)
    if one.gpus and one.gpu not in GPUS:
        raise CourseError(f"The watts of a {one.gpu} are not known here.", do=f"Choose one with {', '.join(GPUS)}.")
    return one.vcpus * VCPU + one.gpus * GPUS.get(one.gpu, 0)


def of(bill: Bill) -> Energy:
    """The energy of a run: of all its hours, those too in which the machine starts or waits."""
    return Energy(watts(bill.size) * HALL * float(bill.hours) / 1000)
