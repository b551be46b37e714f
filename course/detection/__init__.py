"""Object detection: boxes, what a detector learns from, how good its boxes are, and the same by colour.

What a detector finds is, for each scene, a pair (boxes (k, 4), scores (k,)): left, top, right, bottom in pixels, and
how sure it is of each. The truth is, for each scene, boxes (m, 4). A scene may have no boxes: k and m may be 0.
"""

from course.detection.boxes import BoxProblem, as_boxes, iou
from course.detection.colours import ColourDetector
from course.detection.scores import average_precision, counting_error, counts, precision_recall, taken
from course.detection.suppression import suppressed
from course.detection.targets import targets

__all__ = [
    "BoxProblem",
    "ColourDetector",
    "as_boxes",
    "average_precision",
    "counting_error",
    "counts",
    "iou",
    "precision_recall",
    "suppressed",
    "taken",
    "targets",
]
