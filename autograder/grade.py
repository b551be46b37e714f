"""Grade everything that was handed in for an assignment: in parallel, each submission on its own, nothing lost.

Each submission is a job, a process of its own, that leaves an executed and judged notebook and a `result.json`, both
whole or not at all. This process alone writes to the gradebook, through nbgrader's own Autograde. What was graded
before and has not changed is not graded again, so a run that was killed goes on where it stopped.
"""

from __future__ import annotations

import ctypes
import datetime
import hashlib
import logging
import multiprocessing
import multiprocessing.connection
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

import nbformat
from nbgrader.api import MissingEntry
from nbgrader.preprocessors import (
    ClearOutput,
    DeduplicateIds,
    OverwriteCells,
    OverwriteKernelspec,
)
from tqdm import tqdm

from autograder import align, submission, timings
from autograder import walls as all_walls
from autograder.commit import commit
from autograder.execute import Ran, WalledExecute, is_test
from autograder.folder import Folder, FolderError
from autograder.judge.handle import Judge
from autograder.results import Flag, Item, NotebookResult, Result
from autograder.walls import Limits, Walls
from autograder.warm.client import ONE_THREAD, Warm
from autograder.warm.modules import MODULES

TRIES = 2  # a job that dies of no fault of the submission is tried again


@dataclass(frozen=True)
class Assignment:
    """What jobs need to know of an assignment; read once."""

    name: str
    cells: dict[str, list]  # notebook name: its source cells, from the gradebook
    author: dict[str, list]  # notebook name: the cells of the instructor's notebook
    release: dict[str, nbformat.NotebookNode | None]
    digest: str  # changes when the tests do


@dataclass
class Summary:
    """What a run did. `lost` are submissions without a row in the gradebook: there should be none."""

    graded: int = 0
    kept: int = 0
    flagged: int = 0
    lost: list[str] = field(default_factory=list)
    missing_walls: list[str] = field(default_factory=list)
    seconds: float = 0.0


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
) -> Summary:
    """Grade assignment `name` of the course folder `root`; `students` keeps to those named.

    `again` grades what was graded before, too; `workers` defaults to one for each processor core.

    Raises
    ------
    FolderError
        No such assignment, nothing handed in, or `require_walls` and a wall is missing.
    """
    began = time.monotonic()
    limits = limits or Limits()
    folder = Folder(root)
    missing = all_walls.missing()
    if missing and require_walls:
        raise FolderError("This machine cannot wall submissions in: " + "; ".join(missing) + ". Nothing was graded.")
    if missing and not quiet:
        print("WARNING: submissions can reach more than they should: " + "; ".join(missing) + ".", file=sys.stderr)
    assignment = read_assignment(folder, name)
    waiting = [student for student in folder.students(name) if not students or student in students]
    if not waiting:
        raise FolderError(f"Nothing is handed in for {name!r} under {folder.coursedir.submitted_directory}/.")
    summary = Summary(missing_walls=missing)
    with _silent_nbgrader(), Warm(MODULES) as warm:
        jobs = _Jobs(folder, assignment, limits, missing, warm.address, workers or os.cpu_count() or 1)
        progress = tqdm(total=len(waiting), desc=name, unit="submission", disable=quiet, file=sys.stderr)
        for student, result, fresh in jobs.run(waiting, again):
            if fresh:
                summary.graded += 1
            else:
                summary.kept += 1
            summary.flagged += bool(result.flags)
            if not commit(folder, assignment, result):
                summary.lost.append(student)
            progress.set_postfix_str(f"{summary.flagged} flagged" if summary.flagged else "", refresh=False)
            progress.update()
        progress.close()
    timings.compare_class(folder, name)
    summary.seconds = time.monotonic() - began
    return summary


