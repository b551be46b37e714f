"""The figures of lesson 01, on a small harvest."""

from __future__ import annotations

from functools import cache

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier

from course import figures
from course.data import gate, measure

FEATURES = list(measure.FEATURES)


def rule(table):
    return (table["redness"] > 0.15) & (table["roundness"] > 0.85)


@cache
def harvest():
    """(photographs, table, fruit to learn from, new fruit, their photographs)."""
    photos, table = gate.load(80, seed=3, shots=2)
    train, test = table[table["fruit"] < 50], table[table["fruit"] >= 50]
    return photos, table, train, test, photos[test.index.to_numpy()]


@cache
def chance() -> np.ndarray:
    _, _, train, test, _ = harvest()
    model = LogisticRegression(max_iter=1000).fit(train[FEATURES], train["is_apple"])
    return model.predict_proba(test[FEATURES])[:, 1]


@cache
def trees() -> list:
    _, _, train, _, _ = harvest()
    return [
        DecisionTreeClassifier(max_depth=most, random_state=0).fit(train[FEATURES], train["is_apple"])
        for most in (1, 2, None)
    ]


def examples():
    photos, table, _, test, seen = harvest()
    return {
        "field": figures.fruit_field(photos, table, rule=rule),
        "tree": figures.tree(trees(), seen, test, start=1),
        "threshold": figures.threshold(seen, chance()),
    }
