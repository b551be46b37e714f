"""How far a few real photographs lead, on features of a network that others trained: measured here, or recorded.

A shop's shelf was photographed several times in a row. A random split has near-twins on both sides; a split by
neighbouring shots has none.
"""

from __future__ import annotations

import numpy as np

from course.errors import CourseError

COUNTS = (10, 50, 100)  # real photographs of each class to learn from
DRAWS = 20
ROW = 10  # so many numbers of a variety are one row of shots


def table(features, is_apple, shots, *, rendered=None, draws: int = DRAWS) -> dict[str, list[float]]:
    """Balanced accuracy on the other real photographs, mean of `draws` draws, for each of COUNTS a class.

    features (n, k), is_apple (n,) and shots (n, 2), variety and number of each (see `photos.shots`), are of real
    photographs; rendered is (features, is_apple) of rendered ones, which are added to the real in a third row.
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

    With `shots` whole rows of shots are for learning, drawn until they hold enough, and what is new has no neighbour
    among them. Raises CourseError where there are not `count` of a class and others to judge on.
    """
    is_apple = np.asarray(is_apple)
    learned = np.ones(len(is_apple), dtype=bool) if shots is None else _rows_with(is_apple, shots, count, random)
    classes = [random.permutation(np.flatnonzero(learned & (is_apple == label)))[:count] for label in (0, 1)]
    known = np.concatenate(classes)
    twins = np.isin(np.arange(len(is_apple)), known) if shots is None else _beside(shots, learned)
    new = np.flatnonzero(~twins)
    if min(map(len, classes)) < count or len(np.unique(is_apple[new])) < 2:
        raise CourseError(
            f"There are too few real photographs for {count} of each class and others to judge on.",
            why="What is judged must not be a near-twin of what was learned.",
            do="Fetch all with photos.download(), or ask for fewer.",
        )
    return known, new


def _rows_with(is_apple, shots, count: int, random) -> np.ndarray:
    """Whether each photograph is in a row that is for learning: drawn until there are `count` of each class."""
    row = np.unique(shots // (1, ROW), axis=0, return_inverse=True)[1].ravel()
    learned = np.zeros(len(row), dtype=bool)
    for drawn in random.permutation(row.max() + 1):
        short = [label for label in (0, 1) if (is_apple[learned] == label).sum() < count]
        if not short:
            break
        if np.isin(is_apple[row == drawn], short).any():
            learned |= row == drawn
    return learned


def _beside(shots, learned) -> np.ndarray:
    """Whether each photograph is learned from, or is the shot before or after one that is."""
    taken = {(variety, number + step) for variety, number in shots[learned].tolist() for step in (-1, 0, 1)}
    return np.array([tuple(one) in taken for one in shots.tolist()])


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