def read_assignment(folder: Folder, name: str) -> Assignment:
    """Read an assignment from the gradebook, and from the instructor's folder as far as it is there."""
    cells: dict[str, list] = {}
    with folder.gradebook() as book:
        try:
            for notebook in book.find_assignment(name).notebooks:
                cells[notebook.name] = align.source_cells(notebook)
        except MissingEntry:
            raise FolderError(
                f"The gradebook has no assignment {name!r}. Release it first: `nbgrader generate_assignment {name}`."
            ) from None
    source = {each: _notebook(folder.source(name) / f"{each}.ipynb") for each in cells}
    release = {each: _notebook(folder.release(name) / f"{each}.ipynb") for each in cells}
    author = {each: list((source[each] or release[each] or nbformat.v4.new_notebook()).cells) for each in cells}
    digest = hashlib.sha256(
        repr([(each, [asdict(cell) for cell in cells[each]], author[each]) for each in sorted(cells)]).encode(
            errors="replace"
        )
    ).hexdigest()
    return Assignment(name, cells, author, release, digest)


def _notebook(path: Path) -> nbformat.NotebookNode | None:
    return nbformat.read(path, as_version=4) if path.is_file() else None


class _Jobs:
    """Runs jobs, `workers` at a time, and gives each result when it is there."""

    def __init__(
        self, folder: Folder, assignment: Assignment, limits: Limits, missing: list[str], warm: str, workers: int
    ):
        self.folder, self.assignment, self.limits = folder, assignment, limits
        self.missing, self.warm, self.workers = missing, warm, workers
        self.context = multiprocessing.get_context("fork" if hasattr(os, "fork") else "spawn")

    def run(self, students: list[str], again: bool) -> Iterator[tuple[str, Result, bool]]:
        """Student, result, and whether it was made now."""
        waiting, running, tries = [], {}, dict.fromkeys(students, 0)
        for student in students:
            digest = self._digest(student)
            kept = None if again else Result.read(self._result(student))
            if kept and kept.digest == digest:
                yield student, kept, False
            else:
                waiting.append((student, digest))
        try:
            while waiting or running:
                while waiting and len(running) < self.workers:
                    student, digest = waiting.pop(0)
                    process = self.context.Process(target=_job, args=(self, student, digest), name=f"grade {student}")
                    process.start()
                    running[process.sentinel] = (process, student, digest, time.monotonic())
                for sentinel in multiprocessing.connection.wait(list(running), timeout=1.0):
                    process, student, digest, _ = running.pop(sentinel)
                    process.join()
                    result = Result.read(self._result(student))
                    if result and result.digest == digest:
                        yield student, result, True
                        continue
                    tries[student] += 1
                    if tries[student] < TRIES:
                        waiting.append((student, digest))
                    else:
                        yield student, self._lost(student, digest, process.exitcode), True
                self._end_stuck(running)
        finally:
            for process, *_ in running.values():
                process.kill()

    def _end_stuck(self, running: dict) -> None:
        """A job watches its own limits; one that is far beyond them is ended from outside."""
        for process, _, _, began in running.values():
            longest = (self.limits.notebook_seconds + 60) * max(1, len(self.assignment.cells))
            if time.monotonic() - began > longest:
                process.kill()

    def _lost(self, student: str, digest: str, status: int | None) -> Result:
        """The row of a submission whose job died: no points yet, and an instructor decides."""
        why = f"grading it ended with status {status}; the file is kept as it was handed in"
        result = Result(self.assignment.name, student, digest, _now(), missing_walls=self.missing)
        with suppress(OSError):
            why += ": " + (self._result(student).parent / "trouble.txt").read_text(encoding="utf-8").strip()[-500:]
        with tempfile.TemporaryDirectory() as temporary:
            judged = Path(temporary)
            for name in self.assignment.cells:
                notebook = _aligned(self, nbformat.v4.new_notebook(), name, [])
                for cell in notebook.cells:
                    if is_test(cell):
                        words = f"This submission could not be graded: {why}."
                        cell.outputs = [
                            nbformat.v4.new_output("error", ename="NotGraded", evalue=words, traceback=[words])
                        ]
                nbformat.write(notebook, judged / f"{name}.ipynb")
                result.notebooks[name] = NotebookResult([why], _items(notebook, Ran(), "trouble", why))
            points = sum(item.max for one in result.notebooks.values() for item in one.items)
            result.flags.append(Flag("lost", why, decide=True, points=points))
            _keep(self, student, judged, result)
        return result

    def _digest(self, student: str) -> str:
        """Of everything that a score can depend on."""
        digest = hashlib.sha256(self.assignment.digest.encode())
        for path in _files(self.folder.submitted(student, self.assignment.name)):
            digest.update(os.fsencode(str(path)) + b"\0")
            with suppress(OSError):
                if path.is_symlink():
                    digest.update(os.fsencode(os.readlink(path)))
                elif path.is_file():
                    with path.open("rb") as file:
                        digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()

    def _result(self, student: str) -> Path:
        return self.folder.state(self.assignment.name, student) / "result.json"


