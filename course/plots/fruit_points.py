"""Pictures in which each point is the fruit itself, cut out of its photograph."""

from __future__ import annotations

import numpy as np

from course.errors import CourseError
from course.plots.card import COLOURS, INKS, SMALL, Picture, card, described

SHOWN = 110  # more fruit than this are too many to look at
APART = 22  # points between two fruit: as wide as one of them
TALL, COLUMN = 7, 0.45  # fruit above each other at most, and how far apart such columns are (log-odds)


def fruit_scatter(
    photos, table, x: str = "redness", y: str = "roundness", *, rule=None, seed: int = 0, message: str = ""
) -> Picture:
    """Photographs where two columns of their table put them; at most 110 that do not hide each other.

    rule   a function of the table that gives True or False for each row. What it calls an apple is shaded, its
           mistakes get a ring. It is shaded as seen for a fruit that is ordinary in all other columns.
    """
    guess = None if rule is None else _answers(rule, table)
    figure, axes = card(height=4.8)
    ends = [limits(table[name]) for name in (x, y)]
    axes.set(xlim=ends[0], ylim=ends[1], xlabel=x, ylabel=y)
    if guess is not None:
        _shade(axes, table, (x, y), ends, rule)
    rows = apart(table[[x, y]].to_numpy(), ends, seed)
    wrong = np.zeros(len(table), bool) if guess is None else guess != (table["is_apple"].to_numpy() == 1)
    for row in rows:
        place(axes, cut_out(photos, row), table[x].iloc[row], table[y].iloc[row], bool(wrong[row]))
    said = f"{len(rows)} photographs of fruit placed by {x} (across) and {y} (up)."
    if guess is None:
        axes.set_title(message or f"{len(rows)} fruit by {x} and {y}")
    else:
        right = 100 * (1 - wrong.mean())
        axes.set_title(message or f"The rule is right for {right:.0f} % of {len(table)} photographs; ringed: wrong")
        said += f" The shaded part is what the rule calls an apple. It is right for {right:.0f} % of {len(table)}."
        taken = table["kind"][wrong & guess].value_counts().head(3).index
        missed = int((wrong & ~guess).sum())
        said += f" Most often taken for an apple: {', '.join(taken) or 'nothing'}. Apples missed: {missed}."
    return described(figure, said)


def line_up(
    photos, chance, threshold: float = 0.5, *, wrong_crate: float = 3.0, lost_apple: float = 0.4, tall: int = TALL
) -> Picture:
    """Fruit in the order of their chance of being an apple: right of the threshold they are packed.

    photos, chance          n photographs and n numbers from 0 to 1
    wrong_crate, lost_apple what a fruit in the wrong place costs (euro): no apple in the crate, an apple in the juice
    tall                    fruit drawn above each other at most; the costs count all of them
    """
    chance = np.asarray(chance, float)
    if chance.shape != (len(photos),):
        raise CourseError(
            f"There are {len(photos)} photographs and chances of shape {chance.shape}.",
            do="Give one chance for each photograph.",
        )
    apple, packed = photos.is_apple == 1, chance >= threshold
    wrong, lost = int((packed & ~apple).sum()), int((~packed & apple).sum())
    figure, axes = card(height=4.0)
    edge = _stretched(threshold)
    axes.axvspan(edge, 5.4, color=COLOURS["sky"], alpha=0.22, linewidth=0)
    axes.axvline(edge, ymax=tall / (tall + 1.1), color=COLOURS["ink"])  # it ends below the numbers of those left out
    columns, levels = stacked(chance, first=apple != packed)  # so that no mistake is among those that do not fit
    for row in np.flatnonzero(levels < tall).tolist():
        ringed = bool(apple[row] != packed[row])
        place(axes, cut_out(photos, row), columns[row] * COLUMN, levels[row], ringed, points=18)
    for column, more in zip(*np.unique(columns[levels >= tall], return_counts=True), strict=True):
        axes.text(column * COLUMN, tall - 0.25, f"+{more}", ha="center", fontsize=SMALL, color=INKS["grey"])
    ticks = (0.01, 0.1, 0.5, 0.9, 0.99)
    axes.set_xticks([_stretched(tick) for tick in ticks], [f"{tick:g}" for tick in ticks])
    axes.set(
        xlim=(-5.4, 5.4), ylim=(-0.6, tall + 0.5), yticks=[], xlabel="chance of being an apple, as the model sees it"
    )
    axes.grid(False)
    axes.text(-5.3, tall + 0.2, "to the juice", fontsize=SMALL, va="center")
    axes.text(5.3, tall + 0.2, "into the crate", fontsize=SMALL, va="center", ha="right")
    cost = wrong * wrong_crate + lost * lost_apple
    title = f"Threshold {threshold:.2f}: wrong in the crate: {wrong}, apples lost: {lost}, cost {cost:.2f} euro"
    axes.set_title(title)
    return described(figure, f"{title}. {int(packed.sum())} of {len(photos)} fruit are packed. Mistakes are ringed.")


