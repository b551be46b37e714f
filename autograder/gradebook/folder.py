"""An nbgrader course folder: where its steps live, by its own configuration."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps import NbGrader
from nbgrader.coursedir import CourseDirectory

from autograder.repair.gather import beside

REHEARSED = ".rehearsed"


class FolderError(Exception):
    """The folder is not one that can be graded; the message says what is missing and what to do."""


class Folder:
    """The course in `root` (default: the working folder), as plain nbgrader run there would see it.

    Raises
    ------
    FolderError
        There is no such folder.
    """

    def __init__(self, root: Path | str = "."):
        self.root = Path(root).resolve()
        if not self.root.is_dir():
            raise FolderError(f"{root} is not a folder. Name the folder that holds nbgrader_config.py.")
        before = os.getcwd()
        os.chdir(self.root)  # nbgrader reads the configuration of the folder in which it runs
        try:
            app = NbGrader(log=logging.getLogger("nbgrader"))
            app.load_config_file()
            self.config = app.config
            self.config.CourseDirectory.setdefault("root", str(self.root))
            self.coursedir = CourseDirectory(config=self.config)
            self.database = self.coursedir.db_url
        finally:
            os.chdir(before)

    def __reduce__(self):
        return Folder, (self.root,)

    def gradebook(self) -> Gradebook:
        """The gradebook; a context manager."""
        return Gradebook(self.database, self.coursedir.course_id)

    def path(self, step: str, student: str, assignment: str) -> Path:
        """The folder of one student and assignment in one step, such as "submitted"."""
        return Path(self.coursedir.format_path(step, student, assignment))

    def source(self, assignment: str) -> Path:
        return self.path(self.coursedir.source_directory, ".", assignment)

    def release(self, assignment: str) -> Path:
        return self.path(self.coursedir.release_directory, ".", assignment)

    def submitted(self, student: str, assignment: str) -> Path:
        return self.path(self.coursedir.submitted_directory, student, assignment)

    def autograded(self, student: str, assignment: str) -> Path:
        return self.path(self.coursedir.autograded_directory, student, assignment)

    def feedback(self, student: str, assignment: str) -> Path:
        return self.path(self.coursedir.feedback_directory, student, assignment)

    def students(self, assignment: str) -> list[str]:
        """Everybody who handed something in for an assignment: a folder, or a file that should have been one."""
        here = self.path(self.coursedir.submitted_directory, "*", assignment)
        top = Path(*here.parts[: here.parts.index("*")])
        inside = Path(*here.parts[here.parts.index("*") + 1 :])
        if not top.is_dir():
            return []
        handed_in = []
        for each in sorted(top.iterdir()):
            target = each / inside
            if _is_there(target) or beside(target):
                handed_in.append(each.name)
        return handed_in

    @property
    def judged_step(self) -> str:
        """The step between submitted and autograded: executed and judged, not yet in the gradebook."""
        return os.path.join(os.path.dirname(self.coursedir.autograded_directory), ".autograder", "judged")

    def judged(self, student: str, assignment: str) -> Path:
        return self.path(self.judged_step, student, assignment)

    def result(self, student: str, assignment: str) -> Path:
        """Where the result of a submission is kept, beside what was judged."""
        return self.state(assignment, student) / "result.json"

    def results(self, assignment: str) -> dict[str, Path]:
        """The results of an assignment, by student."""
        return {path.parent.name: path for path in sorted(self.state(assignment).glob("*/result.json"))}

    @property
    def cache(self) -> Path:
        """What was rendered when the lessons were rehearsed; submissions may read it."""
        return self.state(".cache")

    def rehearsed(self, assignment: str) -> Path:
        """Where a rehearsal notes that it went well, and what the notebooks import."""
        return self.state(assignment, REHEARSED)

    def state(self, assignment: str, student: str | None = None) -> Path:
        """Where the autograder keeps what it knows about an assignment, or about one submission."""
        top = Path(os.path.join(self.root, os.path.dirname(self.coursedir.autograded_directory), ".autograder"))
        return top / assignment / student if student else top / assignment


def _is_there(path: Path) -> bool:
    """Whether something is handed in; also where nobody may look, for then a person has to."""
    try:
        os.lstat(path)
    except PermissionError:
        return True
    except OSError:
        return False
    return True