def _files(top: Path) -> list[Path]:
    archives = [top.with_name(top.name + ending) for ending in (".zip", ".ipynb")]
    found = [path for path in archives if path.is_file()]
    if top.is_dir() and not top.is_symlink():
        for where, folders, names in os.walk(top, followlinks=False):
            folders.sort()
            found += [Path(where, name) for name in sorted(names)]
    elif os.path.lexists(top):
        found.append(top)
    return found


# -- one job ---------------------------------------------------------------------------------------------------------


def _job(jobs: _Jobs, student: str, digest: str) -> None:
    """Grade one submission, in a process of its own."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: no job outlives the run
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    trouble = jobs._result(student).parent / "trouble.txt"
    trouble.parent.mkdir(parents=True, exist_ok=True)
    try:
        _grade_one(jobs, student, digest)
        trouble.unlink(missing_ok=True)
    except BaseException as error:
        trouble.write_text(f"{type(error).__name__}: {error}", encoding="utf-8", errors="replace")
        (trouble.parent / "traceback.txt").write_text(traceback.format_exc(), encoding="utf-8", errors="replace")
        os._exit(1)
    os._exit(0)


def _grade_one(jobs: _Jobs, student: str, digest: str) -> None:
    began = time.monotonic()
    assignment, folder = jobs.assignment, jobs.folder
    os.environ.update(ONE_THREAD, AUTOGRADER_WARM=jobs.warm)
    handed = submission.read(folder.submitted(student, assignment.name), list(assignment.cells))
    result = Result(assignment.name, student, digest, _now(), missing_walls=jobs.missing)
    with tempfile.TemporaryDirectory(prefix="grade-", dir="/tmp" if os.path.isdir("/tmp") else None) as temporary:
        top = Path(temporary)
        judged = top / "judged"
        judged.mkdir()
        _write_files(handed, folder.source(assignment.name), judged)
        for name in assignment.cells:
            reasons = list(handed.reasons)
            absent = name not in handed.notebooks
            notebook = _aligned(jobs, handed.notebooks.get(name) or nbformat.v4.new_notebook(), name, reasons)
            ran = _run(jobs, notebook, name, judged, top)
            items = _items(notebook, ran, "not attempted" if absent else "")
            nbformat.write(notebook, judged / f"{name}.ipynb")
            result.notebooks[name] = NotebookResult(reasons, items)
            result.flags += [Flag("repaired", reason, name) for reason in reasons]
            result.flags += [Flag("limit", words, name) for words in ran.troubles]
            result.flags += _judge_flags(notebook, ran, name)
            result.cpu_seconds += ran.cpu_seconds
            result.peak_bytes = max(result.peak_bytes, ran.peak_bytes)
        result.timing, flags = timings.verify(judged, result, assignment.author)
        result.flags += flags
        result.seconds = time.monotonic() - began
        _keep(jobs, student, judged, result)


def _write_files(handed: submission.Handed, source: Path, target: Path) -> None:
    """The learner's other files, and over them those of the instructor, as nbgrader does it."""
    for name, content in handed.files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            shutil.copyfile(content, path, follow_symlinks=False)
    if handed.timestamp:
        (target / "timestamp.txt").write_text(handed.timestamp, encoding="utf-8")
    if source.is_dir():
        for path in source.rglob("*"):
            if path.is_file() and path.suffix != ".ipynb" and ".ipynb_checkpoints" not in path.parts:
                place = target / path.relative_to(source)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, place)


