"""No answer stands on the site: every file of it is searched for each line that a lesson keeps to itself.

Kept are the regions of solutions and of hidden tests, the author's reasons in words, and the wrong and other right
answers that only tests try. A line that a released lesson shows itself is not kept.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.authoring import lesson as lessons

REGION = re.compile(r"### BEGIN (SOLUTION|HIDDEN TESTS)\n(.*?)\n[# ]*### END \1", re.DOTALL)
MARKS = ("### BEGIN SOLUTION", "### BEGIN HIDDEN TESTS")
LONG = 24  # characters that nobody writes twice by chance
DATA = re.compile(r"data:[\w/+.-]+;base64,[\w+/=]+")
TAG = re.compile(r"<[^<>]*>")
PICTURES = (".gif", ".ico", ".jpg", ".png", ".webp", ".woff", ".woff2", ".ttf")


@dataclass(frozen=True)
class Leak:
    """A line that a lesson keeps to itself, and the file in which it stands."""

    lesson: str
    line: str
    file: Path

    def __str__(self) -> str:
        return f"{self.file}: of lesson {self.lesson}: {self.line}"


def secrets(released: Path) -> dict[str, str]:
    """Each line that no released lesson in the folder `released` shows, and the lesson that keeps it."""
    shown = squeezed("\n".join(_shown(released)))
    kept: dict[str, str] = {}
    for script in lessons.scripts():
        lesson = lessons.read(script)
        for block in _blocks(lesson):
            for line in [block, *block.splitlines()]:
                if len(line.strip()) >= LONG and squeezed(line) not in shown:
                    kept.setdefault(line.strip(), lesson.name)
    return kept


def leaks(folder: Path, kept: dict[str, str]) -> list[Leak]:
    """Where a file of `folder` holds one of the lines that `secrets` gave, however it is written there."""
    wanted = [(line, squeezed(line), set(re.findall(r"\w+", line))) for line in [*kept, *MARKS]]
    found = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.suffix in PICTURES:
            continue
        for text in _readings(path.read_text(encoding="utf-8", errors="ignore")):
            words, whole = set(re.findall(r"\w+", text)), squeezed(text)
            here = [line for line, short, tokens in wanted if tokens <= words and short in whole]
            found += [Leak(kept.get(line, "?"), line, path.relative_to(folder)) for line in here]
    return list(dict.fromkeys(found))


def squeezed(text: str) -> str:
    """The text without white space: a line broken or indented otherwise is the same line."""
    return "".join(text.split())


def _blocks(lesson: lessons.Lesson) -> Iterator[str]:
    for cell in lesson.notebook.cells:
        regions = [found[1] for found in REGION.findall(cell.source)]
        grading = cell.metadata.get("nbgrader", {})
        yield from regions or ([cell.source] if grading.get("solution") and grading.get("grade") else [])
    yield from (answer.source for answer in lesson.wrong_answers)
    yield from (answer.source for answer in lesson.right_answers)


def _shown(released: Path) -> Iterator[str]:
    for path in released.rglob("*"):
        if path.suffix == ".ipynb":
            yield from (cell.source for cell in nbformat.read(path, as_version=4).cells)
        elif path.suffix in (".py", ".yml", ".md", ".csv", ".txt"):
            yield path.read_text(encoding="utf-8")


def _readings(text: str) -> Iterable[str]:
    """A file as it is, as a page shows it, and with what a script's strings hold."""
    text = DATA.sub("", text)
    yield text
    yield html.unescape(TAG.sub("", text))
    yield text.replace("\\n", "\n").replace('\\"', '"').replace("\\u003c", "<").replace("\\\\", "\\")
