"""Jobs as processes of this machine: each a fork of its own, so that one that dies costs only itself."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import time
import traceback
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from autograder import job as one
from autograder import sandbox
from autograder.execution.execute import MOST_RUNS
from autograder.forkserver.client import ForkServer
from autograder.gradebook.results import Result
from autograder.job import GradingRun
from autograder.pool.jobs import Job, Outcome
from autograder.sandbox.limits import MOST_BY_CLOCK


def longest(grading: GradingRun) -> float:
    """Seconds after which a job is stuck: it watches its own limits, and is far beyond them."""
    limits, cells = grading.limits, grading.assignment.cells
    tests = sum(len(each) for each in cells.values())  # at the most: each may wait for its answers
    return MOST_BY_CLOCK * limits.notebook_seconds * MOST_RUNS * len(cells) + limits.cell_seconds * tests + 60


class Processes:
    """The jobs that run now. `len` says how many; their `sentinels` are ready when they end."""

    def __init__(self, grading: GradingRun):
        self.grading, self.longest = grading, longest(grading)
        self.context: Any = multiprocessing.get_context("fork" if ForkServer.possible() else "spawn")
        self.running: dict[int, tuple] = {}

    def __len__(self) -> int:
        return len(self.running)

    @property
    def sentinels(self) -> list[int]:
        return list(self.running)

    def start(self, job: Job) -> None:
        """Begin a job."""
        process = self.context.Process(target=_job, args=(self.grading, job))
        process.start()
        self.running[process.sentinel] = (process, job, time.monotonic())

    def outcomes(self, ready: Iterable[int]) -> Iterator[Outcome]:
        """What became of the jobs that have ended: of the sentinels in `ready` that are theirs."""
        for sentinel in ready:
            process, job, _ = self.running.pop(sentinel)
            process.join()
            result = Result.read(self.grading.result(job.student))
            if process.exitcode == 0 and result and result.digest == job.digest:
                yield Outcome(job, result)
            else:
                yield Outcome(job, None, _why(self.grading, job, process.exitcode))

    def end_stuck(self) -> None:
        """End those that should have ended themselves long ago."""
        for process, _, began in self.running.values():
            if time.monotonic() - began > self.longest:
                process.kill()

    def end(self, job: Job) -> None:
        """End a job that nobody waits for."""
        for process, each, _ in self.running.values():
            if each == job:
                process.kill()

    def close(self) -> None:
        """End all."""
        for process, *_ in self.running.values():
            process.kill()


def _job(grading: GradingRun, job: Job) -> None:
    """Grade one submission, in a process of its own."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(sandbox.PR_SET_PDEATHSIG, signal.SIGKILL)  # no job outlives the run
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    trouble = grading.result(job.student).parent / "trouble.txt"
    trouble.parent.mkdir(parents=True, exist_ok=True)
    try:
        one.grade_one(grading, job.student, job.digest)
        trouble.unlink(missing_ok=True)
    except BaseException as error:
        words = f"{type(error).__name__}: {error}".splitlines()[0]  # some errors say a page
        trouble.write_text(f"{traceback.format_exc()}\n{words}\n", encoding="utf-8", errors="replace")
        os._exit(1)
    os._exit(0)


def _why(grading: GradingRun, job: Job, status: int | None) -> str:
    """Why a job gave no result; it leaves its traceback in trouble.txt."""
    try:
        lines = (grading.result(job.student).parent / "trouble.txt").read_text(encoding="utf-8").strip().splitlines()
        return f"grading it failed: {lines[-1][:500]}; the file is kept as it was handed in"
    except (OSError, IndexError):
        return f"grading it ended with status {status}; the file is kept as it was handed in"
