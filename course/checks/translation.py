"""The commonest slips with columns, in a learner's words: what pandas, numpy and torch say of them names no remedy."""

from __future__ import annotations

import math
import re
import sys
import traceback
from collections.abc import Iterable
from difflib import get_close_matches

from course.language import gettext, gettext_noop

AMBIGUOUS = ("truth value of a", "Boolean value of Tensor with more than one value")
POWER = re.compile(r"bitwise_xor|operand type\(s\) for \^")
BITWISE = re.compile(r"'r?(and|or)_'|operand type\(s\) for [&|]|'bitwise_(and|or)'")
COLUMNS = "pandas", "numpy", "torch"
OF_LISTS = re.compile(r"operand type\(s\) for [&|]=?: '(?:list|tuple|set)' and '(?:list|tuple|set)'")
NO_LIST = re.compile(r"'int' object is not iterable")
ARGUMENTS = re.compile(r"(\w+)\(\) (?:takes .*\bgiven$|missing .*argument|got an unexpected keyword)")
EXTREME_OF_NOTHING = re.compile(r"(max|min)(\(\).*(empty|numel\(\) == 0)| of an empty)|zero-size array to reduction")
INVERTED = re.compile(r"'invert'|unary ~")
ROWS_OF_01 = re.compile(r"None of \[Index\(\[[-\d,.\s]+\]")
NO_COLUMN = re.compile(
    r"^(?:Column not found: (.+)|\[(.+)\] not (?:in index|found in axis)|None of \[Index\(\['(.+?)'.*|(.+))$"
)
NO_ATTRIBUTE = re.compile(r"'DataFrame' object has no attribute '(\w+)'")
MOST_NAMES = 12

BRACKETS = gettext_noop(
    "`&` and `|` bind more tightly than `>`, `<` and `==`, so each comparison between columns needs brackets of its "
    "own: (one > 1) & (other > 2)."
)
WORDS = gettext_noop(
    "`and`, `or` and `not` want one True or False, and a column has one in each row. Between columns write `&`, `|` "
    "and `~`, and put each comparison in brackets."
)
DECIDES = gettext_noop(
    "Python asks a whole column for one True or False here, and it has one in each row. `if`, `max` and their kind "
    "decide once; a comparison of the column itself decides for each row."
)
TILDE = gettext_noop(
    "`~` turns True and False round. This column holds numbers, and of 0 and 1 it makes -1 and -2. Compare first: "
    "== 0 gives True where the number is 0."
)
ZERO_ONE = gettext_noop(
    "Rows are chosen with True and False, and this column holds the numbers 0 and 1. Compare first: == 1 gives True "
    "where the number is 1."
)
DIVIDED = gettext_noop("Your code divides by a number that is 0 here. Ask before you divide whether it can be 0.")
NO_LARGEST = gettext_noop(
    "Your code asks for the largest or smallest of nothing at all here. Ask first whether there is anything."
)
LIST_COMPARED = re.compile(
    r"'[<>]=?' not supported between instances of '(?:list'.*'(?:int|float)|(?:int|float)'.*'list)'"
)
LIST_CALCULATED = re.compile(
    r"unsupported operand type\(s\) for [-+*/]+=?: '(?:list' and '(?:int|float)|(?:int|float)' and 'list)'"
)
TWO_LISTS = re.compile(
    r"operand type\(s\) for [-*/]+=?: '(?:list|tuple)' and '(?:list|tuple)'|non-int of type '(?:list|tuple)'"
)
UNEVEN = re.compile(r"inhomogeneous shape|expected sequence of length \d+ at dim \d+ \(got")
NO_POWER = gettext_noop("`^` is no power in Python: write `**`, as in 10**2.")
IN_A_LIBRARY = gettext_noop(
    "`{}` does not exist by itself. If you mean the one of a library, write {}, and `import` what you take it from; if "
    "a cell above makes it, run the notebook from the top."
)
SETS = gettext_noop(
    "`&` finds what is in both of two sets, and `|` what is in one of them. A list or a tuple is no set: put set(...) "
    "around each of the two. Of lists of True and False make arrays first."
)
COUNTS_UP = gettext_noop(
    "A number cannot be walked through. If a `for` is to run so many times, put range(...) around the number; if it is "
    "to go through a list, this is not the list."
)
OTHER_CALL = gettext_noop(
    "`{}` is called with other values here than its `def` line takes. Give that line the names in its brackets that it "
    "had when you got it."
)
A_MODULE = gettext_noop(
    "`{}` is a module here, which an `import` has made, and no value of yours. Look at the spelling."
)
COMPARED = gettext_noop(
    "Your code compares a whole list with one number. A list has many values: take one after the other."
)
CALCULATED = gettext_noop(
    "Your code calculates a whole list with one number. A list has many values: take one after the other."
)
TOGETHER = gettext_noop(
    "Your code calculates with two whole lists. Make one number of each first, by what is asked of a list: a sum, a "
    "middle, a largest."
)
LENGTHS = gettext_noop(
    "This list of lists cannot become one array or tensor. The lists in it are of different lengths. Take one after "
    "the other, and make an array of each by itself if you want one."
)
NO_NAME = gettext_noop(
    "`{}` does not exist. If a cell above makes it, run the notebook from the top: an exercise on the way may still be "
    "open. If no cell does, look at the spelling."
)
NOT_IMPORTED = gettext_noop(
    "`{}` is the short name of a library, and no cell that has run imports it. Run the notebook from the top; where no "
    "cell does it, write `{}` as the first line of yours."
)
NOTHING = gettext_noop(
    "Your code works with nothing (None) here. It comes from an exercise above that is still open, from a function "
    "that gives nothing back, or from a name that was set to None."
)


