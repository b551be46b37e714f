"""Which answers get mixed up, and from which size on another machine pays."""

from __future__ import annotations

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patheffects import withStroke

from course.errors import CourseError
from course.plots.card import COLOURS, CYCLE, INKS, SMALL, Picture, card, described, ink
from course.plots.dark import AS_IT_IS
from course.timing.record import seconds as duration

HALO = withStroke(linewidth=2.5, foreground="white")  # keeps small words readable across a line


def confusion(truth, guess, names=("other", "apple"), *, message: str = "Who is taken for whom") -> Picture:
    """Confusion matrix: right answers in blue, mistakes in orange.

    truth, guess   whole numbers (n,) that index `names`; or the matrix and None
    """
    if guess is None:
        counts = np.asarray(truth, dtype=int)
    else:
        truth, guess = np.asarray(truth, dtype=int), np.asarray(guess, dtype=int)
        if truth.shape != guess.shape:
            raise CourseError(
                f"There are {truth.shape} true answers and {guess.shape} guesses.",
                do="Give one guess for each photograph.",
            )
        counts = np.zeros((len(names), len(names)), dtype=int)
        np.add.at(counts, (truth, guess), 1)
    side = max(3.0, 1.1 * len(names))
    figure, axes = card(width=side + 1, height=side)
    axes.grid(False)
    shares = counts / max(1, counts.max())
    hues = np.where(np.eye(len(counts), dtype=bool)[..., None], to_rgb(COLOURS["blue"]), to_rgb(COLOURS["red"]))
    cells = 1 - (0.06 + 0.94 * shares[..., None]) * (1 - hues)
    axes.imshow(cells)
    for (row, column), count in np.ndenumerate(counts):
        axes.text(
            column,
            row,
            f"{count}",
            ha="center",
            va="center",
            color=_black_or_white(cells[row, column]),
            fontweight="bold" if row == column else "normal",
            fontsize=12,
            gid=AS_IT_IS,
        )
    axes.set(xlabel="guessed", ylabel="true", title=message)
    axes.set_xticks(range(len(names)), names)
    axes.set_yticks(range(len(names)), names)
    said = "; ".join(
        f"{counts[row, column]} {names[row]} guessed as {names[column]}"
        for row in range(len(names))
        for column in range(len(names))
        if counts[row, column]
    )
    return described(figure, f"{message}. Of {counts.sum()} photographs: {said}.")


def _black_or_white(ground) -> str:
    """What stands out more from a colour (red, green, blue from 0 to 1), by the relative luminance of WCAG 2."""
    linear = np.where(ground <= 0.03928, ground / 12.92, ((ground + 0.055) / 1.055) ** 2.4)
    return "black" if linear @ [0.2126, 0.7152, 0.0722] > 0.179 else "white"


def crossover(observations, reference=None, *, work: str = "size", unit: str = "") -> Picture:
    """Median seconds over size, a line for each device, with the spread of the middle half of the samples.

    observations   timing.Observation, each with `size`, `device_name`, `median`, `samples`; where they count their
                   arithmetic (`work["flop"]`), the rate stands beside the points of the first device
    reference      what `timing.reference` gives, or observations recorded on a named device elsewhere: drawn
                   dashed and labelled as such; when there are none (None), the picture says so
    """
    lines = _by_device(observations)
    if not lines:
        raise CourseError("There is no observation to draw yet.", do="Measure something first, at several sizes.")
    borrowed = _by_device(getattr(reference, "observations", reference) or [])
    where = f"(reference, recorded {reference.date})" if hasattr(reference, "date") else "(reference)"
    figure, axes = card(height=4)
    said = []
    for index, (name, line) in enumerate({**lines, **{f"{n} {where}": o for n, o in borrowed.items()}}.items()):
        sizes = [seen.size for seen in line]
        middle = [seen.median for seen in line]
        low, high = np.array([np.quantile(seen.samples, (0.25, 0.75)) for seen in line]).T
        dashes = "--" if "(reference" in name else "-"
        axes.plot(sizes, middle, dashes, marker="osD^v"[index % 5], label=name, color=CYCLE[index % len(CYCLE)])
        axes.fill_between(sizes, low, high, alpha=0.25, color=CYCLE[index % len(CYCLE)], linewidth=0)
        if index == 0 and all("flop" in getattr(seen, "work", ()) for seen in line):
            for seen in line:
                axes.annotate(
                    seen.speed(),
                    (seen.size, seen.median),
                    xytext=(6, -9),
                    textcoords="offset points",
                    fontsize=SMALL,
                    color=ink(CYCLE[0]),
                    zorder=5,
                    path_effects=[HALO],
                )
        said.append(f"{name}: {middle[0]:.2g} s at {sizes[0]:g} to {middle[-1]:.2g} s at {sizes[-1]:g}")
    axes.set(xscale="log", yscale="log", xlabel=f"{work} ({unit})" if unit else work, ylabel="median time")
    axes.yaxis.set_major_formatter(lambda value, _: duration(value))
    sizes = sorted({seen.size for line in [*lines.values(), *borrowed.values()] for seen in line})
    axes.set_xticks(sizes, [f"{size:,.9g}" for size in sizes])
    axes.minorticks_off()
    kinds = {seen.device for line in [*lines.values(), *borrowed.values()] for seen in line}
    title = "Which machine is faster depends on the size" if len(kinds) > 1 else "Time grows with the work"
    axes.set_title(title)
    axes.legend()
    missing = ""
    if len(kinds) < 2:
        missing = "No GPU here, and no GPU reference measurements recorded yet."
        figure.supxlabel(missing, fontsize=SMALL, color=INKS["grey"])
    return described(figure, f"{title}. {'; '.join(said)}. {missing}")


def _by_device(observations) -> dict[str, list]:
    """Observations by device name, in order of size."""
    lines: dict[str, list] = {}
    for seen in observations:
        lines.setdefault(f"{seen.device.upper()}: {seen.device_name}", []).append(seen)
    return {name: sorted(line, key=lambda seen: seen.size) for name, line in lines.items()}
