"""The pool of a Dask cluster: the head gives each worker what it can do at a time, and keeps what comes back.

A worker gets no job before its walls were tried. Each job is meant for one worker, so the head knows what was lost with
it; a job that was lost, refused or stuck is given to another. Only what runs is in memory.
"""

from __future__ import annotations

import pickle
import queue
import tempfile
import time
import uuid
import warnings
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.gradebook.folder import FolderError
from autograder.gradebook.results import keep
from autograder.job import GradingRun
from autograder.pool import inspection, parcel, tasks
from autograder.pool.connection import connect, refuse_plain
from autograder.pool.errand import PREPARING, Errand, errand_of, version
from autograder.pool.jobs import TRIES, Job, Outcome
from autograder.pool.processes import longest

if TYPE_CHECKING:
    from distributed import Client, Future

LOOK = 1.0  # seconds from one look at who is there to the next
DEADLINE = PREPARING + 60  # seconds until it is said that a worker does not answer at all
LOSSES = 5  # workers that may be lost with one submission before it is held to be the cause
KEPT = "What was graded is kept: the same command goes on from there."
GONE = "The scheduler at {} does not answer any more. " + KEPT + " Start scheduler and workers again first."
NOBODY = "No worker of {} can grade: {}. " + KEPT
SILENT = "it has not said within {:.0f} s whether its walls stand: start it again"
OTHER_VERSION = "it has another version of the autograder or of Python than this machine: install the same on both"


@dataclass
class _Worker:
    """A worker whose walls were tried, and how many jobs it does at a time."""

    threads: int


