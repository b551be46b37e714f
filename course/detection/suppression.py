"""Non-maximum suppression for a whole list of scenes."""

from __future__ import annotations

import numpy as np

from course.detection.boxes import as_boxes


def suppressed(found, overlap: float) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each scene of `found` the (boxes, scores) that are left, the surest first.

    Of two boxes whose IoU is above `overlap` (0 to 1) the surer one stays: `torchvision.ops.nms`, scene by scene.
    """
    import torch
    from torchvision.ops import nms

    left = []
    for boxes, scores in found:
        boxes, scores = as_boxes(boxes), np.asarray(scores, np.float64)
        stay = nms(torch.from_numpy(boxes), torch.from_numpy(scores), overlap).numpy()
        left.append((boxes[stay], scores[stay]))
    return left
