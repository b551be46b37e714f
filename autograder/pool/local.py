"""The pool of this machine: one warm process, and a process for each job."""

from __future__ import annotations

import gc
import multiprocessing.connection
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from autograder import sandbox
from autograder.execution import kernel
from autograder.files import sweep
from autograder.forkserver.client import ForkServer
from autograder.gradebook.folder import FolderError
from autograder.job import GradingRun
from autograder.pool.jobs import TRIES, Job, Outcome
from autograder.pool.processes import Processes

CANNOT_START = (
    "Submissions cannot be run and judged on this machine now: {}. Grading stops here, and no score was changed for "
    "it: what was graded before is kept, and the same command goes on from there when that is mended. "
    "`python -m autograder.sandbox` tries every wall."
)


class LocalPool:
    """`workers` jobs at a time, each a process of this machine."""

    def __init__(self, grading: GradingRun, forkserver: ForkServer, workers: int):
        self.grading, self.forkserver, self.workers = grading, forkserver, workers

    def outcomes(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """See `Pool`."""
        waiting, tries = list(jobs), Counter()
        processes = Processes(self.grading)
        gc.freeze()  # or a collection in each job would look through what is there, and copy its pages
        try:
            while waiting or processes:
                while waiting and len(processes) < self.workers:
                    processes.start(waiting.pop(0))
                ready: list[Any] = multiprocessing.connection.wait(processes.sentinels, timeout=1.0)
                for outcome in processes.outcomes(ready):
                    tries[outcome.job] += 1
                    if outcome.result is None and tries[outcome.job] < TRIES:
                        waiting.append(outcome.job)
                    else:
                        yield outcome
                processes.end_stuck()
        finally:
            gc.unfreeze()
            processes.close()

    def try_to_start(self) -> None:
        """See `Pool`: kernels and judges are started as the submissions will need them."""
        sandboxed = not self.grading.missing_walls
        try:
            self.forkserver.try_to_start("autograder.judge.process", limits=self.grading.limits, sandboxed=sandboxed)
        except OSError as error:
            raise FolderError(CANNOT_START.format(error)) from None


@contextmanager
def local(grading: GradingRun, forkserver: ForkServer, workers: int) -> Iterator[LocalPool]:
    """The pool of this machine, ready and tried."""
    with forkserver:
        sweep()
        kernel.find_provisioner()
        if not grading.missing_walls:
            sandbox.libraries()  # kept, and the same for all jobs
        pool = LocalPool(replace(grading, forkserver=forkserver.address), forkserver, workers)
        pool.try_to_start()
        yield pool
