"""Predicted numbers: how wrong, which way, how near the floor, and the walk of gradient descent to the line."""

from __future__ import annotations

import numpy as np

from course.errors import CourseError
from course.plots.card import COLOURS, CYCLE, Picture, card, described
from course.plots.dark import AS_IT_IS


def residuals(measure, left_over, *, measured: str = "diameter (mm)", unit: str = "g") -> Picture:
    """What a model left over (truth - guess) over a measured quantity, with the mean of each tenth of the points.

    measure, left_over: numbers (n,). Where the means leave zero, the model could still learn something.
    """
    measure, left_over = np.asarray(measure, dtype=float), np.asarray(left_over, dtype=float)
    if measure.shape != left_over.shape or measure.ndim != 1 or len(measure) < 10:
        raise CourseError(
            f"Residuals need two columns of equal length; these have shapes {measure.shape} and {left_over.shape}.",
            do="Give one measurement and one residual (truth - guess) for each example, 10 or more of them.",
        )
    tenths = np.array_split(np.argsort(measure), 10)
    middle = np.array([[measure[rows].mean(), left_over[rows].mean()] for rows in tenths])
    figure, axes = card(height=3.4)
    axes.axhline(0, color=COLOURS["ink"], linewidth=1)
    axes.plot(measure, left_over, "o", markersize=3, alpha=0.4, color=COLOURS["blue"], label="one apple each")
    axes.plot(*middle.T, "s-", color=COLOURS["red"], label="mean of a tenth of them")
    worst = np.abs(middle[:, 1]).argmax()
    axes.set(xlabel=measured, ylabel=f"truth - guess ({unit})", title="What the model leaves over")
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower right", ncols=2)
    told = "; ".join(f"{x:.0f}: {y:+.1f}" for x, y in middle)
    return described(
        figure,
        f"Residuals over {measured}. Means of ten groups, in {unit}: {told}. "
        f"The farthest from zero is {middle[worst, 1]:+.1f} at {middle[worst, 0]:.0f}.",
    )


def errors(of: dict[str, object], *, floor: float | None = None, unit: str = "g", message: str = "") -> Picture:
    """A bar for the error of each model, the smallest in blue, and the noise floor as a line when it is known.

    of: name of a model -> root mean squared error, or several of them, one for each split of the data: then the
    bar is their mean and each is a dot.
    """
    names, each = list(of), [np.atleast_1d(np.asarray(value, dtype=float)) for value in of.values()]
    values, most = [float(some.mean()) for some in each], max(float(some.max()) for some in each)
    several = any(len(some) > 1 for some in each)
    figure, axes = card(height=0.9 + 0.42 * len(names) + 0.3 * several)
    axes.grid(False, axis="y")
    colours = [COLOURS["blue"] if value == min(values) else COLOURS["sky"] for value in values]
    axes.barh(names, values, color=colours)
    for row, (value, some) in enumerate(zip(values, each, strict=True)):
        axes.annotate(
            f"{value:.1f}",
            (some.max(), row),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},  # over the line of the floor
        )
        if len(some) > 1:
            axes.plot(
                some,
                np.full(len(some), row),
                "o",
                markersize=6,
                color=COLOURS["ink"],
                markerfacecolor="white",
                label="one split each" if row == 0 else None,
            )
    axes.invert_yaxis()
    axes.set(xlabel=f"root mean squared error on new examples ({unit})", xlim=(0, 1.12 * most))
    nearest = "On average nearest to the truth" if several else "Nearest to the truth"
    axes.set_title(message or f"{nearest}: {names[int(np.argmin(values))]}")
    if floor is not None:
        axes.axvline(floor, color=COLOURS["red"], linestyle="--", label=f"noise floor {floor:.1f} {unit}")
        axes.legend(loc="lower right")
    if several:  # below the picture: dots may lie anywhere in it
        figure.legend(*axes.get_legend_handles_labels(), loc="outside lower right")
    told = []
    for name, value, some in zip(names, values, each, strict=True):
        apart = f" (splits: {', '.join(f'{one:.1f}' for one in some)})" if len(some) > 1 else ""
        told.append(f"{name}: {value:.1f} {unit}{apart}")
    last = "" if floor is None else f" Noise floor: {floor:.1f} {unit}."
    return described(figure, f"Errors. {'; '.join(told)}.{last}")


