"""Grade one submission: bring its cells into their places, run them behind walls, judge, and keep the result whole."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearOutput, DeduplicateIds

from autograder.evidence import timings
from autograder.execution.execute import GRADING, Execution, execute
from autograder.execution.items import flags_of, items_of
from autograder.execution.view import View
from autograder.files import SHORT, copy_all, put, remove
from autograder.forkserver.client import ForkServer
from autograder.gradebook import instructor_files
from autograder.gradebook.assignment import Assignment
from autograder.gradebook.folder import Folder
from autograder.gradebook.modes import Mode
from autograder.gradebook.results import Flag, Item, NotebookResult, Result, keep
from autograder.gradebook.status import Status
from autograder.notebook.cells import is_test
from autograder.repair import align, misnamed, submission
from autograder.sandbox import Limits
from autograder.text import listed

WORKPLACE = "grade-"  # then the number of the job's process: what the folder of a submission is called


@dataclass(frozen=True)
class GradingRun:
    """What the jobs of one run share.

    forkserver : its address.
    expected : the files that each submission should have beside its notebooks.
    modes : how each test cell is run, by notebook and grade_id.
    """

    folder: Folder
    assignment: Assignment
    limits: Limits
    missing_walls: list[str]
    forkserver: str
    expected: list[str]
    modes: dict[str, dict[str, Mode]]

    def result(self, student: str) -> Path:
        """Where the result of a student is kept."""
        return self.folder.result(student, self.assignment.name)


def grade_one(grading: GradingRun, student: str, digest: str) -> None:
    """Grade one submission and keep its result."""
    began = time.monotonic()
    assignment, folder = grading.assignment, grading.folder
    known = {name: [cell.grade_id for cell in cells] for name, cells in assignment.cells.items()}
    handed_in = submission.read(folder.submitted(student, assignment.name), list(assignment.cells), known)
    result = Result(assignment.name, student, digest, missing_walls=grading.missing_walls)
    own = instructor_files.files(folder, folder.source(assignment.name))
    handed_in.reasons += misnamed.put_right(handed_in.files, grading.expected, own)
    with _workplace() as top:
        submitted = top / "submitted"
        submitted.mkdir()
        handed_in.write(submitted)
        for file, path in own.items():  # over those of the learner, as nbgrader does it
            put(path, submitted, Path(file))
        executed = {}
        for name in assignment.cells:
            reasons = list(handed_in.reasons)
            absent = name not in handed_in.notebooks
            notebook = aligned(grading, handed_in.notebooks.get(name) or nbformat.v4.new_notebook(), name, reasons)
            ran = _execute(grading, notebook, name, submitted, top, own)
            items = items_of(notebook, ran, Status.NOT_ATTEMPTED if absent else None)
            executed[name] = notebook
            result.notebooks[name] = NotebookResult(reasons, items)
            result.flags += [Flag("repaired", reason, name) for reason in reasons]
            result.flags += _unread_flags(handed_in.unread, own, items, name) if absent else []
            result.flags += flags_of(notebook, ran, name)
            result.cpu_seconds += ran.cpu_seconds
            result.peak_bytes = max(result.peak_bytes, ran.peak_bytes)
        for name, notebook in executed.items():  # not before: the next notebook could read the hidden tests in it
            nbformat.write(notebook, submitted / f"{name}.ipynb")
        result.timing, flags = timings.verify(submitted, result, assignment.author)
        result.flags += flags
        result.seconds = time.monotonic() - began
        keep(folder, submitted, result)


def not_graded(grading: GradingRun, student: str, digest: str, why: str) -> Result:
    """Keep and return the result of a submission whose job died: no points yet, and an instructor decides."""
    result = Result(grading.assignment.name, student, digest, missing_walls=grading.missing_walls)
    words = f"This submission could not be graded: {why}."
    with tempfile.TemporaryDirectory() as temporary:
        judged = Path(temporary)
        for name in grading.assignment.cells:
            notebook = aligned(grading, nbformat.v4.new_notebook(), name, [])
            for cell in notebook.cells:
                if is_test(cell):
                    cell.outputs = [nbformat.v4.new_output("error", ename="NotGraded", evalue=words, traceback=[words])]
            nbformat.write(notebook, judged / f"{name}.ipynb")
            result.notebooks[name] = NotebookResult([why], items_of(notebook, Execution(), Status.TROUBLE, why))
        points = sum(item.max for one in result.notebooks.values() for item in one.items)
        result.flags.append(Flag("lost", why, decide=True, points=points))
        keep(grading.folder, judged, result)
    return result


def sweep() -> None:
    """Remove the folders of jobs that were killed: what somebody handed in lies in them."""
    for folder in Path(SHORT or tempfile.gettempdir()).glob(f"{WORKPLACE}*-*"):
        number = folder.name.removeprefix(WORKPLACE).partition("-")[0]
        with suppress(OSError):
            if number.isdigit() and folder.stat().st_uid == os.getuid() and not psutil.pid_exists(int(number)):
                remove(folder)


@contextmanager
def _workplace() -> Iterator[Path]:
    """A folder for one submission; whatever it has become, it is removed."""
    top = Path(tempfile.mkdtemp(prefix=f"{WORKPLACE}{os.getpid()}-", dir=SHORT))
    try:
        yield top
    finally:
        remove(top)


def aligned(grading: GradingRun, notebook: NotebookNode, name: str, reasons: list[str]) -> NotebookNode:
    """The cells back in their places, with the hidden tests, ready to run; what was done is added to `reasons`."""
    assignment = grading.assignment
    notebook, found = align.align(notebook, assignment.release[name], assignment.cells[name])
    reasons += found
    for preprocessor in (ClearOutput, DeduplicateIds):
        notebook, _ = preprocessor(config=grading.folder.config).preprocess(notebook, {})
    if assignment.kernelspecs[name]:
        notebook.metadata.kernelspec = nbformat.from_dict(assignment.kernelspecs[name])
    return align.with_hidden_tests(notebook, assignment.cells[name])


def _execute(
    grading: GradingRun, notebook: NotebookNode, name: str, submitted: Path, top: Path, own: Collection[str]
) -> Execution:
    """Execute one notebook in a copy of the learner's files; the files `own` are the instructor's."""
    workdir, sockets = top / "run", top / "s"
    sockets.mkdir(exist_ok=True)

    def fresh() -> None:
        remove(workdir)
        copy_all(submitted, workdir, symlinks=True)

    sandboxed = not grading.missing_walls
    environment, cache = dict(GRADING), grading.folder.cache
    if sandboxed and cache.is_dir():
        environment["COURSE_CACHE"] = str(cache)
    with ForkServer.at(grading.forkserver) as forkserver:
        return execute(
            notebook,
            grading.assignment.author[name],
            source=instructor_files.folder_of(grading.folder, grading.assignment.name),
            forkserver=forkserver,
            folder=workdir,
            sockets=sockets,
            sandboxed=sandboxed,
            limits=grading.limits,
            environment=environment,
            config=grading.folder.config,
            fresh=fresh,
            view=View(submitted, workdir, top / f"view-{name}", set(own)),
            readable=(cache,) if "COURSE_CACHE" in environment else (),
            modes=grading.modes.get(name, {}),
        )


def _unread_flags(unread: Collection[str], own: Collection[str], items: list[Item], name: str) -> list[Flag]:
    """There is no notebook, but something else that the learner handed in: a person looks at it before it is a 0."""
    files = [file for file in unread if file not in own]
    if not files:
        return []
    words = f"no notebook could be read in what was handed in, which may hold the answers all the same: {listed(files)}"
    return [Flag("lost", words, name, decide=True, points=sum(item.max for item in items))]
