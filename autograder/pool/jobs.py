"""A job, what became of it, and what a pool is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from autograder.gradebook.results import Result

TRIES = 2  # a job that dies of no fault of the submission is tried again


@dataclass(frozen=True)
class Job:
    """One submission to grade; `digest` names what is graded."""

    student: str
    digest: str


@dataclass(frozen=True)
class Outcome:
    """What became of a job: a result that is kept in its place, or None and why there is none."""

    job: Job
    result: Result | None
    why: str = ""


class Pool(Protocol):
    """Where the jobs of one run are done."""

    def outcomes(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """Do the jobs; each outcome when it is there. FolderError where the run cannot go on."""

    def try_to_start(self) -> None:
        """FolderError where nobody's submission could be run now."""
