"""Which cell has cost the kernel: not always the one that runs, for an interrupted cell leaves much behind."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable

TICKS = 100  # in a second: the system knows no better when a process began


def now() -> float:
    """Seconds since the machine started: the clock by which the system tells when processes began."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class ResourceAttribution:
    """The cells of one pass through a notebook, and those of the learner's that were interrupted.

    An interrupted cell leaves processes and threads that go on. When the kernel has to be ended, it is left out first,
    and if need be the cell that runs then.
    """

    def __init__(self):
        self.cells: list[int] = []  # by their index in the notebook, in the order in which they ran
        self.begun: list[int] = []  # when, in ticks
        self.interrupted: list[int] = []
        self.greedy: int | None = None  # the cell whose processes took most; None: the kernel, or not known

    def begin(self, index: int) -> None:
        """What begins from now on is of the cell `index`."""
        self.cells.append(index)
        self.begun.append(int(now() * TICKS))

    def interrupt(self) -> None:
        """The cell that runs was interrupted."""
        self.interrupted.append(self.cells[-1])

    def find(self, taken: Iterable[tuple[float, float]]) -> None:
        """See whose processes took most, in `greedy`. Each process: when it began, see `now`, and how much it took."""
        amounts = Counter()
        for began, amount in taken:
            before = bisect_right(self.begun, round(began * TICKS))
            amounts[self.cells[before - 1] if before else None] += amount
        self.greedy = max(amounts, key=amounts.get, default=None)

    def cell(self, index: int) -> int:
        """The cell to leave out when the kernel had to be ended in the cell `index`.

        Nobody sees whose a thread of the kernel is: then it is the cell that was interrupted last.
        """
        if self.greedy in self.interrupted:
            return self.greedy
        return self.interrupted[-1] if self.interrupted else index
