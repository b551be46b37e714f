"""The page about the whole course: everybody's way through the assignments, and what the class has seen for itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autograder.gradebook.folder import Folder
from autograder.gradebook.person import Person
from autograder.report import figures, findings, inventory, page, people
from autograder.report.classroom import Classroom, Submission, read_from

TREND = 0.2  # a change of the share of points that is pointed out


@dataclass
class Way:
    """One person's way through the course: the submissions by assignment, and sums over them."""

    person: Person
    submissions: dict[str, Submission]
    shares: dict[str, float | None]
    score: float
    max: float  # of all assignments
    to_decide: int
    waiting: int

    @property
    def mean(self) -> float | None:
        """The mean share of the points so far, over what was handed in."""
        known = [share for share in self.shares.values() if share is not None]
        return float(np.mean(known)) if known else None

    @property
    def trend(self) -> float | None:
        """The share in the last assignment handed in, less the mean of those before; None with fewer than two."""
        known = [share for share in self.shares.values() if share is not None]
        return known[-1] - float(np.mean(known[:-1])) if len(known) > 1 else None


@dataclass(frozen=True)
class ClaimRow:
    """A statement that lessons put to the test: who handed those lessons in, and their mean share of the points."""

    number: str
    said: str
    lessons: list[str]
    people: int
    share: float | None


def course_report(root: Path | str) -> Path:
    """Write the report on all assignments of the course folder `root`; returns its path.

    Raises
    ------
    FolderError
        There is no such folder.
    """
    folder = Folder(root)
    with folder.gradebook() as book:
        names = sorted(assignment.name for assignment in book.assignments)
        rooms = [read_from(book, folder, name) for name in names]
        everybody = sorted(
            (Person.of(student) for student in book.students), key=lambda one: (one.name.lower(), one.id)
        )
    own = [{each.person.id: each for each in room.submissions} for room in rooms]
    ways = [_way(one, rooms, own) for one in everybody]
    reports, pages = page.reports_folder(folder), people.divided("course", ways)
    people.write(reports, "course", pages, table="ways", rooms=rooms, threshold=TREND)
    return page.write(
        reports / "course.html",
        "course.html",
        course=folder.coursedir.course_id,
        rooms=rooms,
        ways=ways,
        pages=pages,
        found=people.found(ways, pages),
        progress=figures.progress(rooms),
        summaries=[_summary(room) for room in rooms],
        claims=_claims(folder, rooms),
        inventory=inventory.of_course(folder, names),
        threshold=TREND,
        rule=findings.HELP_RULE,
    )


def _way(one: Person, rooms: list[Classroom], submissions: list[dict[str, Submission]]) -> Way:
    """`submissions` are those of each room by person."""
    own = {room.name: here[one.id] for room, here in zip(rooms, submissions, strict=True) if one.id in here}
    shares = {room.name: own[room.name].so_far(room.questions) for room in rooms if room.name in own}
    return Way(
        one,
        own,
        shares,
        sum(each.score for each in own.values()),
        sum(room.max for room in rooms),
        sum(len(each.to_decide) for each in own.values()),
        sum(len(each.waiting) for each in own.values()),
    )


def _summary(room: Classroom) -> dict:
    shares = [share for one in room.submissions if (share := one.so_far(room.questions)) is not None]
    return {
        "name": room.name,
        "max": room.max,
        "handed_in": len(room.submissions),
        "absent": len(room.absent),
        "median": float(np.median(shares)) if shares else None,
        "help": len(findings.need_help(room)),
        "to_decide": sum(len(one.to_decide) for one in room.submissions),
        "waiting": sum(len(one.waiting) for one in room.submissions),
        "not_graded": len(room.not_graded),
    }


def _claims(folder: Folder, rooms: list[Classroom]) -> list[ClaimRow]:
    """The statements that the assignments put to the test, where their sources are lessons that say so."""
    scripts = {room.name: folder.source(room.name).with_name(f"{room.name}.py") for room in rooms}
    scripts = {name: script for name, script in scripts.items() if script.is_file()}
    if not scripts:  # another course, which may have no use for what lessons need
        return []
    from autograder.authoring import claims, lesson

    fronts = {}
    for name, script in scripts.items():
        try:
            fronts[name] = lesson.read(script).front
        except Exception:  # another course: whatever stands there, it is no lesson of this form
            continue
    try:
        tried = claims.tried(fronts)
    except lesson.LessonError:
        return []
    by_name = {room.name: room for room in rooms}
    rows = []
    for claim in claims.claims():
        taught = [by_name[name] for name in tried[claim.number]]
        pairs = [(room, one) for room in taught for one in room.submissions]
        shares = [share for room, one in pairs if (share := one.so_far(room.questions)) is not None]
        if taught:
            people = len({one.person.id for _, one in pairs})
            mean = float(np.mean(shares)) if shares else None
            rows.append(ClaimRow(claim.number, claim.said, [room.name for room in taught], people, mean))
    return rows
