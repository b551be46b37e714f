"""What the difficulty dial turns, all of it in one place.

Up to the middle it is mostly colour that stops helping: fruit wear the colours of apples, lie anywhere, on
anything. Beyond the middle the form gets hard to see too: odd poses, piles, bad light, a bad camera.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Dial:
    """The settings at one position of the dial."""

    borrowed: float  # how often a fruit that is no apple wears an apple's colours
    tones: float  # how much colours wander
    busy: float  # how often the background is more than plain paper
    vivid: float  # how often plain paper has any colour at all
    wander: float  # how far a single fruit lies from the middle, share of the picture
    radius: tuple[float, float]  # of a single fruit, share of the picture
    sized: float  # how much the size still tells the kind: at 1 a cherry is small, at 0 it fills the picture
    few: float  # share of photographs with a few fruit
    piled: float  # share of photographs with a pile
    roll: float  # how far a fruit is turned in the picture, radians
    tilt: tuple[float, float]  # how far its top leans towards the camera, radians
    bare: float  # how often stem, star or crown is missing
    faint: float  # how much speckles, pores and ribs may fade, 0 to 1
    light: float  # how odd the light may be, 0 to 1
    camera: float  # how bad the camera may be, 0 to 1


def dial(difficulty: float) -> Dial:
    """The settings for a difficulty from 0 to 1."""
    # above the middle it rises more slowly: at 1 a small network should still find something to learn
    d = difficulty if difficulty <= 0.5 else 0.5 + 0.7 * (difficulty - 0.5)
    late = d**2
    return Dial(
        borrowed=min(1.0, 2 * d),
        tones=0.05 + 0.14 * d,
        busy=min(1.0, 1.7 * d),
        vivid=d,
        wander=0.015 + 0.19 * d,
        radius=(0.32 - 0.08 * d - 0.07 * late, 0.36 + 0.08 * d),
        sized=max(0.0, 1 - 1.7 * d),
        few=0.15 * d + 0.2 * late,
        piled=0.1 * d + 0.2 * late,
        roll=0.12 + 0.2 * d + 2.2 * late**2,
        tilt=(0.2 - 0.1 * d - 1.0 * late**2, 0.45 + 0.2 * d + 0.6 * late**2),
        bare=0.02 + 0.40 * late * d,
        faint=0.5 * late,
        light=0.35 * d + 0.65 * late,
        camera=0.2 * d + 0.8 * late**1.5,
    )
