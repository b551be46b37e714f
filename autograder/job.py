"""Grade one submission: bring its cells into their places, run them behind walls, judge, and keep the result whole."""

from __future__ import annotations

import datetime
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import nbformat
import psutil
from nbgrader import utils
from nbgrader.preprocessors import ClearOutput, DeduplicateIds

from autograder.evidence import timings
from autograder.execution.run import Execution, SandboxedExecute
from autograder.execution.view import View
from autograder.files import FULL, copy_all, put, remove
from autograder.forkserver.client import INLINE, ForkServer, bare_environment
from autograder.gradebook import instructor_files
from autograder.gradebook.assignment import Assignment
from autograder.gradebook.folder import Folder
from autograder.gradebook.modes import Mode
from autograder.gradebook.results import Flag, Item, NotebookResult, Result
from autograder.gradebook.status import Status
from autograder.judge.client import Judge, Verdict
from autograder.notebook.cells import is_test
from autograder.repair import align, misnamed, submission
from autograder.sandbox import Limits, Sandbox, libraries
from autograder.text import listed

GRADING = {"NBGRADER_EXECUTION": "autograde"}  # as nbgrader sets it: what was measured and trained is read, not made
WORKPLACE = "grade-"  # then the number of the job's process: what the folder of a submission is called
SHORT = "/tmp" if os.path.isdir("/tmp") else None  # the paths of sockets have to be short


@dataclass(frozen=True)
class Jobs:
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
        return self.folder.state(self.assignment.name, student) / "result.json"


def grade_one(jobs: Jobs, student: str, digest: str) -> None:
    """Grade one submission and keep its result."""
    began = time.monotonic()
    assignment, folder = jobs.assignment, jobs.folder
    known = {name: [cell.grade_id for cell in cells] for name, cells in assignment.cells.items()}
    handed_in = submission.read(folder.submitted(student, assignment.name), list(assignment.cells), known)
    result = Result(assignment.name, student, digest, now(), missing_walls=jobs.missing_walls)
    own = instructor_files.files(folder, folder.source(assignment.name))
    handed_in.reasons += misnamed.put_right(handed_in.files, jobs.expected, own)
    with _workplace() as top:
        judged = top / "judged"
        judged.mkdir()
        _write_files(handed_in, own, judged)
        executed = {}
        for name in assignment.cells:
            reasons = list(handed_in.reasons)
            absent = name not in handed_in.notebooks
            notebook = aligned(jobs, handed_in.notebooks.get(name) or nbformat.v4.new_notebook(), name, reasons)
            ran = _run(jobs, notebook, name, judged, top, own)
            items = items_of(notebook, ran, Status.NOT_ATTEMPTED if absent else None)
            executed[name] = notebook
            result.notebooks[name] = NotebookResult(reasons, items)
            result.flags += [Flag("repaired", reason, name) for reason in reasons]
            result.flags += _unread_flags(handed_in.unread, own, items, name) if absent else []
            result.flags += [Flag("limit", words, name) for words in ran.troubles]
            result.flags += _judge_flags(notebook, ran, name)
            result.cpu_seconds += ran.cpu_seconds
            result.peak_bytes = max(result.peak_bytes, ran.peak_bytes)
        for name, notebook in executed.items():  # not before: the next notebook could read the hidden tests in it
            nbformat.write(notebook, judged / f"{name}.ipynb")
        result.timing, flags = timings.verify(judged, result, assignment.author)
        result.flags += flags
        result.seconds = time.monotonic() - began
        keep(jobs, judged, result)


