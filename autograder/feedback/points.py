"""Points and comments of an assignment, as nbgrader's gradebook has them."""

from __future__ import annotations

from dataclasses import dataclass, field

from nbgrader import api
from nbgrader.api import Gradebook

from autograder.gradebook import queries

NO_RESPONSE = "No response."  # nbgrader's own comment; the page says it already


@dataclass(frozen=True)
class Mark:
    """The points of one graded cell; `waits` for a person, `by_hand` where a person gave them."""

    score: float
    most: float
    waits: bool = False
    by_hand: bool = False


@dataclass
class Marks:
    """One notebook of one student; marks and comments by grade id."""

    student: str
    name: str  # of the student, as far as the gradebook knows it
    notebook: str
    score: float = 0.0  # after the late penalty, as nbgrader counts it: never below nothing
    most: float = 0.0
    penalty: float = 0.0  # points taken off because it was late
    marks: dict[str, Mark] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)


def read(book: Gradebook, assignment: str) -> list[Marks]:
    """Everything that was graded, in the order of students."""
    rows = queries.submissions(book, assignment)
    return [_marks(row.student, notebook) for row in rows for notebook in row.notebooks]


def _marks(student: api.Student, row: api.SubmittedNotebook) -> Marks:
    name = " ".join(part for part in (student.first_name, student.last_name) if part) or student.id
    score, penalty = queries.points(row)
    made = Marks(student.id, name, row.name, score=score, penalty=penalty)
    for grade in row.grades:
        by_hand = grade.manual_score is not None
        made.marks[grade.name] = Mark(grade.score, grade.cell.max_score, bool(grade.needs_manual_grade), by_hand)
    comments = {comment.name: comment.comment for comment in row.comments}
    made.comments = {name: said for name, said in comments.items() if said and said != NO_RESPONSE}
    made.most = sum(mark.most for mark in made.marks.values())
    return made
