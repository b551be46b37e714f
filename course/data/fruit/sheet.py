"""A contact sheet: all photographs on one page."""

from __future__ import annotations

import numpy as np

from .album import PhotoError, Photos

PAPER = 250


def contact_sheet(photos: Photos, columns: int = 20, *, gap: int = 4):
    """A PIL picture with the photographs in rows of `columns`, `gap` pixels of white paper between them."""
    from PIL import Image

    if len(photos) == 0 or columns < 1:
        raise PhotoError("A contact sheet needs at least one photograph and one column.")
    columns = min(columns, len(photos))
    rows, step = -(-len(photos) // columns), photos.size + gap
    page = np.full((rows * step + gap, columns * step + gap, 3), PAPER, np.uint8)
    for number, image in enumerate(photos.images):
        top, left = gap + number // columns * step, gap + number % columns * step
        page[top : top + photos.size, left : left + photos.size] = image
    return Image.fromarray(page)
