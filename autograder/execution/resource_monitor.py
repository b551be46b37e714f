"""Watch what one submission uses up, from outside, and end it when it takes more than it may."""

from __future__ import annotations

import errno
import math
import os
import stat
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

from autograder.forkserver.client import Child
from autograder.sandbox.limits import MEMORY_WITH_COPIES, MOST_FILES, Limits

EVERY = 0.1  # seconds
DISK_EVERY = 0.5  # seconds
GONE = psutil.Error, OSError  # what psutil raises of a process that ends meanwhile


class _TooMuch(Exception):
    """A limit of files was reached; its text says which."""


class ResourceMonitor(threading.Thread):
    """Looks every tenth of a second at the processes and the folder of a child.

    `lost(why)` is called before the child is ended. Memory and files are what came since the watch began: neither what
    a fork shares with the warm process is counted nor what the folder held. `waiting()` gives the pids of the copies
    that wait for the judge: they have a limit of their own, of `MEMORY_WITH_COPIES`. `cpu_seconds` and `peak_bytes`
    tell what was used. `taken` tells, when memory or processes were too much, of each process but those copies when it
    began, in seconds since the machine did, and how much of that it had; what a process starts later began with it.
    `kernel_seconds()` and `kernel_limit()` tell how long the first process has computed and how long it may.
    """

    def __init__(
        self,
        child: Child,
        folder: Path,
        limits: Limits,
        lost: Callable[[str], None],
        waiting: Callable[[], set[int]] = set,
    ):
        super().__init__(name="watch", daemon=True)
        self.child, self.folder, self.limits, self.lost = child, folder, limits, lost
        self.waiting = waiting
        self.cpu_seconds, self.peak_bytes = 0.0, 0
        self.taken: list[tuple[float, float]] = []
        self._before: dict[int, int] = {}  # bytes that a process had when it was first seen
        self._shared = 0  # of them, those that the first process has of the one that it is a fork of
        self._spent: dict[int, float] = {}
        self._began: dict[psutil.Process, float] = {}  # when the first of its line began that is a child of the kernel
        self._over = threading.Event()
        self._found_there = 0  # bytes that were in the folder when the watch began
        with suppress(_TooMuch):
            self._found_there = self._bytes_in_folder()
        self._look()

    def run(self) -> None:
        looked = 0.0
        while not self._over.wait(EVERY):
            why = self._look()
            if not why and time.monotonic() - looked > DISK_EVERY:
                why, looked = self._disk(), time.monotonic()
            if why:
                self._end(why)
                return

    def look_at_disk(self) -> None:
        """Look at the folder now, when a cell is over: the next look of the thread would blame the cell after it."""
        if why := self._disk():
            self._end(why)

    def _end(self, why: str) -> None:
        try:
            self.lost(why)
        finally:
            self.child.kill()

    def stop(self) -> None:
        """Look a last time and end."""
        self._over.set()
        if self.is_alive():
            self.join()
        self._look()

    def kernel_seconds(self) -> float:
        """Seconds that the first process has computed, to the last look."""
        return self._spent.get(next(iter(self._before), -1), 0.0)

    def kernel_limit(self) -> float:
        """Seconds that the first process lets itself compute; infinite, if it has set no limit."""
        for kernel in self.child.inside()[:1]:
            with suppress(OSError), open(f"/proc/{kernel.pid}/limits", encoding="ascii") as limits:
                line = next(line for line in limits if line.startswith("Max cpu time"))
                return min(map(float, line.replace("unlimited", "inf").split()[3:5]))
        return math.inf

    def _look(self) -> str:
        """Why it is too much; "" if it is not."""
        used, threads = self._measure()
        if sum(threads.values()) - len(self.waiting()) > self.limits.processes:
            self.taken = self._but_for_copies(threads)
            return f"it started more than {self.limits.processes} processes or threads"
        return self._too_much_memory() if used > self.limits.memory else ""

    def _measure(self) -> tuple[int, dict[psutil.Process, int]]:
        """Bytes of memory in all, at the most, and the threads of each process; what was used so far is noted."""
        inside, amounts, threads = self.child.inside(), [], {}
        for process in inside:
            with suppress(*GONE):
                with process.oneshot():
                    self._find_its_line(process, inside[0])
                    memory, times = process.memory_info().rss, process.cpu_times()
                    threads[process] = process.num_threads()
                if not self._before:
                    self._shared = memory
                amounts.append(max(0, memory - self._before.setdefault(process.pid, min(memory, self._shared))))
                self._spent[process.pid] = times.user + times.system
        self.cpu_seconds = sum(self._spent.values())
        self.peak_bytes = max(self.peak_bytes, next(filter(None, amounts), 0))  # of the first process
        return sum(amounts), threads

    def _too_much_memory(self) -> str:
        exact = self._exactly()
        notebook, most = self._but_for_copies(exact), self.limits.memory
        if sum(each for _, each in notebook) > most:
            why = f"it used more than {most / 2**30:.3g} GB of memory"
        elif sum(exact.values()) > MEMORY_WITH_COPIES * most:
            most *= MEMORY_WITH_COPIES
            why = f"it and the copies of it that wait for their tests used more than {most / 2**30:.3g} GB of memory"
        else:
            return ""
        self.taken = notebook
        return why

    def _find_its_line(self, process: psutil.Process, kernel: psutil.Process) -> None:
        if process not in self._began:
            own, parent = process.create_time(), process.parent()
            self._began[process] = own if parent in (None, kernel) else self._began.get(parent, own)

    def _exactly(self) -> dict[psutil.Process, int]:
        """Bytes of each process; what forks share counts once: dear to find out."""
        found = {}
        for process in self.child.inside():
            with suppress(*GONE):
                found[process] = process.memory_full_info().pss
        return found

    def _but_for_copies(self, amounts: dict[psutil.Process, int]) -> list[tuple[float, float]]:
        boot, waiting = psutil.boot_time(), self.waiting()
        began = {one: self._began.get(one) or one.create_time() for one in amounts if one.pid not in waiting}
        return [(seconds - boot, amounts[one]) for one, seconds in began.items()]

    def _disk(self) -> str:
        """Why the files are too much; "" if they are not."""
        try:
            written = self._bytes_in_folder() - self._found_there
        except _TooMuch as error:
            return str(error)
        if written + self._without_names() > self.limits.disk_bytes:
            return f"it wrote more than {self.limits.disk_bytes / 2**20:.0f} MB of files"
        return ""

    def _bytes_in_folder(self) -> int:
        size, files = 0, 0
        waiting: list[str | Path] = [self.folder]
        while waiting:
            try:
                with os.scandir(waiting.pop()) as entries:
                    for entry in entries:
                        files += 1
                        if files > MOST_FILES:
                            raise _TooMuch(f"it wrote more than {MOST_FILES:,} files")
                        if entry.is_dir(follow_symlinks=False):
                            waiting.append(entry.path)
                        else:
                            size += entry.stat(follow_symlinks=False).st_blocks * 512
            except OSError as error:
                if error.errno == errno.ENAMETOOLONG:  # what is in there cannot be counted
                    raise _TooMuch("it wrote folders too deep to be looked into") from None
        return size

    def _without_names(self) -> int:
        """Bytes on disk of files that were removed while they are still open."""
        found: dict[tuple[int, int], int] = {}
        for process in self.child.inside():
            with suppress(OSError), os.scandir(f"/proc/{process.pid}/fd") as entries:
                for entry in entries:
                    with suppress(OSError):
                        file = os.stat(entry.path)
                        if stat.S_ISREG(file.st_mode) and file.st_nlink == 0:
                            found[file.st_dev, file.st_ino] = file.st_blocks * 512
        return sum(found.values())
