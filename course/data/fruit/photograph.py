"""One photograph from its number: which fruit, where they lie, in which light, on what.

The random numbers of a photograph come from the seed and its own number alone, so that neither the
number of workers nor the number of photographs changes it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import background, camera, parts, skin
from .album import Fruit
from .dial import Dial, dial
from .form import Pose, outline, surface
from .kinds import KINDS_TABLE, Look

SCENES = ("single", "few", "piled")


@dataclass(frozen=True)
class Wish:
    """What photograph number `index` shall show."""

    index: int
    kind: str
    variety: str
    scene: str
    difficulty: float
    seed: int
    size: int


def _between(rng, easy, hard, difficulty):
    """A number from a range that grows from `easy` to `hard` with the difficulty."""
    low = easy[0] + (hard[0] - easy[0]) * difficulty
    high = easy[1] + (hard[1] - easy[1]) * difficulty
    return rng.uniform(low, high)


def _jitter(colour, rng, amount):
    tone = np.array(colour) * (1 + rng.normal(0, 0.6 * amount)) + rng.normal(0, 0.35 * amount, 3) * (0.3, 0.3, 0.2)
    return tuple(np.clip(tone, 0.02, 0.97))


def colours_of(wish: Wish, rng) -> Look:
    """The skin colours of one photograph's fruit.

    The higher the dial, the more often a fruit that is no apple wears the colours of an apple: unripe
    tomatoes, red pears, yellow plums. Colour then says little, and form has to be looked at.
    """
    look, turned = KINDS_TABLE[wish.kind].looks[wish.variety], dial(wish.difficulty)
    borrowed = rng.random() < turned.borrowed
    apples = list(KINDS_TABLE["apple"].looks.values())
    other = apples[rng.integers(len(apples))]
    if wish.kind != "apple" and borrowed:
        look = Look(other.ground, other.blush, other.cover, look.pattern if look.pattern != "cloud" else other.pattern)
    tones = turned.tones
    return Look(_jitter(look.ground, rng, tones), _jitter(look.blush, rng, tones), look.cover, look.pattern)


def _light(rng, oddness, floor):
    side = _between(rng, (-0.5, 0.2), (-1.1, 1.1), oddness)
    height = _between(rng, (0.55, 0.75), (0.05, 1.0), oddness)
    direction = np.array([side, height, _between(rng, (0.8, 0.9), (0.35, 1.0), oddness)], np.float32)
    direction /= np.sqrt((direction**2).sum())
    warm = rng.normal(0, 0.02 + 0.04 * oddness)
    strength = _between(rng, (0.72, 0.82), (0.45, 1.0), oddness)
    ambient = _between(rng, (0.36, 0.42), (0.22, 0.5), oddness)
    return skin.Light(direction, strength, ambient, np.array([1 + warm, 1, 1 - warm], np.float32), floor)


def _places(scene: str, rng, turned: Dial) -> list[tuple[float, float, float]]:
    """x, y, radius of each fruit as shares of the picture, the hindmost first."""
    if scene == "single":
        radius, wander = rng.uniform(*turned.radius), turned.wander
        x, y = 0.5 + rng.uniform(-wander, wander), 0.52 + rng.uniform(-wander, wander)
        return [(x, y, radius)]
    if scene == "few":
        count, radius = rng.integers(2, 5), rng.uniform(0.15, 0.24)
        places: list[tuple[float, float, float]] = []
        for _ in range(60):
            r = radius * rng.uniform(0.9, 1.1)
            x, y = rng.uniform(r * 0.9, 1 - r * 0.9), rng.uniform(0.32, 1 - r * 0.95)
            if all(np.hypot(x - a, (y - b) * 1.15) > 0.86 * (r + c) for a, b, c in places):
                places.append((x, y, r))
            if len(places) == count:
                break
        return sorted(places, key=lambda place: place[1])
    radius = rng.uniform(0.12, 0.21)
    places = []
    y, row = -0.3 * radius, 0
    while y < 1 + radius:
        x = -0.5 * radius + (row % 2) * 0.95 * radius
        while x < 1 + radius:
            wander = rng.normal(0, 0.16 * radius, 2)
            places.append((x + wander[0], y + wander[1], radius * rng.uniform(0.88, 1.12)))
            x += 1.85 * radius
        y, row = y + 1.5 * radius, row + 1
    return places


def _shadow(canvas, pose: Pose, light, scene, strength):
    """Darken the ground beside a fruit, on the side away from the light."""
    side = canvas.shape[0]
    away = -light.direction[:2]
    x0 = pose.x + pose.radius * 0.5 * away[0]
    drop = 0.62 if scene != "piled" else 0.15
    y0 = pose.y + pose.radius * (drop + 0.15 * max(0.0, away[1]))
    wide, tall = pose.radius * 1.25, pose.radius * (0.62 if scene != "piled" else 1.15)
    left, right = max(0, int(x0 - 1.7 * wide)), min(side, int(x0 + 1.7 * wide) + 1)
    top, bottom = max(0, int(y0 - 1.7 * tall)), min(side, int(y0 + 1.7 * tall) + 1)
    if left >= right or top >= bottom:
        return
    x = ((np.arange(left, right, dtype=np.float32) - x0) / wide)[None, :]
    y = ((np.arange(top, bottom, dtype=np.float32) - y0) / tall)[:, None]
    d = x * x + y * y
    canvas[top:bottom, left:right] *= (1 - strength * np.exp(-1.6 * d * d))[..., None]


def _draw(canvas, pose: Pose, wish: Wish, look: Look, light, rng):
    """One fruit on the canvas; its mean colour and its surface."""
    kind, turned = KINDS_TABLE[wish.kind], dial(wish.difficulty)
    radii = outline(kind.form, rng)
    skin_here = surface(pose, radii, canvas.shape[:2])
    has_top = rng.random() >= turned.bare
    crown = radii[len(radii) // 2] * pose.height * np.cos(pose.tilt)
    behind = pose.tilt < 0.05
    draw_stem = has_top and kind.top in ("stem", "star") and pose.tilt > -0.75
    strength = light.ambient + 0.7 * light.strength

    def carried():
        base = pose.at(0, crown * (0.93 if kind.dimple else 0.98))
        lean = pose.roll + rng.normal(0, 0.25)
        along = np.array([np.sin(lean), -np.cos(lean)])
        length = kind.stem[0] * pose.radius * rng.uniform(0.75, 1.2)
        colour = _jitter(kind.stem_colour, rng, 0.12)
        if rng.random() < kind.leaf:
            turn = lean + rng.choice([-1, 1]) * rng.uniform(0.7, 1.3)
            start = np.array(base) + along * length * 0.45
            parts.leaf(
                canvas,
                start,
                (np.sin(turn), -np.cos(turn)),
                pose.radius * rng.uniform(0.6, 0.95),
                rng.uniform(0.2, 0.28),
                _jitter((0.30, 0.50, 0.17), rng, 0.2),
                strength,
            )
        parts.stem(canvas, base, along, length, kind.stem[1] * pose.radius, colour, rng.normal(0, 0.18), strength)

    if draw_stem and behind:
        carried()
    if skin_here is not None:
        marks = 1 - turned.faint * rng.random()
        colour, normal, gloss = skin.painted(skin_here, kind, look, rng, marks=marks)
        if kind.top == "star" and has_top:
            share = skin.star(skin_here, rng)
            colour = colour + (skin.GREEN.reshape(3, 1) * rng.uniform(0.8, 1.3) - colour) * share
            gloss = gloss * (1 - 0.8 * share)
        shown = skin.lit(skin_here, colour, normal, gloss, pose.roll, light)
        flat = canvas.reshape(-1, 3)
        under = flat[skin_here.places]
        flat[skin_here.places] = under + (shown.T - under) * skin_here.alpha[:, None]
    if draw_stem and not behind:
        carried()
    if kind.top == "crown" and has_top:
        tone = np.array(look.blush) * 0.85
        parts.crown(canvas, pose, crown * 0.95, 0.3, tone, strength)
    if kind.top == "neck" and has_top:
        lean = np.array([np.sin(pose.roll), -np.cos(pose.roll)])
        parts.stem(
            canvas,
            pose.at(0, crown * 0.95),
            lean,
            0.3 * pose.radius,
            0.07 * pose.radius,
            np.array(look.ground) * 0.9,
            rng.normal(0, 0.3),
            strength,
        )
    if skin_here is None:
        return tuple(look.ground), None
    return tuple(float(value) for value in colour.mean(axis=1)), skin_here


def choose_scene(scene: str, difficulty: float, draw: float) -> str:
    """The scene of one photograph; "mixed" is single fruit at dial 0 and ever more piles above.

    draw: a random number from 0 to 1.
    """
    if scene != "mixed":
        return scene
    turned = dial(difficulty)
    return "piled" if draw < turned.piled else "few" if draw < turned.piled + turned.few else "single"


def _ground(scene, turned: Dial, rng):
    busy = rng.random() < turned.busy
    names = background.BACKGROUNDS[1:] if scene != "piled" else ("crate", "wood", "foliage")
    return names[rng.integers(len(names))] if busy or scene == "piled" else "plain"


def photograph(wish: Wish) -> tuple[np.ndarray, tuple[Fruit, ...]]:
    """uint8 (size, size, 3) and the fruit in it."""
    rng = np.random.default_rng([wish.seed, wish.index, 1])
    kind, turned = KINDS_TABLE[wish.kind], dial(wish.difficulty)
    side = wish.size * (2 if wish.size <= 96 else 1)
    look_rng, place_rng, draw_rng, camera_rng = rng.spawn(4)
    canvas = background.painted(_ground(wish.scene, turned, place_rng), side, place_rng, vivid=turned.vivid)
    light = _light(place_rng, turned.light, canvas[side // 2 :].mean(axis=(0, 1)))
    canvas *= (light.ambient + 0.75 * light.strength) * light.tint
    look = colours_of(wish, look_rng)
    size = look_rng.uniform(*kind.size) ** turned.sized if wish.scene == "single" else 1.0
    truth = []
    places = _places(wish.scene, place_rng, turned)
    strength = _between(place_rng, (0.3, 0.4), (0.2, 0.65), turned.light)
    for x, y, radius in places:
        radius *= size
        tilt = draw_rng.uniform(*turned.tilt)
        if wish.scene == "piled":
            tilt += draw_rng.uniform(-0.3, 0.3)
        pose = Pose(
            x * side,
            y * side,
            radius * side,
            draw_rng.uniform(*kind.height),
            draw_rng.uniform(-turned.roll, turned.roll),
            tilt,
            draw_rng.uniform(0, 6.283),
        )
        _shadow(canvas, pose, light, wish.scene, strength)
        one = Look(_jitter(look.ground, draw_rng, 0.05), _jitter(look.blush, draw_rng, 0.05), look.cover, look.pattern)
        colour, _ = _draw(canvas, pose, wish, one, light, draw_rng)
        truth.append(Fruit(wish.kind, wish.variety, float(x), float(y), float(radius), colour))
    image = camera.photographed(canvas, wish.size, turned.camera, camera_rng)
    return image, tuple(truth)
