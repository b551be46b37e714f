"""CPU against GPU as others measured it, each figure with its source: for comparison, never mixed with a log."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas


def published() -> pandas.DataFrame:
    """A row for each published comparison: year, work, cpu, gpu, times quicker on the GPU, compared, source.

    "times quicker on the GPU" is below 1 where the CPU was quicker, and NaN where the source gives no number.
    """
    import pandas

    with as_file(files(__package__) / "published.csv") as path:
        return pandas.read_csv(path).sort_values("times quicker on the GPU", na_position="first", ignore_index=True)
