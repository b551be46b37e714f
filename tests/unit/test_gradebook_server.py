"""What is waited for in a gradebook that others use too, and what is said at once."""

from __future__ import annotations

import os
import sys

import psycopg
import pytest
from nbgrader.api import Gradebook, InvalidEntry, MissingEntry
from psycopg import errors
from sqlalchemy.exc import OperationalError

from autograder.gradebook import turns
from autograder.gradebook.folder import FolderError
from autograder.gradebook.turns import patiently

FATAL = 'connection failed: connection to server at "192.0.2.7", port 5432 failed: '


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(turns, "PAUSE", 0.0)


@pytest.fixture
def address(tmp_path, monkeypatch) -> str:
    """That of a new gradebook, which nbgrader makes with alembic."""
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")])
    monkeypatch.setenv("PATH", path)
    return f"sqlite:///{tmp_path}/gradebook.db"


def once(error: Exception):
    """Something that fails once with `error`, and works from then on."""
    left = [OperationalError("SELECT 1", {}, error)]

    def use() -> str:
        if left:
            raise left.pop()
        return "done"

    return use


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (psycopg.OperationalError(f"{FATAL}Connection refused"), "does not answer"),
        (psycopg.OperationalError(f"{FATAL}FATAL:  the database system is starting up"), "does not answer"),
        (errors.ConnectionFailure("the connection was lost"), "does not answer"),
        (errors.AdminShutdown("terminating connection due to administrator command"), "does not answer"),
        (errors.TooManyConnections("sorry, too many clients already"), "does not answer"),
        (errors.DeadlockDetected("deadlock detected"), "is being written by another program"),
    ],
    ids=lambda value: str(value)[-30:],
)
def test_a_server_that_is_away_or_busy_is_waited_for(error, why, capsys):
    assert patiently(once(error)) == "done"
    assert f"{why}. Waiting for it, at most 10 minutes" in capsys.readouterr().err


@pytest.mark.parametrize(
    "error",
    [
        psycopg.OperationalError(f'{FATAL}FATAL:  password authentication failed for user "grader"'),
        psycopg.OperationalError(f"{FATAL}fe_sendauth: no password supplied"),
        psycopg.OperationalError(f'{FATAL}FATAL:  database "course" does not exist'),
        errors.DiskFull("could not extend file: No space left on device"),
    ],
    ids=lambda value: str(value)[-30:],
)
def test_a_server_that_refuses_is_said_at_once(error, capsys):
    with pytest.raises(FolderError, match=r"(?s)^The server of the gradebook refuses: .*Look at db_url"):
        patiently(once(error))
    assert capsys.readouterr().err == ""


def test_who_is_new_to_two_graders_at_once_is_found_at_the_second_try(address):
    tries = []

    def use() -> str:
        tries.append("one")
        with Gradebook(address) as book:
            try:
                return book.find_student("ana").id
            except MissingEntry:
                with Gradebook(address) as other:
                    other.add_student("ana")
                return book.add_student("ana").id

    assert patiently(use) == "ana"
    assert len(tries) == 2, "there was no collision"


def test_a_row_that_is_always_there_already_is_an_error_in_the_end(address, monkeypatch):
    monkeypatch.setattr(turns, "MOST_COLLISIONS", 3)
    with Gradebook(address) as book:
        book.add_student("ana")
        with pytest.raises(InvalidEntry):
            patiently(lambda: book.add_student("ana"))
