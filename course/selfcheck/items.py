"""What each exercise earned by its visible check, read from an executed notebook.

The points are those of `nbgrader.utils.determine_grade`, with two differences that are said in words: a warning costs
nothing here, and partial credit that is no number from 0 to the maximum gives nothing.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode

from course.checks.exercise import hints_in
from course.checks.outcomes import Incorrect, NotAttempted
from course.language import in_each
from course.notebook.place import grading, has_points, heading, is_answer, place
from course.selfcheck import words
from course.selfcheck.kernel import Ran

RIGHT, PARTIAL, WRONG, OPEN = "right", "partial", "wrong", "not attempted"
STOPPED, BY_HAND, NOT_REACHED = "stopped", "by hand", "not reached"
NUMPY = re.compile(r"np\.float\d+\((.*)\)$")
WARNED = re.compile(r"^\S+\.py:\d+: ")


@dataclass(frozen=True)
class Item:
    """One graded cell.

    `points` is None where a person gives them; `message` are the check's own words; `stopped` says which cell before
    it stopped, and may explain them.
    """

    id: str
    exercise: str
    status: str
    points: float | None
    max: float
    message: str = ""
    stopped: str = ""
    notes: list[str] = field(default_factory=list)
    changed: bool = False  # the check is not the lesson's own


def items(notebook: NotebookNode, ran: Ran) -> list[Item]:
    """One item for each graded cell, in order; a copy of one gives none."""
    cells, found, start, seen = notebook.cells, [], 0, set()
    stops = _stops(cells, ran)
    for index, cell in enumerate(cells):
        if not has_points(cell) or grading(cell).get("grade_id") in seen:
            continue
        seen.add(grading(cell).get("grade_id"))
        found.append(_item(cells, start, index, ran, stops))
        start = index + 1
    return found


def _item(cells: Sequence[NotebookNode], start: int, index: int, ran: Ran, stops: dict[int, str]) -> Item:
    """The item of cell `index`; what belongs to it stands from `start` on."""
    cell = cells[index]
    most = _points(cell)
    answers = [at for at in range(start, index) if is_answer(cells[at])]
    about = (str(grading(cell).get("grade_id")), heading(cells, answers[-1] if answers else index))
    if cell.cell_type != "code" or is_answer(cell):
        untouched = is_answer(cell) and grading(cell).get("checksum") == checksum(cell)
        message = "The answer is still as the lesson gave it." if untouched else ""
        return Item(*about, OPEN if untouched else BY_HAND, None, most, message)
    changed = "checksum" in grading(cell) and grading(cell)["checksum"] != checksum(cell)
    notes = ["This check was changed; grading uses the lesson's own."] if changed else []
    if index >= ran.reached:
        return Item(*about, NOT_REACHED, 0.0, most, notes=notes, changed=changed)
    status, points, message = _verdict(cells, index, most, ran)
    if warned := words.printed(cell, "stderr"):
        first = WARNED.sub("", warned.splitlines()[0])
        notes.append(f"The check warned: {first}\nPlain nbgrader gives no points then, so mend what it warns of.")
    stopped = "" if status == RIGHT else next((stops[at] for at in range(start, index) if at in stops), "")
    if status == OPEN and any(at in stops for at in answers):
        status = STOPPED  # an answer that is there, and made nothing
    if status != RIGHT:
        hints = sum(len(hints_in(each.source)) for each in cells[start:index] if each.cell_type == "markdown")
        notes += [f"{hints} hints stand beside it." if hints > 1 else "1 hint stands beside it."] if hints else []
    return Item(*about, status, points, most, message, stopped, notes, changed)


def _verdict(cells: Sequence[NotebookNode], index: int, most: float, ran: Ran) -> tuple[str, float, str]:
    """(status, points, message) of a check that ran."""
    cell = cells[index]
    error = words.error(cell)
    if index in ran.too_slow:
        return STOPPED, 0.0, _too_slow("The check", ran.too_slow[index])
    if error is not None:
        title, message = words.told(error, cells)
        number, _ = words.happened(error) or (cell.execution_count, 0)
        elsewhere = error.ename == "NameError" and number != cell.execution_count  # in a function of the learner's
        if error.ename in words.NOT_ATTEMPTED and not elsewhere:
            return OPEN, 0.0, message if title in ("", *in_each(NotAttempted.heading)) else f"{title}: {message}"
        if error.ename == "LearnerError" or not (title or error.ename == "AssertionError"):
            return STOPPED, 0.0, message
        return WRONG, 0.0, message if title in ("", *in_each(Incorrect.heading)) else f"{title}: {message}"
    given = next((each for each in cell.outputs if each.output_type == "execute_result"), None)
    text = "".join(given.data.get("text/plain", "")) if given is not None else ""
    try:
        points = float(NUMPY.sub(r"\1", text)) if text else most
    except ValueError:  # not a number: nbgrader gives all points
        points = most
    if not (math.isfinite(points) and 0 <= points <= most):
        fault = "That is a fault of the check, not of yours: tell your instructor."
        return WRONG, 0.0, f"The check gave {text}, and points go from 0 to {most:g}. {fault}"
    said = words.understood(cell) or words.printed(cell, "stdout")
    return (RIGHT if points == most else PARTIAL if points else WRONG), points, said


def unmeasured(notebook: NotebookNode) -> str:
    """Which cell first missed a measurement, in words; empty if none did. Nothing is measured during a check."""
    for index, cell in enumerate(notebook.cells):
        error = words.error(cell) if cell.cell_type == "code" else None
        if error is not None and error.ename in words.NOT_MEASURED and not has_points(cell):
            title, message = words.told(error, notebook.cells)
            return f"{title}, in {place(notebook.cells, index)}:\n{message}"
    return ""


def _stops(cells: Sequence[NotebookNode], ran: Ran) -> dict[int, str]:
    """Ordinary cells that stopped and may explain what a check says, by index, in words.

    Left out are cells that wait for an exercise, and names that are missing because a cell above stopped.
    """
    stops, before = {}, False
    for index, cell in enumerate(cells[: ran.reached]):
        error = words.error(cell) if cell.cell_type == "code" else None
        consequence = before and error is not None and error.ename in words.NO_SUCH_NAME and not is_answer(cell)
        before = before or error is not None
        if has_points(cell) or consequence:
            continue
        if index in ran.too_slow:
            stops[index] = _too_slow(f"Before it, {place(cells, index)}", ran.too_slow[index])
        elif error is not None and error.ename not in words.WAITING:
            says = ": ".join(part for part in words.told(error, cells) if part)
            stops[index] = f"Before it, {place(cells, index)} stopped.\n{says}"
    return stops


def _too_slow(what: str, seconds: float) -> str:
    longer = f"If it only needs longer: --cell-seconds {3 * seconds:g}"
    return f"{what} took longer than {seconds:g} s and was interrupted. Does a loop never end?\n{longer}"


def _points(cell: NotebookNode) -> float:
    points = grading(cell).get("points")
    return float(points) if isinstance(points, int | float) and math.isfinite(points) else 0.0


def checksum(cell: NotebookNode) -> str:
    """nbgrader's fingerprint of a cell (`nbgrader.utils.compute_checksum`, which takes two seconds to import)."""
    about = grading(cell)
    grade, solution = bool(about.get("grade")), bool(about.get("solution"))
    locked = not solution and (grade or bool(about.get("locked")))
    parts = [cell.source, cell.cell_type, str(grade), str(solution), str(locked), str(about.get("grade_id"))]
    parts += [str(_points(cell))] if grade else []
    return hashlib.md5("".join(parts).encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
