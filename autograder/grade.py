"""Grade everything that was handed in for an assignment: in parallel, each submission on its own, nothing lost.

Each submission is a job, a process of its own, that leaves an executed and judged notebook and a `result.json`, both
whole or not at all. This process alone writes to the gradebook, through nbgrader's own Autograde. What was graded
before and has not changed is not graded again, so a run that was killed goes on where it stopped.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tqdm import tqdm

from autograder import job, judge, sandbox
from autograder.authoring.rehearse import listing, settle, unrehearsed, warning
from autograder.authoring.rehearse import modes as modes_of
from autograder.evidence import timings
from autograder.execution import kernel
from autograder.execution.execute import MOST_RUNS
from autograder.execution.waiting import MOST_BY_CLOCK
from autograder.files import sweep
from autograder.forkserver import modules
from autograder.forkserver.client import ForkServer
from autograder.gradebook.assignment import Assignment, read_assignment
from autograder.gradebook.commit import commit
from autograder.gradebook.folder import Folder, FolderError
from autograder.gradebook.modes import Mode
from autograder.gradebook.results import Result
from autograder.gradebook.turns import one_run
from autograder.job import GradingRun
from autograder.repair.digest import digest_of
from autograder.sandbox import Limits, SandboxError

TRIES = 2  # a job that dies of no fault of the submission is tried again
WITHOUT_SOURCE = (
    "The instructor's notebook of {name!r} is not there, so nobody knows which tests can be run apart from learners' "
    "code. Each is run both ways, and where they do not agree the points are flagged for you to decide."
)
CANNOT_START = (
    "Submissions cannot be run and judged on this machine now: {}. Grading stops here, and no score was changed for "
    "it: what was graded before is kept, and the same command goes on from there when that is mended. "
    "`python -m autograder.sandbox` tries every wall."
)


@dataclass
class Summary:
    """What a run did. `lost` are submissions without a row in the gradebook: there should be none.

    `unrehearsed` are notebooks of the assignment that no rehearsal has accepted as they now are.
    """

    graded: int = 0
    kept: int = 0
    flagged: int = 0
    lost: list[str] = field(default_factory=list)
    missing_walls: list[str] = field(default_factory=list)
    unrehearsed: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        words = [f"{self.graded} submissions graded in {self.seconds:.0f} s"]
        words += [f"{self.kept} unchanged since they were graded"] if self.kept else []
        words += [f"{self.flagged} with flags"] if self.flagged else []
        words += [f"NOT in the gradebook: {', '.join(self.lost)}"] if self.lost else []
        words += [f"NOT rehearsed since the last change: {', '.join(self.unrehearsed)}"] if self.unrehearsed else []
        return "; ".join(words) + "."


def grade(
    root: Path | str,
    name: str,
    *,
    students: Sequence[str] = (),
    workers: int | None = None,
    limits: Limits | None = None,
    require_walls: bool = False,
    again: bool = False,
    quiet: bool = False,
    forkserver: ForkServer | None = None,
) -> Summary:
    """Grade assignment `name` of the course folder `root`; `students` keeps to those named.

    `again` grades what was graded before, too; `workers` defaults to two for each processor core, for half of the time
    a submission waits. `forkserver` is one that has already begun.

    Raises
    ------
    FolderError
        No such assignment, nothing handed in, or `require_walls` and a wall is missing. Or kernels and judges cannot
        be started behind the walls that should stand: then nobody's score is touched.
    """
    began = time.monotonic()
    say = (lambda words: None) if quiet else partial(print, file=sys.stderr)
    folder = Folder(root)
    missing = sandbox.missing()
    if missing and require_walls:
        words = "; ".join(missing)
        raise FolderError(
            f"This machine cannot wall submissions in: {words}. Nothing was graded. {sandbox.remedy(missing)}"
        )
    assignment = read_assignment(folder, name)
    waiting = [student for student in folder.students(name) if not students or student in students]
    if not waiting:
        raise FolderError(f"Nothing is handed in for {name!r} under {folder.coursedir.submitted_directory}/.")
    if missing:
        say(sandbox.warning(missing))
    if not ForkServer.possible():
        say("This system cannot fork a warm process: ordinary kernels are used, seconds slower each.")
    modes = _rehearsed(folder, assignment, say)
    summary = Summary(missing_walls=missing, unrehearsed=unrehearsed(folder, name))
    with (
        one_run(folder, name),
        _silent_nbgrader(),
        forkserver or ForkServer((*judge.MODULES, *modules.noted(folder.rehearsed(name)))) as forkserver,
    ):
        sweep()
        grading = GradingRun(
            folder=folder,
            assignment=assignment,
            limits=limits or Limits(),
            missing_walls=missing,
            forkserver=forkserver.address,
            expected=timings.expected(assignment.author),
            modes=modes,
        )
        kernel.find_provisioner()
        if not missing:
            sandbox.libraries()  # kept, and the same for all jobs
        _try_to_start(forkserver, grading)
        progress = tqdm(total=len(waiting), desc=name, unit="submission", disable=quiet, file=sys.stderr)
        workers = workers or 2 * (os.cpu_count() or 1)
        for student, result, fresh in _results(grading, forkserver, waiting, workers, again):
            summary.graded += fresh
            summary.kept += not fresh
            if not commit(folder, assignment, result):
                summary.lost.append(student)
            progress.update()
        progress.close()
    timings.compare_class(folder, name)
    results = [Result.read(grading.result(student)) for student in waiting]
    summary.flagged = sum(bool(result and result.flags) for result in results)
    summary.seconds = time.monotonic() - began
    return summary


def _rehearsed(folder: Folder, assignment: Assignment, say: Callable[[str], None]) -> dict[str, dict[str, Mode]]:
    """How each test cell is run, by notebook and grade_id; what was not rehearsed as it now is, is rehearsed first."""
    name = assignment.name
    try:
        problems = settle(folder, name)
    except SandboxError as error:
        raise FolderError(CANNOT_START.format(error)) from None
    if problems:
        say(warning(name, problems))
    rehearsed = modes_of(folder, name)
    if rehearsed.keys() != assignment.cells.keys():
        say(WITHOUT_SOURCE.format(name=name))
    if any(each.inside() for each in rehearsed.values()):
        say(listing(rehearsed))
    return {notebook: each.tests for notebook, each in rehearsed.items()}


def _results(
    grading: GradingRun, forkserver: ForkServer, students: list[str], workers: int, again: bool
) -> Iterator[tuple[str, Result, bool]]:
    """Student, result, and whether it was made now; `workers` jobs at a time, each result when it is there."""
    context: Any = multiprocessing.get_context("fork" if ForkServer.possible() else "spawn")
    waiting, running, tries = [], {}, dict.fromkeys(students, 0)
    for student in students:
        submitted = grading.folder.submitted(student, grading.assignment.name)
        digest = digest_of(submitted, f"{grading.assignment.digest} {grading.limits} {grading.modes}")
        kept = None if again else Result.read(grading.result(student))
        if kept and kept.digest == digest:
            yield student, kept, False
        else:
            waiting.append((student, digest))
    gc.freeze()  # or a collection in each job would look through what is there, and copy its pages
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                student, digest = waiting.pop(0)
                process = context.Process(target=_job, args=(grading, student, digest))
                process.start()
                running[process.sentinel] = (process, student, digest, time.monotonic())
            for sentinel in multiprocessing.connection.wait(list(running), timeout=1.0):
                process, student, digest, _ = running.pop(sentinel)
                process.join()
                result = Result.read(grading.result(student))
                if process.exitcode == 0 and result and result.digest == digest:
                    yield student, result, True
                    continue
                tries[student] += 1
                if tries[student] < TRIES:
                    waiting.append((student, digest))
                    continue
                _try_to_start(forkserver, grading)  # where nobody's would, this is not about one submission
                yield student, job.not_graded(grading, student, digest, _why(grading, student, process.exitcode)), True
            _end_stuck(grading, running)
    finally:
        gc.unfreeze()
        for process, *_ in running.values():
            process.kill()


def _try_to_start(forkserver: ForkServer, grading: GradingRun) -> None:
    """Raise FolderError where neither kernels nor judges can be started as the submissions will need them."""
    try:
        forkserver.try_to_start("autograder.judge.process", limits=grading.limits, sandboxed=not grading.missing_walls)
    except OSError as error:
        raise FolderError(CANNOT_START.format(error)) from None


def _job(grading: GradingRun, student: str, digest: str) -> None:
    """Grade one submission, in a process of its own."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(sandbox.PR_SET_PDEATHSIG, signal.SIGKILL)  # no job outlives the run
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    trouble = grading.result(student).parent / "trouble.txt"
    trouble.parent.mkdir(parents=True, exist_ok=True)
    try:
        job.grade_one(grading, student, digest)
        trouble.unlink(missing_ok=True)
    except BaseException as error:
        words = f"{type(error).__name__}: {error}".splitlines()[0]  # some errors say a page
        trouble.write_text(f"{traceback.format_exc()}\n{words}\n", encoding="utf-8", errors="replace")
        os._exit(1)
    os._exit(0)


