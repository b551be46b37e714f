"""What a heat-map detector should answer: for each cell of a grid, how near an apple's middle is, and its edges.

After CenterNet (Zhou et al., 2019, arXiv:1904.07850) for the heat and FCOS (Tian et al., 2019, arXiv:1904.01355) for
the four ways to the edges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from course.detection.boxes import BoxProblem, as_boxes

if TYPE_CHECKING:
    import torch

NARROW = 16  # the heat falls to 1/e a quarter of the box away from its middle


def targets(truth, size: int, cell: int = 4) -> torch.Tensor:
    """float32 (n, 5, size / cell, size / cell) from the boxes of n scenes of `size` x `size` pixels.

    Of each cell number 0 is the heat: 1 in the middle of a box, falling towards its edges, 0 far away. 1 to 4 are the
    ways from the middle of the cell to the left, top, right and bottom edge of the box that is nearest, in cells.
    Raises BoxProblem for a box outside the picture, and for a `size` that is no multiple of `cell`.
    """
    import torch

    if size % cell:
        raise BoxProblem(f"{size} pixels cannot be cut into cells of {cell}.", do=f"Give a multiple of {cell}.")
    middle = np.arange(size // cell) * cell + cell / 2
    x, y = middle[None, :], middle[:, None]
    grid = np.zeros((len(truth), 5, len(middle), len(middle)), np.float32)
    for scene, boxes in zip(grid, truth, strict=True):
        for left, top, right, bottom in as_boxes(boxes, size=size):
            across = (x - (left + right) / 2) / (right - left)
            down = (y - (top + bottom) / 2) / (bottom - top)
            heat = np.exp(-NARROW * (across**2 + down**2))
            nearest = heat > scene[0]
            scene[0][nearest] = heat[nearest]
            for number, way in enumerate((x - left, y - top, right - x, bottom - y), start=1):
                scene[number][nearest] = np.broadcast_to(way / cell, nearest.shape)[nearest]
    return torch.from_numpy(grid)
