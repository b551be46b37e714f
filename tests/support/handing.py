"""Plays a student who hands in files of lesson 00, packed in all sorts of ways."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import nbformat

from autograder.authoring import lesson as lessons
from autograder.repair import submission

NAME = "00-start-here"
RELEASED = (lessons.LESSONS / NAME / f"{NAME}.ipynb").read_bytes()


def answered(*questions: str) -> bytes:
    """The lesson with something in the cells of these questions."""
    notebook = nbformat.reads(RELEASED.decode(), as_version=4)
    for cell in notebook.cells:
        if cell.id in questions:
            cell.source = f"answer = {cell.id!r}"
    return nbformat.writes(notebook).encode()


def put(top: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return top


def zipped(files: dict[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def read(folder: Path) -> submission.Submission:
    return submission.read(folder, [NAME])


def answers(handed: submission.Submission, name: str = NAME) -> list[str]:
    return [cell.id for cell in handed.notebooks[name].cells if cell.source.startswith("answer =")]


def content(handed: submission.Submission) -> dict[str, bytes]:
    return {name: each if isinstance(each, bytes) else each.read_bytes() for name, each in handed.files.items()}
