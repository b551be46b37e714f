"""Where everybody's row is: on the report itself, or where one page would choke a browser on pages of their own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from autograder.gradebook.person import Person
from autograder.report import page
from autograder.text import shown

ROWS = 500  # of one page: a browser draws and sorts so many at once
FOLDER = "people"  # beside the reports: in it a folder for each report that needs one


class Row(Protocol):
    """What stands in a table about a person."""

    @property
    def person(self) -> Person: ...


@dataclass(frozen=True)
class Part:
    """The rows of one page, and its place as seen from the report."""

    path: str
    rows: Sequence[Row]

    @property
    def address(self) -> str:
        return quote(self.path)

    @property
    def words(self) -> str:
        return f"{shown(self.rows[0].person.name, 40)} – {shown(self.rows[-1].person.name, 40)}"


def divided(name: str, rows: Sequence[Row]) -> list[Part]:
    """The pages for the rows of a report; none where they fit on the report."""
    if len(rows) <= ROWS:
        return []
    starts = range(0, len(rows), ROWS)
    return [
        Part(f"{FOLDER}/{name}/{number}.html", rows[start : start + ROWS])
        for number, start in enumerate(starts, start=1)
    ]


def write(reports: Path, name: str, parts: Sequence[Part], **values: object) -> None:
    """Write the pages of a report, and remove those of an earlier one."""
    shutil.rmtree(reports / FOLDER / name, ignore_errors=True)
    for number, part in enumerate(parts):
        page.write(
            reports / part.path,
            "people.html",
            name=name,
            part=part,
            number=number,
            parts_of_it=parts,
            up=quote(f"../../{name}.html"),
            **values,
        )


def found(rows: Sequence[Row], parts: Sequence[Part]) -> dict:
    """What `find.js` needs to lead to a row: of each person name, id and number of the link; {} stands for the id."""
    addresses = [part.address for part in parts] or [""]
    links = [["", f"{address}#p-{{}}"] for address in addresses]
    return {
        "links": links,
        "people": [
            [shown(one.person.name, 80), one.person.id, place // ROWS if parts else 0] for place, one in enumerate(rows)
        ],
    }


def relative(path: Path, reports: Path, student: str) -> str:
    """The address of a file of a student as seen from the reports, with {} for the student's id."""
    return quote(Path(os.path.relpath(path, reports)).as_posix()).replace(quote(student), "{}")
