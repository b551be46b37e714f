"""The table of claims in docs/claims.md: each statement of the source unit, and the lessons in which one tries it.

`claims.csv` holds the statements in the course's words, the lessons planned for each, and what is shown beside it.
Where a claim has its experiment is read from the lessons' own front matter, so that nothing is promised that is not
there.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring import lesson as lessons

FILE = Path(__file__).with_name("claims.csv")


@dataclass(frozen=True)
class Claim:
    """One statement: its number ("C7"), what is said, the numbers of the planned lessons, and the truth beside it."""

    number: str
    said: str
    planned: tuple[str, ...]
    beside: str


def claims() -> list[Claim]:
    """All claims, in order."""
    with FILE.open(encoding="utf-8", newline="") as rows:
        return [
            Claim(row["claim"], row["said"], tuple(row["lessons"].split()), row["beside"])
            for row in csv.DictReader(rows)
        ]


def tried(fronts: dict[str, lessons.FrontMatter]) -> dict[str, list[str]]:
    """For each claim the names of the lessons (of `fronts`, front matter by name) that have an experiment for it.

    Raises `LessonError` for a lesson that lists a claim which does not exist.
    """
    found: dict[str, list[str]] = {claim.number: [] for claim in claims()}
    for name, front in fronts.items():
        for number in front.claims:
            if number not in found:
                raise lessons.LessonError(f"{name}: there is no claim {number!r}; {FILE.name} has C1 to C{len(found)}.")
            found[number].append(name)
    return found


def table(fronts: dict[str, lessons.FrontMatter] | None = None) -> str:
    """The table in Markdown, from the front matter of all lessons unless other ones are given."""
    if fronts is None:
        fronts = {script.stem: lessons.read(script).front for script in lessons.scripts()}
    where = tried(fronts)
    rows = ["| claim | it is said | tried in lesson | shown beside it |", "|---|---|---|---|"]
    for claim in claims():
        rows.append(f"| {claim.number} | {claim.said} | {_lessons(claim, where[claim.number])} | {claim.beside} |")
    still_open = [claim.number for claim in claims() if not where[claim.number]]
    rows.append("")
    rows.append(f"Still open: {', '.join(still_open)}." if still_open else "Every claim has its experiment.")
    return "\n".join(rows)


def _lessons(claim: Claim, names: list[str]) -> str:
    """Links to the lessons that have it, then the planned ones that are still to come."""
    links = [f"[{name[:2]}](../lessons/{name}/{name}.ipynb)" for name in names]
    missing = [number for number in claim.planned if number not in {name[:2] for name in names}]
    if not links:
        return f"**open** (planned: {', '.join(missing)})"
    return ", ".join(links) + (f" (to come: {', '.join(missing)})" if missing else "")