def _aligned(jobs: _Jobs, notebook: nbformat.NotebookNode, name: str, reasons: list[str]) -> nbformat.NotebookNode:
    """The cells back in their places, then nbgrader's own cleaning."""
    assignment, folder = jobs.assignment, jobs.folder
    notebook, found = align.align(notebook, assignment.release[name], assignment.cells[name])
    reasons += found
    resources = {
        "nbgrader": {"notebook": name, "assignment": assignment.name, "student": "", "db_url": folder.database}
    }
    config = folder.config
    for preprocessor in (ClearOutput, DeduplicateIds, OverwriteKernelspec, OverwriteCells):
        notebook, resources = preprocessor(config=config).preprocess(notebook, resources)
    return notebook


def _run(jobs: _Jobs, notebook: nbformat.NotebookNode, name: str, judged: Path, top: Path) -> Ran:
    """Execute one notebook in a copy of the learner's files."""
    place, sockets = top / "run", top / "s"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(judged, place, symlinks=True)
    sockets.mkdir(exist_ok=True)
    walled = not jobs.missing
    environment = {**_environment(), "HOME": "/home/learner" if walled else str(place)}
    walls = Walls(folder=place, sockets=sockets) if walled else None
    with Warm.at(jobs.warm) as warm:
        execute = WalledExecute(
            judge=lambda: Judge(
                warm, jobs.assignment.author[name], folder=place, env=environment, limits=jobs.limits, walls=walled
            ),
            walls=walls,
            limits=jobs.limits,
            folder=place,
            sockets=sockets,
            environment=environment,
            config=jobs.folder.config,
        )
        execute.preprocess(notebook, {"metadata": {"path": str(place)}})
    return execute.ran


def _environment() -> dict[str, str]:
    """What a submission may know of the environment: nothing of the instructor's."""
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL", "PATH", "TZ") if name in os.environ}
    return {
        **kept,
        **ONE_THREAD,
        "NBGRADER_EXECUTION": "autograde",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _items(notebook: nbformat.NotebookNode, ran: Ran, status: str = "", message: str = "") -> list[Item]:
    """One item for each graded cell, with the score that nbgrader will read from it."""
    from nbgrader import utils

    items = []
    for index, cell in enumerate(notebook.cells):
        if not utils.is_grade(cell):
            continue
        name = cell.metadata.nbgrader.grade_id
        score, most = utils.determine_grade(cell)
        item = Item(name, name.removesuffix("-check"), most, score, status or "by hand", message)
        verdict = ran.verdicts.get(index)
        if verdict is not None:
            item.status = _status(verdict, score, most)
            item.message, item.seconds = verdict.message, ran.seconds.get(index, 0.0)
        elif score == 0 and not is_test(cell):
            item.status = "not attempted"
        items.append(item)
    return items


def _status(verdict, score: float, most: float) -> str:
    if verdict.trouble:
        return "trouble"
    if verdict.right:
        return "right" if score == most else "partial"
    if not verdict.attempted:
        return "not attempted"
    return "hidden" if verdict.hidden else "wrong"


def _judge_flags(notebook: nbformat.NotebookNode, ran: Ran, name: str) -> list[Flag]:
    flags = []
    for index, verdict in sorted(ran.verdicts.items()):
        if verdict.trouble:
            grading = notebook.cells[index].metadata.nbgrader
            flags.append(Flag("judge", verdict.trouble, name, grading.grade_id, decide=True, points=grading.points))
    return flags


def _keep(jobs: _Jobs, student: str, judged: Path, result: Result) -> None:
    """Put the judged folder and its result in their places: the result last, so that it never speaks of a part."""
    path, target = jobs._result(student), jobs.folder.judged(student, result.assignment)
    path.unlink(missing_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    whole = Path(tempfile.mkdtemp(dir=target.parent, prefix=".whole-"))
    shutil.copytree(judged, whole / "judged", symlinks=True)
    if target.exists():
        shutil.rmtree(target)
    os.rename(whole / "judged", target)
    whole.rmdir()
    result.write(path)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


class _silent_nbgrader:
    """nbgrader's log says of each cell what our reasons say in words; only its errors are shown."""

    def __enter__(self):
        self.before = logging.getLogger("traitlets").level
        logging.getLogger("traitlets").setLevel(logging.ERROR)

    def __exit__(self, *failed):
        logging.getLogger("traitlets").setLevel(self.before)
