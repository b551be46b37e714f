"""A cheap camera: focus, exposure, white balance, the noise of a small sensor, eight bits."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.ndimage import gaussian_filter

from .texture import SIDE, noise


def shrunk(canvas: np.ndarray, size: int) -> np.ndarray:
    """The canvas at `size` pixels a side, each the mean of the whole block that it covers."""
    step = canvas.shape[0] // size
    if step == 1:
        return canvas
    rows: Any = sum(canvas[k::step] for k in range(step))
    return sum(rows[:, k::step] for k in range(step)) * np.float32(1 / step**2)


def photographed(canvas: np.ndarray, size: int, badness: float, rng: np.random.Generator) -> np.ndarray:
    """uint8 (size, size, 3) from a canvas of light, 0 to 1 and somewhat above. badness: 0 to 1."""
    picture = shrunk(canvas, size)
    blur = max(0.0, rng.normal(0.15, 0.1) + badness**1.5 * rng.uniform(0, 1.1)) * size / 64
    if blur > 0.25:
        picture = gaussian_filter(picture, (blur, blur, 0), truncate=2.5)
    exposure = np.exp(rng.normal(0, 0.03 + 0.22 * badness))
    warm, magenta = rng.normal(0, 0.015 + 0.075 * badness, 2)
    balance = np.array([1 + warm, 1 - 0.5 * magenta, 1 - warm], np.float32)
    picture = picture * (exposure * balance).astype(np.float32)
    strength = 0.008 + 0.035 * badness * rng.random()
    shift = rng.integers(0, SIDE, (4, 2))
    grey = _grain(size, shift[3]) * np.float32(0.6 * strength)
    for channel in range(3):
        picture[..., channel] += _grain(size, shift[channel]) * np.float32(0.7 * strength) + grey
    # bright parts run into white softly, as film and phones make them
    over = np.maximum(picture - np.float32(0.8), 0)
    picture = np.minimum(picture, np.float32(0.8)) + over / (1 + 3 * over)
    return (np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8)


def _grain(size: int, shift) -> np.ndarray:
    rows = (np.arange(size) + shift[0]) & (SIDE - 1)
    columns = (np.arange(size) * 3 + shift[1]) & (SIDE - 1)
    return noise("white")[rows[:, None], columns[None, :]]