def cut_out(photos, row: int) -> np.ndarray:
    """One fruit without what is behind it: (h, w, 4) of uint8, no larger than the fruit.

    A ball is cut out as the circle that it is: its white half does not stand out from the paper.
    """
    from course.data import measure

    image = photos.images[row]
    mask = measure.patch(image)
    if photos.kinds[row] == "ball":
        ball, (high, wide) = photos.truth[row][-1], mask.shape
        down, across = np.mgrid[:high, :wide] + 0.5
        mask |= np.hypot(across - ball.x * wide, down - ball.y * high) < ball.radius * wide
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    whole = np.dstack([image, np.where(mask, 255, 0).astype(np.uint8)])
    return whole[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def place(axes, cut: np.ndarray, x: float, y: float, ringed: bool = False, points: float = 20) -> None:
    """Put a fruit as `cut_out` gives it at a place in the axes; `points` is its size, 72 to an inch."""
    from matplotlib.offsetbox import AnnotationBbox, OffsetImage

    fruit = OffsetImage(cut, zoom=points / max(cut.shape[:2]), dpi_cor=True)
    axes.add_artist(AnnotationBbox(fruit, (x, y), frameon=False, pad=0, annotation_clip=True))
    if ringed:
        axes.plot(
            x,
            y,
            "o",
            markersize=points * 1.25,
            markerfacecolor="none",
            markeredgecolor=COLOURS["red"],
            markeredgewidth=1.8,
            zorder=4,
        )


def limits(column) -> tuple[float, float]:
    """Where an axis begins and ends: nearly all values, and room for half a fruit."""
    low, high = np.quantile(column, (0.01, 0.99))
    spare = 0.09 * (high - low) + 1e-6
    return low - spare, high + spare


def apart(points, ends, seed: int = 0, *, room=(6.4 * 72, 4.1 * 72), distance: float = APART) -> np.ndarray:
    """Rows (at most 110) of `points` (n, 2) whose fruit hide neither each other nor the axes, chosen at random.

    ends   where the two axes begin and end
    room, distance   the size of the drawing and the width of a fruit, in the same unit
    """
    low, high = np.array(ends).T
    span = (high - low) / np.array(room)
    edge = 0.6 * distance * span
    inside = np.all((low + edge < points) & (points < high - edge), 1)
    chosen: list[int] = []
    for row in np.random.default_rng(seed).permutation(np.flatnonzero(inside)):
        if all(np.hypot(*((points[row] - points[other]) / span)) > distance for other in chosen):
            chosen.append(int(row))
        if len(chosen) == SHOWN:
            break
    return np.array(chosen, int)


def _stretched(chance):
    """Log-odds, so that 1 % and 0.1 % are as far apart as they should be; ends at 0.6 % and 99.4 %."""
    chance = np.clip(chance, 0.006, 0.994)
    return np.log(chance / (1 - chance))


def _answers(rule, table) -> np.ndarray:
    answers = rule(table)
    if answers is None or np.size(answers) != len(table):
        raise CourseError(
            "The rule gave no answer for each row, so there is nothing to draw.",
            do="Give a function of the table that returns True or False for each of its rows.",
        )
    return np.ravel(answers).astype(bool)


def stacked(chance, first) -> tuple[np.ndarray, np.ndarray]:
    """(column, level) of each fruit, whole numbers (n,): columns by chance, in each the fruit with `first` lowest."""
    columns = np.round(_stretched(chance) / COLUMN).astype(int)
    levels = np.zeros(len(columns), int)
    for column in np.unique(columns):
        here = np.flatnonzero(columns == column)
        levels[here[np.argsort(~first[here], kind="stable")]] = np.arange(len(here))
    return columns, levels


def field(table, names, ends, rule, cells: int = 160):
    """Where a rule says apple for fruit that are ordinary in all but two columns.

    Returns the places across (cells,), those up (cells,), and the answers (cells up, cells across) as booleans.
    """
    import pandas as pd

    across, up = (np.linspace(low, high, cells) for low, high in ends)
    ordinary = {name: table[name].median() for name in table.columns if name not in ("kind", *names)}
    grid = pd.DataFrame({names[0]: np.tile(across, cells), names[1]: np.repeat(up, cells), **ordinary, "kind": ""})
    return across, up, _answers(rule, grid).reshape(cells, cells)


def _shade(axes, table, names, ends, rule) -> None:
    """Shade what the rule calls an apple."""
    across, up, inside = field(table, names, ends, rule)
    if 0 < inside.mean() < 1:
        axes.contourf(across, up, inside.astype(float), levels=[0.5, 1.5], colors=[COLOURS["sky"]], alpha=0.3)
        axes.contour(across, up, inside.astype(float), levels=[0.5], colors=[COLOURS["blue"]], linewidths=1.5)
