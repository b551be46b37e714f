"""Photographs as addresses that carry their own picture, for the data of a figure."""

from __future__ import annotations

import base64
import io

import numpy as np

from course.plots.fruit_points import cut_out
from course.plots.photos import as_images


def sources(photos, *, size: int | None = None) -> list[str]:
    """A data URI for each photograph, to be the `href` of an <image>. `photos` as for `plots.photo_grid`.

    size   pixels of the longer side, at most (their own when None)
    """
    return [source(image, size) for image in as_images(photos)]


def fruit_sources(photos, *, size: int = 48) -> list[str]:
    """As `sources`, with each fruit cut out of its photograph: nothing is left of the background."""
    return [source(cut_out(photos, row), size) for row in range(len(photos))]


def source(image: np.ndarray, size: int | None = None) -> str:
    """One picture (h, w), (h, w, 3) or (h, w, 4) of uint8 as a data URI: WebP, a tenth of the same in PNG."""
    from PIL import Image

    picture = Image.fromarray(image)
    if size is not None and size < max(picture.size):
        picture.thumbnail((size, size), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    picture.save(file, format="WEBP", quality=82, method=4)
    return "data:image/webp;base64," + base64.b64encode(file.getvalue()).decode()
