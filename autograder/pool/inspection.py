"""What came back from a worker, before anybody believes it.

A result is plain data of the expected form about the submission that was sent: its cells, their points, scores within
them, and notebooks out of which nbgrader reads these very scores. Anything else is refused in words.
"""

from __future__ import annotations

import math
from pathlib import Path

import nbformat
from nbgrader import utils

from autograder.gradebook.assignment import Assignment
from autograder.gradebook.results import VERSION, Flag, Item, NotebookResult, Result
from autograder.pool import parcel
from autograder.pool.jobs import Job

LONGEST = 16 << 20  # bytes of a result
KINDS = {"repaired", "limit", "timing", "judge", "lost", "walls"}  # "shared" is found out by the head
TEXT, NUMBER = (str,), (int, float)
FORMS: dict[type, dict[str, tuple]] = {
    Item: {
        "id": TEXT,
        "question": TEXT,
        "max": NUMBER,
        "score": (*NUMBER, type(None)),
        "status": TEXT,
        "message": TEXT,
        "seconds": NUMBER,
    },
    Flag: {
        "kind": TEXT,
        "text": TEXT,
        "notebook": (str, type(None)),
        "item": (str, type(None)),
        "decide": (bool,),
        "points": NUMBER,
    },
    Result: {
        "assignment": TEXT,
        "student": TEXT,
        "digest": TEXT,
        "graded": TEXT,
        "seconds": NUMBER,
        "cpu_seconds": NUMBER,
        "peak_bytes": (int,),
        "missing_walls": (list,),
        "notebooks": (dict,),
        "flags": (list,),
        "timing": (list,),
        "version": (int,),
    },
}


class RefusedError(ValueError):
    """What came back is no result of this submission; the message says what is wrong with it."""


def opened(content: bytes, job: Job, assignment: Assignment, walls: list[str], folder: Path) -> tuple[Result, Path]:
    """A result and the folder with what was judged, opened in `folder`.

    `walls` are those that this worker's trial found missing.

    Raises
    ------
    RefusedError
        It is not a result of this submission.
    """
    try:
        parcel.open_files(content, folder)
        path, judged = folder / parcel.RESULT, folder / parcel.JUDGED
        if path.stat().st_size > LONGEST:
            raise RefusedError(f"its {parcel.RESULT} is longer than {LONGEST:,} bytes")
        result = Result.parse(path.read_text(encoding="utf-8"))
        _inspect(result, job, assignment, walls)
        for name, one in result.notebooks.items():
            _agrees(judged / f"{name}.ipynb", name, one, assignment)
    except RefusedError:
        raise
    except Exception as error:  # whatever it does to its reader, it is no result
        raise RefusedError(str(error).splitlines()[0][:300] if str(error) else type(error).__name__) from None
    return result, judged


def _inspect(result: Result, job: Job, assignment: Assignment, walls: list[str]) -> None:
    _form(result)
    expected = (assignment.name, job.student, job.digest, VERSION)
    if (result.assignment, result.student, result.digest, result.version) != expected:
        raise RefusedError(f"it is about {result.student[:80]!r} in {result.assignment[:80]!r}, or about another state")
    if result.missing_walls != walls:
        raise RefusedError("it names other walls than the worker's trial did")
    if result.notebooks.keys() != assignment.cells.keys():
        raise RefusedError(f"it has the notebooks {sorted(result.notebooks)[:5]}")
    for flag in result.flags:
        _form(flag)
        if flag.kind not in KINDS or (flag.notebook is not None and flag.notebook not in result.notebooks):
            raise RefusedError(f"it has a flag of the kind {flag.kind[:40]!r} about {str(flag.notebook)[:80]!r}")
    if not all(isinstance(row, dict) for row in result.timing):
        raise RefusedError("its timings are no rows")
    for name, one in result.notebooks.items():
        if not all(isinstance(reason, str) for reason in one.reasons):
            raise RefusedError("its reasons are no words")
        points = {cell.grade_id: float(cell.points or 0) for cell in assignment.cells[name] if cell.grade}
        for item in one.items:
            _form(item)
        if {item.id: float(item.max) for item in one.items} != points or len(one.items) != len(points):
            raise RefusedError(f"its graded cells or their points are not those of {name!r}")
        for item in one.items:
            if item.score is not None and not 0 <= item.score <= item.max:
                raise RefusedError(f"it gives {item.id!r} {item.score:g} of {item.max:g} points")


def _agrees(path: Path, name: str, one: NotebookResult, assignment: Assignment) -> None:
    """Whether nbgrader will read the scores of the result out of the judged notebook."""
    scores = {item.id: item.score for item in one.items}
    read = {}
    for cell in nbformat.read(path, as_version=4).cells:
        if utils.is_grade(cell):
            read[cell.metadata.nbgrader.grade_id] = utils.determine_grade(cell)[0]
    if read != scores:
        raise RefusedError(f"the scores in the notebook {name!r} are others than those of the result")


def _form(record: Result | Item | Flag) -> None:
    for name, kinds in FORMS[type(record)].items():
        value = getattr(record, name)
        right = isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))
        if not right or (isinstance(value, float) and not math.isfinite(value)):
            raise RefusedError(f"its {name} is {str(value)[:80]!r}")
