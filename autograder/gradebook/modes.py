"""How each test cell of an assignment is run, apart or inside, as its rehearsal with the author's solution found."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from autograder.files import write_atomic

ENDING = ".tests.json"


@dataclass(frozen=True)
class Mode:
    """One test cell's way to be run.

    inside : in a fork of the learner's kernel, as nbgrader would; else apart, in the judge, on plain data.
    after_all : inside, and after all test cells above it, not only after those whose names it reads.
    after_hidden : it needs what a hidden part above it does, so that what it says is not for learners.
    why : the line of the test, and what of the author's own solution could not be judged apart there.
    rehearsed : whether a rehearsal decided.
    """

    inside: bool = False
    after_all: bool = False
    after_hidden: bool = False
    why: str = ""
    rehearsed: bool = True


UNKNOWN = Mode(rehearsed=False)  # nobody has rehearsed it: it is tried both ways


@dataclass(frozen=True)
class Modes:
    """The modes of one notebook's test cells by grade_id, and what it was when it was rehearsed."""

    digest: str = ""
    tests: dict[str, Mode] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def write(self, folder: Path, notebook: str) -> None:
        """Keep it in the folder of the rehearsal."""
        write_atomic(folder / f"{notebook}{ENDING}", json.dumps(asdict(self), indent=1))

    @classmethod
    def read(cls, folder: Path, notebook: str) -> Modes:
        """What the rehearsal of a notebook found out; empty where there was none."""
        try:
            found = json.loads((folder / f"{notebook}{ENDING}").read_text(encoding="utf-8"))
            tests = {name: Mode(**mode) for name, mode in found["tests"].items()}
            return cls(found["digest"], tests, found["problems"])
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def inside(self) -> dict[str, Mode]:
        """The test cells that are run inside."""
        return {name: mode for name, mode in self.tests.items() if mode.inside}
