"""Patterns that repeat without a seam, made once: clouds for blushes, grain for pores, dots for speckles."""

from __future__ import annotations

from functools import cache

import numpy as np

SIDE = 256


@cache
def noise(name: str) -> np.ndarray:
    """float32 (SIDE, SIDE) that repeats at its edges, mean 0, deviation 1 (dots: from 0 to 1)."""
    rng = np.random.default_rng([20, *name.encode()])
    frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(SIDE) * SIDE, np.fft.rfftfreq(SIDE) * SIDE, indexing="ij"))
    spectrum = np.fft.rfft2(rng.standard_normal((SIDE, SIDE)))
    if name == "cloud":  # large soft patches with some detail
        gain = 1 / (1 + (frequency / 3) ** 2) + 0.02 / (1 + (frequency / 40) ** 2)
    elif name == "grain":  # pits of one size
        gain = np.exp(-(((frequency - 36) / 10) ** 2))
    elif name == "white":  # noise of a sensor
        gain = np.ones_like(frequency)
    elif name == "weave":
        gain = np.exp(-(((frequency - 60) / 25) ** 2))
    else:  # dots
        gain = np.exp(-(((frequency - 24) / 8) ** 2))
    gain[0, 0] = 0
    picture = np.fft.irfft2(spectrum * gain, (SIDE, SIDE))
    picture = (picture - picture.mean()) / picture.std()
    if name == "dots":
        picture = np.clip((picture - 1.5) * 2.0, 0, 1)
    return picture.astype(np.float32)


def sample(name: str, x, y, shift: tuple[float, float] = (0, 0)) -> np.ndarray:
    """The pattern at x, y (one repeat of the pattern is 1), wherever these lie."""
    picture = noise(name)
    # plus 64 whole repeats: rounding is then downwards for negative places too
    column = (x * np.float32(SIDE) + np.float32((shift[0] + 64) * SIDE)).astype(np.int32) & (SIDE - 1)
    row = (y * np.float32(SIDE) + np.float32((shift[1] + 64) * SIDE)).astype(np.int32) & (SIDE - 1)
    return picture.reshape(-1)[row * SIDE + column]
