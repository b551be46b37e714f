"""The ruler before a measurement, and after one that was badly guessed."""

import types

import numpy as np

from course import figures


def observation(predicted=500):
    samples = list(0.05 * np.exp(np.random.default_rng(0).normal(0, 0.05, 20)))
    prediction = types.SimpleNamespace(value=predicted)
    return types.SimpleNamespace(samples=samples, median=float(np.median(samples)), prediction=prediction)


def examples():
    return {"to predict": figures.time_ruler(), "measured": figures.time_ruler(observation())}
