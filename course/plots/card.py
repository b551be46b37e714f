"""The card that every picture is drawn on, and how it gets into a notebook with its description.

JupyterLab draws an `image/png` output as an <img> without alt text. An HTML output with the same picture
inside an <img alt="..."> is kept as it is, in the page, in the saved notebook and in feedback pages.
"""

from __future__ import annotations

import base64
import html
import io
import re

import matplotlib
from cycler import cycler
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from course.errors import CourseError
from course.plots import dark

# Okabe and Ito's palette: told apart with any kind of colour vision, and in grey
COLOURS = {
    "blue": "#0072B2",
    "orange": "#E69F00",
    "green": "#009E73",
    "red": "#D55E00",
    "sky": "#56B4E9",
    "pink": "#CC79A7",
    "yellow": "#F0E442",
    "ink": "#222222",
    "grey": "#767676",
}
# for words: the same hues, dark enough to be read on white (4.5 to 1, also on a light tint)
INKS = {
    "blue": "#00609A",
    "orange": "#8A5A00",
    "green": "#00684C",
    "red": "#A84300",
    "sky": "#1F6491",
    "pink": "#9A3F74",
    "yellow": "#6B6300",
    "ink": "#222222",
    "grey": "#595959",
}
CYCLE = tuple(COLOURS[name] for name in ("blue", "red", "green", "orange", "pink", "sky"))
PAPER = "#FFFFFF"
# set for all of matplotlib, so that the figures a learner draws look the same
STYLE: dict = {
    "axes.prop_cycle": cycler(color=CYCLE),
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "text.color": COLOURS["ink"],
    "axes.labelcolor": COLOURS["ink"],
    "axes.edgecolor": "#999999",
    "xtick.color": COLOURS["ink"],
    "ytick.color": COLOURS["ink"],
    "axes.grid": True,
    "grid.color": "#E4E4E4",
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlepad": 10,
    "axes.labelsize": 10,
    "font.size": 10,
    "font.family": "DejaVu Sans",
    "legend.frameon": False,
    "lines.linewidth": 2,
    "lines.markersize": 5,
}
matplotlib.rcParams.update(STYLE)
SHOWN_PER_INCH = 100  # pixels: a card 8 inches wide is 800 pixels wide, and words of 9 points are 12.5 pixels high
DOTS_PER_INCH = 2 * SHOWN_PER_INCH  # sharp on a good screen
SMALL = 9.0  # points: no words are smaller
TWO_MARKS = re.compile(r"(?<!\.)([.?!])[.:](?=\s|$)")  # an ellipsis is one mark
# the picture that fits the page: JupyterLab's and nbconvert's mark of its theme, and VS Code's
THEMES = """<style>
:is(body[data-jp-theme-light="false"], body.vscode-dark) .course-picture .on-light { display: none !important; }
:is(body[data-jp-theme-light="false"], body.vscode-dark) .course-picture .on-dark { display: inline !important; }
</style>"""


class Picture(Figure):
    """A matplotlib figure that describes itself: `description` becomes the alt text of the image.

    It does not belong to pyplot, so that no notebook shows it twice and none stays in memory.
    """

    description = ""

    def _ipython_display_(self) -> None:
        show(self, self.description)

    def png(self) -> bytes:
        """The picture as PNG, on white."""
        return _png(self)

    def dark_png(self) -> bytes:
        """The picture as PNG for a dark page."""
        with dark.on_dark(self):
            return _png(self, dark.PAPER)


def ink(colour: str) -> str:
    """A colour of the palette, by its value, as words are written in it."""
    return {COLOURS[name]: INKS[name] for name in COLOURS}[colour]


def card(rows: int = 1, columns: int = 1, *, width: float = 8, height: float = 3.6, **options):
    """(figure, axes) on the card, as `plt.subplots` gives them; width and height in inches."""
    figure = Picture(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.subplots(rows, columns, **options)


def described(figure: Picture, description: str) -> Picture:
    """Gives the figure its description and returns it."""
    figure.description = sentences(description)
    return figure


def sentences(text: str) -> str:
    """Text in one line, with one mark where two sentences meet: a message may end in "?" or "." before ". " or ": "."""
    return TWO_MARKS.sub(r"\1", " ".join(text.split()))


def show(figure: Figure, description: str) -> None:
    """Shows a figure in the notebook, once, with its description as alt text.

    Works for figures of `course.plots` and for any figure of matplotlib's own; outside a notebook it
    prints the description.
    """
    from IPython.display import display

    if not isinstance(figure, Figure):
        raise CourseError(
            f"`plots.show` shows a matplotlib figure; this is {type(figure).__name__}.",
            do='Give it the figure: `figure, axes = plt.subplots()`, then `plots.show(figure, "...")`.',
        )
    if not description or not description.strip():
        raise CourseError(
            "This picture has no description.",
            why="Somebody may listen to the page instead of looking at it.",
            do='Say in a sentence what it shows: `plots.show(figure, "The loss falls from 0.7 to 0.2")`.',
        )
    description = sentences(description)
    _forget(figure)
    light = _themed_html(figure, description, "on-light")
    with dark.on_dark(figure):
        both = f'<div class="course-picture">{light}{_themed_html(figure, description, "on-dark")}{THEMES}</div>'
    display({"text/html": both, "text/plain": f"Picture: {description}"}, raw=True)


def image_html(png: bytes, description: str, *, width: int | None = None) -> str:
    """An <img> with its alt text on a light card; `width` in pixels (half the picture's own when None)."""
    if width is None:
        width = int.from_bytes(png[16:20], "big") // 2
    return _img(png, "png", description, width, f"background:{PAPER}")


def _themed_html(figure: Figure, description: str, page: str) -> str:
    """The picture for light pages, or for dark ones: where no style may choose between them, the light one shows.

    WebP, for a notebook holds two of each picture: at this quality a third of PNG's size where there are photographs.
    """
    file, paper = io.BytesIO(), dark.PAPER if page == "on-dark" else PAPER
    figure.savefig(file, format="webp", dpi=DOTS_PER_INCH, facecolor=paper, pil_kwargs={"quality": 90})
    width = round(figure.get_figwidth() * SHOWN_PER_INCH)
    look = "display:none" if page == "on-dark" else f"background:{PAPER}"
    return _img(file.getvalue(), "webp", description, width, look, f' class="{page}"')


def _img(picture: bytes, kind: str, description: str, width: int, look: str, name: str = "") -> str:
    data = base64.b64encode(picture).decode()
    style = f"width:{width}px;max-width:100%;height:auto;border-radius:6px;{look}"
    return f'<img{name} alt="{html.escape(description)}" style="{style}" src="data:image/{kind};base64,{data}">'


def _png(figure: Figure, paper: str = PAPER) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=DOTS_PER_INCH, facecolor=paper)
    return file.getvalue()


def _forget(figure: Figure) -> None:
    """Takes the figure out of pyplot, which would show it a second time at the end of the cell."""
    import sys

    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)
