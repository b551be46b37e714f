"""The split date: drag it, and watch a shuffled split promise what no later year keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from course.errors import CourseError
from course.figures.figure import Figure
from course.plots import leak as twin

if TYPE_CHECKING:
    import pandas as pd


def split_date(series: pd.Series, first: str | pd.Timestamp = "2015-01-01") -> Figure:
    """A model that knows only the number of the day, judged on shuffled days and by time; the split date is dragged.

    series: one number for each day, such as `days["high_c"]` in °C, two years or more. The date moves by months.
    Its twin in plain code: `plots.split_date(series, first)`.
    """
    import pandas as pd

    first = pd.Timestamp(first)
    months = pd.date_range(series.index[0] + pd.DateOffset(years=1), series.index[-1], freq="MS")
    months = [month for month in months if len(series) >= (series.index < month).sum() + twin.TEST]
    if first not in months:
        raise CourseError(
            f"The figure cannot split on {first:%Y-%m-%d}.",
            why="It needs a year before the split and a year after it, and moves by months.",
            do=f"Choose the first day of a month; this series allows {len(months)} of them.",
        )
    splits = []
    for month in months:
        shuffled, by_time = twin.judged(series, month)
        splits.append(
            {
                "at": int((series.index < month).sum()),
                "date": f"{month:%Y-%m-%d}",
                "held": shuffled.days,
                "guesses": np.round(shuffled.guesses, 1),
                "flat": float(np.round(by_time.guesses[-1], 1)),
                "errors": [shuffled.error, by_time.error],
                "words": twin.words(month, shuffled, by_time),
            }
        )
    january = series.index[(series.index.month == 1) & (series.index.day == 1)]
    data = {
        "values": np.round(series.to_numpy(float), 1),
        "test": twin.TEST,
        "years": [[int(series.index.get_loc(day)), str(day.year)] for day in january],
        "splits": splits,
        "start": months.index(first),
    }
    return Figure("split_date", "One model, two ways to judge it", data, twin.split_date(series, first))
