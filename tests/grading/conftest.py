"""A small course that is released once for all tests that copy it, and gradebooks of two kinds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import postgresql
from support.handmade import NAME, SmallCourse, release_in
from support.postgresql import db_url


@pytest.fixture(scope="session")
def template(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("small")
    release_in(root)
    return root


@pytest.fixture(scope="session")
def database_server():
    """A PostgreSQL server for all tests of this process."""
    if why := postgresql.missing():
        pytest.skip(why)
    server = postgresql.Server()
    try:
        yield server
    finally:
        server.close()


@pytest.fixture(scope="session")
def released_database(database_server, template, tmp_path_factory) -> str:
    """The database of a gradebook in which the small course is released."""
    name = database_server.create()
    root = shutil.copytree(template, tmp_path_factory.mktemp("database") / "course")
    done = SmallCourse(root, db_url(database_server.url(name))).nbgrader.generate_assignment(NAME, force=True)
    assert done["success"], done["log"]
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def gradebook_config(request) -> str:
    """A line of nbgrader_config.py: the gradebook as a file, or a copy of the released one on a server."""
    if request.param == "sqlite":
        return ""
    server = request.getfixturevalue("database_server")
    return db_url(server.url(server.create(request.getfixturevalue("released_database"))))
