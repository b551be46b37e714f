"""Which cell a kernel was lost by: not always the one that runs, for an interrupted cell leaves much behind."""

from __future__ import annotations

import time
from collections.abc import Iterable

TICK = 0.01  # seconds: when a process began is known no better


def now() -> float:
    """Seconds since the machine started: the clock by which the system tells when processes began."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class Interrupted:
    """The cells of one pass through a notebook that were interrupted.

    `left` is the first of them whose processes were still there when the submission had taken too much, else None.
    """

    def __init__(self):
        self.running, self.since = 0, 0.0
        self.cells: dict[int, tuple[float, float]] = {}  # by index: when it began, and when it was interrupted
        self.left: int | None = None

    def begin_cell(self, index: int) -> None:
        """What begins from now on is of the cell `index`."""
        self.running, self.since = index, now()

    def end_cell(self) -> None:
        """The cell that runs was interrupted."""
        self.cells[self.running] = self.since, now()

    def find(self, beginnings: Iterable[float]) -> None:
        """The submission has taken too much: whose are the processes that began at these times, see `now`?"""
        began = list(beginnings)
        for index, (since, until) in self.cells.items():
            if any(since - TICK <= each <= until for each in began):
                self.left = index
                return

    def blamed(self, index: int) -> int:
        """The cell that is left out when the kernel had to be ended in the cell `index`.

        An interrupted cell leaves processes and threads that go on: it is left out first, and if need be the other
        then. Nobody sees whose a thread is: where no process tells more, it is the cell that was interrupted last.
        """
        if self.left is not None:
            return self.left
        return list(self.cells)[-1] if self.cells else index
