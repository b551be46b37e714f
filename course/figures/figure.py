"""A figure as one piece of HTML that needs nothing else: no kernel, no network, no other file."""

from __future__ import annotations

import base64
import io
import json
import re
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

import numpy as np

from course.errors import CourseError
from course.plots.card import Picture, sentences

HERE = Path(__file__).parent
STILL_DOTS_PER_INCH = 133  # seldom seen, and in every notebook: a third sharper than shown is enough
# The page moves between cells with the arrow keys, and cuts them with x, unless an element says that it wants its keys
OWN_KEYS = 'data-lm-suppress-shortcuts="true"'


@dataclass(frozen=True)
class Figure:
    """What the functions of `course.figures` return. As the last line of a cell it shows itself.

    kind    names the script beside this file that draws it
    title   its message, in a few words
    data    what the script gets: numbers, texts, lists, dicts, arrays
    still   the picture where no script may run (a notebook that is not trusted, GitHub, paper); its description is
            the text description of the figure
    """

    kind: str
    title: str
    data: dict
    still: Picture

    @property
    def description(self) -> str:
        return self.still.description

    def html(self) -> str:
        """The whole figure. Without its script it is the still picture with the description as alt text."""
        inside = json.dumps({"title": self.title, "data": self.data}, default=_plain, ensure_ascii=False)
        return (
            f'<div class="course-figure" data-figure="{self.kind}" {OWN_KEYS}>'
            f'<img alt="{escape(self.description)}" style="max-width:100%;border-radius:6px" src="{self._picture()}">'
            f'<script type="application/json">{_safe(inside)}</script><script>{script(self.kind)}</script></div>'
        )

    def _picture(self) -> str:
        file = io.BytesIO()
        self.still.savefig(file, format="webp", dpi=STILL_DOTS_PER_INCH, pil_kwargs={"quality": 85})
        return "data:image/webp;base64," + base64.b64encode(file.getvalue()).decode()

    def save(self, file: str | Path) -> Path:
        """Writes the figure as a page of its own and returns where it is."""
        page = f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{escape(self.title)}</title>'
        page += '<meta name="color-scheme" content="light dark"><body style="background:Canvas">'
        Path(file).write_text(page + self.html(), encoding="utf-8")
        return Path(file)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {"text/html": self.html(), "text/plain": sentences(f"Figure: {self.title}. {self.description}")}


@cache
def script(kind: str) -> str:
    """The script of a kind of figure: always the same text, so that a page can allow it by its checksum."""
    own = (HERE / f"{kind}.js").read_text(encoding="utf-8").strip().rstrip(";")
    frame = "".join((HERE / name).read_text(encoding="utf-8") for name in ("frame.js", "chart.js"))
    style = json.dumps((HERE / "frame.css").read_text(encoding="utf-8"))
    made = (
        f'(() => {{ "use strict";\n{frame}\nconst css = {style};\nconst draw = {own};\n'
        f"for (const host of document.querySelectorAll('[data-figure=\"{kind}\"]')) "
        f"if (!host.shadowRoot) open(host, css, draw);\n}})()"
    )
    if "</script" in made.lower() or "<!--" in made:
        raise CourseError(f"The script of the figure {kind} would end the page's script early.")
    return made


def kinds() -> list[str]:
    """The kinds of figures that there are."""
    return sorted(path.stem for path in HERE.glob("*.js") if path.stem not in ("frame", "chart"))


def _plain(value):
    """Arrays and their numbers as JSON knows them."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    raise TypeError(f"a figure's data hold a {type(value).__name__}")


def _safe(text: str) -> str:
    """JSON that cannot end the script it stands in, and that JavaScript can read."""
    if re.search(r"\b(NaN|Infinity)\b", re.sub(r'"(?:[^"\\]|\\.)*"', "", text)):
        raise CourseError("A figure's data hold a number that is not finite.", do="Leave such rows out.")
    return text.replace("<", "\\u003c")
