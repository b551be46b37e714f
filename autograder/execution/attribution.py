"""Which cell has cost the kernel: not always the one that runs, for an interrupted cell leaves much behind."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable

TICKS = 100  # in a second: the system knows no better when a process began


def now() -> float:
    """Seconds since the machine started: the clock by which the system tells when processes began."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class ResourceAttribution:
    """The cells of one pass through a notebook, and those of the learner's that were interrupted.

    An interrupted cell leaves processes and threads that go on. When the kernel has to be ended, it is left out first,
    and if need be the cell that runs then. A kernel that ends when it has computed as long as a cell allows has been
    ended by that cell.
    """

    def __init__(self) -> None:
        self.cells: list[int] = []  # by their index in the notebook, in the order in which they ran
        self.begun: list[int] = []  # when, in ticks
        self.interrupted: list[int] = []
        self.limited: dict[float, int] = {}  # seconds that the kernel may compute, and the cell that has said so
        self.greedy: int | None = None  # the cell whose processes took most; None: the kernel, or not known

    def begin(self, index: int) -> None:
        """What begins from now on is of the cell `index`."""
        self.cells.append(index)
        self.begun.append(int(now() * TICKS))

    def interrupt(self) -> None:
        """The cell that runs was interrupted."""
        self.interrupted.append(self.cells[-1])

    def limit(self, seconds: float) -> None:
        """The kernel may compute so long; a limit that was not there before was set by the cell that has run."""
        self.limited.setdefault(seconds, self.cells[-1])

    def out_of_time(self, computed: float) -> int | None:
        """The cell whose limit a kernel has reached that has computed so long; None if it has reached none."""
        reached = [seconds for seconds in self.limited if seconds <= computed]
        return self.limited[min(reached)] if reached else None

    def find(self, taken: Iterable[tuple[float, float]]) -> None:
        """See whose processes took most, in `greedy`. Each process: when it began, see `now`, and how much it took."""
        amounts: dict[int | None, float] = defaultdict(float)
        for began, amount in taken:
            before = bisect_right(self.begun, round(began * TICKS))
            amounts[self.cells[before - 1] if before else None] += amount
        self.greedy = max(amounts, key=amounts.__getitem__, default=None)

    def cell(self, index: int) -> int:
        """The cell to leave out when the kernel had to be ended in the cell `index`.

        Nobody sees whose a thread of the kernel is: then it is the cell that was interrupted last.
        """
        if self.greedy in self.interrupted:
            return self.greedy
        return self.interrupted[-1] if self.interrupted else index
