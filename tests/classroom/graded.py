"""Hands a class in, has it graded by the command that an instructor types, and reads what came of it."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from autograder.gradebook.folder import Folder
from autograder.gradebook.results import Flag, Result
from classroom.honest import Submission

MARKER = "LC_GRADED_BY_TEST"  # a variable that every process of a run inherits: learners' get those of the language


@dataclass
class Graded:
    """One assignment, handed in and graded."""

    root: Path
    name: str
    submissions: dict[str, Submission] = field(default_factory=dict)
    output: str = ""
    status: int | None = None
    token: str = field(default_factory=lambda: secrets.token_hex(8))

    @property
    def folder(self) -> Folder:
        return Folder(self.root)

    def hand_in(self, submissions: Iterable[Submission]) -> None:
        """Put submissions where nbgrader looks for them."""
        folder = self.folder
        for handed in submissions:
            assert handed.student not in self.submissions, f"two submissions of {handed.student!r}"
            handed.paper.hand_in(folder.submitted(handed.student, self.name))
            self.submissions[handed.student] = handed

    def grade(self, *options: str, **environment: str) -> None:
        """Run `python -m autograder grade` in the course folder, and keep what it printed."""
        self.output, self.status = self.run("grade", self.name, *options, **environment)

    def run(self, *arguments: str, **environment: str) -> tuple[str, int]:
        """What a command of the autograder prints, and its exit status."""
        command = [sys.executable, "-m", "autograder", *arguments]
        outside = {key: value for key, value in os.environ.items() if key != "NBGRADER_EXECUTION"}
        done = subprocess.run(
            command,
            cwd=self.root,
            env={**outside, MARKER: self.token, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=1500,
            check=False,
        )
        return done.stdout.decode(errors="replace"), done.returncode

    def scores(self, student: str) -> dict[str, float | None]:
        """The automatic score of every graded cell, as the gradebook has it."""
        with self.folder.gradebook() as book:
            found = book.find_submission(self.name, student)
            return {grade.name: grade.auto_score for notebook in found.notebooks for grade in notebook.grades}

    def result(self, student: str) -> Result:
        found = Result.read(self.folder.result(student, self.name))
        assert found is not None, f"{student!r} has no result; the command said:\n{self.output[-2000:]}"
        return found

    def flags(self, student: str) -> list[Flag]:
        return self.result(student).flags

    def survivors(self) -> list[str]:
        """Processes that the run has left behind, as "pid command"."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if f"{MARKER}={self.token}".encode() in (path / "environ").read_bytes():
                    found.append(f"{path.name} {(path / 'cmdline').read_bytes()[:200]!r}")
        return found

    def files(self, *steps: str) -> Iterable[tuple[Path, bytes]]:
        """All ordinary files below folders of the course, such as "autograded", with what is in them."""
        for step in steps:
            for where, _, names in os.walk(os.fsencode(self.root / step)):
                for name in names:
                    path = os.path.join(where, name)
                    if os.path.isfile(path) and not os.path.islink(path):
                        with open(path, "rb") as file:
                            yield Path(os.fsdecode(path)), file.read()
