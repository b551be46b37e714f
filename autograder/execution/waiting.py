"""How long a process was ready to compute and had no processor: the doing of others, and no limit of its own."""

from __future__ import annotations

import time
from pathlib import Path

from autograder.sandbox.limits import MOST_BY_CLOCK


class OwnTime:
    """Seconds by the clock since it was made, without those for which the process `pid` waited for a processor.

    Linux counts these for the process's first thread, which is the one that runs cells; it does not say who had the
    processor, so a wait for the process's own other threads is one too. Elsewhere, and for pid None, all seconds are
    its own.
    """

    def __init__(self, pid: int | None):
        self.began = time.monotonic()
        self.watch(pid)

    def watch(self, pid: int | None) -> None:
        """From now on it is the time of this process."""
        self.pid, self.before, self.last = pid, 0.0, 0.0
        self.before = self.waited()

    def waited(self) -> float:
        """Seconds without a processor; those that were seen last, when the process has ended."""
        try:
            run_delay = Path(f"/proc/{self.pid}/schedstat").read_text().split()[1]
            self.last = max(self.last, int(run_delay) / 1e9 - self.before)
        except (OSError, IndexError, ValueError):
            pass
        return self.last

    def left(self, limit: float) -> float:
        """Seconds until `limit` is reached, at the latest after `MOST_BY_CLOCK` times as many by the clock."""
        return limit + min(self.waited(), (MOST_BY_CLOCK - 1) * limit) - (time.monotonic() - self.began)