IN_A_COLUMN = gettext_noop("Of two columns, np.minimum and np.maximum take the smaller or the larger in each row.")
FRACTION = gettext_noop(
    "A whole number is needed here, and this one may have a fraction: put int(...) around it. `range` has no steps "
    "below 1; np.linspace and np.arange have."
)
AN_AXIS = gettext_noop(
    "`np.{0}(a, b)` takes b for an axis. Of two numbers write {0}(a, b), of two arrays np.{0}imum(a, b)."
)
SHAPES = gettext_noop(
    "Two arrays of different lengths meet here, {} and {}, and are taken place by place. Take one value of the shorter "
    "at a time."
)
TO_A_DATE = gettext_noop("To a date a number cannot be added. So many days are pd.Timedelta(days=...).")
TAKEN_AWAY = gettext_noop("True and False cannot be subtracted: `one & ~other` is True where only the one is.")
OF_A_LIST = gettext_noop("A {} has no `.{}`. Write {}(...), with the {} in the brackets.")
IMPORT_FIRST = gettext_noop("Before it write `{}`: this notebook has not imported it.")
LABELS = gettext_noop(
    "Two Series with different labels meet here, and pandas brings rows together by their labels (the index). "
    "`.to_numpy()` leaves the labels behind."
)
OF_A_DICTIONARY = gettext_noop('A dictionary has no `.{0}`. Its values stand in brackets: ["{0}"].')
NO_KEY = gettext_noop("This dictionary has no `{wanted}`.{meant} It has: {listed}.")
# what libraries say, and what it means here
SAID = (
    (re.compile(r"slice indices must be integers|indices must be integers or slices, not float"), FRACTION),
    (re.compile(r"'float' object cannot be interpreted as an integer"), FRACTION),
    (re.compile(r"could not be broadcast together with shapes (\(\S*?\)) (\(\S*?\))"), SHAPES),
    (re.compile(r"[Aa]ddition/subtraction of integers and integer-arrays with Timestamp"), TO_A_DATE),
    (re.compile(r"numpy boolean subtract"), TAKEN_AWAY),
    (re.compile(r"Unalignable boolean Series|identically-labeled Series"), LABELS),
    (re.compile(r"'dict' object has no attribute '(\w+)'"), OF_A_DICTIONARY),
)
IMPORTS = {
    "np": "import numpy as np",
    "pd": "import pandas as pd",
    "plt": "import matplotlib.pyplot as plt",
    "math": "import math",
    "statistics": "import statistics",
    "torch": "import torch",
}
AXIS = re.compile(r"\bnp\.(min|max)\(")
ATTRIBUTE = re.compile(r"'(list|tuple)' object has no attribute '(\w+)'")


