"""Names that came with a submission, in quotes, for a sentence that a person reads."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.words import shown

LONGEST = 60  # characters of one name


def quoted(name: str) -> str:
    return f"'{shown(name, LONGEST)}'"


def listed(names: Sequence[str], most: int = 6) -> str:
    """Names for the end of a sentence; of a long list the first ones, and how many more."""
    if len(names) > most:
        return ", ".join(map(quoted, names[: most - 1])) + f" and {len(names) - most + 1} more"
    return ", ".join(map(quoted, names))
