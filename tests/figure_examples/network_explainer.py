"""A network after a little training, and a dozen of the photographs that it has not seen."""

from __future__ import annotations

from functools import cache

import torch

from course import figures, training
from course.data import fruit


@cache
def trained():
    """(the network, twelve photographs)"""
    photos = fruit.photos(212, difficulty=0.2, seed=6, progress=False)
    learn, watched = photos[:200], photos[200:]
    model = training.apple_net(seed=6)
    data = torch.from_numpy(learn.small(32)), torch.from_numpy(learn.is_apple).float()
    training.fit(model, data, data, epochs=5, batch_size=16, learning_rate=0.003, seed=6, progress=False)
    return model, watched


def examples():
    return {"trained a little": figures.network_explainer(*trained())}
