"""Files written whole or not at all; folders with a submission's files in them, whatever those are called and allow."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import psutil

FULL = (errno.ENOSPC, errno.EDQUOT)
TEMPORARY = "autograder-{kind}-{process}-"  # what folders of ours are called; `mkdtemp` adds eight characters
OURS = re.compile(r"autograder-(?:grade|warm|station)-(\d+)-[a-z0-9_]{8}")
SHORT = "/tmp" if os.path.isdir("/tmp") else None  # for folders with sockets, whose paths have to be short


def copy_all(source: Path, target: Path, **options) -> list[str]:
    """Copy a folder as `shutil.copytree` does; the names of files that the disk of the copy does not take.

    Raises
    ------
    OSError
        The disk is full.
    """
    try:
        shutil.copytree(source, target, **options)
    except shutil.Error as error:  # raised when all the others are copied
        (failed,) = error.args
        full = [why for *_, why in failed if any(f"[Errno {number}]" in str(why) for number in FULL)]
        if full:
            raise OSError(full[0]) from error
        return [os.path.relpath(name, source) for name, *_ in failed]
    return []


def temporary(kind: str) -> str:
    """A new folder with a short path, for this process; `sweep` removes it where the process has been killed."""
    return tempfile.mkdtemp(prefix=TEMPORARY.format(kind=kind, process=os.getpid()), dir=SHORT)


def sweep() -> None:
    """Remove the temporary folders of processes that were killed: what somebody handed in lies in them."""
    top = Path(SHORT or tempfile.gettempdir())
    for folder in top.glob("autograder-*"):
        ours = OURS.fullmatch(folder.name)
        with suppress(OSError):
            if ours and folder.lstat().st_uid == os.getuid() and not psutil.pid_exists(int(ours[1])):
                remove(folder)


def remove(folder: Path) -> None:
    """Remove a folder to which a learner's cells have written: deep, closed, or both."""
    for command in (["rm", "-rf"], ["chmod", "-R", "u+rwX"], ["rm", "-rf"]):
        if os.path.lexists(folder):
            subprocess.run([*command, "--", str(folder)], stderr=subprocess.DEVNULL, check=False)


def put(path: Path, target: Path, name: Path) -> None:
    """Copy a file of the instructor's, whatever a learner has in its place."""
    for above in [*reversed(name.parents[:-1]), name]:
        there = target / above
        if above != name and not there.is_dir():
            there.unlink(missing_ok=True)
            there.mkdir()
        elif above == name and there.is_dir():
            shutil.rmtree(there)
    shutil.copyfile(path, target / name)


def write_atomic(path: Path, text: str) -> None:
    """Write a text file so that a reader, or a killed run, sees the old one or the new one, never a part.

    Not by `course.files`, which does the same: who grades another course has no course package.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(text)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
