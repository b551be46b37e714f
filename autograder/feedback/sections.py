"""Where in a lesson each question stands: its heading, and the hints that were given there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from nbformat import NotebookNode
from nbgrader import utils

_HEADING = re.compile(r"^#{1,6}[ \t]+(.+)$", re.MULTILINE)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_HINT = re.compile(r"<details\b(?>(?:[^<>]|<(?!details\b))*)>.*", re.DOTALL | re.IGNORECASE)
_END = re.compile(r"(?<=</details>)", re.IGNORECASE)
MOST_HINTS = 10
MOST_HEADING = 500  # characters


@dataclass(frozen=True)
class Section:
    """The last heading before a question, without its markup, and the Markdown of the hints beside it."""

    heading: str = ""
    hints: tuple[str, ...] = ()


def headings(source: str) -> list[str]:
    """The headings of a Markdown cell as plain text."""
    found = _HEADING.findall(_FENCE.sub("", source))
    return [plain(text.rstrip("#").rstrip()[:MOST_HEADING]) for text in found]


def _hints(source: str) -> list[str]:
    """What is folded away in a Markdown cell; found in one pass, whatever was opened and never closed."""
    found = [_HINT.search(part) for part in _END.split(source)[:-1]]
    return [each[0] for each in found if each]


def plain(text: str) -> str:
    """A heading without emphasis, code marks and links, to compare it with what a check names."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)|[*`]|<[^>]*>", r"\1", text).strip()


def title(cells: Iterable[NotebookNode], name: str) -> str:
    """The first heading of a lesson, or else the name of its notebook."""
    found = (heading for cell in cells if cell.cell_type == "markdown" for heading in headings(cell.source))
    return next(found, name)


def sections(cells: Iterable[NotebookNode]) -> dict[str, Section]:
    """The section of each graded cell, by grade id.

    A test belongs to the answer of the same name ("rule" and "rule-check"), or else to the last answer before it.
    """
    answers: dict[str, Section] = {}
    found: dict[str, Section] = {}
    heading, hints, fresh, last = "", [], True, Section()
    for cell in cells:
        answer, graded = utils.is_solution(cell), utils.is_grade(cell) or utils.is_task(cell)
        if answer or graded:
            name = cell.metadata.nbgrader.get("grade_id", "")
            if answer or utils.is_task(cell):
                last = answers[name] = Section(heading, tuple(hints))
            if graded:
                found[name] = answers.get(name.removesuffix("-check"), last)
            fresh = True
        elif cell.cell_type == "markdown":
            if fresh:
                hints, fresh = [], False
            heading = (headings(cell.source) or [heading])[-1]
            hints = [*hints, *_hints(cell.source)][:MOST_HINTS]
    return found
