"""The field of a rule by hand: four edges to drag over the fruit, and a map of every place for its corner."""

from __future__ import annotations

import numpy as np

from course.figures.figure import Figure
from course.figures.photographs import fruit_sources
from course.plots import fruit_points

STEP = 0.01  # of the edges


def fruit_field(
    photos,
    table,
    x: str = "redness",
    y: str = "roundness",
    *,
    rule=None,
    wrong_crate: float = 3.0,
    lost_apple: float = 0.4,
    seed: int = 0,
) -> Figure:
    """Fruit where two columns of their table put them, under a field: what lies in it is called an apple.

    rule   a function of the table that gives True or False for each row; the field begins as the part of the picture
           that it calls an apple (all of it where there is no rule)
    wrong_crate, lost_apple   what a fruit in the wrong place costs (euro)
    Its twin in plain code: `plots.fruit_scatter(photos, table, rule=rule)`, and `field_score` for one place.
    """
    still = fruit_points.fruit_scatter(photos, table, x, y, rule=rule, seed=seed)
    ends = [_rounded(fruit_points.limits(table[name])) for name in (x, y)]
    points = table[[x, y]].to_numpy()
    shown = fruit_points.apart(points, ends, seed, room=(560, 380), distance=28)
    data = {
        "names": [x, y],
        "ends": ends,
        "step": STEP,
        "field": [*ends[0], *ends[1]] if rule is None else _field(table, (x, y), ends, rule),
        "x": points[:, 0],
        "y": points[:, 1],
        "apple": table["is_apple"].to_numpy(),
        "shown": shown,
        "fruit": fruit_sources(photos[shown], size=44),
        "kinds": [str(kind) for kind in table["kind"].iloc[shown]],
        "wrong_crate": wrong_crate,
        "lost_apple": lost_apple,
    }
    return Figure("fruit_field", "Where would you put the field?", data, still)


def field_score(table, redness=(-1, 1), roundness=(0, 1)) -> tuple[float, int, int]:
    """(accuracy, wrong in the crate, apples left out) of the rule "inside both spans, ends included"."""
    packed = table["redness"].between(*redness) & table["roundness"].between(*roundness)
    apple = table["is_apple"] == 1
    return float((packed == apple).mean()), int((packed & ~apple).sum()), int((~packed & apple).sum())


def _rounded(ends) -> list[float]:
    """The next whole steps outside."""
    return [round(float(np.floor(ends[0] / STEP)) * STEP, 6), round(float(np.ceil(ends[1] / STEP)) * STEP, 6)]


def _field(table, names, ends, rule) -> list[float]:
    """[left, right, bottom, top] of the smallest rectangle around what a rule calls an apple in the picture."""
    across, up, inside = fruit_points.field(table, names, ends, rule)
    if not inside.any():
        return [*ends[0], *ends[1]]
    columns, rows = across[inside.any(0)], up[inside.any(1)]
    return [_near(columns[0], ends[0]), _near(columns[-1], ends[0]), _near(rows[0], ends[1]), _near(rows[-1], ends[1])]


def _near(value, ends) -> float:
    return float(np.clip(round(float(value) / STEP) * STEP, *ends))
