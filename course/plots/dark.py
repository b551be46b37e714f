"""The same picture for a dark page: what is dark becomes light, hues stay, photographs and maps are as they were."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from matplotlib.collections import Collection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

PAPER = "#111111"  # JupyterLab's dark page
AS_IT_IS = "as it is"  # the gid of words that stand on a map, whose colours stay


@contextmanager
def on_dark(figure: Figure) -> Iterator[None]:
    """Within it, the figure has the colours for a dark page."""
    undo = []

    def change(artist, *names: str) -> None:
        before = {name: getattr(artist, f"get_{name}")() for name in names}  # all of them first: one may follow another
        for name, colours in before.items():
            undo.append((getattr(artist, f"set_{name}"), colours))
            getattr(artist, f"set_{name}")(_turned_all(colours))

    for artist in figure.findobj(lambda each: each.get_gid() != AS_IT_IS):
        change(artist, *_colours_of(artist))
        if isinstance(artist, Text):
            for beside in filter(None, (artist.get_bbox_patch(), getattr(artist, "arrow_patch", None))):
                change(beside, "facecolor", "edgecolor")
            if artist.get_path_effects():
                undo.append((artist.set_path_effects, artist.get_path_effects()))
                artist.set_path_effects([withStroke(linewidth=2.5, foreground=PAPER)])
    try:
        yield
    finally:
        for put_back, colours in undo:
            put_back(colours)


def _colours_of(artist) -> tuple[str, ...]:
    if isinstance(artist, Text):
        return ("color",)
    if isinstance(artist, Line2D):
        return ("color", "markerfacecolor", "markeredgecolor")
    if isinstance(artist, Patch):
        return ("facecolor", "edgecolor")
    if isinstance(artist, Collection) and artist.get_array() is None:
        return ("facecolor", "edgecolor")
    return ()


def _turned_all(colours):
    if isinstance(colours, str) and colours.lower() in ("none", "auto"):
        return colours
    if isinstance(colours, np.ndarray) and colours.ndim == 2:
        return np.array([turned(colour) for colour in colours]).reshape(-1, 4)
    return turned(colours)


def turned(colour) -> tuple[float, float, float, float]:
    """The colour for a dark page: white becomes the page, black nearly white, and a hue stays what it is."""
    red, green, blue, alpha = to_rgba(colour)
    hue, light, colourful = colorsys.rgb_to_hls(red, green, blue)
    paper = to_rgba(PAPER)[0]
    # a hue comes to lie between 0.4 and 0.8: a deep blue on black would be hard to see
    light = 0.8 - 0.4 * light if colourful > 0.2 else paper + (0.95 - paper) * (1 - light)
    return (*colorsys.hls_to_rgb(hue, light, colourful), alpha)
