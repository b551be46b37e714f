"""Home: one page of a folder of lessons, with each lesson as a card, its points so far and where to continue.

It is a file, `home.md`, that `make lab`, each check and `python -m course home` write anew. JupyterLab shows it as it
shows any Markdown: without a kernel, without a cell to run, with links that open the notebooks.
"""

from __future__ import annotations

from pathlib import Path

from course.files import write_atomic
from course.home.lessons import lessons
from course.home.page import page
from course.home.progress import LastCheck, keep, last_check

NAME = "home.md"
__all__ = ["NAME", "LastCheck", "keep", "last_check", "lessons", "page", "write"]


def write(folder: Path) -> Path | None:
    """Write the page for the lessons in `folder` if there are any; return its path.

    Raises OSError where the folder cannot be written to.
    """
    found = lessons(folder)
    if not found:
        return None
    path, text = folder / NAME, page(found)
    if not path.is_file() or path.read_text(encoding="utf-8", errors="replace") != text:
        write_atomic(path, text)
    return path