def not_graded(jobs: Jobs, student: str, digest: str, why: str) -> Result:
    """Keep and return the result of a submission whose job died: no points yet, and an instructor decides."""
    result = Result(jobs.assignment.name, student, digest, now(), missing_walls=jobs.missing_walls)
    words = f"This submission could not be graded: {why}."
    with tempfile.TemporaryDirectory() as temporary:
        judged = Path(temporary)
        for name in jobs.assignment.cells:
            notebook = aligned(jobs, nbformat.v4.new_notebook(), name, [])
            for cell in notebook.cells:
                if is_test(cell):
                    cell.outputs = [nbformat.v4.new_output("error", ename="NotGraded", evalue=words, traceback=[words])]
            nbformat.write(notebook, judged / f"{name}.ipynb")
            result.notebooks[name] = NotebookResult([why], items_of(notebook, Execution(), Status.TROUBLE, why))
        points = sum(item.max for one in result.notebooks.values() for item in one.items)
        result.flags.append(Flag("lost", why, decide=True, points=points))
        keep(jobs, judged, result)
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


def execute(
    notebook: nbformat.NotebookNode,
    author: list[nbformat.NotebookNode],
    *,
    source: Path | None,
    forkserver: ForkServer,
    folder: Path,
    sockets: Path,
    sandboxed: bool,
    limits: Limits,
    environment: dict[str, str],
    config,
    fresh: Callable[[], None] = lambda: None,
    view: View | None = None,
    readable: tuple[Path, ...] = (),
    modes: dict[str, Mode] | None = None,
) -> Execution:
    """Run a notebook in `folder` behind walls and judge its test cells; its outputs are put into it.

    `source` is the instructor's folder, from which tests import; `view` what the judge sees of `folder` (all of it
    where that is None). `readable` are folders that the notebook may read beside the libraries. `modes` tell how each
    test cell is run, by grade_id; None where that is to be found out. Without walls it runs as the instructor.
    """
    environment = {**_environment(), **environment, "HOME": Sandbox.inside if sandboxed else str(folder)}
    sandbox = Sandbox(folder, sockets=sockets, readable=(*libraries(), *readable)) if sandboxed else None
    judge = partial(
        Judge,
        forkserver,
        author,
        source=source,
        folder=view.place if view else folder,
        environment={**environment, **GRADING},  # also of a rehearsal, whose notebook measures and trains
        limits=limits,
        sandbox=sandbox,
    )
    running = SandboxedExecute(
        judge=judge,
        forkserver=forkserver,
        sandbox=sandbox,
        limits=limits,
        folder=folder,
        sockets=sockets,
        environment=environment,
        fresh=fresh,
        look=view.refresh if view else lambda: None,
        modes=modes,
        config=config,
    )
    running.preprocess(notebook, {"metadata": {"path": str(folder)}})
    return running.ran


def aligned(jobs: Jobs, notebook: nbformat.NotebookNode, name: str, reasons: list[str]) -> nbformat.NotebookNode:
    """The cells back in their places, with the hidden tests, ready to run; what was done is added to `reasons`."""
    assignment = jobs.assignment
    notebook, found = align.align(notebook, assignment.release[name], assignment.cells[name])
    reasons += found
    for preprocessor in (ClearOutput, DeduplicateIds):
        notebook, _ = preprocessor(config=jobs.folder.config).preprocess(notebook, {})
    if assignment.kernelspecs[name]:
        notebook.metadata.kernelspec = nbformat.from_dict(assignment.kernelspecs[name])
    return align.with_hidden_tests(notebook, assignment.cells[name])


def _write_files(handed_in: submission.Submission, own: dict[str, Path], target: Path) -> None:
    """The learner's other files, and over them those of the instructor, as nbgrader does it."""
    for name, content in handed_in.files.items():
        path = target / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                path.write_bytes(content)
            else:
                shutil.copyfile(content, path, follow_symlinks=False)
        except OSError as error:  # a name that this disk cannot have, or a file in the place of a folder
            if error.errno in FULL:
                raise
    if handed_in.timestamp:
        (target / "timestamp.txt").write_text(handed_in.timestamp, encoding="utf-8")
    for name, path in own.items():
        put(path, target, Path(name))


