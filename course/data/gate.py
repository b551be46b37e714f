"""The sorting gate of the packing house: fruit roll past a camera that takes several shots of each.

The shots of one fruit are nearly the same photograph. Whoever splits rows instead of fruit has most fruit of the
test in the training set too.
"""

from __future__ import annotations

import numpy as np

from . import fruit, measure

ROLL = 0.006  # on the difficulty dial, from one shot to the next


def load(count: int = 300, *, shots: int = 3, seed: int = 1, size: int = 64):
    """(Photos, DataFrame) of `count` fruit with `shots` photographs each; row i belongs to photograph i.

    The table has the columns of `measure.table` and a first one, `fruit`, the number of the fruit: whole numbers
    from 0 to count - 1, each `shots` times. Half of the fruit are apples. Rows come in the order of the gate.
    """
    rounds = [
        fruit.photos(count, difficulty=ROLL * shot, seed=seed, size=size, scene="single") for shot in range(shots)
    ]
    photos = fruit.joined(rounds)
    order = np.arange(count * shots).reshape(shots, count).T.ravel()  # the shots of a fruit side by side
    photos = photos[order]
    table = measure.table(photos)
    table.insert(0, "fruit", order % count)
    return photos, table
