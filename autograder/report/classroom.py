"""What is known of one assignment: scores from nbgrader's gradebook, the rest from the results of grading."""

from __future__ import annotations

from dataclasses import dataclass, field

from nbgrader import api
from nbgrader.api import Gradebook, MissingEntry

from autograder.gradebook import queries
from autograder.gradebook.folder import Folder, FolderError
from autograder.gradebook.person import Person
from autograder.gradebook.results import Flag, Item, Result
from autograder.gradebook.status import Status

Key = tuple[str, str]  # notebook, grade id


@dataclass(frozen=True)
class Question:
    """One graded cell of the assignment, and its maximum."""

    key: Key
    label: str
    max: float


@dataclass
class Grade:
    """What one person has for one question."""

    score: float
    status: Status
    message: str = ""

    @property
    def waits(self) -> bool:
        return self.status == Status.WAITS


@dataclass
class Submission:
    """One row of the gradebook. `score` is after the late penalty, with what is graded by hand so far."""

    person: Person
    score: float
    max: float
    penalty: float = 0.0
    late: float = 0.0  # seconds
    grades: dict[Key, Grade] = field(default_factory=dict)
    result: Result | None = None

    @property
    def flags(self) -> list[Flag]:
        return self.result.flags if self.result else []

    @property
    def to_decide(self) -> list[Flag]:
        return [flag for flag in self.flags if flag.decide]

    @property
    def waiting(self) -> list[Key]:
        return [key for key, grade in self.grades.items() if grade.waits]

    def so_far(self, questions: list[Question]) -> float | None:
        """The share (0..1) of the points of what is graded so far, late penalty taken off; None for nothing."""
        most = sum(one.max for one in questions if one.key in self.grades and not self.grades[one.key].waits)
        return min(1.0, self.score / most) if most > 0 else None


@dataclass
class Classroom:
    """One assignment with everybody in it."""

    name: str
    course: str
    max: float
    questions: list[Question]
    submissions: list[Submission]
    absent: list[Person]  # in the gradebook, and handed in nothing
    not_graded: list[str]  # handed in, and not in the gradebook


def read(folder: Folder, name: str) -> Classroom:
    """Raises FolderError if the gradebook has no such assignment."""
    with folder.gradebook() as book:
        return read_from(book, folder, name)


def read_from(book: Gradebook, folder: Folder, name: str) -> Classroom:
    """As `read`, from a gradebook that is open."""
    try:
        assignment = book.find_assignment(name)
    except MissingEntry:
        raise FolderError(
            f"The gradebook has no assignment {name!r}. Release it first: `nbgrader generate_assignment {name}`."
        ) from None
    results = _results(folder, name)
    questions = _questions(assignment, results)
    submissions = [_submission(row, results.get(row.student_id), questions) for row in queries.submissions(book, name)]
    submissions.sort(key=lambda one: (one.person.name.lower(), one.person.id))
    here = {one.person.id for one in submissions}
    absent = [Person.of(student) for student in book.students if student.id not in here]
    handed_in = {*folder.students(name), *results}
    return Classroom(
        name,
        folder.coursedir.course_id,
        assignment.max_score or 0.0,
        questions,
        submissions,
        sorted((one for one in absent if one.id not in handed_in), key=lambda one: one.name.lower()),
        sorted(handed_in - here),
    )


def _results(folder: Folder, name: str) -> dict[str, Result]:
    found = {student: Result.read(path) for student, path in folder.results(name).items()}
    return {student: result for student, result in found.items() if result}


def _submission(row: api.SubmittedAssignment, result: Result | None, questions: list[Question]) -> Submission:
    items: dict[Key, Item] = {}
    if result:
        items = {(name, item.id): item for name, one in result.notebooks.items() for item in one.items}
    most = {question.key: question.max for question in questions}
    score, penalty = queries.points(*row.notebooks)
    made = Submission(Person.of(row.student), score, sum(most.values()), penalty, row.total_seconds_late, result=result)
    for notebook in row.notebooks:
        for grade in notebook.grades:
            key = (notebook.name, grade.cell.name)
            if key in most:
                made.grades[key] = _grade(grade, most[key], items.get(key))
    return made


def _grade(grade: api.Grade, most: float, item: Item | None) -> Grade:
    """What the tests found, unless a person has decided since: the gradebook's score is the truth."""
    if grade.needs_manual_grade:
        return Grade(grade.score, Status.WAITS)
    if item is None or grade.manual_score is not None or item.status == Status.BY_HAND:
        return Grade(grade.score, Status.of_score(grade.score, most))
    return Grade(grade.score, item.status, item.message)


def _questions(assignment: api.Assignment, results: dict[str, Result]) -> list[Question]:
    """In the order of the notebook as far as a result tells it."""
    found = {}
    for notebook in assignment.notebooks:
        for cell in (*notebook.grade_cells, *notebook.task_cells):
            found[notebook.name, cell.name] = cell.max_score
    order: dict[Key, int] = {}
    for result in results.values():
        for name, one in result.notebooks.items():
            for item in one.items:
                order.setdefault((name, item.id), len(order))
    keys = sorted(found, key=lambda key: (order.get(key, len(order)), key))
    several = len({notebook for notebook, _ in keys}) > 1
    return [Question(key, _label(key, several), found[key]) for key in keys]


def _label(key: Key, several: bool) -> str:
    notebook, name = key
    return (f"{notebook}: " if several else "") + name.removesuffix("-check")
