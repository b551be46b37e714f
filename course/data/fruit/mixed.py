"""One scene from its number: fruit of several kinds on a tree or a table, and what is visible of each.

A box goes around what is visible of a fruit's skin, without stem and leaf. On a tree leaves hang before the fruit, the
more the higher the dial; none of them hides more than half of what another fruit has left of one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import background, camera, parts
from .dial import dial
from .form import Pose
from .kinds import KINDS, KINDS_TABLE, VARIETIES, Look
from .photograph import Wish, _between, _draw, _jitter, _light, _shadow, colours_of

GROUNDS = ("tree", "table")
TABLES = ("wood", "cloth", "plain", "crate")
OTHERS = tuple(kind for kind in KINDS if kind != "apple")
LEAST = 0.5  # visible share that a leaf has to leave


@dataclass(frozen=True)
class SceneWish:
    """What scene number `index` shall show."""

    index: int
    ground: str  # tree, table, or mixed
    fewest: int
    most: int
    apples: float
    varieties: tuple[str, ...]  # of the apples
    difficulty: float
    seed: int
    size: int


@dataclass(frozen=True)
class Placed:
    """One fruit of a scene: its box in pixels (left, top, right, bottom), and the share of its skin that is visible."""

    kind: str
    variety: str
    box: tuple[float, float, float, float]
    visible: float


def scene(wish: SceneWish) -> tuple[np.ndarray, tuple[Placed, ...]]:
    """uint8 (size, size, 3) and the fruit in it, the hindmost first."""
    rng = np.random.default_rng([wish.seed, wish.index, 2])
    place, look_of, draw, shot = rng.spawn(4)
    turned, side = dial(wish.difficulty), wish.size * (2 if wish.size <= 64 else 1)
    tree = wish.ground == "tree" or (wish.ground == "mixed" and place.random() < 0.6)
    ground = "foliage" if tree else TABLES[place.integers(len(TABLES))]
    canvas = background.painted(ground, side, place, vivid=turned.vivid)
    light = _light(place, turned.light, canvas[side // 2 :].mean(axis=(0, 1)))
    canvas *= (light.ambient + 0.75 * light.strength) * light.tint
    strength = _between(place, (0.3, 0.4), (0.2, 0.65), turned.light)
    owner, areas, named = np.full(side * side, -1), [], []
    spots = _spots(place, int(place.integers(wish.fewest, wish.most + 1)), wish.difficulty)
    for x, y, radius in spots:
        kind = "apple" if look_of.random() < wish.apples else OTHERS[look_of.integers(len(OTHERS))]
        varieties = wish.varieties if kind == "apple" else VARIETIES[kind]
        variety = varieties[look_of.integers(len(varieties))]
        one = Wish(wish.index, kind, variety, "few", wish.difficulty, wish.seed, wish.size)
        look = colours_of(one, look_of)
        look = Look(_jitter(look.ground, draw, 0.05), _jitter(look.blush, draw, 0.05), look.cover, look.pattern)
        height, roll = draw.uniform(*KINDS_TABLE[kind].height), draw.uniform(-turned.roll, turned.roll)
        tilt, spin = draw.uniform(*turned.tilt), draw.uniform(0, 6.283)
        pose = Pose(x * side, y * side, radius * side, height, roll, tilt, spin)
        _shadow(canvas, pose, light, "piled" if tree else "few", strength)
        _, skin = _draw(canvas, pose, one, look, light, draw)
        covered = skin.places[skin.alpha > 0.5]
        owner[covered] = len(areas)
        areas.append(len(covered))
        named.append((kind, variety))
    if tree:
        _leaves(canvas, owner, areas, spots, round(14 * wish.difficulty), light, draw)
    image = camera.photographed(canvas, wish.size, turned.camera, shot)
    scale = wish.size / side
    return image, tuple(
        Placed(*names, _box(owner == number, side, scale), float((owner == number).sum() / areas[number]))
        for number, names in enumerate(named)
    )


def _spots(rng, count: int, difficulty: float) -> list[tuple[float, float, float]]:
    """x, y, radius of each fruit as shares of the picture, the hindmost first; the dial moves them together."""
    base, apart = rng.uniform(0.08, 0.125), 1.05 - 0.4 * difficulty
    spots: list[tuple[float, float, float]] = []
    for _ in range(400):
        if len(spots) == count:
            break
        radius = base * rng.uniform(0.8, 1.25)
        x, y = rng.uniform(1.1 * radius, 1 - 1.1 * radius, 2)
        if all(np.hypot(x - a, y - b) > apart * (radius + c) for a, b, c in spots):
            spots.append((x, y, radius))
    return sorted(spots, key=lambda spot: spot[1])


def _leaves(canvas, owner, areas, spots, many: int, light, rng) -> None:
    """Leaves before the fruit, each across the edge of one of them."""
    side = canvas.shape[0]
    for _ in range(many if spots else 0):
        x, y, radius = spots[rng.integers(len(spots))]
        around, turn = rng.uniform(0, 2 * np.pi, 2)
        length, tone = 2 * radius * side * rng.uniform(0.9, 1.4), rng.uniform(0.6, 1.25)
        start = (
            side * (x + 1.1 * radius * np.cos(around)) - 0.5 * length * np.cos(turn),
            side * (y + 1.1 * radius * np.sin(around)) - 0.5 * length * np.sin(turn),
        )
        colour = np.array([0.24 + 0.16 * rng.random(), 0.42 + 0.12 * rng.random(), 0.14]) * tone
        after = canvas.copy()
        breadth = rng.uniform(0.18, 0.27)
        parts.leaf(after, start, (np.cos(turn), np.sin(turn)), length, breadth, colour, light.ambient + light.strength)
        left = np.where((np.abs(after - canvas).max(axis=2) > 0.02).ravel(), -1, owner)
        if all((left == number).sum() >= LEAST * area for number, area in enumerate(areas)):
            canvas[:], owner[:] = after, left


def _box(seen: np.ndarray, side: int, scale: float) -> tuple[float, float, float, float]:
    """left, top, right, bottom around the pixels that are True."""
    rows, columns = np.nonzero(seen.reshape(side, side))
    edges = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
    left, top, right, bottom = (float(edge * scale) for edge in edges)
    return left, top, right, bottom
