"""What a lesson keeps to itself: solutions, hidden tests, and the answers that only its tests try."""

from __future__ import annotations

import re
from functools import cache

from autograder.authoring import lesson as lessons

SECRET = re.compile(r"### BEGIN (SOLUTION|HIDDEN TESTS)\n(.*?)\n[# ]*### END \1", re.DOTALL)
LONG = 24  # characters of a line that nobody writes twice by chance


@cache
def read(name: str) -> lessons.Lesson:
    return lessons.read(lessons.SOLUTIONS / f"{name}.py")


@cache
def given(name: str) -> str:
    """What every learner may see of a lesson."""
    beside = [path for path in (lessons.SOLUTIONS / name).rglob("*") if path.suffix in (".yml", ".py", ".csv", ".txt")]
    cells = SECRET.sub("", "\n".join(cell.source for cell in read(name).notebook.cells))
    return "\n".join([cells, *(path.read_text(encoding="utf-8") for path in beside)])


@cache
def given_by_all() -> str:
    """What every learner may see of any lesson."""
    return "\n".join(given(script.stem) for script in lessons.scripts())


def secrets(name: str) -> set[str]:
    """The lines of a lesson's solutions, hidden tests and other answers that no lesson gives away by itself."""
    lesson = read(name)
    regions = "\n".join(found[1] for cell in lesson.notebook.cells for found in SECRET.findall(cell.source))
    answers = "\n".join(each.source for each in (*lesson.wrong_answers, *lesson.right_answers))
    lines = {line.strip() for line in f"{regions}\n{answers}".splitlines()}
    return {line for line in lines if len(line) >= LONG and line not in given_by_all()}
