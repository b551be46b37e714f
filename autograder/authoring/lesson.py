"""A lesson's one source: a percent script in solutions/, read with jupytext.

Cells carry their role in the script's own metadata, and this module turns it into nbgrader's:

    # %% [raw] tags=["front-matter"]               title, question, minutes, seconds, claims (YAML)
    # %% question="rule"                           what the learner writes; solution between BEGIN/END SOLUTION
    # %% tags=["wrong-answer"] message="..."       an answer that people really give, and what the check must say to it
    # %% tags=["right-answer"]                     another answer that is right: it must get full points
    # %% check="rule" points=2                     the visible check, then BEGIN/END HIDDEN TESTS
    # %% [markdown] reason="rule-why" points=1     a reason in words, graded by hand
    # %% [raw] tags=["quick-question"]             questions without points, see `autograder.authoring.quick`
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import jupytext
import nbformat
import yaml

from autograder.authoring import glossary, quick
from course.notebook.place import heading, is_answer

ROOT = Path(__file__).resolve().parents[2]
SOLUTIONS = ROOT / "solutions"
LESSONS = ROOT / "lessons"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
FOLDED = {"jupyter": {"source_hidden": True}, "cellView": "form"}  # in JupyterLab, and in Colab

# What a kernel says of itself, but for its version: a notebook that lacks this counts as changed when it is opened
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}


class LessonError(Exception):
    """A lesson's script is not one that can be released; the message names the cell and what to change."""


@dataclass(frozen=True)
class FrontMatter:
    """What the header of a lesson and the README's table of lessons say about it.

    `minutes` are for a learner, `seconds` of computing from top to bottom on two cores without a GPU;
    `claims` are numbers such as "C7" of what the source unit states; `needs` names lessons to do before.
    """

    title: str
    question: str
    minutes: int
    seconds: int
    claims: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class WrongAnswer:
    """One tested wrong answer: it replaces the cell of `question`; its check must fail and say `message`."""

    question: str
    source: str
    message: str


@dataclass(frozen=True)
class RightAnswer:
    """One tested other right answer: it replaces the cell of `question`; its check must give full points."""

    question: str
    source: str


@dataclass
class Lesson:
    """A parsed lesson. `notebook` has nbgrader's metadata and none of the answers that only tests try."""

    name: str
    front: FrontMatter
    notebook: nbformat.NotebookNode
    wrong_answers: list[WrongAnswer] = field(default_factory=list)
    right_answers: list[RightAnswer] = field(default_factory=list)

    def cell(self, grade_id: str) -> nbformat.NotebookNode:
        """The cell with this nbgrader id; KeyError if there is none."""
        for cell in self.notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id:
                return cell
        raise KeyError(f"lesson {self.name} has no cell {grade_id!r}")


def scripts() -> list[Path]:
    """The lessons' scripts, in order."""
    return sorted(SOLUTIONS.glob("[0-9][0-9]-*.py"))


def read(script: Path) -> Lesson:
    """Read one lesson; raises LessonError where its script is not well formed."""
    name = script.stem
    raw = jupytext.read(script, fmt="py:percent")
    if not raw.cells or "front-matter" not in raw.cells[0].metadata.get("tags", []):
        raise LessonError(f'{name}: the first cell must be raw, with tags=["front-matter"].')
    front = _front_matter(name, raw.cells[0].source)
    way = _way(script)
    header = nbformat.v4.new_markdown_cell(f"{_header(front)}\n\n{way}")
    about = {"title": front.title, "question": front.question, "minutes": front.minutes}
    metadata = {"kernelspec": KERNEL, "language_info": LANGUAGE, "lesson": about}
    lesson = Lesson(name, front, nbformat.v4.new_notebook(cells=[header], metadata=metadata))
    question = None
    for number, cell in enumerate(raw.cells[1:], start=2):
        role = cell.metadata
        where = f"{name}, cell {number}"
        tags = role.get("tags", [])
        if "wrong-answer" in tags:
            if question is None or not role.get("message"):
                raise LessonError(f'{where}: a wrong answer follows its question and carries message="...".')
            lesson.wrong_answers.append(WrongAnswer(question, cell.source, role["message"]))
            continue
        if "right-answer" in tags:
            if question is None:
                raise LessonError(f"{where}: another right answer follows its question.")
            lesson.right_answers.append(RightAnswer(question, cell.source))
            continue
        if "quick-question" in tags:
            lesson.notebook.cells.append(_asking(cell.source, where))
            continue
        question = role.get("question") or (question if not role.get("check") else None)
        released = _released(cell, where)
        if "check" in role:
            _fold(released, lesson.notebook.cells)
        lesson.notebook.cells.append(released)
    lesson.notebook.cells.append(nbformat.v4.new_markdown_cell(way))
    _give_ids(lesson.notebook)
    return lesson


