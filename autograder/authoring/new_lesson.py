"""A new lesson, to be made one's own: a copy of a small one that passes the tests of lessons."""

from __future__ import annotations

import re
from pathlib import Path

from autograder.authoring import lesson as lessons

TEMPLATE = Path(__file__).resolve().parents[2] / "solutions" / "_template.py"
NAME = re.compile(r"\d\d-[a-z0-9]+(-[a-z0-9]+)*")


def new_lesson(name: str) -> Path:
    """Write `solutions/NAME.py`, where NAME is two digits and words such as "13-which-mean"; returns its path.

    Raises
    ------
    autograder.authoring.lesson.LessonError
        A name of another form, or a number that a lesson has.
    """
    if not NAME.fullmatch(name):
        raise lessons.LessonError(f"{name!r} is no name of a lesson; one is two digits and words, 13-which-mean.")
    for script in lessons.scripts():
        if script.stem[:2] == name[:2]:
            raise lessons.LessonError(f"number {name[:2]} is that of {script.stem}; take another one.")
    path = lessons.SOLUTIONS / f"{name}.py"
    title = name[3:].replace("-", " ").capitalize()
    path.write_text(TEMPLATE.read_text(encoding="utf-8").replace("TITLE", title, 1), encoding="utf-8")
    return path
