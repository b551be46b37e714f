"""Honest submissions of any assignment, each with the score that every graded cell of it deserves."""

from __future__ import annotations

import random
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from support.learner import solved

from autograder.authoring import lesson as lessons
from classroom import assignment, machines
from classroom.paper import Paper, released
from course.timing.logfile import NAME as LOG
from course.timing.logfile import Log, open_log

REASON = "I think so because of the numbers in my table, and I would change my mind for other numbers."
# of a hundred students, in realistic proportions; the rest of a class is right
KINDS = {"right": 44, "wrong": 26, "half": 10, "empty": 5, "notebook only": 3, "slow machine": 6, "gpu": 6}
WITHOUT_LOG = {"notebook only", "slow machine", "gpu"}  # kinds that only a lesson with measurements knows


@dataclass
class Task:
    """An assignment that can be handed in. `log` and `checkpoints` are what running its solution left behind."""

    lesson: lessons.Lesson
    paper: Paper  # as it was released
    log: Log | None = None
    checkpoints: dict[str, bytes] = field(default_factory=dict)

    @property
    def questions(self) -> list[str]:
        """The ids of what a learner writes as code, in order."""
        grading = [cell.metadata.get("nbgrader", {}) for cell in self.lesson.notebook.cells]
        return [each["grade_id"] for each in grading if each.get("solution") and not each.get("grade")]

    @property
    def reasons(self) -> list[str]:
        """The ids of what a person grades."""
        grading = [cell.metadata.get("nbgrader", {}) for cell in self.lesson.notebook.cells]
        return [each["grade_id"] for each in grading if each.get("solution") and each.get("grade")]

    def solution(self, question: str) -> str:
        """The right answer, as a learner would have written it."""
        lines = self.lesson.cell(question).source.splitlines()
        return "\n".join(line for line in lines if "### BEGIN SOLUTION" not in line and "### END SOLUTION" not in line)

    def scores(self, right: set[str] | list[str], reason: bool = True) -> dict[str, float | None]:
        """The score of every graded cell if the questions in `right` are right: None where a person grades."""
        scores: dict[str, float | None] = {}
        for cell in self.lesson.notebook.cells:
            grading = cell.metadata.get("nbgrader", {})
            if grading.get("grade") and not grading["solution"]:
                question = grading["grade_id"].removesuffix("-check")
                scores[grading["grade_id"]] = grading["points"] if question in right else 0
        return scores | dict.fromkeys(self.reasons, None if reason else 0)


@dataclass
class Submission:
    """One student's work, and what it deserves."""

    student: str
    kind: str
    paper: Paper
    scores: dict[str, float | None]


def small(course: Path, name: str = "small") -> Task:
    """An assignment of `classroom.assignment`, released in the course folder `course`."""
    return Task(assignment.lesson(name), released(course / "release" / name / f"{name}.ipynb"))


@cache
def of_lesson(name: str) -> Task:
    """A lesson of the course, with the log and the checkpoints that a learner has who ran its solution."""
    lesson = lessons.read(lessons.SOLUTIONS / f"{name}.py")
    task = Task(lesson, released(lessons.LESSONS / name / f"{name}.ipynb"))
    _, folder = solved(name)
    if (folder / LOG).exists():
        task.log = open_log(folder / LOG)
    task.checkpoints = {path.name: path.read_bytes() for path in folder.glob("*.safetensors")}
    return task


def right(task: Task, student: str, *, kind: str = "right", **machine) -> Submission:
    """Everything right, and the reason written; `machine` as `machines.retold` takes it."""
    paper = task.paper.copy()
    for question in task.questions:
        paper.cell(question).source = task.solution(question)
    for reason in task.reasons:
        paper.cell(reason).source = REASON
    _measured(task, paper, student, **machine)
    return Submission(student, kind, paper, task.scores(task.questions))


def wrong(task: Task, student: str, answers: list[lessons.WrongAnswer]) -> Submission:
    """Some questions answered as people really answer them, the others right."""
    handed = right(task, student, kind="wrong")
    for answer in answers:
        handed.paper.cell(answer.question).source = answer.source
    wrongly = {answer.question for answer in answers}
    handed.scores = task.scores([question for question in task.questions if question not in wrongly])
    return handed


def half(task: Task, student: str, done: int) -> Submission:
    """The first `done` questions right, the others not begun, no reason."""
    paper, finished = task.paper.copy(), task.questions[:done]
    for question in finished:
        paper.cell(question).source = task.solution(question)
    end = paper.place(task.questions[done]) if done < len(task.questions) else len(paper.cells)
    _measured(task, paper, student, before=end)
    return Submission(student, "half", paper, task.scores(finished, reason=False))


def empty(task: Task, student: str) -> Submission:
    """The assignment as it was released, never opened."""
    return Submission(student, "empty", task.paper.copy(), task.scores([], reason=False))


def notebook_only(task: Task, student: str) -> Submission:
    """Everything right, and the folder's other files not handed in: what needs the log cannot be judged."""
    handed = right(task, student, kind="notebook only")
    handed.paper.files.clear()
    without = [question for question in task.questions if not _needs_log(task, question)]
    handed.scores = task.scores(without)
    return handed


def a_class(task: Task, size: int, seed: int = 1) -> list[Submission]:
    """`size` students in realistic proportions, the same ones for the same seed (their logs are measured anew)."""
    chance = random.Random(seed)
    kinds = {kind: share for kind, share in KINDS.items() if task.log is not None or kind not in WITHOUT_LOG}
    chosen = chance.choices(list(kinds), list(kinds.values()), k=size)
    chosen[: min(size, len(kinds))] = list(kinds)[:size]  # one of each kind at least
    chance.shuffle(chosen)
    return [_one(task, f"student-{number:03}", kind, chance) for number, kind in enumerate(chosen, start=1)]


def _one(task: Task, student: str, kind: str, chance: random.Random) -> Submission:
    if kind == "wrong":
        answers = {answer.question: answer for answer in chance.sample(task.lesson.wrong_answers, 2)}
        return wrong(task, student, list(answers.values()))
    if kind == "half":
        return half(task, student, chance.randint(1, len(task.questions) - 1))
    if kind == "slow machine":
        return right(task, student, kind=kind, slower=chance.uniform(10, 40))
    if kind == "gpu":
        return right(task, student, kind=kind, gpu=True)
    return {"right": right, "empty": empty, "notebook only": notebook_only}[kind](task, student)


def _measured(task: Task, paper: Paper, student: str, *, before: int | None = None, **machine) -> None:
    """Give the paper a log of its own and checkpoints: the log of the cells in front of the cell `before`."""
    paper.files |= {name: machines.retrained(content) for name, content in task.checkpoints.items()}
    if task.log is None:
        return
    sources = "\n".join(cell.source for cell in paper.cells[:before])
    kept = [record for record in task.log.records if f'"{record.get("workload")}"' in sources]
    if kept:
        with tempfile.TemporaryDirectory() as temporary:
            told = Log(task.log.path, task.log.document | {"records": kept})
            paper.files[LOG] = machines.retold(told, Path(temporary) / LOG, machine_of=student, **machine).read_bytes()


def _needs_log(task: Task, question: str) -> bool:
    """Whether the check of a question looks at measurements."""
    try:
        source = task.lesson.cell(f"{question}-check").source
    except KeyError:
        return False
    return "timing.recorded" in source or "q.honest" in source
