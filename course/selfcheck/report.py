"""What a learner sees of a check: one line an exercise, its words under it, the points, and the same as JSON."""

from __future__ import annotations

import os
import textwrap
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from course.selfcheck.items import Item

SCHEMA = "apples-course/check-1"
WIDTH = 78
LABELS = {
    "right": ("+ right", "32"),
    "partial": ("~ partly right", "33"),
    "wrong": ("x not right yet", "31"),
    "not attempted": ("- not attempted", "33"),
    "stopped": ("! your code stopped", "31"),
    "by hand": ("? by a person", "36"),
    "not reached": (". not reached", "33"),
}


@dataclass(frozen=True)
class Report:
    """The result for one notebook.

    `problems` are sentences on what is wrong beside the items; `advice` is one on what may help, or empty.
    """

    path: Path
    items: Sequence[Item]
    problems: Sequence[str]
    advice: str

    @property
    def points(self) -> tuple[float, float]:
        """(earned, most) by the visible checks."""
        checked = [(item.points, item.max) for item in self.items if item.points is not None]
        return sum(earned for earned, _ in checked), sum(most for _, most in checked)

    @property
    def by_hand(self) -> float:
        """Points that a person gives."""
        return sum(item.max for item in self.items if item.points is None)

    @property
    def right(self) -> bool:
        """Whether every visible check is there, is the lesson's own, and is right."""
        fine = all(item.status == "right" and not item.changed for item in self.items if item.points is not None)
        return fine and not self.problems

    def text(self, paint: Callable[[str, str], str]) -> str:
        """The report in lines of at most 78 characters."""
        earned, most = self.points
        more = f"; {_count(self.by_hand)} graded by a person" if self.by_hand else ""
        said = [*self.problems, *([] if self.right or not self.advice else [self.advice])]
        total = f"{earned:g} of {most:g} points by the visible checks{more}."
        last = "Hidden tests may still find what the visible ones do not."
        blocks = ["\n".join(line for item in self.items for line in _lines(item, paint)).rstrip()]
        blocks += ["\n".join(wrapped(text)) for text in [*said, f"{total}\n{last}"]]
        return "\n" + "\n\n".join(blocks)

    def document(self) -> dict:
        """The report for a program; all keys are always there."""
        earned, most = self.points
        return {
            "notebook": str(self.path),
            "right": self.right,
            "points": earned,
            "max": most,
            "by_hand": self.by_hand,
            "items": [asdict(item) for item in self.items],
            "problems": list(self.problems),
            "advice": self.advice,
        }


def opening(path: Path) -> str:
    """The first lines: which notebook is checked, and from when, for what is not saved is not seen."""
    saved = time.strftime("%Y-%m-%d, %H:%M", time.localtime(path.stat().st_mtime))
    return f"{path}\nas saved on {saved}; it runs from the top in a fresh kernel."


def together(reports: Sequence[Report]) -> str:
    """One line about several notebooks."""
    earned, most = (sum(column) for column in zip(*(one.points for one in reports), strict=True))
    return f"\nTogether: {earned:g} of {most:g} points by the visible checks of {len(reports)} notebooks."


def painter(stream: TextIO) -> Callable[[str, str], str]:
    """A function that colours text (text, colour) for a terminal; it changes nothing elsewhere, or with NO_COLOR."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty()
    if plain or (os.name == "nt" and "WT_SESSION" not in os.environ):  # older consoles print the codes
        return lambda text, colour: text
    return lambda text, colour: f"\x1b[{colour}m{text}\x1b[0m"


def wrapped(text: str, indent: str = "") -> list[str]:
    """`text` in lines of at most 78 characters; its own line breaks stay."""
    wrapper = textwrap.TextWrapper(WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
    return [part for line in text.splitlines() for part in wrapper.wrap(line)]


def _lines(item: Item, paint: Callable[[str, str], str]) -> list[str]:
    label, colour = LABELS[item.status]
    points = f"of {item.max:g}" if item.points is None else f"{item.points:.3g} of {item.max:g}"
    room = WIDTH - 21 - 11
    title = textwrap.shorten(item.exercise or item.id, room, placeholder=" ...")
    lines = [f"{paint(f'{label:19}', colour)}  {title:{room}}{points:>11}"]
    for said in (item.stopped, item.message, *item.notes):
        lines += wrapped(said, "    ")
    return [*lines, ""] if len(lines) > 1 else lines


def _count(points: float) -> str:
    return "1 point is" if points == 1 else f"{points:g} points are"
