"""Put a judged submission where nbgrader keeps its own: into the gradebook and the autograded folder.

Everything is written by the second half of nbgrader's Autograde, so that the formgrader, export and every plain command
go on working. Killed at any moment, this leaves nothing that is taken for a result: the folder is renamed into place
when it is whole, a second run writes the same rows again, and the marker that says that all is done comes last.
"""

from __future__ import annotations

import copy
import fnmatch
import json
import os
import shutil
import sys
from functools import lru_cache
from pathlib import Path

from nbconvert.writers import FilesWriter
from nbgrader import utils
from nbgrader.api import BaseCell, Grade, Gradebook, MissingEntry, Notebook, SubmittedNotebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties, Execute, SaveAutoGrades
from tqdm import tqdm
from traitlets.utils.importstring import import_item

from autograder.files import copy_all, remove, write_atomic
from autograder.gradebook import timestamp
from autograder.gradebook.assignment import Assignment
from autograder.gradebook.folder import Folder
from autograder.gradebook.results import Flag, Result
from autograder.gradebook.turns import patiently

MARKER = "committed.json"


def commit(folder: Folder, assignment: Assignment, result: Result) -> bool:
    """Put one judged submission into the gradebook and the autograded folder.

    Returns whether it now has its row and a score, or a place for one, for every graded cell. Never raises for one
    submission: what went wrong is told on stderr. A result that was committed before costs a few milliseconds.
    A `timestamp.txt` that cannot be read is flagged in the result.
    """
    try:
        patiently(lambda: _autograde(folder, assignment.name).commit(result))
    except Exception as error:
        words = f"{result.student!r} is not in the gradebook for {assignment.name!r}: {type(error).__name__}: {error}"
        tqdm.write(f"{words}\nThe file is kept as it was handed in. Mend this and run again.", file=sys.stderr)
        return False
    return True


@lru_cache(maxsize=4)
def _autograde(folder: Folder, name: str) -> JudgedAutograde:
    """Made once: reading the configuration and checking the database cost more than a submission."""
    return JudgedAutograde(folder, name)


class SaveEveryGrade(SaveAutoGrades):
    """SaveAutoGrades in one transaction, and no score of an earlier submission stays at a cell that is not in this one.

    nbgrader opens the database for each notebook and commits each cell, which costs more than everything else here.
    """

    def __init__(self, book: Gradebook, **kwargs):
        super().__init__(**kwargs)
        self.gradebook = book

    def preprocess(self, nb, resources):
        ids = resources["nbgrader"]
        self.notebook_id, self.assignment_id, self.student_id = ids["notebook"], ids["assignment"], ids["student"]
        db = self.gradebook.db
        db.remove()
        with self.gradebook.engine.begin() as connection:
            db(bind=connection)  # a session inside a transaction: what nbgrader commits in it is committed at the end
            nb, resources = super(SaveAutoGrades, self).preprocess(nb, resources)
            self._clear_absent(nb)
            db.commit()
        db.remove()
        return nb, resources

    def _clear_absent(self, nb) -> None:
        here = {cell.metadata.nbgrader.grade_id for cell in nb.cells if utils.is_grade(cell)}
        tasks = {cell.metadata.nbgrader.grade_id for cell in nb.cells if utils.is_task(cell)}
        found = self.gradebook.find_submission_notebook(self.notebook_id, self.assignment_id, self.student_id)
        for row in found.grades:
            if row.name in tasks and row.auto_score is not None:  # it was absent before
                row.auto_score, row.needs_manual_grade = None, True
            elif row.name not in here | tasks:
                row.auto_score, row.needs_manual_grade = 0, row.manual_score is not None


