"""The first page of the reports: all of them, and a search for a person's rows and feedback pages."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from nbgrader import api
from nbgrader.api import Gradebook

from autograder.gradebook.folder import Folder
from autograder.gradebook.person import Person
from autograder.report import page
from autograder.report.people import relative
from autograder.text import shown


def index(root: Path | str) -> Path:
    """Write `index.html` of the reports of the course folder `root`; returns its path.

    Raises
    ------
    FolderError
        There is no such folder.
    """
    folder = Folder(root)
    reports = page.reports_folder(folder)
    with folder.gradebook() as book:
        names = sorted(assignment.name for assignment in book.assignments)
        people = sorted((Person.of(student) for student in book.students), key=lambda one: (one.name.lower(), one.id))
        handed_in = _handed_in(book)
    reported = [name for name in names if (reports / f"{name}.html").is_file()]
    links = [[name, f"{quote(name)}.html#person={{}}"] for name in reported]
    rows = []
    for one in people:
        own = [number for number, name in enumerate(reported) if one.id in handed_in.get(name, ())]
        rows.append([shown(one.name, 80), one.id, *own, *_feedback(folder, reports, one.id, names, links)])
    pages = [(name, f"{quote(name)}.html") for name in reported]
    if (reports / "course.html").is_file():
        pages.insert(0, ("The whole course", "course.html"))
    return page.write(
        reports / "index.html",
        "index.html",
        course=folder.coursedir.course_id,
        pages=pages,
        found={"links": links, "people": rows},
    )


def _handed_in(book: Gradebook) -> dict[str, set[str]]:
    """Whose submissions the gradebook has, by assignment: one query, for there may be a hundred thousand."""
    query = book.db.query(api.Assignment.name, api.SubmittedAssignment.student_id)
    found: dict[str, set[str]] = {}
    for name, student in query.join(api.Assignment, api.Assignment.id == api.SubmittedAssignment.assignment_id):
        found.setdefault(name, set()).add(student)
    return found


def _feedback(folder: Folder, reports: Path, student: str, names: list[str], links: list[list[str]]) -> list[int]:
    """The numbers of the links to a student's feedback pages; a link that is new is added."""
    own = []
    for name in names:
        where = folder.feedback(student, name)
        if not where.is_dir():
            continue
        for file in sorted(file for file in os.listdir(where) if file.endswith(".html")):
            stem = file.removesuffix(".html")
            link = [
                f"feedback on {name if stem == name else f'{name}, {stem}'}",
                relative(where / file, reports, student),
            ]
            if link not in links:
                links.append(link)
            own.append(links.index(link))
    return own
