"""A line to fit by hand, through apples whose weight follows the cube of their diameter."""

import numpy as np

from course import figures
from course.data import weights


def apples():
    """(x, y): the standardised cube of the diameter, and the weight in grams, of 400 apples."""
    table = weights.load(400, seed=1)
    cube = table["diameter_mm"].to_numpy() ** 3
    return (cube - cube.mean()) / cube.std(), table["weight_g"].to_numpy()


def examples():
    x, y = apples()
    tilted = np.linspace(-1.7, 1.7, 30)
    return {
        "apples": figures.line(x, y, names=("your feature, standardised", "weight (g)")),
        "falling": figures.line(tilted, 100 - 20 * tilted + 3 * np.sin(9 * tilted), target=3, unit="mm"),
    }
