"""Programs that an ordinary user runs: whoever runs the tests, or, where that is root, somebody else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534  # on every Linux


@cache
def why_no_ordinary_user() -> str:
    """Why a test cannot run a program as an ordinary user; "" where it can."""
    if not hasattr(os, "getuid") or os.getuid() != 0:
        return ""
    try:
        tried = as_ordinary_user("import autograder", check=False)
    except OSError as error:
        return f"other users cannot run this Python: {error}"
    return f"other users cannot run this Python: {tried.stderr.strip()[-200:]}" if tried.returncode else ""


def as_ordinary_user(code: str, cwd: Path = ROOT, *, check: bool = True) -> subprocess.CompletedProcess:
    """Run Python code as an ordinary user, with the programs of this Python's environment on its path."""
    changed = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    with tempfile.TemporaryDirectory() as home:
        give(Path(home))
        environment = {**os.environ, "PATH": path, "HOME": home, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", code]
        return subprocess.run(
            command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=check, **changed
        )


@contextmanager
def folder_of_an_ordinary_user() -> Iterator[Path]:
    """A folder that an ordinary user may change: pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="user-"))
    try:
        give(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def give(folder: Path) -> None:
    """Make everything in a folder an ordinary user's, where this process may."""
    if os.getuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
