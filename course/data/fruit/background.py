"""What the fruit lie on: plain paper, a gradient, wood, cloth, foliage, a crate."""

from __future__ import annotations

import numpy as np

from .kinds import rgb
from .parts import leaf
from .texture import sample

PAPER = [rgb(code) for code in (0xF1EEE6, 0xE3E7EA, 0xDDE5DA, 0xEFE3D3, 0xD9DCE6)]
WOODS = [rgb(code) for code in (0xB98A5A, 0x8E6238, 0xD2B084, 0x6B4A30, 0xA7988A)]
CLOTHS = [rgb(code) for code in (0xB8433C, 0x4C6FA0, 0x5F8A5A, 0xD9B04A, 0x8C7FA8, 0xC9C2B4, 0x3D4450)]
BACKGROUNDS = ("plain", "gradient", "wood", "cloth", "foliage", "crate")


def _pick(rng, colours):
    return np.array(colours[rng.integers(len(colours))], np.float32)


def _grid(side):
    axis = (np.arange(side, dtype=np.float32) + 0.5) / side
    return axis[None, :], axis[:, None]


def plain(side, rng, vivid):
    x, y = _grid(side)
    colour = _pick(rng, PAPER)
    if rng.random() < vivid:
        colour = 0.35 * colour + 0.65 * rng.uniform(0.15, 0.95, 3).astype(np.float32)
    fall = 1.03 - 0.12 * (x - 0.5) * rng.uniform(-1, 1) - 0.10 * (y - 0.4)
    return colour * fall[..., None]


def gradient(side, rng, vivid):
    x, y = _grid(side)
    turn = rng.uniform(0, 2 * np.pi)
    share = np.clip(0.5 + (x - 0.5) * np.cos(turn) + (y - 0.5) * np.sin(turn), 0, 1)
    one, two = _pick(rng, PAPER + CLOTHS), _pick(rng, PAPER + WOODS + CLOTHS)
    soft = 0.06 * sample("cloud", x * 0.7 + 0 * y, y * 0.7 + 0 * x, rng.random(2))
    return (one + (two - one) * share[..., None]) * (1 + soft)[..., None]


def wood(side, rng, vivid, upright=False, planks=None):
    x, y = _grid(side)
    if upright:
        x, y = y, x
    planks = planks or rng.integers(2, 5)
    board = np.floor(y * planks + rng.random() * 0.5)
    along = x * 0.35 + board * 0.37
    rings = sample("cloud", along + 0 * y, y * 1.6 + 0 * x, rng.random(2))
    fibre = sample("grain", along * 0.15 + 0 * y, y * 1.3 + 0 * x, rng.random(2))
    edge = np.abs((y * planks + 0.0) % 1 - 0.5) * 2
    gap = np.clip((edge - 0.95) * 20, 0, 1)
    shade = (1 + 0.10 * np.sin(4 * rings) + 0.05 * fibre + 0.05 * np.sin(board * 2.3)) * (1 - 0.55 * gap)
    return _pick(rng, WOODS) * shade[..., None]


def cloth(side, rng, vivid):
    x, y = _grid(side)
    base, pale = _pick(rng, CLOTHS), np.array(rgb(0xF0ECE2), np.float32)
    turn = rng.uniform(-0.5, 0.5)
    u, v = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    folds = sample("cloud", u * 0.5, v * 0.9, rng.random(2))
    count = rng.uniform(3, 6)
    bend = 0.02 * np.sin(2 * np.pi * (1.3 * v + rng.random())), 0.02 * np.sin(2 * np.pi * (1.3 * u + rng.random()))
    stripe = np.clip(6 * np.sin(2 * np.pi * count * (u + bend[0])) + 0.5, 0, 1)
    other = np.clip(6 * np.sin(2 * np.pi * count * (v + bend[1])) + 0.5, 0, 1)
    style = rng.integers(3)
    share = (0 * u * v, 0.75 * stripe, 0.42 * (stripe + other))[style]
    weave = 0.03 * sample("weave", u, v)
    out = base + (pale - base) * share[..., None]
    return out * (1 + 0.07 * folds + weave)[..., None]


def foliage(side, rng, vivid):
    x, y = _grid(side)
    patches = sample("cloud", x * 0.9 + 0 * y, y * 0.9 + 0 * x, rng.random(2))
    dark, bright = np.array(rgb(0x1F3518), np.float32), np.array(rgb(0x6E9440), np.float32)
    canvas = dark + (bright - dark) * np.clip(0.42 + 0.3 * patches, 0, 1)[..., None]
    for k in range(22):
        turn = rng.uniform(0, 2 * np.pi)
        tone = 0.45 + 0.75 * k / 22
        colour = np.array([0.24 + 0.16 * rng.random(), 0.42 + 0.12 * rng.random(), 0.14], np.float32) * tone
        leaf(
            canvas,
            tuple(rng.uniform(0, side, 2)),
            (np.cos(turn), np.sin(turn)),
            side * rng.uniform(0.16, 0.3),
            rng.uniform(0.18, 0.27),
            colour,
            1.0,
        )
    sky = np.clip(sample("cloud", x * 0.6 + 0 * y, y * 0.6 + 0 * x, rng.random(2)) - 1.1, 0, 0.7)
    return canvas + (np.array(rgb(0xDCE8E6), np.float32) - canvas) * sky[..., None]


def crate(side, rng, vivid):
    slats = rng.integers(4, 7)
    canvas = wood(side, rng, vivid, upright=bool(rng.random() < 0.5), planks=slats)
    x, y = _grid(side)
    shadow = 1 - 0.35 * np.clip(1 - np.minimum(np.minimum(x, 1 - x), np.minimum(y, 1 - y)) * 6, 0, 1)
    return canvas * shadow[..., None]


def painted(name: str, side: int, rng: np.random.Generator, vivid: float = 0.0) -> np.ndarray:
    """float32 (side, side, 3) background; vivid is how often plain paper takes any colour at all."""
    drawer = {"plain": plain, "gradient": gradient, "wood": wood, "cloth": cloth, "foliage": foliage, "crate": crate}[
        name
    ]
    return np.ascontiguousarray(drawer(side, rng, vivid), dtype=np.float32)