def _run(
    jobs: Jobs, notebook: nbformat.NotebookNode, name: str, judged: Path, top: Path, own: Collection[str]
) -> Execution:
    """Execute one notebook in a copy of the learner's files; the files `own` are the instructor's."""
    run_folder, sockets = top / "run", top / "s"
    sockets.mkdir(exist_ok=True)

    def fresh() -> None:
        remove(run_folder)
        copy_all(judged, run_folder, symlinks=True)

    sandboxed = not jobs.missing_walls
    environment, cache = dict(GRADING), jobs.folder.cache
    if sandboxed and cache.is_dir():
        environment["COURSE_CACHE"] = str(cache)
    with ForkServer.at(jobs.forkserver) as forkserver:
        return execute(
            notebook,
            jobs.assignment.author[name],
            source=instructor_files.folder_of(jobs.folder, jobs.assignment.name),
            forkserver=forkserver,
            folder=run_folder,
            sockets=sockets,
            sandboxed=sandboxed,
            limits=jobs.limits,
            environment=environment,
            config=jobs.folder.config,
            fresh=fresh,
            view=View(judged, run_folder, top / f"view-{name}", set(own)),
            readable=(cache,) if "COURSE_CACHE" in environment else (),
            modes=jobs.modes.get(name, {}),
        )


def _environment() -> dict[str, str]:
    """What every submission gets as its environment."""
    own = {"IPYTHONDIR": "/tmp/ipython", "MPLCONFIGDIR": "/tmp/matplotlib", "PYTHONDONTWRITEBYTECODE": "1"}
    return {**bare_environment(), **own, "MPLBACKEND": INLINE}


def items_of(
    notebook: nbformat.NotebookNode, ran: Execution, status: Status | None = None, message: str = ""
) -> list[Item]:
    """One item for each graded cell, with the score that nbgrader will read from it."""
    items = []
    for index, cell in enumerate(notebook.cells):
        if not utils.is_grade(cell):
            continue
        name = cell.metadata.nbgrader.grade_id
        score, most = utils.determine_grade(cell)
        item = Item(name, name.removesuffix("-check"), most, score, status or Status.BY_HAND, message)
        verdict = ran.verdicts.get(index)
        if verdict is not None:
            item.status = _status(verdict, score, most)
            item.message, item.seconds = verdict.message, ran.seconds.get(index, 0.0)
        elif score == 0 and not is_test(cell):
            item.status = Status.NOT_ATTEMPTED
        items.append(item)
    return items


def _status(verdict: Verdict, score: float, most: float) -> Status:
    if verdict.trouble:
        return Status.TROUBLE
    if verdict.right:
        return Status.RIGHT if score == most else Status.PARTIAL
    if not verdict.attempted:
        return Status.NOT_ATTEMPTED
    return Status.HIDDEN if verdict.hidden else Status.WRONG


def _unread_flags(unread: Collection[str], own: Collection[str], items: list[Item], name: str) -> list[Flag]:
    """There is no notebook, but something else that the learner handed in: a person looks at it before it is a 0."""
    files = [file for file in unread if file not in own]
    if not files:
        return []
    words = f"no notebook could be read in what was handed in, which may hold the answers all the same: {listed(files)}"
    return [Flag("lost", words, name, decide=True, points=sum(item.max for item in items))]


def _judge_flags(notebook: nbformat.NotebookNode, ran: Execution, name: str) -> list[Flag]:
    flags = []
    for index, verdict in sorted(ran.verdicts.items()):
        if verdict.trouble or verdict.decide:
            grading, words = notebook.cells[index].metadata.nbgrader, verdict.trouble or verdict.decide
            flags.append(Flag("judge", words, name, grading.grade_id, decide=True, points=grading.points))
    return flags


def keep(jobs: Jobs, judged: Path, result: Result) -> None:
    """Put the judged folder and its result in their places: the result last, so that it never speaks of a part."""
    path, target = jobs.result(result.student), jobs.folder.judged(result.student, result.assignment)
    path.unlink(missing_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    whole = target.with_name(f".whole-{target.name}")
    remove(whole)  # of a job that was killed here
    refused = copy_all(judged, whole, symlinks=True)
    if refused:
        result.flags.append(Flag("repaired", f"files that cannot be kept on this disk: {listed(refused)}"))
    remove(target)
    os.rename(whole, target)
    result.write(path)


def now() -> str:
    """The present moment for a result."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
