"""Released lessons, executed from top to bottom in a kernel as a learner would, and kept while nothing has changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from autograder.authoring import lesson as lessons
from autograder.files import write_atomic

CELL_SECONDS = 600  # a cell that hangs, not a slow machine
OUTPUT_SECONDS = 60  # outputs may come late on a busy machine
VERSIONS = ("constraints.txt", "pyproject.toml")  # the versions of what computes


def executed(folder: Path, cache: Path) -> nbformat.NotebookNode:
    """The notebook of a released lesson's folder with its outputs; errors stay in them.

    It runs in a copy of the folder, and in `cache` it waits for the next time.
    """
    path = folder / f"{folder.name}.ipynb"
    kept = cache / f"{folder.name}-{_digest(folder)}.ipynb"
    if kept.is_file():
        return nbformat.read(kept, as_version=4)
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as top:
        work = shutil.copytree(folder, Path(top) / folder.name)
        client = NotebookClient(
            notebook,
            timeout=CELL_SECONDS,
            iopub_timeout=OUTPUT_SECONDS,
            raise_on_iopub_timeout=True,
            allow_errors=True,
            record_timing=False,
            kernel_name="python3",
            resources={"metadata": {"path": str(work)}},
        )
        client.execute(env={name: value for name, value in os.environ.items() if name != "NBGRADER_EXECUTION"})
    cache.mkdir(parents=True, exist_ok=True)
    for old in cache.glob(f"{folder.name}-*.ipynb"):
        old.unlink()
    write_atomic(kept, nbformat.writes(notebook))
    return notebook


def _digest(folder: Path) -> str:
    """What decides whether outputs are stale: the lesson, the course that it imports, the versions of packages."""
    digest = hashlib.sha256()
    for top in (folder, lessons.ROOT / "course"):
        for path in sorted(top.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(top)}\0".encode() + path.read_bytes())
    for name in VERSIONS:
        digest.update((lessons.ROOT / name).read_bytes())
    return digest.hexdigest()[:16]
