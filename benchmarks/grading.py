"""Grading: the same class graded by plain nbgrader with its best settings and by the autograder with walls and judge.

All submissions are honest (tests/classroom makes them); every score has to be equal. The floor is what the learners'
own code computes on a warm kernel, one after the other: no grader that runs it can be faster than that for each core.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from autograder.gradebook.folder import Folder
from autograder.gradebook.results import Result
from benchmarks.figures import figure, heading, note

ROOT = Path(__file__).resolve().parent.parent
SIZE = int(os.environ.get("GRADING_CLASS", "40"))
TIMES = 8  # how many times faster than plain nbgrader, at least, for the small assignment on two cores
WORKERS = (1, 2, 4)
LOOK = 2.0  # seconds from one look at memory to the next


def main() -> None:
    """Both assignments, one after the other; GRADING_CLASS names another size of the class than 40."""
    sys.path.insert(0, str(ROOT / "tests"))
    for name in ("small", "04-learn-by-looking"):
        with tempfile.TemporaryDirectory(prefix="grading-") as temporary:
            _measure(name, _handed_in(name, Path(temporary) / "course"))


def _handed_in(name: str, root: Path) -> Path:
    """A course folder in which a class of honest learners has handed in the assignment."""
    from classroom import assignment, honest
    from support.instructor import released_in

    if name == "small":
        assignment.make(root)
        _run([sys.executable, "-m", "autograder", "rehearse", name], root)
        task = honest.small(root)
    else:
        task = honest.of_lesson(name)
        released_in(root, name)
    folder = Folder(root)
    for one in honest.a_class(task, SIZE):
        one.paper.hand_in(folder.submitted(one.student, name))
    return root


def _measure(name: str, course: Path) -> None:
    heading(f"Grading {SIZE} submissions of {name}")
    plain = _copy(course, "plain")
    nbgraders, memory = _watched([sys.executable, "-m", "nbgrader", "autograde", name], plain)
    expected = _scores(plain, name)
    figure("plain nbgrader, kernels shut down at once", nbgraders, "s", of=_each_hour(nbgraders))
    note(f"  memory: {memory / 2**30:.2f} GiB")
    for workers in WORKERS:
        graded = _copy(course, f"workers-{workers}")
        command = [sys.executable, "-m", "autograder", "grade", name, "--require-walls", "--workers", str(workers)]
        took, memory = _watched(command, graded)
        figure(f"walls and judge, warm-up included, {workers} at a time", took, "s", of=_each_hour(took))
        if workers == 2 and name == "small":
            figure("  times as fast as plain nbgrader", nbgraders / took, "", limit=TIMES, more=True)
        else:
            note(f"  {nbgraders / took:.1f} times as fast as plain nbgrader")
        note(f"  memory: {memory / 2**30:.2f} GiB in all, {memory / workers / 2**20:.0f} MiB for each worker")
        scores = _scores(graded, name)
        different = [row for row, score in expected.items() if scores.get(row) != score]
        note(f"  {len(expected)} scores, {len(different)} other than plain nbgrader's: {different[:5] or 'all equal'}")
        floor = _floor(graded, name)
    figure("floor: the learners' own computing on warm kernels", floor, "s", of=_each_hour(floor))


def _copy(course: Path, name: str) -> Path:
    return Path(shutil.copytree(course, course.parent / name, symlinks=True))


def _run(command: list[str], folder: Path, *, check: bool = True) -> None:
    environment = {**os.environ, "PATH": os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])}
    subprocess.run(command, cwd=folder, env=environment, check=check, capture_output=True)


def _scores(course: Path, name: str) -> dict[tuple[str, str], float | None]:
    """Automatic score of every graded cell, by student and cell."""
    with Folder(course).gradebook() as book:
        return {
            (submission.student.id, grade.name): grade.auto_score
            for submission in book.assignment_submissions(name)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def _floor(course: Path, name: str) -> float:
    folder = Folder(course)
    results = [Result.read(folder.state(name, student) / "result.json") for student in folder.students(name)]
    return sum(result.cpu_seconds for result in results if result)


def _each_hour(seconds: float) -> str:
    return f"{3600 * SIZE / seconds:,.0f} submissions an hour"


def _watched(command: list[str], folder: Path) -> tuple[float, int]:
    """Seconds that a program took, and the most bytes that it and all its processes were seen to have.

    What they share counts once. To find that out takes some 50 ms of a core, so a look is taken every 2 s.
    """
    environment = {**os.environ, "PATH": os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])}
    most, unseen, began = 0, False, time.perf_counter()
    program = psutil.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        try:
            status = program.wait(LOOK)
            break
        except psutil.TimeoutExpired:
            used = 0
            for each in (program, *program.children(recursive=True)):
                try:
                    used += each.memory_full_info().pss
                except psutil.AccessDenied:  # a judge: what it holds may be looked at by root only
                    unseen = True
                except psutil.NoSuchProcess:
                    continue
            most = max(most, used)
    took = time.perf_counter() - began
    if unseen:
        note("  the memory that follows is without that of the judges: only root may look at them")
    if status:
        note(f"  it ended with status {status}: {shlex.join(command)}")
    return took, most