def translated(error: Exception, line: str, names: Iterable[object] = (), modules: Iterable[str] = ()) -> str:
    """The slip behind an error in words; empty if it is none of those.

    `line` is the learner's line of code that raised it; `names` are values among which the tables are that it may
    have meant, for a column that does not exist; `modules` are names in that line that stand for a module.
    """
    if isinstance(error, ZeroDivisionError):
        return gettext(DIVIDED)
    if isinstance(error, TypeError) and "NoneType" in str(error):
        return gettext(NOTHING)
    if EXTREME_OF_NOTHING.search(str(error)):
        return gettext(NO_LARGEST)
    if isinstance(error, NameError) and not isinstance(error, UnboundLocalError) and error.name:
        return _no_name(error.name)
    if POWER.search(str(error)) and "^" in line:
        return gettext(NO_POWER)
    if LIST_COMPARED.search(str(error)):
        return gettext(COMPARED)
    if LIST_CALCULATED.search(str(error)):
        return gettext(CALCULATED)
    if TWO_LISTS.search(str(error)):
        return gettext(TOGETHER)
    if "'module' object" in str(error) and modules:
        return gettext(A_MODULE, next(iter(modules)))
    if NO_LIST.search(str(error)) and re.search(r"\bfor\b.*\bin\b", line):
        return gettext(COUNTS_UP)
    if UNEVEN.search(str(error)):
        return gettext(LENGTHS)
    said = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
    if any(words in said for words in AMBIGUOUS):
        if re.search(r"\b(and|or|not)\b", line):
            return gettext(WORDS)
        if re.search(r"[&|]", line):
            return gettext(BRACKETS)
        return gettext(DECIDES) + (" " + gettext(IN_A_COLUMN) if re.search(r"\b(min|max)\(", line) else "")
    if BITWISE.search(said) and re.search(r"[&|]", line):
        if OF_LISTS.search(said):
            return gettext(SETS)
        return gettext(BRACKETS) if _of_columns(error, said) else ""
    if INVERTED.search(said):
        return gettext(TILDE)
    if isinstance(error, KeyError) and ROWS_OF_01.search(said):
        return gettext(TILDE if "~" in line else ZERO_ONE)
    if words := _said(said, line, names):
        return words
    if isinstance(error, KeyError | AttributeError):
        return _no_column(error, said, names)
    return ""


def _said(said: str, line: str, names: Iterable[object]) -> str:
    """What to say where a library's own words are known; else empty."""
    if (axis := AXIS.search(line)) and re.search(r"interpreted as an integer|axis \d+ is out of bounds", said):
        return gettext(AN_AXIS, axis[1])
    if found := ATTRIBUTE.search(said):
        kind, name = found.groups()
        numpy = sys.modules.get("numpy")
        owner = name if name in ("len", "max", "min", "sum") else f"np.{name}" if hasattr(numpy, name) else ""
        first = owner.startswith("np.") and not any(value is numpy for value in names)
        words = gettext(OF_A_LIST, kind, name, owner, kind) if owner else ""
        return f"{words} {gettext(IMPORT_FIRST, IMPORTS['np'])}" if first else words
    return next((gettext(words, *found.groups()) for known, words in SAID if (found := known.search(said))), "")


