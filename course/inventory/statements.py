"""The statements of the concept inventory: one for each concept, in two forms that say it in other words."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from importlib.resources import files

FORMS = ("A", "B")  # asked in lesson 00, and in lesson 12
WHEN = {"A": "before the course", "B": "at its end"}


@dataclass(frozen=True)
class Statement:
    """One concept. `words` and `truth` by form; `claims` are numbers such as "C7"; `why` is shown after both forms."""

    key: str
    claims: tuple[str, ...]
    misconception: str
    words: dict[str, str]
    truth: dict[str, bool]
    why: str


@functools.cache
def statements() -> tuple[Statement, ...]:
    """All statements, in the order in which both forms ask them."""
    rows = json.loads(files("course.inventory").joinpath("statements.json").read_text(encoding="utf-8"))
    return tuple(
        Statement(
            row["key"],
            tuple(row["claims"].split()),
            row["misconception"],
            {form: row[form][0] for form in FORMS},
            {form: row[form][1] for form in FORMS},
            row["why"],
        )
        for row in rows
    )
