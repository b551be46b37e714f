"""What the notebook beside a running check knows of it: its points, its title and the hints of the exercise.

A check does not know in which notebook it stands. The notebook lies in the working folder and carries the check's
name, so it is read there; where that is not so, a verdict goes without points and hints.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from course.language import forms, gettext_noop, in_each, language_of
from course.notebook import place

LARGEST = 30_000_000  # bytes of a notebook that is read


@dataclass(frozen=True)
class Exercise:
    """`hints` are pairs of HTML: a title, such as "Hint 1: where?", and the hint itself."""

    title: str = ""
    points: float | None = None
    hints: tuple[tuple[str, str], ...] = ()


def exercise(name: str, folder: Path | None = None) -> Exercise:
    """The exercise that the check `name` looks at, as a notebook in `folder` (the working folder) has it.

    Never raises: nothing is said of an exercise that is not found.
    """
    with suppress(OSError):
        for path in sorted((folder or Path.cwd()).glob("*.ipynb")):
            state = path.stat()
            if state.st_size <= LARGEST:
                found = _exercises(path, state.st_mtime_ns).get(name)
                if found is not None:
                    return found
    return Exercise()


def hints_in(markdown: str, language: str | None = None) -> list[tuple[str, str]]:
    """(title, text) of each hint, in HTML: it begins with the word for a hint in this language, or else in any."""
    return _hint(language).findall(markdown)


@cache
def _hint(language: str | None) -> re.Pattern:
    english = gettext_noop("Hint")
    known = in_each(english) if language is None else {english, forms(language, english)[0]}  # English needs no Babel
    words = "|".join(map(re.escape, sorted(known)))
    form = rf"<details>\s*<summary>((?:{words})\b.*?)</summary>(.*?)</details>"
    return re.compile(form, re.DOTALL | re.IGNORECASE)


@lru_cache(maxsize=4)
def _exercises(path: Path, changed: int) -> dict[str, Exercise]:
    """The exercises of a notebook by the names of their checks."""
    try:
        cells = json.loads(path.read_bytes())["cells"]
        cells = [{**cell, "source": "".join(cell["source"])} for cell in cells]
    except (ValueError, KeyError, TypeError):
        return {}
    found, start, language = {}, 0, language_of(path, changed)
    for index, cell in enumerate(cells):
        grading = place.grading(cell)
        if not place.has_points(cell):
            continue
        text = "\n".join(each["source"] for each in cells[start:index] if each["cell_type"] == "markdown")
        answers = [at for at in range(start, index) if place.is_answer(cells[at])]
        title = place.heading(cells, answers[-1] if answers else index)
        hints = tuple((title.strip(), hint.strip()) for title, hint in hints_in(text, language))
        name = str(grading.get("grade_id", "")).removesuffix("-check")
        found[name] = Exercise(title, grading.get("points"), hints)
        start = index + 1
    return found
