"""The bill of a frost warning over three years of nights, of which one in ten freezes."""

import numpy as np

from course import figures


def nights():
    """(chance, frost) of 1,095 nights; the chances are honest."""
    random = np.random.default_rng(0)
    chance = np.clip(random.beta(0.15, 1.2, 1095), 1e-5, 0.999)
    return chance, random.random(1095) < chance


def examples():
    chance, frost = nights()
    return {"one half": figures.frost_bill(chance, frost), "dear": figures.frost_bill(chance, frost, 50, 0.01)}
