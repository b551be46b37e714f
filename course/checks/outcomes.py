"""What a check raises, and the guard of ordinary cells that build on an exercise."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeVar

from course.checks import values
from course.errors import CourseError, NotAttempted
from course.language import gettext, gettext_noop

CHECK = gettext_noop("Its check says more.")
ONE_NUMBER = gettext_noop("“{exercise}” should give one number here, and what it gives is {given}")
MANY_NUMBERS = gettext_noop("“{exercise}” should give {count} numbers here, and what it gives is {given}")
LIST_OF_WORDS = gettext_noop("“{exercise}” should give a list of words here, and what it gives is {given}")
OUTSIDE = gettext_noop("“{exercise}” should give {wanted} here, and it gives {number:,.12g}.")

Told = TypeVar("Told", bound=CourseError)


class Incorrect(CourseError, AssertionError):
    """The answer is wrong; the message names the mistake."""

    heading = gettext_noop("Not right yet")


class LearnerError(CourseError, AssertionError):
    """The learner's code raised an exception while it was checked."""

    heading = gettext_noop("Your code stopped")


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
        says = gettext("this cell needs your answer to “{}”.", exercise)
        raise _translated(NotAttempted(says, do=gettext("Solve it, then run this cell again.")))
    return value


def solved_number(value: object, exercise: str, *, least: float = -math.inf, most: float = math.inf) -> float:
    """The same for an answer that is one number, whatever library it comes from, as a float.

    Raises `Incorrect` where it is none, or none from `least` to `most`: a right answer is never outside.
    """
    try:
        number = values.number(solved(value, exercise))
    except TypeError:
        says = gettext(ONE_NUMBER, exercise=exercise, given=values.described(value))
        raise _more(sentence(says)) from None
    if least <= number <= most or (least, most) == (-math.inf, math.inf):
        return number
    raise _more(gettext(OUTSIDE, exercise=exercise, wanted=_wanted(least, most), number=number))


def _wanted(least: float, most: float) -> str:
    """The number, or the numbers, that an answer may be."""
    if least == most:
        return f"{least:,.12g}"
    if math.isfinite(least) and math.isfinite(most):
        return gettext("a number of at least {least:,.12g} and at most {most:,.12g}", least=least, most=most)
    if math.isfinite(least):
        return gettext("a number of at least {:,.12g}", least)
    return gettext("a number of at most {:,.12g}", most)


def _more(says: str) -> Incorrect:
    return _translated(Incorrect(says, do=gettext(CHECK)))


def _translated(error: Told) -> Told:
    """The same error, under a heading in the learner's language."""
    error.heading = gettext(error.heading)
    return error


def solved_numbers(value: object, exercise: str, count: int) -> list[float]:
    """The same for an answer that is `count` numbers, as floats."""
    try:
        return values.numbers(solved(value, exercise), count)
    except TypeError:
        says = gettext(MANY_NUMBERS, exercise=exercise, count=count, given=values.described(value))
        raise _more(sentence(says)) from None


def solved_words(value: object, exercise: str) -> list[str]:
    """The same for an answer that is a list of words, in whatever holds them."""
    found = solved(value, exercise)
    if isinstance(found, str) or not hasattr(found, "__len__"):
        raise _more(sentence(gettext(LIST_OF_WORDS, exercise=exercise, given=values.described(found))))
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
    print(gettext("“{}” is still open: something simpler takes its place here, and the lesson goes on.", exercise))
    return otherwise
