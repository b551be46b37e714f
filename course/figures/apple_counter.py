"""The apple counter: boxes that settle on a tree from epoch to epoch, counted at a threshold and an overlap."""

from __future__ import annotations

import numpy as np

from course.figures.figure import Figure
from course.figures.photographs import sources
from course.plots import detections as twin


def apple_counter(scenes, album, *, threshold: float = 0.3, overlap: float = 0.4) -> Figure:
    """Scenes with the boxes of every epoch, a threshold and an overlap to drag, and the count that follows from them.

    scenes      n fruit.Scenes that were watched, for example 8
    album       for each epoch, from 0 on, what was found: for each scene (boxes, scores), before suppression
    threshold, overlap   where the two stand at first, 0.05 to 0.95
    It opens on the scene with most wrong boxes after the last epoch. Its twin in plain code:
    `plots.apple_counter(scenes, album, scene=0, epoch=3, threshold=0.3, overlap=0.4)`.
    """
    epochs, truth = twin.checked(scenes, album)
    data = {
        "scenes": sources(scenes.images),
        "size": scenes.size,
        "truth": truth,
        "others": [list(zip(*twin.others(scene), strict=True)) for scene in scenes],  # (kind, box) of what is no apple
        "touched": twin.TOUCHED,
        "scene": twin.interesting(twin.count(epochs[-1], truth, threshold, overlap), truth),
        # a box and its score are five numbers; the surest comes first
        "album": [[np.column_stack([*pair]).tolist() for pair in found] for found in epochs],
        "threshold": threshold,
        "overlap": overlap,
    }
    still = twin.apple_counter(scenes, album, threshold=threshold, overlap=overlap)
    return Figure("apple_counter", "Boxes settle, and the count with them", data, still)
