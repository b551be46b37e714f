"""Photographs as files: what a training that reads them has to undo for each batch.

Rendered photographs lie in memory as numbers. Real ones come as JPEG files, larger than a network needs them.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np

from course.data import fruit

RENDERED = 8  # different ones; a batch repeats them
QUALITY = 90  # of 100, as cameras write about


def files(count: int, *, side: int = 256, seed: int = 0) -> list[bytes]:
    """The contents of `count` JPEG files, photographs of `side` x `side` pixels, kept in memory: no disk is timed."""
    from PIL import Image

    made = []
    for image in fruit.photos(min(count, RENDERED), size=side, seed=seed, progress=False).images:
        file = io.BytesIO()
        Image.fromarray(image).save(file, "JPEG", quality=QUALITY)
        made.append(file.getvalue())
    return [made[i % len(made)] for i in range(count)]


def read(contents: list[bytes], *, side: int = 32) -> np.ndarray:
    """float32 (n, 3, side, side) from 0 to 1: each file decoded and made small, one after the other, on one core."""
    from PIL import Image

    small = [np.asarray(Image.open(io.BytesIO(one)).convert("RGB").resize((side, side))) for one in contents]
    return np.ascontiguousarray(np.stack(small).transpose(0, 3, 1, 2), dtype=np.float32) / 255


def reader(count: int, *, side: int = 256, small: int = 32) -> Callable[[], np.ndarray]:
    """A function that reads `count` files of `side` x `side` pixels as photographs of `small` x `small`. For timing."""
    contents = files(count, side=side)
    return lambda: read(contents, side=small)