class ClusterPool:
    """The workers of one scheduler, for the jobs of one run."""

    def __init__(self, grading: GradingRun, client: Client, errand: Errand, say: Callable[[str], None]):
        self.grading, self.client, self.errand, self.say = grading, client, errand, say
        self.address = client.scheduler.address
        self.token, self.longest = uuid.uuid4().hex, longest(grading) + 60
        self.workers: dict[str, _Worker] = {}
        self.walls: dict[str, list[str]] = {}  # that are missing, also of workers that are gone
        self.prepared: dict[Future, tuple[str, int, float]] = {}  # those that are being tried
        self.refused: dict[str, str] = {}
        self.jobs: dict[Future, tuple[Job, str, float]] = {}
        self.ended: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self.looked, self.waits = 0.0, False

    def try_to_start(self) -> None:
        """See `Pool`: each worker has tried it itself."""

    def outcomes(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """See `Pool`."""
        self.waiting, self.tries, self.losses = deque(jobs), Counter(), Counter()
        while self.waiting or self.jobs:
            yield from self._look()
            yield from self._give()
            future = None
            with suppress(queue.Empty):
                future = self.ended.get(timeout=LOOK)
            if future in self.prepared:
                self._prepared(future)
            elif future in self.jobs:
                yield from self._came_back(future)

    def close(self) -> None:
        """Give the workers back."""
        with suppress(Exception):  # whatever is wrong with the cluster, grading is over
            if self.client.status == "running":
                for future in [*self.jobs, *self.prepared]:
                    future.cancel()
                self.client.run(tasks.finish, self.errand.id, workers=list(self.workers), on_error="ignore")

    # -- who is there ------------------------------------------------------------------------------------------------

    def _look(self) -> Iterator[Outcome]:
        """Find workers that came and went, and jobs that are lost or stuck."""
        if time.monotonic() - self.looked < LOOK:
            return
        try:
            there = self.client.nthreads()
        except Exception:
            there = None
        if there is None or self.client.status != "running":
            raise FolderError(GONE.format(self.address))
        self.looked = time.monotonic()
        had = {address for _, address, _ in self.jobs.values()}
        for gone in (had | self.workers.keys()) - there.keys():
            self.workers.pop(gone, None)
            lost = [future for future, (_, address, _) in self.jobs.items() if address == gone]
            self.say(f"Worker {gone} is gone; {len(lost)} submissions that it had are given to others.")
            for future in lost:
                yield from self._lost(future)
        for future, (address, _, began) in list(self.prepared.items()):
            late = time.monotonic() - began > DEADLINE
            if late or address not in there:
                del self.prepared[future]
                future.cancel()
            if late and address in there:
                self._refuse(address, SILENT.format(DEADLINE))
        self.refused = {address: why for address, why in self.refused.items() if address in there}
        tried = {address for address, *_ in self.prepared.values()}
        for address, threads in there.items():
            if address not in self.workers and address not in tried and address not in self.refused:
                self._prepare(address, threads)
        for future, (*_, began) in list(self.jobs.items()):
            if time.monotonic() - began > self.longest:
                yield from self._lost(future)
        if not there and not self.waits:
            self.say(f"The scheduler at {self.address} has no worker: start some with `dask worker`. Waiting for them.")
        self.waits = not there
        if there and len(self.refused) == len(there):
            raise FolderError(NOBODY.format(self.address, "; ".join(f"{a}: {why}" for a, why in self.refused.items())))

    def _prepare(self, address: str, threads: int) -> None:
        """Have a worker start its station and try its walls."""
        refuse_plain([address])
        future = self._submit(f"walls of {address}", address, tasks.prepare, pickle.dumps(self.errand))
        self.prepared[future] = (address, threads, time.monotonic())
        future.add_done_callback(self.ended.put)

    def _prepared(self, future: Future) -> None:
        address, threads, _ = self.prepared.pop(future)
        said, why = self._answer(future)
        if why is None:  # it was lost meanwhile
            return
        if not why and said.get("version") != version():
            why = OTHER_VERSION
        why = why or said.get("trouble", "")
        if why:
            self._refuse(address, why)
            self.looked = 0.0
            return
        self.workers[address], self.walls[address] = _Worker(threads), said["walls"]
        if said["walls"]:
            self.say(
                f"WARNING: worker {address} cannot wall submissions in ({'; '.join(said['walls'])}): what students "
                "wrote runs there with that user's rights."
            )

    def _refuse(self, address: str, why: str) -> None:
        self.refused[address] = why
        self.say(f"Worker {address} gets no submission: {why}")

    # -- jobs --------------------------------------------------------------------------------------------------------

    def _give(self) -> Iterator[Outcome]:
        """Give each worker as many jobs as it does at a time, the least busy one first."""
        while self.waiting:
            had = Counter(address for _, address, _ in self.jobs.values())
            free = [(had[address] / one.threads, address) for address, one in self.workers.items()]
            busy, address = min(free, default=(1.0, ""))
            if busy >= 1.0:
                return
            job, name = self.waiting.popleft(), self.grading.assignment.name
            try:
                submission = parcel.of_submission(self.grading.folder.submitted(job.student, name))
            except parcel.ParcelError as error:
                yield Outcome(job, None, f"{error}; grade it on this machine, without --scheduler")
                continue
            what = (tasks.grade, self.errand.id, name, job.student, job.digest, submission)
            future = self._submit(f"{job.student} {name}", address, *what)
            self.jobs[future] = (job, address, time.monotonic())
            future.add_done_callback(self.ended.put)

    def _submit(self, name: str, address: str, *what) -> Future:
        """A task for one worker; Dask's dashboard shows its name."""
        key = f"{name}-{self.token}-{uuid.uuid4().hex[:6]}"
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Sending large graph")
            return self.client.submit(*what, key=key, workers=[address], pure=False, retries=0)

    def _came_back(self, future: Future) -> Iterator[Outcome]:
        job, address, _ = self.jobs.pop(future)
        answer, why = self._answer(future)
        if why is None:
            yield from self._again(job)
        elif not why and answer == b"":  # it was started again since its walls were tried
            self.workers.pop(address, None)
            self.looked = 0.0
            yield from self._again(job)
        else:
            result, why = self._inspected(job, address, answer) if not why else (None, why)
            self.tries[job] += 1
            if result is not None:
                yield Outcome(job, result)
            elif self.tries[job] < TRIES:
                self.waiting.append(job)
            else:
                yield Outcome(job, None, why)

    def _answer(self, future: Future) -> tuple:
        """What a task gave, and in words why it gave nothing: None where its worker was lost."""
        from distributed import KilledWorker

        try:
            if future.status == "finished":
                return future.result(), ""
            if future.status != "error" or isinstance(future.exception(), KilledWorker):
                return None, None
            error = future.exception()
            return None, f"its worker could not do it ({type(error).__name__}: {str(error)[:300]})"
        except Exception:  # the data went with the worker
            return None, None
        finally:
            future.release()

    def _inspected(self, job: Job, address: str, answer) -> tuple:
        """The result, kept in its place; or None and in words why there is none."""
        if not isinstance(answer, bytes):
            return None, f"worker {address} answered with {type(answer).__name__}, not with a result"
        if answer.startswith(parcel.WORDS):
            return None, answer.removeprefix(parcel.WORDS).decode(errors="replace")[:1000]
        walls = self.walls[address]
        with tempfile.TemporaryDirectory(prefix="judged-") as temporary:
            try:
                result, judged = inspection.opened(answer, job, self.grading.assignment, walls, Path(temporary))
            except inspection.RefusedError as error:
                self.say(f"What worker {address} sent for {job.student!r} is no result: {error}.")
                return None, f"what worker {address} sent is no result of it: {error}"
            keep(self.grading.folder, judged, result)
        return result, ""

    def _lost(self, future: Future) -> Iterator[Outcome]:
        job, _, _ = self.jobs.pop(future)
        future.cancel()
        yield from self._again(job)

    def _again(self, job: Job) -> Iterator[Outcome]:
        """A job whose worker was lost; whoever takes five workers along is not sent to a sixth."""
        self.losses[job] += 1
        self.looked = 0.0  # before it is given to another, for the scheduler may be what is gone
        if self.losses[job] < LOSSES:
            self.waiting.append(job)
        else:
            yield Outcome(
                job, None, f"{LOSSES} workers were lost while they graded it; grade it on this machine, alone"
            )


@contextmanager
def cluster(
    grading: GradingRun, address: str, certificate: Path | None, require_walls: bool, say: Callable[[str], None]
) -> Iterator[ClusterPool]:
    """The pool of the cluster whose scheduler listens at `address`. FolderError where it cannot be used."""
    client = connect(address, certificate)
    try:
        pool = ClusterPool(grading, client, errand_of(grading, require_walls, say), say)
        try:
            yield pool
        finally:
            pool.close()
    finally:
        with suppress(Exception):
            client.close(timeout=5)
