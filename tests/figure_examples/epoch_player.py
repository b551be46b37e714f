"""Six epochs of a small training, with and without the untrained network."""

from __future__ import annotations

from functools import cache

import torch

from course import figures, training
from course.data import fruit


@cache
def run():
    """(the untrained network's epoch, the history, the watched photographs)"""
    photos = fruit.photos(212, difficulty=0.2, seed=6, progress=False)
    learn, watched = (
        (torch.from_numpy(some.small(32)), torch.from_numpy(some.is_apple).float())
        for some in (photos[:200], photos[200:])
    )
    model = training.apple_net(seed=6)
    start = training.epoch_zero(model, learn, watched, watch=watched[0])
    settings = {"epochs": 6, "batch_size": 16, "learning_rate": 0.003, "seed": 6, "progress": False}
    return start, training.fit(model, learn, watched, watch=watched[0], **settings), photos[200:]


def examples():
    start, history, photos = run()
    return {
        "from epoch 0": figures.epoch_player(history, photos, start=start),
        "from epoch 1": figures.epoch_player(history, photos),
    }
