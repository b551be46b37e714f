"""What a learner gave, as the plain value that a check works with.

A number may come as an int, a numpy or torch scalar, an array or a table column with one value, a Decimal, a Fraction
or the course's Money; several numbers as a tuple, list, array, tensor or table column. Each function here takes what
is right in any of these forms and raises TypeError for the rest, with words where one value among several is at fault;
`described` names what was given in a learner's words.
"""

from __future__ import annotations

import sys
import types
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Set
from decimal import Decimal
from typing import Any

from course.language import gettext, gettext_noop, ngettext

SIDE_BY_SIDE = (list, tuple, range, deque, Iterator, type({}.values()), type({}.keys()))
LONGEST = 60  # characters of a text that are quoted
OF_VALUES = gettext_noop("an array of {}"), gettext_noop("a tensor of {}")
OF_SHAPE = gettext_noop("an array of shape {}"), gettext_noop("a tensor of shape {}")
HOLDERS = (
    (list, gettext_noop("a list of {}")),
    (tuple, gettext_noop("a tuple of {}")),
    (Mapping, gettext_noop("a dictionary of {}")),
    (Set, gettext_noop("a set of {}")),
)


def number(value: Any) -> float:
    """One number as a float; it may be NaN or infinite. A truth value and a text are none."""
    value = _one(value)
    if isinstance(value, bool | str | bytes) or value is None:
        raise TypeError
    amount = getattr(value, "amount", None)  # of the course's Money
    try:
        return float(amount if isinstance(amount, Decimal) else value)
    except (TypeError, ValueError, OverflowError):
        raise TypeError from None


def is_comma(value: object) -> bool:
    """Whether somebody wrote a number with a comma in it: 0,5 or 20,000 is a tuple of two."""
    return isinstance(value, tuple) and len(value) == 2 and all(type(each) is int for each in value)


def is_quoted(value: object) -> bool:
    """Whether this is a number between quotation marks."""
    return isinstance(value, str) and value.strip().removeprefix("-").replace(".", "", 1).isdigit()


def numbers(value: object, count: int | None = None) -> list[float]:
    """Several numbers in their order; `count` of them, if it is given."""
    return _each(value, count, number)


def booleans(value: object, count: int | None = None) -> list[bool]:
    """True or False for each row; 1 and 0 count as such."""
    return _each(value, count, _truth)


def text(value: object) -> str:
    """One text."""
    value = _one(value)
    if not isinstance(value, str):
        raise TypeError
    return str(value)


def tables(value: object, count: int) -> list:
    """`count` tables (pandas) side by side."""
    found = list(value) if isinstance(value, SIDE_BY_SIDE) else []
    if len(found) != count or not all(_is(each, "DataFrame") for each in found):
        raise TypeError
    return found


def size(value: object) -> int | None:
    """How many values stand side by side in `value`; None if it is no such thing."""
    try:
        return len(_flat(value))
    except TypeError:
        return None


def described(value: object) -> str:
    """What `value` is, in a learner's words: "a list of 3", "a table column of 4 rows"."""
    known = _described_table(value) or _described_basic(value)
    if known:
        return known
    if callable(value):
        return gettext("a function. Are the brackets behind its name missing?")
    return gettext("of type {}", type(value).__name__)


def _described_table(value: Any) -> str:
    if _is(value, "DataFrame"):
        columns = ngettext("{} column", "{} columns", len(value.columns))
        return gettext("a table of {rows} and {columns}", rows=_rows(value), columns=columns)
    if _is(value, "Series"):
        return gettext("a table column of {}", _rows(value))
    shape = getattr(value, "shape", None)
    if hasattr(value, "tolist") and isinstance(shape, tuple):
        tensor = _is(value, "Tensor")
        if len(shape) == 1:
            return gettext(OF_VALUES[tensor], _values(shape[0]))
        return gettext(OF_SHAPE[tensor], tuple(shape)) if shape else described(value.tolist())
    return ""


def _described_basic(value: object) -> str:
    if value is None:
        return gettext("nothing (None)")
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, str):
        return gettext("the text “{}”", value if len(value) <= LONGEST else value[:LONGEST] + "…")
    if isinstance(value, int | float):
        fine = abs(value) < 1e300
        return gettext("the number {:g}", value) if fine else gettext("a number that is too large")
    for kind, name in HOLDERS:
        if isinstance(value, kind):
            return gettext(name, _values(len(value)))
    if isinstance(value, types.ModuleType):
        return gettext("the module {}", value.__name__)
    sequence = isinstance(value, Iterator)
    return gettext("a sequence that is not computed yet. Put list(...) around it") if sequence else ""


def _rows(table) -> str:
    return ngettext("{} row", "{} rows", len(table))


def _values(many: int) -> str:
    return ngettext("{} value", "{} values", many)


def _is(value: object, kind: str) -> bool:
    """Whether a value is of this class of pandas' or torch's, which are not imported for it."""
    for library in ("pandas", "torch"):
        known = getattr(sys.modules.get(library), kind, None)
        if isinstance(known, type) and isinstance(value, known):
            return True
    return False


def _items(value: Any) -> list | None:
    """The values that stand side by side in `value`; None if it is one value, a text or has no order."""
    if isinstance(value, SIDE_BY_SIDE):
        return list(value)
    if _is(value, "DataFrame"):
        value = value.to_numpy()
    if hasattr(value, "tolist"):
        items = value.tolist()
        return items if isinstance(items, list) else None
    return None


def _one(value: object) -> object:
    """The one value in a list, array, tensor or column of one; anything else as it is."""
    while (items := _items(value)) is not None and len(items) == 1:
        value = items[0]
    return value.item() if hasattr(value, "item") and getattr(value, "ndim", None) == 0 else value


def _flat(value: object) -> list:
    """The values in a sequence, or in one row or column of a table. TypeError if it is neither."""
    items = _items(value)
    if items is None:
        raise TypeError
    while len(items) == 1 and (inner := _items(items[0])) is not None:  # one row
        items = inner
    column = []
    for item in items:
        inner = _items(item)
        if inner is None or len(inner) != 1:
            return items
        column += inner
    return column


def _each(value: object, count: int | None, take: Callable) -> list:
    items = _flat(value)
    if count is not None and len(items) != count:
        raise TypeError
    taken = []
    for item in items:
        try:
            taken.append(take(item))
        except TypeError:
            raise TypeError(gettext("among them {}", described(item))) from None
    return taken


def _truth(value: object) -> bool:
    value = _one(value)
    if isinstance(value, bool):
        return value
    found = number(value)
    if found not in (0, 1):
        raise TypeError
    return bool(found)
