"""What a check raises, and the guard of ordinary cells that build on an exercise."""

from __future__ import annotations

import math
from collections.abc import Callable

from course.checks import values
from course.errors import CourseError, NotAttempted


class Incorrect(CourseError, AssertionError):
    """The answer is wrong; the message names the mistake."""

    heading = "Not right yet"


class LearnerError(CourseError, AssertionError):
    """The learner's code raised an exception while it was checked."""

    heading = "Your code stopped"


def sentence(text: str) -> str:
    """The text with a full stop, unless it ends in a question."""
    return text if text.endswith("?") else f"{text}."


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


def solved_number(value: object, exercise: str, *, least: float = -math.inf, most: float = math.inf) -> float:
    """The same for an answer that is one number, whatever library it comes from, as a float.

    Raises `Incorrect` where it is none, or none from `least` to `most`: a right answer is never outside.
    """
    try:
        number = values.number(solved(value, exercise))
    except TypeError:
        says = f"“{exercise}” should give one number here, and what it gives is {values.described(value)}"
        raise Incorrect(sentence(says), do="Its check says more.") from None
    if least <= number <= most or (least, most) == (-math.inf, math.inf):
        return number
    ends = [f"{word} {end:,.12g}" for word, end in (("at least", least), ("at most", most)) if math.isfinite(end)]
    wanted = f"{least:,.12g}" if least == most else f"a number of {' and '.join(ends)}"
    says = f"“{exercise}” should give {wanted} here, and it gives {number:,.12g}."
    raise Incorrect(says, do="Its check says more.")


def solved_numbers(value: object, exercise: str, count: int) -> list[float]:
    """The same for an answer that is `count` numbers, as floats."""
    try:
        return values.numbers(solved(value, exercise), count)
    except TypeError:
        says = f"“{exercise}” should give {count} numbers here, and what it gives is {values.described(value)}"
        raise Incorrect(sentence(says), do="Its check says more.") from None


def solved_words(value: object, exercise: str) -> list[str]:
    """The same for an answer that is a list of words, in whatever holds them."""
    found = solved(value, exercise)
    if isinstance(found, str) or not hasattr(found, "__len__"):
        says = f"“{exercise}” should give a list of words here, and what it gives is {values.described(found)}"
        raise Incorrect(sentence(says), do="Its check says more.")
    return [str(word) for word in found]


def stand_in(answer: Callable[[], object], otherwise, exercise: str):
    """What `answer()` gives, or `otherwise` while the exercise is open or its code stops, which is said.

    For cells further down, so that one exercise that is still open does not block the rest of a lesson.
    """
    try:
        value = answer()
    except Exception:  # whatever the learner's code raises; its check says what
        value = None
    if not is_empty(value):
        return value
    print(f"“{exercise}” is still open: something simpler takes its place here, and the lesson goes on.")
    return otherwise
