"""How heavy is an apple? Calliper measurements, weights, and the best error that anybody can reach.

The apples come from a generator, so that the truth is known. An apple is a slightly flat body of revolution:

    weight = density x FILLED x pi/6 x diameter^2 x height

(the volume of an ellipsoid; FILLED takes off the hollow at the stem and at the eye). Each variety has its own
size and shape; no two apples have the same density; and a calliper in a hand is off by the better part of a
millimetre. The scale is good. What stays unknown when the calliper has been read is the *noise floor*:
`NOISE_FLOOR_G`, in grams, computed below and not estimated. No model can have a smaller error on new apples.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from course.errors import CourseError

if TYPE_CHECKING:
    import pandas as pd

DENSITY_G_CM3 = 0.82  # apples float: about a fifth of the flesh is air between the cells
DENSITY_SPREAD = 0.025  # standard deviation from apple to apple, as a share of the density
FILLED = 0.97  # share of the ellipsoid that is apple, the rest is the hollow at stem and eye
CALLIPER_MM = 0.8  # standard deviation of one reading by hand
GRAMS_IN_CUBIC_MM = DENSITY_G_CM3 * FILLED * np.pi / 6 / 1000  # weight / (diameter^2 x height)


@dataclass(frozen=True)
class Shape:
    """Size and shape of a variety, in mm: true height = flatness x true diameter + what differs by apple."""

    diameter: float
    diameter_spread: float
    flatness: float
    height_spread: float


SHAPES = {
    "red": Shape(76.0, 8.0, 0.92, 2.2),
    "green": Shape(80.0, 8.0, 0.88, 2.2),
    "yellow": Shape(73.0, 8.0, 0.94, 2.2),
    "striped": Shape(68.0, 8.0, 0.86, 2.2),
}
VARIETIES = tuple(SHAPES)


class BadOrder(CourseError):
    """The apples that were asked for cannot be had."""


def load(count: int = 400, seed: int = 0, variety: str | None = None) -> pd.DataFrame:
    """Measure and weigh `count` apples, one in a row: diameter_mm, height_mm, variety, weight_g.

    `diameter_mm` is the widest reading of the calliper across the apple and `height_mm` the one from stem to
    eye, both to 0.1 mm; `weight_g` is read from a scale to 0.1 g. `variety` limits the apples to one of
    `VARIETIES`; without it they come mixed. The same seed gives the same apples, and a larger `count` adds
    apples after them. Raises BadOrder for a count below 1 or a variety that does not grow here.
    """
    import pandas as pd

    if count != int(count) or count < 1:
        raise BadOrder(f"You asked for {count} apples.", do="Ask for a whole number, 1 or more.")
    if variety is not None and variety not in SHAPES:
        choice = ", ".join(VARIETIES)
        raise BadOrder(f"No apples of the variety {variety!r} grow here.", do=f"Choose from {choice}.")
    count = int(count)
    # two streams, so that the apples stay the same when more of them are asked for
    kinds = np.random.default_rng([seed, 0]).integers(0, len(VARIETIES), count)
    names = np.array(VARIETIES)[kinds] if variety is None else np.full(count, variety)
    of_size, of_shape, of_density, *of_hand = np.random.default_rng([seed, 1]).standard_normal((count, 5)).T

    shape = _columns(names)
    diameter = shape.diameter + shape.diameter_spread * of_size
    height = shape.flatness * diameter + shape.height_spread * of_shape
    weight = GRAMS_IN_CUBIC_MM * (1 + DENSITY_SPREAD * of_density) * diameter**2 * height
    return pd.DataFrame(
        {
            "diameter_mm": np.round(diameter + CALLIPER_MM * of_hand[0], 1),
            "height_mm": np.round(height + CALLIPER_MM * of_hand[1], 1),
            "variety": names,
            "weight_g": np.round(weight, 1),
        }
    )


def best_guess(apples: pd.DataFrame, *, height: bool = True) -> np.ndarray:
    """The best possible guess in grams for each row of a table of `load`: the mean of all apples like it.

    It knows the generator, so it corrects the reading for the unsteady hand (a large reading is more often
    too large than too small) and no model can do better on new apples. With `height=False` it looks at the
    diameter and the variety only. Its error is `noise_floor(height=height)`.
    """
    readings = [apples["diameter_mm"].to_numpy(float)]
    readings += [apples["height_mm"].to_numpy(float)] if height else []
    names = apples["variety"].to_numpy()
    guess = np.empty(len(names))
    for name in VARIETIES:
        rows = names == name
        mean, spread = _true_size(SHAPES[name], [reading[rows] for reading in readings])
        guess[rows] = GRAMS_IN_CUBIC_MM * _mean_d2h(mean, spread)
    return guess


def noise_floor(*, height: bool = True, variety: str | None = None) -> float:
    """Root mean squared error in grams of the best possible guess, over all apples or those of a variety.

    True diameter and height are jointly normal, and so are the readings. Given the readings, the truth is
    then normal too, and the mean and the variance of density x diameter^2 x height are polynomials in its
    moments. Their average over all readings is a Gauss-Hermite sum, which is exact for polynomials: the floor
    carries no sampling error. Rounding (0.1 mm, 0.1 g) adds less than 0.01 g and is left out.
    """
    names = VARIETIES if variety is None else (variety,)
    return float(np.sqrt(np.mean([_unknown_variance(SHAPES[name], height) for name in names])))


def _columns(names: np.ndarray) -> Shape:
    """The shapes of many apples as one Shape of arrays."""
    fields = ("diameter", "diameter_spread", "flatness", "height_spread")
    columns: list[Any] = [np.array([getattr(SHAPES[name], field) for name in names]) for field in fields]
    return Shape(*columns)


def _normal_sizes(shape: Shape) -> tuple[np.ndarray, np.ndarray]:
    """Mean (2,) and covariance (2, 2) of true diameter and height, in mm and mm^2."""
    variance, flat = shape.diameter_spread**2, shape.flatness
    mean = np.array([shape.diameter, flat * shape.diameter])
    of_height = flat**2 * variance + shape.height_spread**2
    return mean, np.array([[variance, flat * variance], [flat * variance, of_height]])


def _true_size(shape: Shape, readings: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Mean (2, n) and covariance (2, 2) of true diameter and height, given one or two readings (n,)."""
    mean, covariance = _normal_sizes(shape)
    seen = len(readings)
    of_readings = covariance[:seen, :seen] + CALLIPER_MM**2 * np.eye(seen)
    gain = covariance[:, :seen] @ np.linalg.inv(of_readings)
    surprise = np.stack(readings) - mean[:seen, None]
    return mean[:, None] + gain @ surprise, covariance - gain @ covariance[:seen]


