"""What a specification's machine size is, by the table of `course.cost`: found, unknown, or taken out of service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from course.cost.catalogue import Size as Machine


@dataclass(frozen=True)
class Gone:
    """Why a size cannot be had any more, or not by everybody, and what to take in its place."""

    wrong: str
    change: str


def find(name: str) -> Machine | None:
    """The size of this name (any spelling of capitals), or None where the table has none."""
    from course.cost import catalogue

    return {each.lower(): size for each, size in catalogue.sizes().items()}.get(name.lower())


def names() -> list[str]:
    """The sizes that one can choose today."""
    from course.cost import catalogue

    return list(catalogue.priced())


def gone(name: str, today: date | None = None) -> Gone | None:
    """What stands against a size: it is retired, or will be; None if nothing does."""
    from course.cost import catalogue

    found = catalogue.retirement(name)
    if found is None:
        return None
    if found.is_over(today):
        return Gone(f"{name} was retired on {found.date}: no new machine starts.", f"Choose {found.instead}.")
    return Gone(
        f"{name} is on its way out ({found.words(today)}): what is built on it has to move.", f"Choose {found.instead}."
    )
