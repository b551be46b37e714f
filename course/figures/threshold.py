"""The threshold under its own axis: fruit in the order of their chance, and a line from which on they are packed."""

from __future__ import annotations

import numpy as np

from course.figures.figure import Figure
from course.figures.photographs import fruit_sources
from course.plots import fruit_points


def threshold(photos, chance, start: float = 0.5, *, wrong_crate: float = 3.0, lost_apple: float = 0.4) -> Figure:
    """Fruit lined up by their chance of being an apple, and a threshold to drag: right of it they are packed.

    photos, chance            n photographs and n numbers from 0 to 1
    wrong_crate, lost_apple   what a fruit in the wrong place costs (euro)
    Its twin in plain code: `plots.line_up(photos, chance, 0.5)`.
    """
    still = fruit_points.line_up(photos, chance, start, wrong_crate=wrong_crate, lost_apple=lost_apple)
    chance = np.asarray(chance, float)
    apple = photos.is_apple == 1
    # what a threshold somewhere in the middle gets wrong stands lowest, where it is drawn
    columns, levels = fruit_points.stacked(chance, first=apple != (chance >= 0.5))
    shown = np.flatnonzero(levels < fruit_points.TALL)
    data = {
        "chance": chance,
        "apple": apple,
        "start": float(start),
        "columns": columns[shown],
        "levels": levels[shown],
        "shown": shown,
        "more": {
            int(c): n for c, n in zip(*np.unique(columns[levels >= fruit_points.TALL], return_counts=True), strict=True)
        },
        "fruit": fruit_sources(photos[shown], size=44),
        "tall": fruit_points.TALL,
        "column": fruit_points.COLUMN,
        "wrong_crate": wrong_crate,
        "lost_apple": lost_apple,
    }
    return Figure("threshold", "From which chance on would you pack?", data, still)
