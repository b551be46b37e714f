"""Beyond one machine: how busy a cluster is kept, what a large class asks of the head, and what a killed worker costs.

All workers are on this machine, so submissions wait instead of computing where scaling is measured: two cores would
hide it. SCALE_EACH, SCALE_SECONDS, SCALE_MANY, SCALE_PAGES and SCALE_KILLS change how much is measured.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

import nbformat
import psutil

from autograder.gradebook.assignment import read_assignment
from autograder.gradebook.commit import commit
from autograder.gradebook.folder import Folder
from autograder.gradebook.results import Result, keep
from benchmarks.figures import figure, heading, note

ROOT = Path(__file__).resolve().parent.parent
NAME = "ps1"
WORKERS = (1, 2, 4, 8)
EACH = int(os.environ.get("SCALE_EACH", "4"))  # submissions for each worker
SECONDS = float(os.environ.get("SCALE_SECONDS", "10"))  # that a submission waits
MANY = int(os.environ.get("SCALE_MANY", "200"))  # small submissions, of the 10,000 that one would like
PAGES = int(os.environ.get("SCALE_PAGES", "1000"))  # graded submissions that have feedback and a report made
KILLS = int(os.environ.get("SCALE_KILLS", "30"))  # submissions while workers are killed
PATTERNS = 12  # submissions that are really graded for them
PERIOD = 10.0  # seconds from one killed worker to the next
CLASS = 10_000


def main() -> None:
    """The four parts, one after the other."""
    sys.path.insert(0, str(ROOT / "tests"))
    with tempfile.TemporaryDirectory(prefix="scale-") as temporary:
        top = Path(temporary)
        template = _released(top / "template")
        _efficiency(top, template)
        _head(top, template)
        _pages(top, template)
        _killed(top, template)


def _released(root: Path) -> Path:
    from support.handmade import release_in

    root.mkdir()
    release_in(root)
    subprocess.run([sys.executable, "-m", "autograder", "rehearse", NAME], cwd=root, capture_output=True, check=False)
    return root


def _handed_in(template: Path, root: Path, size: int, seconds: float = 0.0) -> Path:
    """A course in which `size` learners have handed in; each notebook waits for `seconds`."""
    shutil.copytree(template, root)
    notebook = nbformat.read(root / "release" / NAME / "first.ipynb", as_version=4)
    half = next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "double")
    for number in range(size):
        target = root / "submitted" / f"learner-{number:05}" / NAME
        shutil.copytree(root / "release" / NAME, target)
        wait = f"\nimport time; time.sleep({seconds})" if seconds else ""
        half.source = f"def double(x):\n    return {2 if number % 3 else 3} * x{wait}"
        nbformat.write(notebook, target / "first.ipynb")
    return root


def _started(course: Path, *options: str) -> psutil.Popen:
    command = [sys.executable, "-m", "autograder", "grade", NAME, *options]
    with (course / "said.txt").open("wb") as said:
        return psutil.Popen(command, cwd=course, stdout=said, stderr=said)


def _cluster(top: Path, workers: int, threads: int = 1):
    from support.cluster import Cluster

    cluster = Cluster(top, threads=threads)
    for _ in range(workers):
        cluster.start_worker()
    return cluster


def _moments(course: Path) -> list[float]:
    """When each result was there."""
    return sorted(path.stat().st_mtime for path in Folder(course).results(NAME).values())


def _efficiency(top: Path, template: Path) -> None:
    heading(f"Dispatch: {EACH} submissions a worker, each of which waits {SECONDS:g} s")
    for workers in WORKERS:
        course = _handed_in(template, top / f"wait-{workers}", EACH * workers, SECONDS)
        cluster = _cluster(top / f"cluster-{workers}", workers)
        try:
            _started(course, "--scheduler", cluster.address).wait()
        finally:
            cluster.close()
        moments = _moments(course)
        took = moments[-1] - moments[workers - 1]  # from when all had their warm process and a first submission done
        figure(
            f"{workers} workers, {EACH - 1} submissions each after the first", took, "s", of=f"{len(moments)} results"
        )
        figure("  efficiency: waiting that was asked for, of that time", (EACH - 1) * SECONDS / took)


def _head(top: Path, template: Path) -> None:
    heading(f"A class of {MANY} whose submissions compute next to nothing, two workers of two threads")
    course = _handed_in(template, top / "many", MANY)
    cluster = _cluster(top / "cluster-many", 2, threads=2)
    memory, began = [], time.monotonic()
    try:
        process = _started(course, "--scheduler", cluster.address)
        while process.poll() is None:
            done = len(list(Folder(course).state(NAME).glob("*/result.json")))
            try:
                memory.append((done, process.memory_info().rss))
            except psutil.NoSuchProcess:
                break
            time.sleep(2)
    finally:
        cluster.close()
    took = time.monotonic() - began
    figure("all, start of the workers' warm processes included", took, "s", of=f"{3600 * MANY / took:,.0f} an hour")
    quarter = max(rss for done, rss in memory if done <= MANY / 4)
    most = max(rss for _, rss in memory)
    figure("memory of the head, a quarter of the class graded", quarter / 2**20, "MiB")
    figure("memory of the head at its most", most / 2**20, "MiB")
    each = (most - quarter) / (0.75 * MANY)
    note(f"  extrapolated, not measured: {CLASS:,} would take {CLASS * took / MANY / 3600:.1f} h on this machine, and")
    note(f"  at most {(quarter + each * CLASS) / 2**20:,.0f} MiB of the head if memory went on growing as it did")


def _pages(top: Path, template: Path) -> None:
    heading(f"Feedback and report for {PAGES:,} graded submissions")
    course = _handed_in(template, top / "pages", PATTERNS)
    _started(course).wait()
    began = time.monotonic()
    _multiply(course, PAGES)
    figure("their results put into the gradebook", time.monotonic() - began, "s")
    for command in (f"feedback {NAME}", f"report {NAME}", "report"):
        took, most = _measured(course, *command.split())
        figure(f"{command}", took, "s", of=f"{most / 2**20:,.0f} MiB")
    for path in sorted((course / "reports").rglob("*.html"), key=lambda path: -path.stat().st_size)[:3]:
        figure(f"  {path.relative_to(course)}", path.stat().st_size / 1e6, "MB")


def _multiply(course: Path, size: int) -> None:
    """Put the results of the first submissions into the gradebook under other names, until there are `size` of them."""
    folder = Folder(course)
    assignment = read_assignment(folder, NAME)
    patterns = [result for path in folder.results(NAME).values() if (result := Result.read(path))]
    for number in range(len(patterns), size):
        one = patterns[number % len(patterns)]
        judged = Path(shutil.copytree(folder.judged(one.student, NAME), course / "judged"))
        result = replace(one, student=f"learner-{number:05}")
        keep(folder, judged, result)
        commit(folder, assignment, result)
        shutil.rmtree(judged, ignore_errors=True)


def _measured(course: Path, *command: str) -> tuple[float, int]:
    """Seconds of a command of the autograder, and the most memory it had, bytes."""
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=-3, stderr=-3); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )  # in a small process: a child counts the memory of the process that it was forked from
    began = time.monotonic()
    words = [sys.executable, "-c", script, sys.executable, "-m", "autograder", *command]
    done = subprocess.run(words, cwd=course, capture_output=True, text=True, check=True)
    return time.monotonic() - began, int(done.stdout) * 1024


def _killed(top: Path, template: Path) -> None:
    heading(f"{KILLS} submissions that wait 4 s, two workers, one killed every {PERIOD:g} s")
    course = _handed_in(template, top / "undisturbed", KILLS, 4)
    disturbed = Path(shutil.copytree(course, top / "disturbed"))
    _started(course).wait()
    from support.cluster import kill

    cluster, over, killed = _cluster(top / "cluster-killed", 2, threads=2), threading.Event(), []

    def disturb() -> None:
        while not over.wait(PERIOD):
            kill(cluster.workers.pop(0))
            killed.append(time.monotonic())
            cluster.start_worker()

    try:
        process = _started(disturbed, "--scheduler", cluster.address)
        while not _moments(disturbed) and process.poll() is None:
            time.sleep(0.5)
        other = threading.Thread(target=disturb)
        other.start()
        status = process.wait()
        over.set()
        other.join()
    finally:
        over.set()
        cluster.close()
    expected, found = _scores(course), _scores(disturbed)
    different = [row for row, score in expected.items() if found.get(row) != score]
    figure("workers killed", len(killed))
    figure("submissions lost", KILLS - len({student for student, _ in found}))
    note(f"  {len(expected)} scores, {len(different)} other than those of the undisturbed run; status {status}")


def _scores(course: Path) -> dict[tuple[str, str], float | None]:
    with Folder(course).gradebook() as book:
        return {
            (submission.student.id, row.name): row.auto_score
            for submission in book.assignment_submissions(NAME)
            for one in submission.notebooks
            for row in one.grades
        }
