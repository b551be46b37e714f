"""Grade everything that was handed in for an assignment: in parallel, each submission on its own, nothing lost.

Each submission is a job, a process of its own, that leaves an executed and judged notebook and a `result.json`, both
whole or not at all. This process alone writes to the gradebook, through nbgrader's own Autograde. What was graded
before and has not changed is not graded again, so a run that was killed goes on where it stopped.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tqdm import tqdm

from autograder import job, judge, sandbox
from autograder.authoring.rehearse import listing, settle, unrehearsed, warning
from autograder.authoring.rehearse import modes as modes_of
from autograder.evidence import timings
from autograder.forkserver import modules
from autograder.forkserver.client import ForkServer
from autograder.gradebook.assignment import Assignment, read_assignment
from autograder.gradebook.commit import commit
from autograder.gradebook.folder import Folder, FolderError
from autograder.gradebook.modes import Mode
from autograder.gradebook.results import Result
from autograder.gradebook.turns import one_run
from autograder.job import GradingRun
from autograder.pool.jobs import Job, Pool
from autograder.pool.local import CANNOT_START, local
from autograder.repair.digest import digest_of
from autograder.sandbox import Limits, SandboxError

WITHOUT_SOURCE = (
    "The instructor's notebook of {name!r} is not there, so nobody knows which tests can be run apart from learners' "
    "code. Each is run both ways, and where they do not agree the points are flagged for you to decide."
)


RELEASED_BEFORE = (
    "WARNING: the instructor's notebook was changed after its release, and grading uses the tests as they were "
    "released: {}. To grade by the new ones, release it again first: `nbgrader generate_assignment {} --force`, or "
    "`python -m autograder release` for a lesson."
)
WORKERS_OF_A_CLUSTER = (
    "--workers is for this machine: a worker of --scheduler takes as many submissions at a time as it has threads "
    "(`dask worker --nthreads N`). Leave one of the two out. Nothing was graded."
)
NO_CLUSTER = "--certificate lets this machine into a cluster, and none is named. Add --scheduler. Nothing was graded."


@dataclass
class Summary:
    """What a run did. `lost` are submissions without a row in the gradebook: there should be none.

    `refused` are notebooks of the assignment whose own solution the rehearsal did not accept as they now are.
    `missing_walls` are those of this machine, or of the cluster's workers that graded.
    """

    graded: int = 0
    kept: int = 0
    flagged: int = 0
    lost: list[str] = field(default_factory=list)
    missing_walls: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        words = [f"{self.graded} submissions graded in {self.seconds:.0f} s"]
        words += [f"{self.kept} unchanged since they were graded"] if self.kept else []
        words += [f"{self.flagged} with flags"] if self.flagged else []
        words += [f"NOT in the gradebook: {', '.join(self.lost)}"] if self.lost else []
        words += [f"REFUSED by their rehearsal: {', '.join(self.refused)}"] if self.refused else []
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
    scheduler: str = "",
    certificate: Path | None = None,
) -> Summary:
    """Grade assignment `name` of the course folder `root`; `students` keeps to those named.

    `again` grades what was graded before, too; `workers` defaults to two for each processor core, for half of the time
    a submission waits. `forkserver` is one that has already begun. With `scheduler`, the address of Dask's, submissions
    are graded by its workers; `certificate` is the file that lets this machine in.

    Raises
    ------
    FolderError
        No such assignment, nothing handed in, or `require_walls` and a wall is missing. Or kernels and judges cannot
        be started behind the walls that should stand: then nobody's score is touched. Or the cluster cannot be used,
        or `workers` is given with `scheduler`, or `certificate` without it.
    """
    if scheduler and workers:
        raise FolderError(WORKERS_OF_A_CLUSTER)
    if certificate and not scheduler:
        raise FolderError(NO_CLUSTER)
    began = time.monotonic()
    say = (lambda words: None) if quiet else partial(print, file=sys.stderr)
    folder = Folder(root)
    missing = [] if scheduler else sandbox.missing()  # each worker tries its own
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
    if not ForkServer.possible() and not scheduler:
        say("This system cannot fork a warm process: ordinary kernels are used, seconds slower each.")
    if changed := assignment.changed(folder):
        say(RELEASED_BEFORE.format(", ".join(changed), name))
    modes = _rehearsed(folder, assignment, say)
    summary = Summary(missing_walls=list(missing), refused=unrehearsed(folder, name))
    grading = GradingRun(
        folder=folder,
        assignment=assignment,
        limits=limits or Limits(),
        missing_walls=missing,
        expected=timings.expected(assignment.author),
        modes=modes,
    )
    if scheduler:
        from autograder.pool.cluster import cluster

        above = say if quiet else partial(tqdm.write, file=sys.stderr)  # words go above the line of progress
        jobs: AbstractContextManager[Pool] = cluster(grading, scheduler, certificate, require_walls, above)
    else:
        forkserver = forkserver or ForkServer((*judge.MODULES, *modules.noted(folder.rehearsed(name))))
        jobs = local(grading, forkserver, workers or 2 * (os.cpu_count() or 1))
    with one_run(folder, name), _silent_nbgrader(), jobs as pool:
        progress = tqdm(total=len(waiting), desc=name, unit="submission", disable=quiet, file=sys.stderr)
        for student, result, fresh in _results(grading, pool, waiting, again):
            summary.graded += fresh
            summary.kept += not fresh
            walls = result.missing_walls if fresh else []
            summary.missing_walls += [wall for wall in walls if wall not in summary.missing_walls]
            if not commit(folder, assignment, result):
                summary.lost.append(student)
            progress.update()
        progress.close()
    timings.compare_class(folder, name)
    results = (Result.read(grading.result(student)) for student in waiting)
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


def _results(grading: GradingRun, pool: Pool, students: list[str], again: bool) -> Iterator[tuple[str, Result, bool]]:
    """Student, result, and whether it was made now; each result when it is there."""
    jobs = []
    for student in students:
        submitted = grading.folder.submitted(student, grading.assignment.name)
        digest = digest_of(submitted, f"{grading.assignment.digest} {grading.limits} {grading.modes}")
        kept = None if again else Result.read(grading.result(student))
        if kept and kept.digest == digest:
            yield student, kept, False
        else:
            jobs.append(Job(student, digest))
    for outcome in pool.outcomes(jobs):
        result, student = outcome.result, outcome.job.student
        if result is None:
            pool.try_to_start()  # where nobody's would, this is not about one submission
            result = job.not_graded(grading, student, outcome.job.digest, outcome.why)
        yield student, result, True


class _silent_nbgrader:
    """nbgrader's log says of each cell what our reasons say in words; only its errors are shown."""

    def __enter__(self):
        self.before = logging.getLogger("traitlets").level
        logging.getLogger("traitlets").setLevel(logging.ERROR)

    def __exit__(self, *failed):
        logging.getLogger("traitlets").setLevel(self.before)
