"""No answer stands on the site: every file of it is searched for each line that a lesson keeps to itself.

Kept are the regions of solutions and of hidden tests, the author's reasons in words, and the wrong and other right
answers that only tests try. A line that a lesson shows anyway, outside of these, is not kept.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

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
    """Each line that a lesson keeps to itself, and its name.

    What lessons show is read from their sources, for a released notebook may be what leaks, and from the files that
    lie beside the notebooks in the folder `released`.
    """
    course = [lessons.read(script) for script in lessons.scripts()]
    shown = squeezed("\n".join(_shown(course, released)))
    kept: dict[str, str] = {}
    for lesson in course:
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
        yield from _parts(cell)[0]
    yield from (answer.source for answer in lesson.wrong_answers)
    yield from (answer.source for answer in lesson.right_answers)


def _shown(course: list[lessons.Lesson], released: Path) -> Iterator[str]:
    yield from (_parts(cell)[1] for lesson in course for cell in lesson.notebook.cells)
    for path in released.rglob("*"):
        if path.suffix in (".py", ".yml", ".md", ".csv", ".txt"):
            yield path.read_text(encoding="utf-8")


def _parts(cell: NotebookNode) -> tuple[list[str], str]:
    """What a release takes out of a source's cell, and what it leaves."""
    regions = [region for _, region in REGION.findall(cell.source)]
    grading = cell.metadata.get("nbgrader", {})
    if not regions and grading.get("solution") and grading.get("grade"):  # a reason in words, replaced as a whole
        return [cell.source], ""
    return regions, REGION.sub("", cell.source)


def _readings(text: str) -> Iterable[str]:
    """A file as it is, as a page shows it, and with what a script's strings hold."""
    text = DATA.sub("", text)
    yield text
    yield html.unescape(TAG.sub("", text))
    yield text.replace("\\n", "\n").replace('\\"', '"').replace("\\u003c", "<").replace("\\\\", "\\")
