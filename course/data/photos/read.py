"""From files on the disk to `Photos`: squares of one size, with their kind and variety."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from course.data.photos.fetch import folder, missing
from course.data.photos.manifest import choose
from course.errors import CourseError

if TYPE_CHECKING:
    from course.data.fruit.album import Photos


class NotDownloaded(CourseError):
    """None of the photographs are on this computer yet."""


def available(which: str = "sample", *, kinds=None, per_class: int | None = None, at: str | Path | None = None) -> bool:
    """True when every photograph of the choice (see `photos.choose`) is here and whole. Needs no network."""
    return not missing(choose(which, kinds=kinds, per_class=per_class), _place(at))


def load(
    size: int = 64, *, which: str = "sample", kinds=None, per_class: int | None = None, at: str | Path | None = None
) -> Photos:
    """The downloaded photographs as `Photos`: the middle square of each, averaged down to size x size pixels.

    The choice is made as in `photos.download`. What is missing or damaged is left out, and said. Nobody has
    marked where the fruit lie, so `truth` is empty for each; scene is "shop", difficulty is not a number.
    Raises NotDownloaded when nothing of the choice is here.
    """
    from course.data.fruit.album import Photos

    if not 8 <= size <= 348:
        raise CourseError(
            f"Photographs of {size} x {size} pixels cannot be made.",
            why="The real ones are 348 pixels wide.",
            do="Ask for a size from 8 to 348.",
        )
    entries, where = choose(which, kinds=kinds, per_class=per_class), _place(at)
    absent = {entry.path for entry in missing(entries, where)}
    here = [entry for entry in entries if entry.path not in absent]
    if not here:
        raise NotDownloaded(
            "The real photographs are not on this computer.",
            why="They are not part of the course, because they belong to somebody else (MIT licence).",
            do="Call photos.download() once, with a network; every required part of the course works without.",
        )
    if absent:
        print(f"{len(here)} of {len(entries)} real photographs are here; photos.download() fetches the rest.")
    return Photos(
        images=np.stack([_square(where / entry.path, size) for entry in here]),
        is_apple=np.array([entry.kind == "apple" for entry in here], dtype=np.int64),
        kinds=np.array([entry.kind for entry in here]),
        varieties=np.array([entry.variety for entry in here]),
        scenes=np.full(len(here), "shop"),
        truth=[()] * len(here),
        difficulty=float("nan"),
        seed=0,
    )


def shots(*, which: str = "sample", at: str | Path | None = None) -> np.ndarray:
    """For each photograph of `load` which shot it was, whole numbers (n, 2): variety, and number of the file.

    A shelf was photographed several times in a row, and the files of a variety are numbered in that order: neighbours
    in number are near-twins. Photographs that are missing are left out, as in `load`.
    """
    entries, where = choose(which), _place(at)
    absent = {entry.path for entry in missing(entries, where)}
    here = [entry for entry in entries if entry.path not in absent]
    varieties = sorted({entry.fine for entry in entries})
    numbers = [int(re.findall(r"[0-9]+", Path(entry.path).stem)[-1]) for entry in here]
    found = [(varieties.index(entry.fine), number) for entry, number in zip(here, numbers, strict=True)]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _place(at: str | Path | None) -> Path:
    return Path(at) if at is not None else folder()


def _square(file: Path, size: int) -> np.ndarray:
    """uint8 (size, size, 3): the middle of the picture, each pixel the mean of those that it covers."""
    from PIL import Image

    with Image.open(file) as picture:
        edge = min(picture.size)
        left, top = (picture.width - edge) // 2, (picture.height - edge) // 2
        middle = picture.convert("RGB").crop((left, top, left + edge, top + edge))
        return np.asarray(middle.resize((size, size), Image.Resampling.BOX))
