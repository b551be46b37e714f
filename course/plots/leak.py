"""The leak of a shuffled split: one model, judged on days that it can look up and on days that are still to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from course.errors import CourseError
from course.plots.card import COLOURS, Picture, card, described

if TYPE_CHECKING:
    import pandas as pd

TEST = 365  # days


@dataclass(frozen=True)
class Judged:
    """A model of the day number alone, judged on `TEST` days: which ones, its guesses, and its mean absolute error."""

    days: np.ndarray  # (TEST,) places in the series, in order
    guesses: np.ndarray  # (TEST,)
    error: float


def judged(series: pd.Series, first: pd.Timestamp, neighbours: int = 3) -> tuple[Judged, Judged]:
    """The nearest-neighbour model on the day number: judged on shuffled days, then on the year from `first` on.

    Both use the days until the end of that year. Shuffled, a random `TEST` of them are held back, drawn as
    `train_test_split(..., test_size=365, random_state=0)` does; by time, the last `TEST`.
    Raises CourseError unless `series` has `TEST` days from `first` on and some before.
    """
    from sklearn.model_selection import train_test_split

    known = int((series.index < first).sum())
    if known < neighbours or len(series) < known + TEST:
        raise CourseError(
            f"A split on {first:%Y-%m-%d} does not leave {neighbours} days before and {TEST} days after.",
            do=f"The series runs from {series.index[0]:%Y-%m-%d} to {series.index[-1]:%Y-%m-%d}: choose another date.",
        )
    everything = np.arange(known + TEST)
    past, new = train_test_split(everything, test_size=TEST, random_state=0)
    by_time = everything[:known], everything[known:]
    return _judge(series, past, new, neighbours), _judge(series, *by_time, neighbours)


def _judge(series: pd.Series, past: np.ndarray, new: np.ndarray, neighbours: int) -> Judged:
    from sklearn.neighbors import KNeighborsRegressor

    values, new = series.to_numpy(), np.sort(new)
    guesses = KNeighborsRegressor(neighbours).fit(past[:, None], values[past]).predict(new[:, None])
    return Judged(new, guesses, float(np.mean(np.abs(guesses - values[new]))))


def words(first: pd.Timestamp, shuffled: Judged, by_time: Judged) -> str:
    """What the picture says of a split date."""
    return (
        f"Split on {first:%Y-%m-%d}: shuffled, the model seems to be {shuffled.error:.1f} °C off; "
        f"by time it is {by_time.error:.1f} °C off."
    )


def split_date(series: pd.Series, first: str | pd.Timestamp = "2015-01-01") -> Picture:
    """Both ways to judge a model that knows only the number of the day, above each other, for one split date.

    series: one number for each day, such as `days["high_c"]`, °C. The plain twin of `figures.split_date`.
    """
    import pandas as pd

    first = pd.Timestamp(first)
    both = judged(series, first)
    figure, panels = card(2, 1, width=7.6, height=4.6, sharex=True, sharey=True)
    for axes, one, name in zip(panels, both, ("shuffled", "by time"), strict=True):
        held = series.index[one.days]
        axes.plot(series.index, series, color="#BBBBBB", linewidth=0.8, label="what came")
        axes.plot(held, one.guesses, ".", color=COLOURS["red"], markersize=3, label="forecasts of held-back days")
        axes.set(ylabel="high (°C)")
        axes.set_title(f"{name}: {one.error:.1f} °C off")
    panels[1].axvline(first, color=COLOURS["blue"])
    panels[1].set_xlabel("date")
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower right", ncols=2)
    return described(
        figure,
        f"{words(first, *both)} Above, shuffled: the forecasts of the held-back days lie on the curve of the "
        "temperatures, for the days beside them were known. Below, by time: one flat line at the last days before "
        "the split, through all four seasons.",
    )
