"""Photographs side by side, and where in them a network looked."""

from __future__ import annotations

import numpy as np

from course.errors import CourseError
from course.plots.card import COLOURS, SMALL, Picture, card, described


def photo_grid(photos, titles=None, *, columns: int = 6, marks=None, message: str = "") -> Picture:
    """Photographs in rows. `photos`: Photos, or an array (n, h, w, 3) of uint8, or (n, 3, h, w) in 0..1.

    titles    n short texts under the photographs; "apple" or its kind when None and it is known
    marks     n booleans: right guesses get a blue frame, wrong ones a thick orange one
    message   the title of the picture
    """
    images = as_images(photos)
    titles = _titles(photos, titles, len(images))
    rows = -(-len(images) // columns)
    figure, axes = card(
        rows, columns, width=8, height=8 / columns * 1.25 * rows + (0.35 if message else 0), squeeze=False
    )
    for place in axes.flat:
        place.set_axis_off()
    for index, (image, place) in enumerate(zip(images, axes.flat, strict=False)):
        place.set_axis_on()
        place.imshow(image, interpolation="nearest")
        place.set(xticks=[], yticks=[])
        place.grid(False)
        place.set_xlabel(titles[index], fontsize=SMALL)
        right = None if marks is None else bool(marks[index])
        colour = "#999999" if right is None else COLOURS["blue" if right else "red"]
        for side in place.spines.values():
            side.set(visible=True, color=colour, linewidth={None: 0.8, True: 2, False: 4}[right])
    if message:
        figure.suptitle(message, fontsize=11, fontweight="bold", x=0.01, ha="left")
    said = "; ".join(title.replace("\n", " ") for title in titles if title)
    wrong = "" if marks is None else f" {len(images) - int(np.sum(marks))} of {len(images)} are guessed wrong."
    return described(figure, f"{message + ': ' if message else ''}{len(images)} photographs. {said}.{wrong}")


def saliency(photos, looked, titles=None, *, message: str = "Where it looked") -> Picture:
    """Photographs above, below them how strongly each pixel moves the answer: `looked` (n, h, w)."""
    images, looked = as_images(photos), np.asarray(looked, dtype=float)
    if looked.shape != images.shape[:3]:
        raise CourseError(
            f"There are photographs of shape {images.shape[:3]} and saliency of shape {looked.shape}.",
            why="Each pixel needs one number.",
            do="Of the three colours take the one with the largest absolute gradient.",
        )
    titles = _titles(photos, titles, len(images))
    figure, axes = card(2, len(images), width=8, height=min(3.9, 0.5 + 18 / len(images)), squeeze=False)
    for index in range(len(images)):
        top, bottom = axes[0, index], axes[1, index]
        top.imshow(images[index], interpolation="nearest")
        top.set_title(titles[index], fontsize=SMALL, loc="center", pad=4)
        bottom.imshow(looked[index] / max(1e-12, np.quantile(looked[index], 0.995)), cmap="gray", vmin=0, vmax=1)
        for place in (top, bottom):
            place.set(xticks=[], yticks=[])
            place.grid(False)
    axes[0, 0].set_ylabel("photograph")
    axes[1, 0].set_ylabel("saliency")
    figure.suptitle(message, fontsize=11, fontweight="bold", x=0.01, ha="left")
    return described(
        figure,
        f"{message}: {len(images)} photographs, below each in white the pixels that move the answer most. "
        + " ".join(f"{title}: {_where(spot)}." for title, spot in zip(titles, looked, strict=True)),
    )


def as_images(photos) -> np.ndarray:
    """Photographs as (n, h, w, 3) uint8, from Photos, arrays or tensors of either order."""
    images = np.asarray(getattr(photos, "images", photos))
    if images.ndim == 3:
        images = images[None]
    if images.ndim == 4 and images.shape[1] == 3 and images.shape[3] != 3:
        images = images.transpose(0, 2, 3, 1)
    if images.ndim != 4 or images.shape[3] != 3:
        raise CourseError(
            f"These are not photographs: their shape is {images.shape}.",
            do="Give Photos, or an array (n, height, width, 3).",
        )
    if images.dtype != np.uint8:
        images = (np.clip(images, 0, 1) * 255).round().astype(np.uint8)
    return images


def _titles(photos, titles, count: int) -> list[str]:
    if titles is None:
        titles = getattr(photos, "kinds", [""] * count)
    titles = [str(title) for title in titles]
    if len(titles) != count:
        raise CourseError(f"There are {count} photographs and {len(titles)} titles.", do="Give one for each.")
    return titles


def _where(spot: np.ndarray) -> str:
    """In words, where most of the saliency lies."""
    total = spot.sum()
    if total <= 0:
        return "nowhere"
    rows, columns = np.indices(spot.shape)
    y, x = (rows * spot).sum() / total / spot.shape[0], (columns * spot).sum() / total / spot.shape[1]
    high = "upper" if y < 0.42 else "lower" if y > 0.58 else "middle"
    wide = "left" if x < 0.42 else "right" if x > 0.58 else "centre"
    return f"mostly {high} {wide}"
