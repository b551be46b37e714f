"""Figures as inline SVG: their colours are those of the page, light or dark, and each carries its description.

What learners wrote can stand in a figure: text is never read as a formula, and goes through `shown`.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import matplotlib
from markupsafe import Markup
from matplotlib.figure import Figure

# Okabe and Ito's palette: told apart with any kind of colour vision. The page's style sheet has a variable for each
# name, with a lighter tone on dark ground.
COLOURS = {
    "ink": "#222222",
    "soft": "#6b6b6b",
    "line": "#dddddd",
    "paper": "#ffffff",
    "blue": "#0072b2",
    "orange": "#e69f00",
    "green": "#009e73",
    "red": "#d55e00",
    "sky": "#56b4e9",
    "yellow": "#f0e442",
    "grey": "#9a9a9a",
}
STYLE = {
    "svg.fonttype": "none",  # letters stay letters, in the font of the page
    "text.parse_math": False,
    "text.color": COLOURS["ink"],
    "axes.labelcolor": COLOURS["ink"],
    "axes.edgecolor": COLOURS["soft"],
    "xtick.color": COLOURS["ink"],
    "ytick.color": COLOURS["ink"],
    "axes.grid": True,
    "grid.color": COLOURS["line"],
    "axes.axisbelow": True,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "font.size": 10,
    "legend.frameon": False,
    "lines.linewidth": 2,
}


@dataclass(frozen=True)
class Drawing:
    """An SVG for the page, and in words what it shows."""

    svg: Markup
    description: str


def canvas(rows: int = 1, columns: int = 1, *, width: float = 7.6, height: float = 3.2, **options):
    """(figure, axes) in the style of the report; sizes in inches. Use it, and `drawing`, inside `style()`."""
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns, **options)


def style():
    """The context in which figures are made, so that nothing else changes its look."""
    return matplotlib.rc_context(STYLE)


def drawing(figure: Figure, description: str, salt: str) -> Drawing:
    """The figure as part of a page; `salt` keeps the names inside apart from those of the page's other figures."""
    file = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": salt}):
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(file, format="svg", metadata=nothing)
    text = file.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r'<g id="[^"]*"', "<g", text)  # matplotlib numbers its groups anew in each figure
    text = re.sub(r'(<svg [^>]*?) width="[^"]*"', rf'\1 style="max-width:{figure.get_figwidth():.1f}in"', text, count=1)
    text = re.sub(r'(<svg [^>]*?) height="[^"]*"', r'\1 role="img" aria-labelledby="' + salt + '"', text, count=1)
    for name, colour in COLOURS.items():
        text = text.replace(colour, f"var(--{name})")
    return Drawing(Markup(text), " ".join(description.split()))
