"""The lessons that lie in a folder, as the build described them inside their notebooks, with their last checks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from course.home.progress import LastCheck, last_check

PICTURE = "picture.svg"


@dataclass(frozen=True)
class Lesson:
    """One lesson of a folder; `name` is that of its folder and of its notebook in it.

    `translations` are pairs: a language, as it calls itself, and the path of the notebook in the folder.
    """

    name: str
    title: str
    question: str
    minutes: int
    picture: bool
    last: LastCheck | None
    translations: tuple[tuple[str, str], ...] = ()

    @property
    def done(self) -> bool:
        """Whether its last check found everything right."""
        return self.last is not None and self.last.right


def lessons(folder: Path) -> list[Lesson]:
    """The lessons in `folder`, in order; notebooks of any other kind, and broken ones, are left out."""
    found = (_lesson(path) for path in sorted(folder.glob("*/*.ipynb")) if path.stem == path.parent.name)
    return [lesson for lesson in found if lesson]


def next_one(among: Sequence[Lesson]) -> Lesson | None:
    """Where to go on: at the lesson that was checked last, or, if that is done, at the next one that is not.

    Before any check it is the first; when all are done it is None.
    """
    checked = [lesson.last.checked if lesson.last else 0 for lesson in among]
    start = checked.index(max(checked)) if any(checked) else 0
    return next((lesson for lesson in (*among[start:], *among[:start]) if not lesson.done), None)


def _lesson(path: Path) -> Lesson | None:
    try:
        about = json.loads(path.read_text(encoding="utf-8"))["metadata"]["lesson"]
        words = (str(about["title"]), str(about["question"]), int(about["minutes"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    others = sorted(path.parent.parent.glob(f"*/{path.stem}/{path.name}"))
    checks = [check for folder in (path, *others) if (check := last_check(folder.parent))]
    last = max(checks, key=lambda check: check.checked, default=None)
    return Lesson(
        path.stem, *words, (path.parent / PICTURE).is_file(), last, tuple(filter(None, map(_translation, others)))
    )


def _translation(path: Path) -> tuple[str, str] | None:
    """The language of a notebook, as it calls itself, and where it is; None for one in English."""
    try:
        language = str(json.loads(path.read_text(encoding="utf-8"))["metadata"]["lesson"]["language_name"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return language, "/".join(path.parts[-3:])
