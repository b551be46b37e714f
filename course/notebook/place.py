"""Where a cell stands, in a learner's words: under which heading, and with which number.

Cells are those of nbformat, or of its JSON where no text is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
MARKS = re.compile(r"[*`]|<[^>]*>")


def grading(cell: Mapping) -> Mapping:
    """What nbgrader knows of a cell; empty for an ordinary one."""
    metadata = cell.get("metadata")
    found = metadata.get("nbgrader") if isinstance(metadata, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def is_answer(cell: Mapping) -> bool:
    """Whether the learner writes this cell."""
    return bool(grading(cell).get("solution"))


def has_points(cell: Mapping) -> bool:
    """Whether points are given for this cell, by its check or by a person."""
    return bool(grading(cell).get("grade") or grading(cell).get("task"))


def heading(cells: Sequence[Mapping], index: int) -> str:
    """The last heading of the lesson at cell `index` or above it; what a learner wrote is no part of the lesson."""
    for cell in reversed(cells[: index + 1]):
        if cell["cell_type"] == "markdown" and not is_answer(cell):
            found = HEADING.findall(FENCED.sub("", cell["source"]))
            if found:
                return MARKS.sub("", found[-1]).strip()
    return ""


def number(cells: Sequence[Mapping], index: int) -> int:
    """The number that JupyterLab writes beside cell `index` when all cells are run in a fresh kernel."""
    return sum(cell["cell_type"] == "code" and bool(cell["source"].strip()) for cell in cells[: index + 1])


def place(cells: Sequence[Mapping], index: int) -> str:
    """Such as: cell [5] under “Measure”."""
    title = heading(cells, index)
    return f"cell [{number(cells, index)}]" + (f" under “{title}”" if title else "")
