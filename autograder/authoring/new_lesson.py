"""A new lesson and its instructor's page, to be made one's own: copies of small ones that pass the tests of all."""

from __future__ import annotations

import re
from pathlib import Path

from autograder.authoring import lesson as lessons

TEMPLATE, PAGE = (Path(__file__).resolve().parents[2] / "solutions" / f"_template.{kind}" for kind in ("py", "md"))
TEACHING = lessons.ROOT / "docs" / "teaching"
NAME = re.compile(r"\d\d-[a-z0-9]+(-[a-z0-9]+)*")


def new_lesson(name: str) -> Path:
    """Write `solutions/NAME.py`, where NAME is two digits and words such as "13-which-mean"; returns its path.

    Beside it `docs/teaching/NAME.md` is written; the plans of `docs/teaching/README.md` are for their author.

    Raises
    ------
    autograder.authoring.lesson.LessonError
        A name of another form, a number that a lesson has, or an instructor's page that is there already.
    """
    if not NAME.fullmatch(name):
        raise lessons.LessonError(f"{name!r} is no name of a lesson; one is two digits and words, 13-which-mean.")
    for script in lessons.scripts():
        if script.stem[:2] == name[:2]:
            raise lessons.LessonError(f"number {name[:2]} is that of {script.stem}; take another one.")
    path, teaching = lessons.SOLUTIONS / f"{name}.py", TEACHING / f"{name}.md"
    if teaching.exists():
        raise lessons.LessonError(
            f"the page docs/teaching/{teaching.name} is there already; move it, or take another name."
        )
    title = name[3:].replace("-", " ").capitalize()
    path.write_text(TEMPLATE.read_text(encoding="utf-8").replace("TITLE", title, 1), encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    for word, value in {"NUMBER": name[:2], "TITLE": title, "NAME": name}.items():
        page = page.replace(word, value)
    teaching.write_text(page, encoding="utf-8")
    return path
