"""Plays an instructor: a course folder of its own, so that no test touches a real gradebook."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from functools import cache as once
from pathlib import Path

from autograder.authoring import lesson as lessons
from autograder.authoring.release import write_source
from autograder.gradebook.folder import Folder
from course.data import cache

_kept: list[tempfile.TemporaryDirectory] = []  # until this process ends


class Course:
    """A copy of the course as an instructor has it, and the command line of nbgrader in it."""

    def __init__(self, root: Path):
        self.root = root
        self.submitted = root / "grading" / "submitted"

    def nbgrader(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run the real command line; returns what it printed, whatever its exit status."""
        return self._run("nbgrader", *arguments)

    def autograder(self, *arguments: str) -> subprocess.CompletedProcess:
        return self._run("autograder", *arguments)

    def _run(self, module: str, *arguments: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", module, *arguments]
        return subprocess.run(command, cwd=self.root, capture_output=True, text=True, timeout=900)

    def submit(self, student: str, lesson: str, folder: Path) -> Path:
        """Hand in a copy of `folder` for a student; returns the folder that nbgrader will grade."""
        target = self.submitted / student / lesson
        shutil.copytree(folder, target)
        return target

    def scores(self, student: str, lesson: str) -> dict[str, float]:
        """Automatic score of every graded cell of one submission, from the gradebook."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.root}/grading/gradebook.db", "apples") as book:
            submission = book.find_submission(lesson, student)
            return {grade.name: grade.auto_score for notebook in submission.notebooks for grade in notebook.grades}


def course_in(root: Path) -> Course:
    """A course folder made in `root`: nbgrader's configuration and the sources of the lessons."""
    shutil.copy(lessons.ROOT / "nbgrader_config.py", root)
    for script in lessons.scripts():
        write_source(lessons.read(script))
    shutil.copytree(lessons.SOLUTIONS, root / "solutions", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return Course(root)


def released_in(root: Path, lesson: str) -> None:
    """A course folder made in `root` in which a lesson was rehearsed and released, as an instructor does it first."""
    shutil.copytree(_released(lesson), root, dirs_exist_ok=True)


@once
def _released(lesson: str) -> Path:
    _kept.append(tempfile.TemporaryDirectory(prefix="released-"))
    course = course_in(Path(_kept[-1].name))
    if cache.folder().is_dir():  # of whoever ran the lesson here: rendered once is enough
        shutil.copytree(cache.folder(), Folder(course.root).cache)
    for done in (course.autograder("rehearse", lesson), course.nbgrader("generate_assignment", lesson)):
        assert done.returncode == 0, done.stdout + done.stderr
    return course.root
