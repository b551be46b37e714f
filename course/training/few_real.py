"""How far a few real photographs lead, on features of a network that others trained: measured here, or recorded.

A shop's shelf was photographed several times in a row. A random split has near-twins on both sides; a split by
neighbouring shots keeps each row of shots on one side.
"""

from __future__ import annotations

import numpy as np

COUNTS = (10, 50, 100)  # real photographs of each class to learn from
DRAWS = 20


def table(features, is_apple, shots, *, rendered=None, draws: int = DRAWS) -> dict[str, list[float]]:
    """Balanced accuracy on the other real photographs, mean of `draws` draws, for each of COUNTS a class.

    features (n, k), is_apple (n,) and shots (n,), the name of each photograph's row of neighbouring shots, are of
    real photographs; rendered is (features, is_apple) of rendered ones, which are added to the real in a third row.
    """
    rows = {
        "random split": [_mean(features, is_apple, None, count, None, draws) for count in COUNTS],
        "split by shots": [_mean(features, is_apple, shots, count, None, draws) for count in COUNTS],
    }
    if rendered is not None:
        rows["split by shots, rendered ones added"] = [
            _mean(features, is_apple, shots, count, rendered, draws) for count in COUNTS
        ]
    return rows


def split(is_apple, shots, count: int, random) -> tuple[np.ndarray, np.ndarray]:
    """(known, new): rows of `count` photographs of each class to learn from, and all rows to judge on.

    With `shots` no row of neighbouring shots is on both sides: half of the rows of shots are for learning.
    """
    is_apple = np.asarray(is_apple)
    pool = np.arange(len(is_apple))
    if shots is not None:
        names = random.permutation(np.unique(shots))
        pool = np.flatnonzero(np.isin(shots, names[: len(names) // 2]))
    known = np.concatenate([random.permutation(pool[is_apple[pool] == label])[:count] for label in (0, 1)])
    new = np.setdiff1d(np.arange(len(is_apple)), known if shots is None else pool)
    return known, new


def _mean(features, is_apple, shots, count, rendered, draws) -> float:
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import balanced_accuracy_score

    scores = []
    for draw in range(draws):
        known, new = split(is_apple, shots, count, np.random.default_rng(draw))
        x, y, weight = features[known], is_apple[known], np.full(len(known), 1.0)
        if rendered is not None:  # a real one counts as eight rendered ones
            x, y = np.concatenate([rendered[0], x]), np.concatenate([rendered[1], y])
            weight = np.concatenate([np.full(len(rendered[0]), 1 / 8), weight])
        model = LogisticRegression(C=640, max_iter=2000).fit(x, y, weight)
        scores.append(balanced_accuracy_score(is_apple[new], model.predict(features[new])))
    return float(np.mean(scores))
