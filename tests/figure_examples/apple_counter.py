"""Three trees, and boxes that settle on their apples in five epochs: drawn by chance, not trained."""

from __future__ import annotations

from functools import cache

import numpy as np

from course import figures
from course.data import fruit


@cache
def scenes() -> fruit.Scenes:
    return fruit.scenes(3, ground="tree", difficulty=0.3, seed=4, fruit=(3, 8), workers=1, cache=False, progress=False)


@cache
def album() -> list:
    """For each epoch, each tree: four boxes about every fruit, surer of apples and closer to them as epochs go by."""
    random = np.random.default_rng(0)
    epochs = []
    for epoch in range(6):
        found = []
        for scene in scenes():
            about = scene.boxes.repeat(4, axis=0)
            apple = (scene.kinds == "apple").repeat(4)
            boxes = about + random.normal(0, 6 - epoch, about.shape)
            boxes[:, 2:] = np.maximum(boxes[:, 2:], boxes[:, :2] + 2)
            surer = np.where(apple, 1, -1) * 0.5 * epoch
            scores = 1 / (1 + np.exp(-(surer + random.normal(0, 1, len(boxes)))))
            found.append((boxes, scores))
        epochs.append(found)
    return epochs


def examples():
    return {
        "three trees": figures.apple_counter(scenes(), album()),
        "nothing found": figures.apple_counter(scenes(), [[(np.zeros((0, 4)), np.zeros(0))] * 3] * 2, threshold=0.5),
    }