class JudgedAutograde(Autograde):
    """nbgrader's Autograde, with all its settings, for notebooks that are executed and judged already."""

    def __init__(self, folder: Folder, name: str):
        config = copy.deepcopy(folder.config)
        config.Exporter.optimistic_validation = True  # once, after all preprocessors
        super().__init__(coursedir=CourseDirectory(config=config, assignment_id=name), config=config)
        self.folder, self.assignment = folder, name
        self.writer = FilesWriter(parent=self, config=self.config)
        self.exporter = self.exporter_class(parent=self, config=self.config)
        self.book = folder.gradebook()
        for each in self.autograde_preprocessors:
            each = import_item(each) if isinstance(each, str) else each
            if each is SaveAutoGrades:
                each = SaveEveryGrade(self.book, parent=self.exporter)
            if not (isinstance(each, type) and issubclass(each, Execute)):
                self.exporter.register_preprocessor(each)
        registered = self.exporter._preprocessors
        self.late = [each for each in registered if type(each) is AssignLatePenalties and each.enabled]
        try:
            found = self.book.find_assignment(name).notebooks
            self.names = [notebook.name for notebook in found]
            self.graded = {(one.name, cell.name) for one in found for cell in (*one.grade_cells, *one.task_cells)}
        finally:
            self.book.close()

    def commit(self, result: Result) -> None:
        """Write folder and rows, unless they are there; raises where plain nbgrader would have lost the submission."""
        marker = self.folder.state(self.assignment, result.student) / MARKER
        done = {"digest": result.digest, "graded": result.graded, "seconds": result.seconds}
        try:
            if self._is_done(result.student, marker, done):
                return
            self._write(result)
            rows = self._rows(result.student)
            if missing := self.graded - {(notebook, cell) for notebook, cell, _ in rows["scores"]}:
                raise MissingEntry(f"the gradebook has no place for the score of {sorted(missing)}")
            write_atomic(marker, json.dumps({**done, **rows}, indent=1))
        finally:
            self.book.close()  # jobs are forked from this process: a connection must not be open then

    def _is_done(self, student: str, marker: Path, done: dict) -> bool:
        target = self.folder.autograded(student, self.assignment)
        try:
            kept = json.loads(marker.read_text(encoding="utf-8"))
            there = all((target / f"{name}.ipynb").is_file() for name in self.names)
            return there and kept == {**done, **self._rows(student)}
        except (OSError, ValueError, MissingEntry):
            return False

    def _rows(self, student: str) -> dict:
        """What the gradebook has for a submission: its automatic scores, and how late it is.

        The lateness, because a due date that was moved, or an extension, changes the penalty.
        """
        submission = self.book.find_submission(self.assignment, student)
        scores = (
            self.book.db.query(Notebook.name, BaseCell.name, Grade.auto_score)
            .select_from(Grade)
            .join(BaseCell, BaseCell.id == Grade.cell_id)
            .join(Notebook, Notebook.id == BaseCell.notebook_id)
            .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
            .filter(SubmittedNotebook.assignment_id == submission.id)
        )
        return {
            "seconds_late": submission.total_seconds_late,
            "scores": sorted(([*row] for row in scores), key=lambda row: row[:2]),
        }

    def _write(self, result: Result) -> None:
        """What Autograde does for a submission, from the judged folder, without a half-made folder in between."""
        self.student, self.judged = result.student, self.folder.judged(result.student, self.assignment)
        target = self.folder.autograded(self.student, self.assignment)
        self.half = target.with_name(f".{target.name}.half-made")
        old = target.with_name(f".{target.name}.old")
        self.coursedir.student_id = self.student
        self.notebooks = [str(self.judged / f"{name}.ipynb") for name in self.names]
        self.run_pre_convert_hook()
        remove(self.half)
        remove(old)
        copy_all(self.judged, self.half, ignore=self._not_copied, copy_function=shutil.copy)
        self._make_row(result)
        try:
            for notebook in self.notebooks:
                super(Autograde, self).convert_single_notebook(notebook)
            self.set_permissions(self.assignment, self.student)
            if os.path.lexists(target):
                os.rename(target, old)
            os.rename(self.half, target)
        finally:
            remove(self.half)
        remove(old)
        self.run_post_convert_hook()

    def _make_row(self, result: Result) -> None:
        if self.create_student:
            self.book.update_or_create_student(self.student)
        else:
            self.book.find_student(self.student)
        when, trouble = timestamp.read(self.judged / "timestamp.txt")
        if trouble:
            self._flag(result, trouble)
            if when is None:  # nbgrader's own commands would stumble over the file
                remove(self.half / "timestamp.txt")
        with self.book.db.no_autoflush:
            submission = self.book.update_or_create_submission(
                self.assignment, self.student, **({"timestamp": when} if when else {})
            )
        penalties = [notebook.late_submission_penalty for notebook in submission.notebooks]
        for each in self.late:  # it would open the database to find that there is nothing to do
            each.enabled = submission.total_seconds_late > 0 or any(penalty is not None for penalty in penalties)

    def _flag(self, result: Result, trouble: str) -> None:
        due = self.book.find_assignment(self.assignment).duedate is not None
        flag = Flag("repaired", f"timestamp.txt {trouble}", decide=due)
        if flag not in result.flags:
            result.flags.append(flag)
            result.write(self.folder.result(self.student, self.assignment))

    def _not_copied(self, where: str, names: list[str]) -> list[str]:
        """For copytree: what nbgrader ignores, notebooks, and what only pretends to be a learner's file."""
        left_out = []
        for name in names:
            path = os.path.join(where, name)
            ignored = any(fnmatch.fnmatch(name, pattern) for pattern in (*self.coursedir.ignore, "*.ipynb"))
            if ignored or os.path.islink(path) or not (os.path.isfile(path) or os.path.isdir(path)):
                left_out.append(name)
        return left_out

    # -- where nbgrader works this out from patterns, which names such as `*` break ------------------------------------

    def _format_dest(self, assignment_id: str, student_id: str, escape: bool = False) -> str:
        return str(self.half)

    def init_single_notebook_resources(self, notebook_filename: str) -> dict:
        name = Path(notebook_filename).stem
        return {
            "unique_key": name,
            "output_files_dir": f"{name}_files",
            "nbgrader": {
                "student": self.student,
                "assignment": self.assignment,
                "notebook": name,
                "db_url": self.coursedir.db_url,
            },
        }