def _no_name(name: str) -> str:
    """What to say of a name that does not exist."""
    if name in IMPORTS:
        return gettext(NOT_IMPORTED, name, IMPORTS[name])
    if not hasattr(math, name):
        return gettext(NO_NAME, name)
    call = "(...)" if callable(getattr(math, name)) else ""
    numpy = sys.modules.get("numpy")
    owners = ["math", *(["np"] if numpy is not None and hasattr(numpy, name) else [])]
    return gettext(IN_A_LIBRARY, name, gettext(" or ").join(f"`{owner}.{name}{call}`" for owner in owners))


def called_otherwise(error: Exception) -> str:
    """What to say where a check calls a function with more or fewer values than its `def` line takes; else empty."""
    found = ARGUMENTS.match(str(error)) if isinstance(error, TypeError) else None
    return gettext(OTHER_CALL, found[1]) if found else ""


def _of_columns(error: Exception, said: str) -> bool:
    """Whether a column, an array or a tensor had a part in it. An error from another process carries its frames."""
    passed = getattr(error, "frames", None) or traceback.extract_tb(error.__traceback__)
    inside = any(f"/{library}/" in each.filename.replace("\\", "/") for each in passed for library in COLUMNS)
    return inside or bool(re.search(r"ufunc|'(Series|DataFrame|Tensor|ndarray)'|numpy\.|'bitwise_", said))


def inverted(numbers: Iterable[object]) -> bool:
    """Whether these are what `~` makes of a column of 0 and 1."""
    found = set(numbers)
    return bool(found) and found <= {-1, -2}


def _no_column(error: Exception, said: str, names: Iterable[object]) -> str:
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return ""
    local, everywhere = _local(error), [value for value in names if isinstance(value, pandas.DataFrame)]
    tables = [value for value in local if isinstance(value, pandas.DataFrame)]
    if not tables and isinstance(error, KeyError) and (words := _no_key(error.args, local)):
        return words
    tables = tables or everywhere
    columns = list(dict.fromkeys(str(column) for table in tables for column in table.columns))
    found = NO_ATTRIBUTE.search(said) if isinstance(error, AttributeError) else NO_COLUMN.match(said)
    if not found or not columns:
        return ""
    wanted = next(part for part in found.groups() if part).strip("'\"")
    if isinstance(error, AttributeError) and not get_close_matches(wanted, columns, 1):
        return ""  # a method, not a column
    if not wanted.isidentifier():
        return ""
    if any(wanted in table.columns for table in (*tables, *everywhere)):
        return gettext(
            "The table here has no column `{}`, though another one has. Use what this one gives you.", wanted
        )
    return gettext(
        "This table has no column `{wanted}`.{meant} It has: {listed}.", wanted=wanted, **_nearest(wanted, columns)
    )


def _no_key(missing: tuple, local: list) -> str:
    """What to say of a key that the only kind of dictionary at hand lacks."""
    keys = [list(value) for value in local if isinstance(value, dict) and value and missing and missing[0] not in value]
    if not keys or not all(isinstance(key, str) for key in (*missing, *keys[0])) or keys.count(keys[0]) < len(keys):
        return ""
    return gettext(NO_KEY, wanted=missing[0], **_nearest(missing[0], keys[0]))


def _nearest(wanted: str, names: list[str]) -> dict[str, str]:
    """Names like the one that is wanted, as a question, and what there is."""
    near = get_close_matches(wanted, names, 2)
    meant = " " + gettext("Did you mean {}?", gettext(" or ").join(f"`{name}`" for name in near)) if near else ""
    return {"meant": meant, "listed": ", ".join(names[:MOST_NAMES]) + (", …" if len(names) > MOST_NAMES else "")}


def _local(error: Exception) -> list:
    """The values that the learner's innermost line had at hand; none where it ran in another process."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    own = [
        frame for frame in frames if "ipykernel" in frame.f_code.co_filename or "<ipython" in frame.f_code.co_filename
    ]
    return list(own[-1].f_locals.values()) if own and own[-1].f_locals is not own[-1].f_globals else []
