"""A real PostgreSQL server in a folder of its own, for as long as the tests run."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path

PROGRAMS = next((str(path.parent) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))), None)
USER, FIRST = "grader", "postgres"


def db_url(url: str) -> str:
    """A line of nbgrader_config.py that names a gradebook."""
    return f"c.CourseDirectory.db_url = {url!r}\n"


def missing() -> str:
    """Why there can be no server here; "" if there can."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed: the extra `postgresql`"
    if not _program("initdb"):
        return "no PostgreSQL server is installed (`apt install postgresql`)"
    if os.name == "posix" and os.geteuid() == 0 and not _owner():
        return "PostgreSQL does not run as root, and there is no user `postgres`"
    return ""


class Server:
    """It listens at a Unix socket in its folder, and nowhere else."""

    def __init__(self):
        self.top = Path(tempfile.mkdtemp(prefix="postgresql-", dir="/tmp"))  # the path of a socket is short
        self.names = count()
        owner = _owner()
        self.owner = {"user": owner} if owner else {}
        if owner:
            shutil.chown(self.top, owner)
        data = str(self.top / "data")
        self._run("initdb", "--pgdata", data, "--username", USER, "--auth", "trust", "--no-sync", "--encoding", "UTF8")
        settings = f"-k {self.top} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", "start", "--wait", "--pgdata", data, "--log", str(self.top / "log"), "--options", settings)

    def url(self, database: str) -> str:
        """As nbgrader's `db_url`."""
        return f"postgresql+psycopg://{USER}@/{database}?host={self.top}"

    def create(self, template: str = "template0") -> str:
        """A new database, empty or a copy of another; its name."""
        import psycopg

        name = f"course{next(self.names)}"
        with psycopg.connect(host=str(self.top), user=USER, dbname=FIRST, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def close(self) -> None:
        self._run("pg_ctl", "stop", "--mode", "immediate", "--pgdata", str(self.top / "data"))
        shutil.rmtree(self.top, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        command = [_program(program), *arguments]
        with tempfile.TemporaryFile() as said:  # the server keeps what it inherits: a pipe would never end
            done = subprocess.run(command, cwd="/tmp", stdin=subprocess.DEVNULL, stdout=said, stderr=said, **self.owner)
            said.seek(0)
            assert done.returncode == 0, said.read().decode(errors="replace")


def _program(name: str) -> str | None:
    return shutil.which(name, path=PROGRAMS) if PROGRAMS else shutil.which(name)


def _owner() -> str | None:
    """Whom root lets the server be: it does not run as root."""
    import pwd

    names = {each.pw_name for each in pwd.getpwall()}
    return "postgres" if os.geteuid() == 0 and "postgres" in names else None
