"""The form of a fruit: an outline turned in space, and the point of the skin that each pixel shows.

A fruit is a ball whose radius depends on the angle from its upper pole. Each pixel inside the outline
gets the unit normal that a ball would have there, and its latitude and longitude in the fruit's own frame.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

STEPS = 720  # of the outline, so that the nearest one is finer than a pixel
ANGLE = ((np.arange(STEPS) + 0.5) / STEPS * 2 - 1) * np.pi  # 0 is the upper pole


def _hill(angle, centre, width):
    distance = np.abs(np.abs(angle) - centre)
    return np.exp(-((distance / width) ** 2))


def _box(angle, power):
    return (np.abs(np.cos(angle)) ** power + np.abs(np.sin(angle)) ** power) ** (-1 / power)


def _round(a):
    return np.ones_like(a)


def _apple(a):
    low = (1 - np.cos(a)) / 2
    return 1 - 0.15 * _hill(a, 0, 0.34) + 0.04 * _hill(a, 0.75, 0.45) - 0.10 * low**2 - 0.06 * _hill(a, np.pi, 0.2)


def _tomato(a):
    return _box(a, 2.35) / 1.04 * (1 - 0.05 * _hill(a, 0, 0.3) - 0.02 * _hill(a, np.pi, 0.3))


def _peach(a):
    return 1 - 0.07 * _hill(a, 0, 0.2) + 0.05 * _hill(a, np.pi, 0.13)


def _pear(a):
    up = (1 + np.cos(a)) / 2
    return 0.80 + 0.28 * _hill(a, 0, 0.50) - 0.14 * _hill(a, 1.0, 0.42) + 0.06 * (1 - up)


def _cherry(a):
    return 1 - 0.10 * _hill(a, 0, 0.28) + 0.02 * _hill(a, 0.6, 0.3) - 0.03 * _hill(a, np.pi, 0.6)


def _pomegranate(a):
    return 1 + 0.10 * _hill(a, 0, 0.22) + 0.02 * np.cos(5 * a)


def _pepper(a):
    low = (1 - np.cos(a)) / 2
    return _box(a, 3.4) / 1.08 * (1 - 0.12 * _hill(a, 0, 0.35) - 0.08 * low - 0.10 * _hill(a, np.pi, 0.22))


def _lemon(a):
    return 0.88 + 0.13 * _hill(a, 0, 0.2) + 0.16 * _hill(a, np.pi, 0.2) - 0.04 * _hill(a, 1.57, 0.5)


def _onion(a):
    return 0.92 + 0.30 * _hill(a, 0, 0.19) + 0.10 * _hill(a, 0, 0.5) + 0.07 * _hill(a, np.pi, 0.14)


def _mango(a):
    return 1 + 0.07 * np.cos(a - 0.9) + 0.04 * np.cos(2 * a + 0.8)


def _potato(a):
    return 1 + 0.03 * np.cos(2 * a + 1)


OUTLINES = {
    "round": _round,
    "apple": _apple,
    "tomato": _tomato,
    "peach": _peach,
    "pear": _pear,
    "cherry": _cherry,
    "pomegranate": _pomegranate,
    "pepper": _pepper,
    "lemon": _lemon,
    "onion": _onion,
    "mango": _mango,
    "potato": _potato,
}
WOBBLE = {"round": 0.006, "potato": 0.045, "mango": 0.02, "pear": 0.02, "tomato": 0.018}


def outline(form: str, rng: np.random.Generator) -> np.ndarray:
    """Radius at each of STEPS angles from the upper pole; no two fruit have quite the same."""
    size = WOBBLE.get(form, 0.014)
    phase, strength = rng.uniform(0, 2 * np.pi, 4), rng.normal(0, size, 4)
    wobble = sum(strength[k] * np.cos((k + 1) * ANGLE + phase[k]) for k in range(4))
    return OUTLINES[form](ANGLE) + wobble


@dataclass
class Pose:
    """Where a fruit lies: pixels for x, y and radius, radians for the angles.

    roll turns the fruit in the picture; tilt leans its upper pole towards the camera (negative: away).
    """

    x: float
    y: float
    radius: float
    height: float
    roll: float
    tilt: float
    spin: float

    def at(self, right: float, up: float) -> tuple[float, float]:
        """Pixel of a point in the fruit's own upright frame, in radii."""
        c, s = np.cos(self.roll), np.sin(self.roll)
        return self.x + self.radius * (right * c + up * s), self.y + self.radius * (right * s - up * c)


@dataclass
class Surface:
    """The visible skin: one entry for each pixel that the fruit touches."""

    places: np.ndarray  # index of the pixel in the canvas, row by row
    alpha: np.ndarray  # share of the pixel that the fruit covers
    rim: np.ndarray  # 0 in the middle, 1 at the outline
    normal: np.ndarray  # (3, m) right, up, towards the camera, in the fruit's upright frame
    pole: np.ndarray  # (3,) direction of the upper pole
    latitude: np.ndarray  # cosine of the angle to the upper pole
    longitude: np.ndarray  # radians


def surface(pose: Pose, radii: np.ndarray, shape: tuple[int, int]) -> Surface | None:
    """The pixels of a canvas of `shape` that the fruit covers, or None when it lies outside."""
    lean = float(np.cos(pose.tilt))
    tall = 1 + (pose.height - 1) * abs(lean)
    reach = pose.radius * max(1.0, tall) * 1.4 + 2
    top, bottom = max(0, int(pose.y - reach)), min(shape[0], int(pose.y + reach) + 1)
    left, right = max(0, int(pose.x - reach)), min(shape[1], int(pose.x + reach) + 1)
    if top >= bottom or left >= right:
        return None
    u = ((np.arange(left, right, dtype=np.float32) + 0.5 - pose.x) / pose.radius)[None, :]
    v = ((np.arange(top, bottom, dtype=np.float32) + 0.5 - pose.y) / pose.radius)[:, None]
    c, s = np.float32(np.cos(pose.roll)), np.float32(np.sin(pose.roll))
    p, q = u * c + v * s, (u * s - v * c) / np.float32(tall)
    turned = (1 + (radii - 1) * max(lean, 0.25)).astype(np.float32)
    angle = np.arctan2(p, q)
    edge = turned[np.minimum(((angle / np.float32(2 * np.pi) + 0.5) * STEPS).astype(np.int32), STEPS - 1)]
    rho = np.sqrt(p * p + q * q) / edge
    inside = np.flatnonzero(rho < 1 + 1 / pose.radius)
    if not len(inside):
        return None
    rho, angle = rho.ravel()[inside], angle.ravel()[inside]
    places = (inside // (right - left) + top) * shape[1] + inside % (right - left) + left
    alpha = np.clip((1 - rho) * np.float32(pose.radius) + np.float32(0.5), 0, 1)
    rim = np.minimum(rho, 1)
    normal = np.stack([rim * np.sin(angle), rim * np.cos(angle), np.sqrt(np.maximum(1 - rim * rim, 0))])
    pole = np.array([0, np.cos(pose.tilt), np.sin(pose.tilt)], np.float32)
    latitude = normal[1] * pole[1] + normal[2] * pole[2]
    longitude = np.arctan2(normal[0], normal[2] * pole[1] - normal[1] * pole[2]) + np.float32(pose.spin)
    return Surface(places, alpha, rim, normal, pole, latitude, longitude)
