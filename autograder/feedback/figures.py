"""Figures of the course on a feedback page: alive, and with nothing of a submission that could run.

Of what was handed in only the still picture and the data are taken, both made harmless. The script that draws them is
the course's own as it is installed here, and the page's policy allows it alone, by its checksum.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

import course

SCRIPTS = Path(course.__file__).parent / "figures"
MOST_DATA = 1_500_000  # characters
_FIGURE = re.compile(
    r'<div class="course-figure" data-figure="(?P<kind>\w{1,60})"[^<>]{0,200}>(?P<still><img\b[^<>]*>)'
    r'<script type="application/json">(?P<data>[^<]*)</script><script>.*</script></div>\s*\Z',
    re.DOTALL,
)


@dataclass(frozen=True)
class SubmittedFigure:
    """What is taken of a figure that was handed in: its kind, and as they were written its picture and its data."""

    kind: str
    still: str
    data: str

    def html(self, still: Markup) -> Markup:
        """The figure without a script; `still` is its picture, made harmless."""
        frame = '<div class="course-figure" data-figure="{}">{}<script type="application/json">{}</script></div>'
        return Markup(frame).format(self.kind, still, Markup(self.data.replace("<", "\\u003c")))


def read(html: str) -> SubmittedFigure | None:
    """The parts of an output that is a figure of the course; None where it is anything else."""
    found = _FIGURE.match(html)
    if found is None or found["kind"] not in _kinds() or len(found["data"]) > MOST_DATA:
        return None
    try:
        data = json.dumps(json.loads(found["data"]), ensure_ascii=False)
    except (ValueError, RecursionError):
        return None
    return SubmittedFigure(found["kind"], found["still"], data)


def script(kind: str) -> Markup:
    """The script that draws every figure of a kind on the page it stands on."""
    from course.figures.figure import script as own

    return Markup(own(kind))


@cache
def checksum(kind: str) -> str:
    """What a Content-Security-Policy calls that script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script(kind).encode()).digest()).decode()


@cache
def _kinds() -> frozenset[str]:
    from course.figures.figure import kinds

    return frozenset(kinds())
