"""The data of lesson 12's briefs: a phrase book and a day of requests, and a machine's week. Made up for the course."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas


def load(name: str) -> pandas.DataFrame:
    """The table `phrases` (english, french), `requests` (english) or `week` (machine, size, hours of each kind).

    The hours of the week are suppositions, as the speed-ups of lesson 10 are: a training of 9 h on the smallest
    machine, and a GPU that is 8 times as quick.
    """
    import pandas as pd

    with files("course.data.briefs").joinpath(f"{name}.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file)
