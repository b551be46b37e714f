"""Grade one submission: bring its cells into their places, run them behind walls, judge, and keep the result whole."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearOutput, DeduplicateIds

from autograder.evidence import timings
from autograder.execution.execute import GRADING, Execution, execute
from autograder.execution.items import flags_of, items_of
from autograder.execution.view import View
from autograder.files import copy_all, put, remove, temporary
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

UNREAD = "a notebook that was handed in could not be read, and may hold the answers all the same: {}"


@dataclass(frozen=True)
class GradingRun:
    """What the jobs of one run share.

    expected : the files that each submission should have beside its notebooks.
    modes : how each test cell is run, by notebook and grade_id.
    forkserver : the address of the warm process, once it runs.
    """

    folder: Folder
    assignment: Assignment
    limits: Limits
    missing_walls: list[str]
    expected: list[str]
    modes: dict[str, dict[str, Mode]]
    forkserver: str = ""

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
            unread = [file for file in handed_in.unread if file not in own] if absent else []
            found = handed_in.notebooks.get(name) or nbformat.v4.new_notebook()
            notebook = aligned(grading, found, name, [] if unread else reasons)
            if unread:
                items, flags = _undecided(notebook, UNREAD.format(listed(unread)), name)
            else:
                ran = _execute(grading, notebook, name, submitted, top, own)
                items = items_of(notebook, ran, Status.NOT_ATTEMPTED if absent else None)
                flags = flags_of(notebook, ran, name)
                result.cpu_seconds += ran.cpu_seconds
                result.peak_bytes = max(result.peak_bytes, ran.peak_bytes)
            executed[name] = notebook
            result.notebooks[name] = NotebookResult(reasons, items)
            result.flags += [Flag("repaired", reason, name) for reason in reasons] + flags
        for name, notebook in executed.items():  # not before: the next notebook could read the hidden tests in it
            nbformat.write(notebook, submitted / f"{name}.ipynb")
        result.timing, flags = timings.verify(submitted, result, assignment.author)
        result.flags += flags
        result.seconds = time.monotonic() - began
        keep(folder, submitted, result)


def not_graded(grading: GradingRun, student: str, digest: str, why: str) -> Result:
    """Keep and return the result of a submission whose job died: no points yet, and an instructor decides."""
    result = Result(grading.assignment.name, student, digest, missing_walls=grading.missing_walls)
    with tempfile.TemporaryDirectory() as temporary:
        judged = Path(temporary)
        for name in grading.assignment.cells:
            notebook = aligned(grading, nbformat.v4.new_notebook(), name, [])
            items, flags = _undecided(notebook, why, name)
            nbformat.write(notebook, judged / f"{name}.ipynb")
            result.notebooks[name] = NotebookResult([why], items)
            result.flags += flags
        keep(grading.folder, judged, result)
    return result


@contextmanager
def _workplace() -> Iterator[Path]:
    """A folder for one submission; whatever it has become, it is removed."""
    top = Path(temporary("grade"))
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
            view=View(submitted, workdir, top / f"view-{name}", set(own), grading.limits.disk_bytes),
            readable=(cache,) if "COURSE_CACHE" in environment else (),
            modes=grading.modes.get(name, {}),
        )


def _undecided(notebook: NotebookNode, why: str, name: str) -> tuple[list[Item], list[Flag]]:
    """Nothing of a notebook is run: its tests give no points yet, and a person decides about all of them."""
    words = f"This submission could not be graded: {why}."
    for cell in filter(is_test, notebook.cells):
        cell.outputs = [nbformat.v4.new_output("error", ename="NotGraded", evalue=words, traceback=[words])]
    items = items_of(notebook, Execution(), Status.TROUBLE, why)
    return items, [Flag("lost", why, name, decide=True, points=sum(item.max for item in items))]