def walks(x, y, trails: dict[str, list], *, names=("slope", "intercept"), message: str = "") -> Picture:
    """The valley of the mean squared error of a line, and several walks in it, one panel each.

    x, y      numbers (n,) that the line y = slope * x + intercept should fit
    trails    name -> (slope, intercept) pairs, oldest first
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    paths = {name: np.asarray(trail, dtype=float).reshape(-1, 2) for name, trail in trails.items()}
    best = np.polyfit(x, y, 1)
    ends = np.vstack([*[path[np.isfinite(path).all(1)] for path in paths.values()], best])
    low, high = np.quantile(ends, [0.002, 0.998], axis=0)
    room = 0.18 * np.maximum(high - low, 1e-9)
    low, high = np.minimum(low, best) - room, np.maximum(high, best) + room
    span = high - low
    alike = bool(span.max() < 6 * span.min())  # then a unit is as long on both axes: a round valley looks round
    if alike:
        low, high = low - (span.max() - span) / 2, high + (span.max() - span) / 2
    slopes, intercepts = (np.linspace(a, b, 81) for a, b in zip(low, high, strict=True))
    # the mean squared error of every line on the map, from five sums over the points
    grid_s, grid_i = np.meshgrid(slopes, intercepts)
    loss = (
        grid_s**2 * np.mean(x * x)
        + grid_i**2
        + np.mean(y * y)
        + 2 * (grid_s * grid_i * np.mean(x) - grid_s * np.mean(x * y) - grid_i * np.mean(y))
    )
    figure, panels = card(1, len(paths), width=8, height=4.3, sharey=True, squeeze=False)
    told = []
    for (name, path), axes in zip(paths.items(), panels[0], strict=True):
        axes.grid(False)
        axes.contourf(slopes, intercepts, np.log10(np.maximum(loss, 1e-9)), levels=16, cmap="cividis")
        thin = len(path) > 60
        walk = axes.plot(
            *path.T,
            "-" if thin else "o-",
            color="white",
            linewidth=0.8 if thin else 1.4,
            markersize=4,
            markeredgecolor="black",
            markeredgewidth=0.6,
        )
        walk[0].set_gid(AS_IT_IS)
        # a ring, so that it does not hide what it stands on
        axes.plot(
            *path[-1],
            "o",
            color="none",
            markersize=15,
            markeredgecolor=COLOURS["orange"],
            markeredgewidth=2.5,
            label="where the walk ends",
        )
        axes.plot(*best, "X", color=COLOURS["green"], markersize=9, markeredgecolor="white", label="the best line")
        left = float(np.sqrt(np.mean((path[-1, 0] * x + path[-1, 1] - y) ** 2)))
        axes.set_title(f"{name}\n{len(path) - 1} steps, error {left:.1f}", fontsize=10)
        axes.set(
            xlabel=names[0],
            xlim=(slopes[0], slopes[-1]),
            ylim=(intercepts[0], intercepts[-1]),
            aspect="equal" if alike else "auto",
        )
        told.append(f"{name}: {len(path) - 1} steps, error {left:.1f}")
    panels[0, 0].set_ylabel(names[1])
    figure.legend(*panels[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    if message:
        figure.suptitle(f"{message}\n", fontsize=11, fontweight="bold", x=0.01, ha="left")
    return described(
        figure,
        f"{message or 'Walks in the valley of the loss'}. The best line has {names[0]} {best[0]:.3g} and {names[1]} "
        f"{best[1]:.3g} (green cross; the ring is where a walk ends). {'; '.join(told)}.",
    )


def approach(histories: dict[str, list[float]], best: float, *, unit: str = "g") -> Picture:
    """Error after each epoch of one or several trainings, beside the error of the closed form. Log scale."""
    figure, axes = card(height=3.4)
    for (name, values), colour, mark in zip(histories.items(), CYCLE, "osD^v<", strict=False):
        axes.plot(range(1, len(values) + 1), values, marker=mark, markersize=4, color=colour, label=name)
    axes.axhline(best, color=COLOURS["grey"], linestyle="--", label=f"closed form {best:.2f} {unit}")
    axes.set(yscale="log", xlabel="epoch", ylabel=f"error ({unit})", title=_where_to(histories, best))
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.yaxis.set_major_formatter("{x:g}")
    axes.legend()
    told = "; ".join(f"{name}: {v[0]:.3g} after epoch 1, {v[-1]:.3g} after {len(v)}" for name, v in histories.items())
    where = _where_to(histories, best)
    return described(figure, f"{where}. Error in {unit} over epochs. {told}. Closed form: {best:.3g}.")


def _where_to(histories: dict[str, list[float]], best: float) -> str:
    """What the curves of `approach` do, as a title."""
    away = [name for name, values in histories.items() if not values[-1] < 1.5 * values[0]]
    there = [name for name, values in histories.items() if values[-1] < 1.02 * best]
    if away:
        return f"Farther off with every epoch: {', '.join(away)}"
    if len(there) == len(histories):
        return "Epoch by epoch to the same line"
    return f"There in time: {', '.join(there)}" if there else "None of them is there in time"
