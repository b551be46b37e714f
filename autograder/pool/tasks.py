"""What the head asks of a worker. Dask sends the names of these functions and plain values.

The scheduler reads each task too, so this imports nothing: a scheduler that imports nbgrader answers nobody meanwhile.
"""

from __future__ import annotations


def prepare(errand: bytes) -> dict:
    """Start the station of a run and try its walls: `walls` that are missing, `trouble` in words, `version`."""
    from autograder.pool import worker

    return worker.prepare(errand)


def grade(run: str, assignment: str, student: str, digest: str, submission: bytes) -> bytes:
    """Grade one submission: a parcel with its result and what was judged, or words why there is none.

    Empty where this worker has no station for the run: it was started again since.
    """
    from autograder.pool import worker

    return worker.grade(run, assignment, student, digest, submission)


def finish(run: str) -> None:
    """The run is over: its station ends."""
    from autograder.pool import worker

    worker.finish(run)
