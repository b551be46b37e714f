"""Taking turns with whoever else uses the course folder: another run, or a program that holds the gradebook."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.exc import OperationalError
from tqdm import tqdm

from autograder.gradebook.folder import Folder, FolderError

Value = TypeVar("Value")
LONGEST = 600.0  # seconds to wait for a locked gradebook, beyond the 5 of SQLite itself
PAUSE = 0.5  # seconds between two tries


@contextmanager
def one_run(folder: Folder, name: str) -> Iterator[None]:
    """Only one run grades an assignment at a time; a killed one holds up nobody.

    Raises
    ------
    FolderError
        Another run is grading it.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    path = folder.state(name) / ".running"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            raise FolderError(
                f"{name!r} is being graded by another run ({file.read().strip() or 'just begun'}). "
                "Wait until it ends, or stop it with Ctrl-C; then run this again. Nothing was changed."
            ) from None
        file.truncate(0)
        file.write(f"process {os.getpid()}, since {time.strftime('%H:%M:%S')}")
        file.flush()
        yield


def patiently(use: Callable[[], Value]) -> Value:
    """What `use` returns; where the gradebook is locked, that is said and tried again for up to ten minutes."""
    until, told = time.monotonic() + LONGEST, False
    while True:
        try:
            return use()
        except OperationalError as error:
            if "database is locked" not in str(error) or time.monotonic() > until:
                raise
        if not told:
            words = (
                f"The gradebook is locked by another program. Waiting for it, at most {LONGEST / 60:.0f} minutes ..."
            )
            tqdm.write(words, file=sys.stderr)
            told = True
        time.sleep(PAUSE)
