"""The bill of a frost warning: drag the price of a lost blossom, and the chance from which on it is protected."""

from __future__ import annotations

import numpy as np

from course.figures.figure import Figure
from course.plots import forecasts as twin

MOST = 50  # protected nights that a lost blossom can cost
FEWEST_PERCENT, MOST_PERCENT = 1, 100


def frost_bill(chance, frost, lost: float = 10.0, threshold: float = 0.5) -> Figure:
    """Every night at its chance of frost, and the bill of a mean year over the threshold.

    chance     forecast chance of frost, 0 to 1, for each night (n,)
    frost      True or 1 where the frost came (n,)
    lost       price of a lost blossom to start with, in protected nights, 1 to 50
    threshold  to start with, 0.01 to 1
    Its twin in plain code: `plots.frost_bill(chance, frost, lost, threshold)`.
    """
    still = twin.frost_bill(chance, frost, lost, threshold)
    order = np.argsort(np.asarray(chance, dtype=float))
    data = {
        "chance": np.asarray(chance, dtype=float)[order],
        "frost": np.asarray(frost)[order].astype(int),
        "lost": lost,
        "most": MOST,
        "percent": round(100 * threshold),
        "ends": [FEWEST_PERCENT, MOST_PERCENT],
    }
    return Figure("frost_bill", "From which chance on would you protect?", data, still)