def _why(grading: GradingRun, student: str, status: int | None) -> str:
    """Why a job gave no result; it leaves its traceback in trouble.txt."""
    try:
        lines = (grading.result(student).parent / "trouble.txt").read_text(encoding="utf-8").strip().splitlines()
        return f"grading it failed: {lines[-1][:500]}; the file is kept as it was handed in"
    except (OSError, IndexError):
        return f"grading it ended with status {status}; the file is kept as it was handed in"


def _end_stuck(grading: GradingRun, running: dict) -> None:
    """A job watches its own limits; one that is far beyond them is ended from outside."""
    limits, cells = grading.limits, grading.assignment.cells
    tests = sum(len(each) for each in cells.values())  # at the most: each may wait for its answers
    longest = MOST_BY_CLOCK * limits.notebook_seconds * MOST_RUNS * len(cells) + limits.cell_seconds * tests + 60
    for process, _, _, began in running.values():
        if time.monotonic() - began > longest:
            process.kill()


class _silent_nbgrader:
    """nbgrader's log says of each cell what our reasons say in words; only its errors are shown."""

    def __enter__(self):
        self.before = logging.getLogger("traitlets").level
        logging.getLogger("traitlets").setLevel(logging.ERROR)

    def __exit__(self, *failed):
        logging.getLogger("traitlets").setLevel(self.before)
