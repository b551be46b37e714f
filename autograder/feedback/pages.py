"""Write the feedback pages of an assignment: each whole or not at all, and those that have not changed are kept."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.converters import GenerateFeedback
from tqdm import tqdm

from autograder.feedback import figures
from autograder.feedback import points as gradebook
from autograder.feedback.explain import explain
from autograder.feedback.hidden import HideTests
from autograder.feedback.page import Page, render
from autograder.feedback.points import Marks
from autograder.feedback.sections import sections, title
from autograder.files import write_atomic
from autograder.gradebook.folder import Folder, FolderError
from autograder.gradebook.results import NotebookResult, Result
from autograder.text import count, shown

COPIED = ("timestamp.txt", "submission_secret.txt")  # `nbgrader release_feedback` looks for them beside the pages
HEAD = 600  # characters of a page in which its digest stands


@dataclass
class Written:
    """What became of the pages. `failed` says whose page is missing, and why."""

    pages: int = 0
    kept: int = 0
    failed: list[str] = field(default_factory=list)
    folder: Path = Path()  # in it a folder for each student

    def __str__(self) -> str:
        words = [f"{count(self.pages, 'feedback page')} written"]
        words += [f"{self.kept} unchanged"] if self.kept else []
        words += [f"{len(self.failed)} could not be written:\n" + "\n".join(self.failed)] if self.failed else []
        return "; ".join(words) + ("" if self.failed else ".")


def feedback(
    root: Path | str, name: str, *, students: Sequence[str] = (), force: bool = False, quiet: bool = False
) -> Written:
    """Write the feedback pages of assignment `name` of the course folder `root`, where nbgrader writes them.

    `students` keeps to those named; `force` writes unchanged pages again.

    Raises
    ------
    FolderError
        No such assignment, or nothing of it is graded.
    """
    folder = Folder(root)
    with folder.gradebook() as book:
        try:
            book.find_assignment(name)
        except MissingEntry:
            raise FolderError(
                f"The gradebook has no assignment {name!r}. Release it first: `nbgrader generate_assignment {name}`."
            ) from None
        graded = [each for each in gradebook.read(book, name) if not students or each.student in students]
    if not graded:
        raise FolderError(f"Nothing is graded for {name!r} yet: run `python -m autograder grade {name}` first.")
    written = Written(folder=folder.feedback(graded[0].student, name).parents[1])
    pages = _Pages(folder, name, force)
    for each in tqdm(graded, desc=name, unit="page", disable=quiet, file=sys.stderr):
        try:
            if pages.write(each):
                written.pages += 1
            else:
                written.kept += 1
        except Exception as error:
            about = f"{shown(each.student, 80)}, {each.notebook}"
            why = "" if isinstance(error, FolderError) else f"{type(error).__name__}: "
            written.failed.append(f"{about}: {why}{shown(error)}")
            logging.getLogger(__name__).debug(about, exc_info=True)
    return written


class _Pages:
    """The pages of one assignment."""

    def __init__(self, folder: Folder, name: str, force: bool):
        self.folder, self.name, self.force = folder, name, force
        self.hide = HideTests(config=folder.config)
        settings = GenerateFeedback(coursedir=folder.coursedir, config=folder.config)
        self.permissions = int(str(settings.permissions), 8)
        self.lesson = cache(self._lesson)

    def write(self, marks: Marks) -> bool:
        """Write one page; False where the one that is there is the same."""
        source = self.folder.autograded(marks.student, self.name)
        target = self.folder.feedback(marks.student, self.name)
        path = target / f"{marks.notebook}.html"
        if not (source / f"{marks.notebook}.ipynb").is_file():
            raise FolderError("the graded notebook is gone; grade the submission again")
        content = (source / f"{marks.notebook}.ipynb").read_bytes()
        found, day = _found(Result.read(self.folder.result(marks.student, self.name)), marks.notebook)
        digest = self._digest(content, marks, found, day)
        for name in COPIED:
            if (source / name).is_file():
                target.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source / name, target / name)
        if not self.force and _digest_of(path) == digest:
            return False
        html = self._page(content, marks, found, day, digest, source)
        write_atomic(path, html.encode(errors="replace").decode())
        os.chmod(path, self.permissions)
        return True

    def _page(self, content: bytes, marks: Marks, found: NotebookResult, day: str, digest: str, source: Path) -> str:
        notebook = nbformat.reads(content.decode(), as_version=4)
        notebook, _ = self.hide.preprocess(notebook, {})
        lesson = self.lesson(marks.notebook)
        cells = lesson.cells if lesson else notebook.cells
        items = {item.id: item for item in found.items}
        page = Page(
            title=title(cells, marks.notebook),
            marks=marks,
            assignment=self.name,
            graded=day,
            explanations=explain(notebook.cells, sections(cells), marks.marks, marks.comments, items),
            reasons=found.reasons,
            digest=digest,
        )
        return _without_root(render(page, notebook, source), self.folder.root)

    def _lesson(self, name: str) -> NotebookNode | None:
        """The notebook as it was handed out: nobody has edited its hints."""
        path = self.folder.release(self.name) / f"{name}.ipynb"
        return nbformat.read(path, as_version=4) if path.is_file() else None

    def _digest(self, content: bytes, marks: Marks, found: NotebookResult, day: str) -> str:
        """Of everything that a page depends on, this package too."""
        digest = hashlib.sha256(_own_files())
        digest.update(content)
        parts = (asdict(marks), asdict(found), day, self.lesson(marks.notebook))
        digest.update(repr(parts).encode(errors="replace"))
        return digest.hexdigest()[:32]


def _found(result: Result | None, notebook: str) -> tuple[NotebookResult, str]:
    """What grading tells the learner of a notebook, and the day; why it was lost is for the instructor."""
    if result is None:
        return NotebookResult(), ""
    found = result.notebooks.get(notebook, NotebookResult())
    lost = any(flag.kind == "lost" for flag in result.flags)
    return replace(found, reasons=[]) if lost else found, result.graded[:10]


@cache
def _own_files() -> bytes:
    own = [*Path(__file__).parent.glob("*.*"), *figures.SCRIPTS.glob("*.js"), *figures.SCRIPTS.glob("*.css")]
    return b"".join(path.read_bytes() for path in sorted(own) if path.is_file())


def _digest_of(path: Path) -> str:
    with suppress(OSError, ValueError), path.open(encoding="utf-8") as file:
        found = re.search(r'<meta name="digest" content="(\w+)">', file.read(HEAD))
        return found[1] if found else ""
    return ""


def _without_root(html: str, root: Path) -> str:
    """Without the place of the course on the instructor's computer."""
    return html.replace(f"{root}/", "").replace(str(root), "the course") if len(str(root)) > 3 else html
