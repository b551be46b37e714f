"""The skin of a fruit: its colour at each point, its relief, and the light on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .form import Surface
from .kinds import Kind, Look
from .texture import sample

DARK = np.array([0.16, 0.10, 0.05], np.float32)
GREEN = np.array([0.22, 0.42, 0.12], np.float32)


@dataclass
class Light:
    """Where the light comes from (right, up, towards the camera) and how much there is; 1 is full."""

    direction: np.ndarray
    strength: float
    ambient: float
    tint: np.ndarray
    floor: np.ndarray  # colour of what the fruit lies on: its underside reflects it


def _mix(colour, other, share):
    return colour + (np.asarray(other, np.float32).reshape(3, 1) - colour) * share


def _step(value, low, high):
    return np.clip((value - low) * np.float32(1 / (high - low)), 0, 1)


def _pattern(skin: Surface, name: str, cover: float, rng) -> np.ndarray:
    """Share of the second colour at each point, 0 to 1."""
    shift, lon, lat = rng.random(2).tolist(), skin.longitude, skin.latitude
    wave = sample("cloud", lon / 6.2832, lat * 0.35, shift)
    if name == "stripes":
        fine = 0.6 * np.sin(lon * 17 + 1.6 * wave) + 0.9 * np.sin(lon * 37 + 5 * shift[0]) + 0.7 * wave
        sunny = 0.35 * np.cos(lon - 6.28 * shift[1])
        return 0.30 + 0.62 * _step(fine + sunny, 0.1 - 1.6 * cover, 2.4 - 1.6 * cover)
    if name == "sectors":
        return _step(np.sin(3 * lon), -0.06, 0.06)
    if name == "band":
        return _step(np.float32(cover) - np.abs(lat), -0.03, 0.03)
    if name == "half":
        return _step(lat, -0.03, 0.03)
    if name == "seam":
        return _step(np.float32(0.07) - np.abs(lat - 0.45 * np.sin(2 * lon)), -0.03, 0.03)
    if name == "veins":
        return np.clip(cover * 0.5 + 0.45 * np.sin(lon * 20) * (1 - lat * lat) + 0.25 * wave, 0, 1)
    sunny = np.cos(lon - 6.28 * shift[1]) * 0.9 + 0.45 * wave
    share = _step(sunny, 1.0 - 3.0 * cover, 2.6 - 3.0 * cover)
    return share * share * (3 - 2 * share)


def painted(skin: Surface, kind: Kind, colours: Look, rng, *, marks: float = 1.0):
    """Colour (3, m), normal (3, m) and gloss (m) of the skin.

    marks from 0 to 1: how clearly speckles, pores, seam and ribs show.
    """
    cover = rng.uniform(*colours.cover)
    lat, lon = skin.latitude, skin.longitude
    ground = np.array(colours.ground, np.float32).reshape(3, 1)
    share = _pattern(skin, colours.pattern, cover, rng)
    colour = ground + (np.array(colours.blush, np.float32).reshape(3, 1) - ground) * share
    colour = colour * (1 + 0.045 * sample("cloud", lon / 3.1416, lat * 0.8, rng.random(2)))
    normal = skin.normal
    gloss = np.float32(kind.gloss)

    around = np.sqrt(np.clip(1 - lat * lat, 1e-4, 1))
    to_pole = (skin.pole.reshape(3, 1) - lat * normal) / around
    polar = np.arccos(np.clip(lat, -1, 1))
    if kind.dimple:
        near = polar / np.float32(0.36 + 0.1 * kind.dimple)
        hollow = np.exp(-near * near)
        normal = normal + to_pole * (1.5 * kind.dimple * near * hollow)
        colour = colour * (1 - 0.55 * kind.dimple * np.exp(-(near * near) * 2.2))
        if kind.form == "apple":  # the rust around the stem
            colour = _mix(colour, (0.55, 0.47, 0.22), 0.45 * hollow**2)
    east = np.stack(
        [skin.pole[1] * normal[2] - skin.pole[2] * normal[1], skin.pole[2] * normal[0], -skin.pole[1] * normal[0]]
    ) / np.maximum(around, 0.3)
    if kind.rib_depth:
        ribs = int(rng.integers(kind.ribs[0], kind.ribs[1] + 1))
        depth = kind.rib_depth * (0.6 + 0.4 * marks)
        phase = lon * (ribs / 2)
        groove = 1 - np.abs(np.sin(phase))
        normal = normal + east * (-1.6 * depth * np.sign(np.sin(2 * phase)) * groove * around)
        colour = colour * (1 - 1.1 * depth * groove**3 * around)
    if kind.suture:
        seam = np.mod(lon - rng.uniform(-0.9, 0.9) + np.pi, 2 * np.pi) - np.pi
        line = np.exp(-np.square(seam * around / 0.10)) * _step(lat, -0.95, -0.5)
        colour = colour * (1 - 0.42 * kind.suture * line)
        wide = seam * around / 0.22
        normal = normal + east * (-0.8 * kind.suture * wide * np.exp(-wide * wide))
    if kind.pores:
        grain = sample("grain", lon / 3.1416, lat * 1.0, rng.random(2)) * np.float32(kind.pores * marks)
        colour = colour * (1 - 0.05 * grain)
        normal = normal + east * (0.10 * grain)
    if kind.speckles:
        dots = sample("dots", lon / 2.2, polar / 2.2, rng.random(2))
        colour = _mix(colour, kind.speckle_colour, dots * (kind.speckles * marks) * (1.1 - 0.5 * lat))
    if kind.calyx:
        star = kind.calyx * (1 + 0.35 * np.cos(5 * lon))
        colour = _mix(colour, DARK, 0.9 * _step(star - (np.pi - polar), -0.05, 0.05))
        rim = (np.pi - polar) / (2.2 * kind.calyx)
        normal = normal - to_pole * (0.9 * rim * np.exp(-rim * rim))
    if kind.top == "eyes":
        for _ in range(rng.integers(3, 7)):
            eye_lat, eye_lon = rng.uniform(-0.8, 0.8), rng.uniform(0, 6.28)
            gap = (lat - eye_lat) ** 2 * 3 + (np.mod(lon - eye_lon + np.pi, 2 * np.pi) - np.pi) ** 2 * (around**2)
            colour = colour * (1 - 0.45 * np.exp(-gap / 0.014))
    if kind.top == "eye":  # where the stem was
        colour = _mix(colour, (0.36, 0.36, 0.16), 0.8 * _step(0.10 - polar, -0.04, 0.04))
    if kind.bloom:
        film = 0.16 * kind.bloom * _step(sample("cloud", lon / 4, lat * 0.5, rng.random(2)), -1.2, 1.5)
        colour = _mix(colour, (0.86, 0.84, 0.88), film + 0.22 * kind.bloom * skin.rim * skin.rim * skin.rim * skin.rim)
    return colour, normal / np.sqrt((normal * normal).sum(0)), gloss


def star(skin: Surface, rng, points: int = 5) -> np.ndarray:
    """Share of the green star of a tomato at each point of the skin, 0 to 1."""
    polar = np.arccos(np.clip(skin.latitude, -1, 1))
    ray = np.abs(np.cos((skin.longitude + rng.uniform(0, 6.28)) * (points / 2)))
    ray = ray * ray * ray
    return _step(0.16 + rng.uniform(0.55, 0.85) * ray - polar, -0.05, 0.05)


def lit(skin: Surface, colour, normal, gloss, roll: float, light: Light) -> np.ndarray:
    """Colour (3, m) after the light has fallen on it."""
    c, s = float(np.cos(roll)), float(np.sin(roll))
    right, up, near = light.direction
    d = np.array([right * c - up * s, right * s + up * c, near], np.float32)  # into the fruit's upright frame
    facing = normal[0] * d[0] + normal[1] * d[1] + normal[2] * d[2]
    diffuse = np.clip((facing + 0.18) / 1.18, 0, 1)
    world_up = -normal[0] * s + normal[1] * c
    rim8 = skin.rim * skin.rim
    rim8 = rim8 * rim8
    rim8 = rim8 * rim8
    shade = light.ambient * (0.78 + 0.22 * world_up) + light.strength * diffuse
    shade = shade * (1 - 0.35 * rim8)
    below = (0.35 * light.ambient) * np.clip(-world_up, 0, 1)
    out = colour * (light.tint.reshape(3, 1) * shade + light.floor.reshape(3, 1) * below)
    half = d + np.array([0, 0, 1], np.float32)
    half /= np.sqrt((half * half).sum())
    shine = np.clip(normal[0] * half[0] + normal[1] * half[1] + normal[2] * half[2], 0, 1)
    wide = shine * shine * shine
    wide = wide * wide
    spot = wide * wide * wide if np.mean(gloss) < 0.3 else wide * wide * wide * wide * wide * wide
    return out + gloss * np.float32(light.strength) * (0.55 * spot + 0.10 * wide)
