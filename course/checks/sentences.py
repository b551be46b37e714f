"""What a check says of an answer by itself, in any lesson; the rest stands in the lesson."""

from __future__ import annotations

from course.language import gettext, gettext_noop

EMPTY = gettext_noop("{} is still empty.")
RETURNS_NOTHING = gettext_noop("{} gives back nothing (None): it is still empty.")
RETURNS_NONE = gettext_noop(
    "{} gives back nothing (None): what stands behind its `return` is None here. A name that no line has set to "
    "anything else, or a call that gives nothing back."
)
NO_RETURN = gettext_noop(
    "{} computes something and gives back nothing (None). A function hands its result on with `return`, on every way "
    "through it."
)
PRINTS = gettext_noop("`print` only shows it.")
OTHERWISE = gettext_noop("{name} should be {wanted}, and yours is {given}")
COMMA = gettext_noop(
    "{} holds two values, as a comma makes them. Decimals have a point in Python, and thousands nothing."
)
QUOTES = gettext_noop("{} is a text. Leave out the quotation marks, and it is a number.")
FINITE = gettext_noop("{name} should be a finite number, and yours is {number}.")
NUMBER = gettext_noop("{name} should be a number, and yours is {number}.")
ONE_NUMBER = gettext_noop("one number")
NUMBERS = gettext_noop("{} numbers")
FOR_EACH = gettext_noop("one True or False for each {}")
TABLES = gettext_noop("{} tables side by side")
FEW = {
    None: gettext_noop("several"),
    1: gettext_noop("one"),
    2: gettext_noop("two"),
    3: gettext_noop("three"),
    4: gettext_noop("four"),
}
BY_DEFAULT = gettext_noop("row"), gettext_noop("one text")  # of `Question.booleans` and `Question.text`
NOT_MEASURED = gettext_noop("nothing is measured for “{}” yet.")
HELD = gettext_noop(
    "The log holds {held} {unit}, the prediction that you made before measuring; here stands {given}.{shown}"
)
WRITE_BACK = gettext_noop("Write {} back.")
NO_NAME = gettext_noop("`{}` does not exist yet.")
RUN_ABOVE = gettext_noop("Run the cells above from the top; an exercise may still be open.")
UNUSABLE = gettext_noop("The check cannot work with {name}, which is {given} ({python}).")
UNUSABLE_ANSWER = gettext_noop("The check cannot work with your answer ({}).")
PYTHON = gettext_noop("Python says: {}")
IN_FUNCTION = gettext_noop("It happened in {function}, line {number} of the cell: {line}")
IN_CELL = gettext_noop("It happened in line {number} of the cell: {line}")
READ = gettext_noop("Read: {}")
READ_AGAIN = gettext_noop("Read again: {}")
HEADING = gettext_noop("Not attempted yet")  # of `course.errors.NotAttempted`


def few(count: int | None) -> str:
    """So many, as a word where it is a short one; "several" for None."""
    return gettext(FEW[count]) if count in FEW else str(count)


def many_numbers(count: int | None, each: str) -> str:
    """So many numbers; `each` says what for, or is empty."""
    wanted = gettext(ONE_NUMBER) if count == 1 else gettext(NUMBERS, few(count))
    return f"{wanted}, {each}" if each else wanted


def reading(do: str) -> bool:
    """Whether what is to be done is to read a part of the lesson."""
    return do.startswith(("Read", *(gettext(says).partition("{")[0] for says in (READ, READ_AGAIN))))
