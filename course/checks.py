"""Visible checks: what an exercise says when it is right, wrong, broken or not begun.

A check has four outcomes, and the learner reads one short message for each:

- correct: a line that says so;
- `NotAttempted`: the answer is still empty;
- `Incorrect`: the message names the mistake, and the part of the lesson to read again;
- `LearnerError`: the learner's own code raised; its message and its line are shown.

The hidden tests of a lesson use the same functions, so the words are the same on a laptop and in grading.
"""

from __future__ import annotations

import math
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from course import notebook
from course.errors import CourseError, NotAttempted

notebook.install()  # every lesson imports its checks first


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


class Question:
    """What a check asks of one answer; made by `question`."""

    def __init__(self, name: str, read: str):
        self.name, self.read = name, read

    def attempted(self, value: object, name: str = "") -> None:
        """Raise `NotAttempted` if `value` is still empty (None or ...)."""
        name = name or self.name
        if is_empty(value) and "(" in name:
            says = f"{name} gives back nothing (None). If you have written it, does it end with `return`?"
            raise NotAttempted(says, do=self._read_again("Read"))
        if is_empty(value):
            raise NotAttempted(f"{name} is still empty.", do=self._read_again("Read"))

    def expect(self, condition: object, message: str) -> None:
        """Raise `Incorrect` with `message` unless `condition` is true.

        `condition` is one truth value; a numpy or torch scalar counts as one.
        """
        if not bool(condition):
            raise Incorrect(message, do=self._read_again("Read again"))

    def number(self, value: object, name: str = "") -> float:
        """Return `value` as a float; raise `NotAttempted` if empty, `Incorrect` if it is no finite number."""
        self.attempted(value, name)
        name = name or self.name
        try:
            if isinstance(value, str | bytes | bool):
                raise TypeError
            number = float(value)
        except (TypeError, ValueError):
            kind = type(value).__name__
            raise Incorrect(
                f"{name} should be one number, and yours is of type {kind}.", do=self._read_again("Read again")
            ) from None
        self.expect(math.isfinite(number), f"{name} should be a finite number, and yours is {number}.")
        return number

    def close(self, value: object, expected: float, message: str, *, rtol: float = 1e-6, atol: float = 1e-9) -> None:
        """Raise `Incorrect` with `message` unless the number `value` is within `atol + rtol * |expected|`."""
        number = self.number(value)
        self.expect(abs(number - expected) <= atol + rtol * abs(expected), message)

    def honest(self, workload: str) -> None:
        """Raise `Incorrect` with the first thing that is wrong with the recorded timings of `workload`."""
        from course import timing

        if not timing.recorded(workload):
            raise NotAttempted(f"nothing is measured for “{workload}” yet.", do=self._read_again("Read"))
        about = [problem for problem in timing.problems() if workload in ("", problem.workload) or not problem.workload]
        self.expect(not about, about[0].message if about else "")

    def _read_again(self, verb: str) -> str:
        return f"{verb}: {self.read}" if self.read else ""


@contextmanager
def question(name: str, *, read: str = "") -> Iterator[Question]:
    """Check one answer: `with checks.question("rule", read="A rule by hand") as q: ...`.

    Prints one line if everything inside holds. `read` is the heading of the lesson to read (again).

    Raises
    ------
    NotAttempted, Incorrect
        as the methods of `Question` say.
    LearnerError
        in place of any other exception that the learner's code raises inside.
    """
    checker = Question(name, read)
    try:
        yield checker
    except CourseError:
        raise
    except NotImplementedError:
        raise NotAttempted(f"{name} is still empty.", do=checker._read_again("Read")) from None
    except NameError as error:
        if traceback.extract_tb(error.__traceback__)[-1].name != "<module>":  # inside a function of the learner's
            raise _learner_error(error, checker) from error
        raise NotAttempted(
            f"`{error.name}` does not exist yet.", do="Run the cells above from the top; an exercise may still be open."
        ) from None
    except Exception as error:
        raise _learner_error(error, checker) from error
    print(f"Correct: {name}.")


def _learner_error(error: Exception, checker: Question) -> LearnerError:
    return LearnerError(f"{type(error).__name__}: {error}", why=_where(error), do=checker._read_again("Read again"))


def _where(error: BaseException) -> str:
    """The innermost line of the learner's own cells in the traceback, in words."""
    told = getattr(error, "frames", None)  # an error that was raised in another process carries its own
    lines = [
        frame
        for frame in told or traceback.extract_tb(error.__traceback__)
        if "ipykernel" in frame.filename or frame.filename.startswith("<ipython")
    ]
    own = [frame for frame in lines if frame.name not in ("<module>", "<cell line: 1>")] or lines
    if not own:
        return ""
    frame = own[-1]
    place = f"in {frame.name}, " if not frame.name.startswith("<") else "in "
    return f"It happened {place}line {frame.lineno} of the cell: {frame.line}"
