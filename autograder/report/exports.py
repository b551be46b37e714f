"""Scores as files that Canvas and Moodle import, and the two exporters behind them for nbgrader's own command:

    nbgrader export --exporter=autograder.report.CanvasExport --to canvas.csv
    nbgrader export --exporter=autograder.report.MoodleExport --to moodle.csv

Canvas wants Student, ID, SIS User ID, SIS Login ID and Section before the assignments, and "Points Possible" in the
row below. It looks for a student by ID (a number of its own), then by SIS ID and login, then by name. Moodle wants a
column that identifies the user, chosen at import, and one column for each grade item. An assignment that was not
handed in stays empty in Canvas and "-" in Moodle, which both read as "no grade".
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin

from autograder.files import write_atomic
from autograder.gradebook.folder import Folder, FolderError
from autograder.gradebook.person import Person
from autograder.gradebook.queries import points, submissions
from autograder.report.page import reports_folder
from autograder.text import spreadsheet_cell

CANVAS_HEADER = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
MOODLE_HEADER = ["Username", "First name", "Last name", "ID number", "Email address"]
Row = tuple[Person, list[float | None]]


def export(root: Path | str, name: str | None) -> list[Path]:
    """Write NAME-canvas.csv and NAME-moodle.csv beside the reports; "course" and all assignments if `name` is None.

    Raises
    ------
    FolderError
        No such folder, or no such assignment in its gradebook.
    """
    folder = Folder(root)
    written = []
    with folder.gradebook() as book:
        if name is not None and name not in {assignment.name for assignment in book.assignments}:
            raise FolderError(f"The gradebook has no assignment {name!r}, so there are no scores to export.")
        for system, exporter in (("canvas", CanvasExport), ("moodle", MoodleExport)):
            path = reports_folder(folder) / f"{name or 'course'}-{system}.csv"
            exporter(to=str(path), assignment=[name] if name else []).export(book)
            written.append(path)
    return written


class CanvasExport(ExportPlugin):
    """nbgrader's exporter for Canvas: `--to` names the file, `--assignment` and `--student` choose."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the file that Canvas' gradebook imports."""
        most, people = _chosen(self, gradebook)
        lines = [CANVAS_HEADER + [spreadsheet_cell(name) for name in most]]
        lines.append(["    Points Possible", "", "", "", "", *map(_points, most.values())])
        for one, scores in people:
            number = one.lms_user_id if one.lms_user_id.isascii() and one.lms_user_id.isdigit() else ""
            # "Points Possible" would be a row of maxima
            name = spreadsheet_cell(one.name).replace("Points Possible", "Points_Possible")
            lines.append(
                [
                    name,
                    number,
                    "" if number else spreadsheet_cell(one.lms_user_id),
                    spreadsheet_cell(one.id),
                    "",
                    *map(_points, scores),
                ]
            )
        _write(Path(self.to or "canvas.csv"), lines)


class MoodleExport(ExportPlugin):
    """nbgrader's exporter for Moodle: `--to` names the file, `--assignment` and `--student` choose."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the file that Moodle's grade import reads."""
        most, people = _chosen(self, gradebook)
        lines = [MOODLE_HEADER + [spreadsheet_cell(name) for name in most]]
        for one, scores in people:
            who = [
                spreadsheet_cell(each) for each in (one.id, one.first_name, one.last_name, one.lms_user_id, one.email)
            ]
            lines.append(who + ["-" if score is None else _points(score) for score in scores])
        _write(Path(self.to or "moodle.csv"), lines)


def _chosen(plugin: ExportPlugin, gradebook: Gradebook) -> tuple[dict[str, float], list[Row]]:
    """The maximum of each chosen assignment, and everybody's scores in the same order; None for no submission."""
    names, people = ({str(one) for one in chosen} for chosen in (plugin.assignment, plugin.student))
    assignments = sorted(gradebook.assignments, key=lambda one: one.name)
    most = {one.name: one.max_score for one in assignments if not names or one.name in names}
    found = {name: {row.student_id: points(*row.notebooks)[0] for row in submissions(gradebook, name)} for name in most}
    students = [one for one in gradebook.students if not people or one.id in people]
    return most, [(Person.of(one), [found[name].get(one.id) for name in most]) for one in students]


def _points(score: float | None) -> str:
    return "" if score is None else f"{score:.2f}".rstrip("0").rstrip(".")


def _write(path: Path, lines: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    write_atomic(path, text.getvalue())
