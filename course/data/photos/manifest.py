"""Which real photographs there are: a row for each, with the checksum that a download must have."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from course.data.downloads import is_this
from course.errors import CourseError

COMMIT = "fc80ba90f803d79d0383df52c5a4ac5de99ff6fc"
_FILE = Path(__file__).with_name("manifest.csv")

KINDS = {  # what the photographers wrote -> what the course says
    "Apple": "apple",
    "Lemon": "lemon",
    "Mango": "mango",
    "Nectarine": "nectarine",
    "Onion": "onion",
    "Orange": "orange",
    "Peach": "peach",
    "Pear": "pear",
    "Pepper": "pepper",
    "Plum": "plum",
    "Pomegranate": "pomegranate",
    "Red-Grapefruit": "grapefruit",
    "Satsumas": "satsuma",
    "Tomato": "tomato",
}
APPLES = {  # the varieties that the renderer draws, by the look of the real ones
    "Golden-Delicious": "yellow",
    "Granny-Smith": "green",
    "Pink-Lady": "red",
    "Red-Delicious": "red",
    "Royal-Gala": "striped",
}


class NoSuchPhotographs(CourseError):
    """The choice matches nothing in the set."""


@dataclass(frozen=True)
class Entry:
    """One photograph: `path` in the public repository, `bytes`, `sha256` as 64 hexadecimal digits."""

    path: str
    coarse: str
    fine: str
    bytes: int
    sha256: str
    sample: bool  # one of the 422 that the course uses unless asked for all

    @property
    def kind(self) -> str:
        return KINDS[self.coarse]

    @property
    def variety(self) -> str:
        """red, green, yellow or striped for apples; for all others the name that the shop uses."""
        return APPLES.get(self.fine, self.fine.lower())

    def is_whole(self, folder: Path) -> bool:
        """True when the file lies in the folder with exactly the right bytes."""
        return is_this(folder / self.path, self)


@cache
def everything() -> tuple[Entry, ...]:
    """All 1027 photographs, in the order of their paths."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return tuple(
            Entry(r["path"], r["coarse"], r["fine"], int(r["bytes"]), r["sha256"], r["sample"] == "1") for r in rows
        )


def licence() -> str:
    """Source, citation and licence of the photographs, as they stand at the head of the list."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return "\n".join(line[2:] for line in lines if line.startswith("#")) + "\n"


def choose(which: str = "sample", *, kinds=None, per_class: int | None = None) -> list[Entry]:
    """The photographs that are meant.

    `which`: "sample" (422, 190 of them apples, 8 MB) or "all" (1027, 22 MB). `kinds` limits them to some
    of the kinds, for example ["apple", "tomato"]; `per_class` to the first so many of each of the 25
    varieties. Raises NoSuchPhotographs when nothing is left, or for a name that does not exist.
    """
    if which not in ("sample", "all"):
        raise NoSuchPhotographs(f"There is no set called {which!r}.", do='Choose "sample" or "all".')
    wanted = set(KINDS.values()) if kinds is None else {kinds} if isinstance(kinds, str) else set(kinds)
    if unknown := sorted(wanted - set(KINDS.values())):
        raise NoSuchPhotographs(
            f"There are no real photographs of {', '.join(map(repr, unknown))}.",
            do=f"Choose from {', '.join(sorted(KINDS.values()))}.",
        )
    if not wanted or (per_class is not None and per_class < 1):
        raise NoSuchPhotographs("That choice leaves no photograph.", do="Ask for one or more of each class.")
    chosen, of_class = [], {}
    for entry in everything():
        if entry.kind in wanted and (entry.sample or which == "all"):
            of_class[entry.fine] = of_class.get(entry.fine, 0) + 1
            if per_class is None or of_class[entry.fine] <= per_class:
                chosen.append(entry)
    return chosen
