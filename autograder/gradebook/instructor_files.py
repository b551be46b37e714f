"""The files that the instructor gives beside the notebooks of an assignment: data, modules that tests import."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from nbgrader.utils import find_all_files

from autograder.gradebook.folder import Folder

PIECE = 1 << 20  # bytes that are hashed at a time


def folder_of(folder: Folder, name: str) -> Path | None:
    """The instructor's folder of an assignment, or the released one; None where neither is there."""
    return next((path for path in (folder.source(name), folder.release(name)) if path.is_dir()), None)


def files(folder: Folder, top: Path) -> dict[str, Path]:
    """What stands in the folder `top`, by relative name: all but notebooks and what nbgrader is told to ignore."""
    found = [Path(path) for path in find_all_files(str(top), [*folder.coursedir.ignore, "*.ipynb", ".DS_Store"])]
    return {str(path.relative_to(top)): path for path in sorted(found) if path.is_file()}


def digest(folder: Folder, top: Path | None, of: bytes) -> str:
    """A digest of `of` and of the files in the folder `top`: it changes when one of them does."""
    found = hashlib.sha256(of)
    for name, path in (files(folder, top) if top else {}).items():
        found.update(name.encode(errors="surrogateescape") + b"\0")
        with path.open("rb") as file:
            for piece in iter(partial(file.read, PIECE), b""):
                found.update(piece)
    return found.hexdigest()
