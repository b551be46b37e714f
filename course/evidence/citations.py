"""What a learner cites, by brief and as pairs of key and number, whatever form it comes in."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Set
from typing import Any

from course.evidence.sources import BRIEFS

NUMBERS = ("number", "value")  # what a column of numbers may be called


def by_brief(cited: object) -> dict[str, object] | None:
    """What is cited, by the name of the brief in small letters; None for what does not say of what it is cited.

    Taken are a dictionary, a table column, pairs side by side, and a table whose rows or columns are briefs.
    """
    if _is(cited, "DataFrame"):
        cited = _table_by_brief(cited)
    elif isinstance(cited, list | tuple | Iterator | type({}.items())):
        try:
            cited = dict(cited)
        except (TypeError, ValueError):
            return None
    if not hasattr(cited, "items"):
        return None
    return {_plain(brief): some for brief, some in cited.items()}


def pairs(some: Any) -> list:
    """The pairs (key, number) in what is cited for one brief. What is no pair stays as it is, for a check to say so."""
    if some is None or some is ...:
        return []
    if _is(some, "DataFrame"):
        return _rows(some)
    if _is(some, "Series") and not all(isinstance(name, str) for name in some.index):
        return pairs(list(some))
    if isinstance(some, Mapping) or _is(some, "Series"):
        named = {_plain(name): each for name, each in some.items()}
        row = some.name if _is(some, "Series") else None  # of a table of what can be cited
        key, number = named.get("key", row), next((named[name] for name in NUMBERS if name in named), None)
        return [(key, number)] if isinstance(key, str) and number is not None else list(some.items())
    if isinstance(some, str) or (isinstance(some, Set) and any(isinstance(each, str) for each in some)):
        return [some]
    try:
        inside = list(some)
    except TypeError:
        return [some]
    if inside and isinstance(inside[0], str):
        keys = len(inside) != 2 and all(isinstance(each, str) for each in inside)
        return inside if keys else [tuple(inside)]
    return [pair for each in inside for pair in pairs(each)]


def _table_by_brief(table) -> dict[str, object]:
    names = {_plain(name): place for place, name in enumerate(table.columns)}
    if "brief" in names:
        briefs = [_plain(each) for each in table.iloc[:, names["brief"]]]
    elif set(names) & set(BRIEFS):
        return {name: table.iloc[:, place] for name, place in names.items()}
    else:
        briefs = [_plain(each) for each in table.index]
        table = table.reset_index(drop=True)
    rows = {brief: [place for place, other in enumerate(briefs) if other == brief] for brief in briefs}
    return {brief: table.iloc[places] for brief, places in rows.items()}


def _rows(table) -> list:
    """(key, number) of each row of a table: keys are in the column of this name, in the index, or come first."""
    names = {_plain(name): place for place, name in enumerate(table.columns)}
    columns = [list(table.iloc[:, place]) for place in range(len(table.columns))]
    if "key" in names:
        keys = columns[names["key"]]
    elif all(isinstance(each, str) for each in table.index):
        keys = list(table.index)
    else:
        keys = next((each for each in columns if all(isinstance(one, str) for one in each)), [])
    numbers = next((columns[names[name]] for name in NUMBERS if name in names), None)
    numbers = numbers or next((each for each in columns if not any(isinstance(one, str) for one in each)), [])
    return list(zip(keys, numbers, strict=True)) if keys and numbers else [table] if len(table) else []


def _plain(name: object) -> str:
    return " ".join(str(name).lower().split())


def _is(value: object, kind: str) -> bool:
    """Whether a value is of this class of pandas', which is not imported for it."""
    known = getattr(sys.modules.get("pandas"), kind, None)
    return known is not None and isinstance(value, known)
