"""How good detections are: precision and recall at every threshold, average precision, and the counting error.

As the COCO evaluation does it (Lin et al., 2014, arXiv:1405.0312): in each scene the surest detection chooses first,
takes the free true box that it overlaps most, and is right where their IoU reaches the limit. The tests compare with
pycocotools.
"""

from __future__ import annotations

import numpy as np

from course.detection.boxes import BoxProblem, as_boxes, iou

RECALLS = np.linspace(0, 1, 101)


def precision_recall(found, truth, limit: float = 0.5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(precision, recall, score), each (k,): what a threshold at each of the k scores gives, the surest first.

    found   for each scene (boxes, scores)
    truth   for each scene the true boxes
    limit   the IoU from which on a detection is right
    Recall is 0 where there is nothing to find.
    """
    scores, right, total = _matched(found, truth, limit)
    order = np.argsort(-scores, kind="stable")
    found_right = np.cumsum(right[order])
    return found_right / np.arange(1, len(order) + 1), found_right / max(1, total), scores[order]


def average_precision(found, truth, limit: float = 0.5) -> float:
    """The mean precision over 101 recalls from 0 to 1; AP50 with a `limit` of 0.5, AP75 with 0.75.

    At each recall counts the best precision that is reached there or beyond; 0 where the recall is never reached.
    Without any true box it is not defined, and the result is NaN.
    """
    precision, recall, _ = precision_recall(found, truth, limit)
    if not any(len(boxes) for boxes in truth):
        return float("nan")
    best = np.maximum.accumulate(precision[::-1])[::-1]
    place = np.searchsorted(recall, RECALLS, side="left")
    return float(np.append(best, 0.0)[place].mean())


def counts(found, threshold: float) -> np.ndarray:
    """For each scene, how many detections have a score of `threshold` or more: int64 (n,)."""
    return np.array([int((np.asarray(scores) >= threshold).sum()) for _, scores in found], np.int64)


def counting_error(counted, true) -> float:
    """By how many apples a scene is miscounted on average: the mean absolute difference of two lists (n,)."""
    counted, true = np.asarray(counted, float), np.asarray(true, float)
    if counted.shape != true.shape or not counted.size:
        raise BoxProblem(f"{counted.size} counts cannot be compared with {true.size}.", do="Give one for each scene.")
    return float(np.abs(counted - true).mean())


def _matched(found, truth, limit: float) -> tuple[np.ndarray, np.ndarray, int]:
    """The score of each detection and whether it is right, scene by scene; how many true boxes there are."""
    if len(found) != len(truth):
        raise BoxProblem(f"{len(found)} scenes were searched, {len(truth)} have a truth.", do="Give the same scenes.")
    scores, right, total = [np.zeros(0)], [np.zeros(0, bool)], 0
    for (boxes, sure), true in zip(found, truth, strict=True):
        boxes, sure, true = as_boxes(boxes), np.asarray(sure, np.float64), as_boxes(true)
        if sure.shape != (len(boxes),):
            raise BoxProblem(f"{len(boxes)} boxes have {sure.size} scores.", do="Give one score for each box.")
        total += len(true)
        order = np.argsort(-sure, kind="stable")
        scores.append(sure[order])
        right.append(taken(boxes[order], true, limit) >= 0)
    return np.concatenate(scores), np.concatenate(right), total


def taken(boxes, true, limit: float = 0.5) -> np.ndarray:
    """Which true box each box of a scene takes, the surest first, each once: int64 (k,), -1 for a box that is wrong."""
    overlap = iou(boxes, true)
    free, numbers = np.ones(overlap.shape[1], bool), np.full(len(overlap), -1)
    for row, each in enumerate(overlap):
        reach = np.where(free, each, -1)
        if reach.size and reach.max() >= limit:
            numbers[row] = reach.argmax()
            free[numbers[row]] = False
    return numbers
