"""What learning looks like: curves over epochs, the watched photographs, the hill that SGD walks down."""

from __future__ import annotations

import numpy as np

from course.errors import CourseError
from course.plots.card import COLOURS, INKS, SMALL, Picture, card, described
from course.plots.dark import AS_IT_IS
from course.plots.photos import photo_grid


def curves(history, *, mark_best: bool = True) -> Picture:
    """Loss and score over epochs, training and validation; the lowest validation loss is marked."""
    best = history.best
    table = history.frame()
    figure, (left, right) = card(1, 2, height=3.3)
    colour = {"train": COLOURS["blue"], "valid": COLOURS["red"]}
    for axes, name, label in ((left, "loss", "loss"), (right, "score", history.score_name)):
        axes.plot(table.index, table[f"train_{name}"], "o-", markersize=3, color=colour["train"], label="training")
        axes.plot(table.index, table[f"valid_{name}"], "s--", markersize=3, color=colour["valid"], label="validation")
        axes.set(xlabel="epoch", ylabel=label)
        axes.xaxis.get_major_locator().set_params(integer=True)
        if mark_best:
            axes.axvline(best.number, color=COLOURS["grey"], linewidth=1, linestyle=":")
    left.set_title("Loss (lower is better)")
    better = "higher" if history.score_name == "accuracy" else "lower"
    right.set_title(f"{history.score_name[0].upper()}{history.score_name[1:]} ({better} is better)")
    if mark_best:
        left.annotate(
            f"lowest: epoch {best.number}",
            (best.number, left.get_ylim()[1]),
            xytext=(3, -9),
            textcoords="offset points",
            fontsize=SMALL,
            color=INKS["grey"],
        )
    left.legend()
    last = history.epochs[-1]
    return described(
        figure,
        f"Loss and {history.score_name} over {len(history)} epochs. The training loss goes from "
        f"{history.epochs[0].train_loss:.2f} to {last.train_loss:.2f}, the validation loss from "
        f"{history.epochs[0].valid_loss:.2f} to {last.valid_loss:.2f}, lowest in epoch {best.number} at "
        f"{best.valid_loss:.2f}. {history.score_name} in the last epoch: training {last.train_score:.2f}, "
        f"validation {last.valid_score:.2f}.",
    )


def watched(history, photos, epoch: int | None = None, *, start=None) -> Picture:
    """The watched photographs with the guess after `epoch` (1 is the first; the last when None).

    photos: the photographs behind `watch`, in the same order. start: what `training.epoch_zero` gave; then there is
    an epoch 0. The plain twin of `figures.epoch_player`.
    """
    if not history.watched.size:
        raise CourseError(
            "This history watched no photographs.",
            do="Give some to the training: `training.fit(..., watch=torch.from_numpy(photos.small(32)))`.",
        )
    runs = [history] if start is None else [start, history]
    rows = {one.number: (one, guess) for run in runs for one, guess in zip(run.epochs, run.watched, strict=True)}
    epoch = max(rows) if epoch is None else epoch
    if epoch not in rows:
        without = " Epoch 0 needs `start=`." if start is None and epoch == 0 else ""
        raise CourseError(
            f"There is no epoch {epoch}: the history has {len(history)}.{without}",
            do=f"Choose one from {min(rows)} to {max(rows)}.",
        )
    about, chance = rows[epoch]
    titles = [f"{kind}\napple? {p:.0%}" for kind, p in zip(photos.kinds, chance, strict=True)]
    return photo_grid(
        photos, titles, marks=right_guesses(chance, photos), message=epoch_words(about, chance, photos).rstrip(".")
    )


def right_guesses(chance, photos) -> np.ndarray:
    """For each photograph whether the guess is right; `chance` are probabilities of apple (n,)."""
    return (np.asarray(chance) > 0.5) == np.asarray(photos.is_apple, dtype=bool)


def epoch_words(epoch, chance, photos) -> str:
    """The state after an epoch in words."""
    right = right_guesses(chance, photos)
    when = f"After epoch {epoch.number}" if epoch.number else "Before any training"
    return f"{when}: {right.sum()} of {len(right)} right, accuracy {epoch.valid_score:.2f} in validation."


def loss_surface(slopes, intercepts, losses, trail=(), *, names=("slope", "intercept"), unit: str = "") -> Picture:
    """The loss over slope and intercept as a map, with the steps walked so far.

    losses: (len(intercepts), len(slopes)), each 0 or more. trail: (slope, intercept) pairs, oldest first.
    """
    losses = np.asarray(losses, dtype=float)
    figure, axes = card(width=5.2, height=4)
    axes.grid(False)
    shades = axes.contourf(slopes, intercepts, np.log10(np.maximum(losses, 1e-12)), levels=14, cmap="cividis")
    bar = figure.colorbar(shades, ax=axes, ticks=(marks := _round_losses(losses)))
    bar.set_ticklabels([f"{10**mark:,.6g}" for mark in marks])
    bar.set_label(f"loss{' (' + unit + ')' if unit else ''}")
    trail = np.asarray(trail, dtype=float).reshape(-1, 2)
    if len(trail):
        steps = axes.plot(*trail.T, "o-", color="white", markersize=4, linewidth=1.2, markeredgecolor="black")
        steps[0].set_gid(AS_IT_IS)
    lowest = np.unravel_index(losses.argmin(), losses.shape)
    x, y = slopes[lowest[1]], intercepts[lowest[0]]
    if len(trail):  # a ring, so that it does not hide the lowest point when it gets there
        axes.plot(
            *trail[-1],
            "o",
            color="none",
            markersize=15,
            markeredgecolor=COLOURS["orange"],
            markeredgewidth=2.5,
            label="where you are",
        )
    axes.plot(x, y, "X", color=COLOURS["green"], markersize=9, markeredgecolor="white", label="the lowest loss")
    axes.set(
        xlabel=names[0],
        ylabel=names[1],
        title="Downhill is a better line",
        xlim=(min(slopes), max(slopes)),
        ylim=(min(intercepts), max(intercepts)),
    )
    wide, high = np.ptp(slopes), np.ptp(intercepts)
    if 0.8 < wide / high < 1.25:  # a unit is as long on both axes: a round valley looks round
        axes.set_aspect("equal")
    figure.legend(loc="outside lower center", ncols=2)
    where = f"The lowest point of the map is at {names[0]} {x:.3g}, {names[1]} {y:.3g}."
    walked = f" The last of {len(trail)} points stands at {trail[-1][0]:.3g}, {trail[-1][1]:.3g}." if len(trail) else ""
    return described(figure, f"Map of the loss. {where}{walked}")


def _round_losses(losses) -> list[float]:
    """log10 of the round numbers (1, 10, 100, or 1, 2, 5 between them) that a colour bar over `losses` can show."""
    low, high = (float(np.log10(max(end, 1e-12))) for end in (losses.min(), losses.max()))
    powers = range(int(np.floor(low)), int(np.ceil(high)) + 1)
    for steps in ((1,), (1, 2, 5)):
        marks = [power + float(np.log10(step)) for power in powers for step in steps]
        marks = [mark for mark in marks if low <= mark <= high]
        if len(marks) > 2:
            break
    return marks[:: -(-len(marks) // 8) or 1]