def _front_matter(name: str, text: str) -> FrontMatter:
    values = yaml.safe_load(text)
    try:
        values = {**values, "claims": tuple(values.get("claims") or ()), "needs": tuple(values.get("needs") or ())}
        return FrontMatter(**values)
    except (TypeError, AttributeError) as error:
        raise LessonError(
            f"{name}: the front matter is not title, question, minutes, seconds, claims, needs ({error})."
        ) from error


def _header(front: FrontMatter) -> str:
    """The first cell that a learner sees."""
    line = f"*{front.minutes} minutes · {front.seconds} seconds of computing on two processor cores · 10 points*"
    return f"# {front.title}\n\n**{front.question}**\n\n{line}"


def _way(script: Path) -> str:
    """Links to the lesson before, to home and to the lesson after, as far as they exist."""
    names = [path.stem for path in scripts()]
    at = names.index(script.stem) if script.stem in names else len(names)
    links = [f"[← {_title(name)}]({_beside(name)})" for name in names[:at][-1:]]
    links.append("[Home](../home.md)")
    links += [f"[{_title(name)} →]({_beside(name)})" for name in names[at + 1 :][:1]]
    return " · ".join(links)


def _title(name: str) -> str:
    text = jupytext.read(SOLUTIONS / f"{name}.py", fmt="py:percent").cells[0].source
    return f"{name[:2]} {_front_matter(name, text).title}"


def _beside(name: str) -> str:
    """A lesson's notebook as another lesson's notebook sees it."""
    return f"../{name}/{name}.ipynb"


def _released(cell: nbformat.NotebookNode, where: str) -> nbformat.NotebookNode:
    """The cell as nbgrader's source: its role as nbgrader metadata, nothing else kept but tags."""
    role = cell.metadata
    new = nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
    tags = list(role.get("tags", []))
    metadata: dict = {}
    if "question" in role:
        if "BEGIN SOLUTION" not in cell.source:
            raise LessonError(f"{where}: the question {role['question']!r} has no ### BEGIN SOLUTION.")
        metadata["nbgrader"] = _grading(role["question"], solution=True)
    elif "check" in role:
        metadata["nbgrader"] = _grading(f"{role['check']}-check", grade=True, locked=True, points=_points(role, where))
        tags.append("raises-exception")  # an unsolved exercise does not stop Run All
    elif "reason" in role:
        metadata["nbgrader"] = _grading(role["reason"], grade=True, solution=True, points=_points(role, where))
    if tags:
        metadata["tags"] = tags
    source = glossary.linked(cell.source) if cell.cell_type == "markdown" else cell.source
    return new(source, metadata=metadata)


def _asking(text: str, where: str) -> nbformat.NotebookNode:
    """The cell that asks quick questions, folded away."""
    try:
        source = quick.cell(text)
    except ValueError as error:
        raise LessonError(f"{where}: {error}") from error
    return nbformat.v4.new_code_cell(source, metadata={"tags": ["quick-question"], **FOLDED})


def _fold(check: nbformat.NotebookNode, above: list[nbformat.NotebookNode]) -> None:
    """Fold the code of a check away: what shows is its first line and its verdict."""
    answers = [index for index, cell in enumerate(above) if is_answer(cell)]
    title = heading(above, answers[-1] if answers else len(above) - 1)
    check.source = f"# Check{title and f' of “{title}”'}: run this cell to see the verdict\n{check.source}"
    check.metadata.update(FOLDED)


def _points(role: dict, where: str) -> int:
    try:
        return int(role["points"])
    except (KeyError, ValueError, TypeError):
        raise LessonError(f"{where}: a graded cell needs points=..., a whole number.") from None


def _grading(grade_id: str, *, grade=False, solution=False, locked=False, points=None) -> dict:
    """nbgrader's metadata for one cell (schema version 3)."""
    metadata = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": grade,
        "solution": solution,
        "locked": locked,
        "task": False,
    }
    return metadata if points is None else {**metadata, "points": points}


def _give_ids(notebook: nbformat.NotebookNode) -> None:
    """Cell ids that stay when a lesson is built again: the grade_id, or a digest of the content."""
    seen: Counter = Counter()
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        identity = grade_id or hashlib.sha256(f"{cell.cell_type}\0{cell.source}".encode()).hexdigest()[:8]
        seen[identity] += 1
        if grade_id and seen[identity] > 1:
            raise LessonError(f"two cells have the grade_id {grade_id!r}; each needs one of its own.")
        cell.id = identity if seen[identity] == 1 else f"{identity}-{seen[identity]}"
