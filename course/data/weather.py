"""Four years of real weather: every day of 2012 to 2015 at the airport of Seattle, in the state of the apples.

Source: NOAA, Global Historical Climatology Network Daily, station Seattle-Tacoma. It ships inside the package
`vega_datasets` (MIT), so nothing is downloaded. A file of your own station is read and checked the same way.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from course.errors import CourseError

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("high_c", "low_c", "rain_mm", "wind_ms")
NAMES = {"temp_max": "high_c", "temp_min": "low_c", "precipitation": "rain_mm", "wind": "wind_ms"}
YEAR = 365.25  # days


class BadWeather(CourseError):
    """A table of weather that no forecast can be learned from; the message names the first row in question."""

    heading = "This weather cannot be used"


def load(file: str | Path | None = None) -> pd.DataFrame:
    """One row for each day, indexed by `date`: high_c, low_c, rain_mm, wind_ms.

    `high_c` and `low_c` are the warmest and the coldest temperature of the day in degrees Celsius, `rain_mm` is
    rain and melted snow in millimetres, `wind_ms` the mean wind in metres a second. Without a `file`: Seattle,
    1,461 days from 2012-01-01 to 2015-12-31, none missing. With a `file`: a CSV of your own with the column
    `date` (2024-03-01) and these four.

    Raises BadWeather when the file cannot be read, a column is missing, a date is no date, stands there twice or
    is left out, a value is no number, or a night is warmer than its day.
    """
    import pandas as pd

    if file is not None:
        return _whole(_read(Path(file)))
    from vega_datasets import local_data

    table = local_data.seattle_weather().rename(columns=NAMES)
    return _whole(table.assign(date=pd.to_datetime(table["date"])))


def calendar(dates: pd.DatetimeIndex) -> pd.DataFrame:
    """The place of each date in the year as four numbers from -1 to 1: sine and cosine, once and twice a year.

    A straight line on them can follow the seasons, and 31 December lies beside 1 January. The table has `dates`
    as its index.
    """
    import pandas as pd

    turn = 2 * np.pi * dates.day_of_year.to_numpy() / YEAR
    waves = {f"{wave.__name__} {times}": wave(times * turn) for times in (1, 2) for wave in (np.sin, np.cos)}
    return pd.DataFrame(waves, index=dates)


def _read(file: Path) -> pd.DataFrame:
    import pandas as pd

    try:
        table = pd.read_csv(file)
    except FileNotFoundError:
        raise BadWeather(f"There is no file {file}.", do="Check its name, and the folder beside the lesson.") from None
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise BadWeather(f"{file.name} cannot be read as a CSV: {reason}.", do="Export it as CSV, in UTF-8.") from None
    if missing := [name for name in ("date", *COLUMNS) if name not in table]:
        raise BadWeather(
            f"{file.name} has no column {missing[0]}; it has {', '.join(map(str, table.columns))}.",
            do=f"Name the columns date, {', '.join(COLUMNS)}.",
        )
    dates = pd.to_datetime(table["date"], format="ISO8601", errors="coerce")
    if dates.isna().any():
        row = int(np.argmax(dates.isna()))
        raise BadWeather(
            f"Line {row + 2} of {file.name} has {table['date'][row]!r} where a date should stand.",
            do="Write dates as year-month-day: 2024-03-01.",
        )
    return table.assign(date=dates)


def _whole(table: pd.DataFrame) -> pd.DataFrame:
    """The table with a row for each day, in order; complains about what is missing, doubled or no number."""
    import pandas as pd

    table = table.set_index("date")[list(COLUMNS)].sort_index().rename_axis("date")
    if table.empty:
        raise BadWeather("There is not one day in this table.", do="Give one row for each day.")
    if table.index.has_duplicates:
        twice = table.index[table.index.duplicated()][0]
        raise BadWeather(f"{twice:%Y-%m-%d} stands there twice.", do="Keep one row for each day.")
    days = pd.date_range(table.index[0], table.index[-1], freq="D", name="date")
    if len(gaps := days.difference(table.index)):
        raise BadWeather(
            f"{len(gaps)} days are missing, the first of them {gaps[0]:%Y-%m-%d}.",
            why="A lag counts rows, so after a gap yesterday would be another day.",
            do="Fill the gap from a station near by, or use the longest stretch without one.",
        )
    for name in COLUMNS:
        numbers = pd.to_numeric(table[name], errors="coerce")
        if not (good := np.isfinite(numbers)).all():
            day = table.index[~good][0]
            raise BadWeather(f"{name} of {day:%Y-%m-%d} is no number.", do="Fill it in, or leave out the days before.")
        table[name] = numbers.astype(float)
    if (wrong := table["low_c"] > table["high_c"]).any():
        raise BadWeather(
            f"On {table.index[wrong][0]:%Y-%m-%d} low_c is above high_c.", do="Are the two columns exchanged?"
        )
    return table.set_index(days)
