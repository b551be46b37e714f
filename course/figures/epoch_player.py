"""The epoch player: the same photographs being guessed after every epoch, from the untrained network on."""

from __future__ import annotations

from course.errors import CourseError
from course.figures.figure import Figure
from course.figures.photographs import sources
from course.plots import learning


def epoch_player(history, photos, *, start=None) -> Figure:
    """The curve of the accuracy with a dot to drag along it, and `photos` with the guesses after that epoch.

    photos   the photographs behind fit's `watch`, in the same order
    start    what `training.epoch_zero` says of the untrained network
    Its twin in plain code: `plots.watched(history, photos, epoch, start=start)`.
    """
    guesses = history.watched
    if not guesses.size or guesses.shape[1] != len(photos):
        raise CourseError(
            f"The history watched {guesses.shape[1] if guesses.size else 0} photographs, here are {len(photos)}.",
            why="The player shows the guesses that the training kept for its watched photographs.",
            do="Train with `watch=torch.from_numpy(photos.small(32))` and give the same photographs here.",
        )
    runs = [history] if start is None else [start, history]
    epochs = [epoch for run in runs for epoch in run.epochs]
    chances = [guess for run in runs for guess in run.guesses]
    learned = [learning.right_guesses(each, photos) for each in chances]
    data = {
        "photos": sources(photos, size=64),
        "kinds": [str(kind) for kind in photos.kinds],
        "apple": [bool(apple) for apple in photos.is_apple],
        "epochs": [epoch.number for epoch in epochs],
        "train": [round(epoch.train_score, 4) for epoch in epochs],
        "valid": [round(epoch.valid_score, 4) for epoch in epochs],
        "chances": chances,
        "since": [_since(epochs, right) for right in zip(*learned, strict=True)],
        "words": [learning.epoch_words(*each, photos) for each in zip(epochs, chances, strict=True)],
    }
    return Figure("epoch_player", "Your network, epoch by epoch", data, learning.watched(history, photos))


def _since(epochs, right) -> str:
    """In words, after which of `epochs` a guess stayed right to the end."""
    wrong = [number for number, each in enumerate(right) if not each]
    first = wrong[-1] + 1 if wrong else 0
    return f"right since epoch {epochs[first].number}" if first < len(epochs) else "wrong at the end"
