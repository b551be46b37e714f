"""Boxes as left, top, right, bottom in pixels: what is one, and how far two overlap."""

from __future__ import annotations

import numpy as np

from course.errors import CourseError


class BoxProblem(CourseError):
    """Boxes came that cannot be boxes."""

    heading = "About the boxes"


def as_boxes(boxes, *, size: float | None = None) -> np.ndarray:
    """float64 (n, 4) from an array, a tensor or a list; n may be 0.

    size    width and height of the picture (pixels), where the boxes must lie inside it
    Raises BoxProblem for another shape, a number that is not finite, a box without area, or one outside the picture.
    """
    given = np.asarray(boxes, np.float64)
    if given.size == 0:
        return given.reshape(0, 4)
    if given.ndim != 2 or given.shape[1] != 4:
        raise BoxProblem(
            f"Boxes have the shape (n, 4); here it is {given.shape}.",
            do="Give left, top, right and bottom for each of them, in pixels.",
        )
    for row, box in enumerate(given):
        left, top, right, bottom = box.tolist()
        words = f"Box {row} is {left:g}, {top:g}, {right:g}, {bottom:g}"
        if not np.isfinite(box).all():
            raise BoxProblem(f"{words}: not all of these are numbers.", do="Leave such a box out.")
        if right <= left or bottom <= top:
            raise BoxProblem(
                f"{words}: it has no area.", do="The order is left, top, right, bottom, and the top is the smaller y."
            )
        if size is not None and (min(left, top) < 0 or max(right, bottom) > size):
            raise BoxProblem(
                f"{words}: that reaches outside the picture, which ends at {size:g}.",
                why="What lies outside cannot be seen, and no detector can learn it.",
                do=f"Cut it off at 0 and {size:g}, or leave the box out.",
            )
    return given


def iou(boxes, others) -> np.ndarray:
    """Intersection over union of each of n boxes with each of m others, as torchvision has it: float64 (n, m)."""
    import torch
    from torchvision.ops import box_iou

    return box_iou(torch.from_numpy(as_boxes(boxes)), torch.from_numpy(as_boxes(others))).numpy()
