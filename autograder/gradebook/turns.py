"""Taking turns with whoever else uses the course folder: another run, or a program that holds the gradebook."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from nbgrader.api import InvalidEntry
from sqlalchemy.exc import IntegrityError, OperationalError
from tqdm import tqdm

from autograder.gradebook.folder import Folder, FolderError

Value = TypeVar("Value")
LONGEST = 600.0  # seconds to wait for a locked gradebook, beyond the 5 of SQLite itself
MOST_COLLISIONS = 20  # with rows that others write at the same time, one after the other
PAUSE = 0.5  # seconds between two tries
AWAY = ("08", "57P", "53300")  # SQLSTATEs: no connection, shutting down or starting, too many connections
IN_USE = "40"  # a deadlock, or rows that changed meanwhile
REFUSED = ("authentication failed", "no password supplied", "no pg_hba.conf entry", "does not exist")


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
    """What `use` returns; where the gradebook is locked or its server away, that is said and tried again, ten minutes.

    Where somebody else has written the same new row in between, it is tried again at once: the row is there now.

    Raises
    ------
    FolderError
        The server refuses, and will go on to: a wrong password, a database that is not there.
    """
    until, told, collisions = time.monotonic() + LONGEST, False, 0
    while True:
        try:
            return use()
        except (IntegrityError, InvalidEntry) as error:
            collisions += 1
            if not _is_collision(error) or collisions > MOST_COLLISIONS:
                raise
            continue
        except OperationalError as error:
            why = _wait_for(error)
            if not why or time.monotonic() > until:
                raise
        if not told:
            words = f"The gradebook {why}. Waiting for it, at most {LONGEST / 60:.0f} minutes ..."
            tqdm.write(words, file=sys.stderr)
            told = True
        time.sleep(PAUSE)


def _is_collision(error: Exception) -> bool:
    """Whether two wrote the same row: the database says so, or nbgrader in its own words for that."""
    return isinstance(error, IntegrityError) or isinstance(error.__context__, IntegrityError)


def _wait_for(error: OperationalError) -> str:
    """Why waiting may help, "" where it does not."""
    if "database is locked" in str(error):
        return "is locked by another program"
    if not type(error.orig).__module__.startswith("psycopg"):
        return ""
    state, words = getattr(error.orig, "sqlstate", None), str(error.orig).strip()
    if state and state.startswith(IN_USE):
        return "is being written by another program"
    if state.startswith(AWAY) if state else not any(refusal in words for refusal in REFUSED):
        return "is on a server that does not answer"
    raise FolderError(
        f"The server of the gradebook refuses: {words}. Waiting does not change that. Look at db_url in "
        "nbgrader_config.py and at the server, then run this again."
    ) from error
