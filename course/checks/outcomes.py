"""What a check raises, and the guard of ordinary cells that build on an exercise."""

from __future__ import annotations

from course.errors import CourseError, NotAttempted


class Incorrect(CourseError, AssertionError):
    """The answer is wrong; the message names the mistake."""

    heading = "Not right yet"


class LearnerError(CourseError, AssertionError):
    """The learner's code raised an exception while it was checked."""

    heading = "Your code stopped"


def is_empty(value: object) -> bool:
    """Whether a value is what an unsolved exercise leaves behind: None or an ellipsis."""
    return value is None or value is ...


def solved(value: object, exercise: str):
    """Return `value`, or raise `NotAttempted` if the exercise that makes it is still empty.

    For ordinary cells that build on an exercise:
    `accuracy = checks.solved(score(rule), "A rule by hand")`.
    """
    if is_empty(value):
        raise NotAttempted(f"this cell needs your answer to “{exercise}”.", do="Solve it, then run this cell again.")
    return value