def _mean_d2h(mean: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """E[diameter^2 x height] of a normal pair (Isserlis' theorem)."""
    return mean[1] * (mean[0] ** 2 + spread[0, 0]) + 2 * mean[0] * spread[0, 1]


def _unknown_variance(shape: Shape, height: bool) -> float:
    """E[Var(weight | readings)] in g^2 = E[weight^2] - E[E[weight | readings]^2]."""
    mean, covariance = _normal_sizes(shape)
    square = _expected(lambda size: (size[0] ** 2 * size[1]) ** 2, mean, covariance)
    seen = 2 if height else 1
    of_readings = covariance[:seen, :seen] + CALLIPER_MM**2 * np.eye(seen)
    known = _expected(lambda seen: _mean_d2h(*_true_size(shape, list(seen))) ** 2, mean[:seen], of_readings)
    return GRAMS_IN_CUBIC_MM**2 * ((1 + DENSITY_SPREAD**2) * square - known)


def _expected(function: Callable, mean: np.ndarray, covariance: np.ndarray) -> float:
    """Mean of a polynomial over k normal variables by a Gauss-Hermite sum, exact up to the power 15."""
    points, shares = np.polynomial.hermite_e.hermegauss(8)
    k = len(mean)
    grid = np.stack([axis.ravel() for axis in np.meshgrid(*[points] * k, indexing="ij")])
    weights = np.prod(np.meshgrid(*[shares / shares.sum()] * k, indexing="ij"), axis=0).ravel()
    return float(weights @ function(mean[:, None] + np.linalg.cholesky(covariance) @ grid))


NOISE_FLOOR_G = noise_floor()  # the best possible error from diameter, height and variety
NOISE_FLOOR_DIAMETER_G = noise_floor(height=False)  # the same without the height
