"""A decision tree through whose questions the fruit fall."""

from __future__ import annotations

import numpy as np

from course.errors import CourseError
from course.figures.figure import Figure
from course.figures.photographs import fruit_sources
from course.plots.questions import asked, questions

SHOWN = 72  # fruit that fall; more are too many to follow


def tree(trees, photos, table, start: int = 0) -> Figure:
    """Fruit that fall through the questions of a tree, and what the number of questions changes.

    trees   sklearn DecisionTreeClassifiers, fitted on DataFrames of the table's columns, from few questions to many:
            a slider chooses among them, and begins at `start`
    photos, table   new fruit, n of each: scored by every tree; at most 72 of them fall
    Its twin in plain code: `plots.questions(tree, table)`.
    """
    trees = list(trees)
    if not trees or not len(table):
        raise CourseError("There is no tree to draw, or no fruit to fall.", do="Give one tree at least, and its fruit.")
    rows = np.unique(np.linspace(0, len(table) - 1, min(SHOWN, len(table))).astype(int))
    names = list(trees[0].feature_names_in_)
    used = sorted({name for each in trees for name in asked(each)}, key=names.index)
    values = table[used].to_numpy()[rows].astype(np.float32)  # as the trees compare them
    data = {
        "trees": [_nodes(each, used, table) for each in trees],
        "columns": used,
        "values": values.astype(float),
        "fruit": fruit_sources(photos[rows], size=44),
        "kinds": [str(kind) for kind in table["kind"].iloc[rows]],
        "apple": table["is_apple"].to_numpy()[rows] == 1,
        "count": len(table),
        "start": start,
    }
    still = questions(trees[start], table)
    return Figure("tree", "Let fruit fall through the questions", data, still)


def _nodes(fitted, used, table) -> dict:
    """A tree as lists over its nodes: column asked about (-1 in a leaf), threshold, children, and what a leaf says."""
    inner, names = fitted.tree_, list(fitted.feature_names_in_)
    column = [used.index(names[feature]) if feature >= 0 else -1 for feature in inner.feature]
    says = fitted.classes_[inner.value[:, 0].argmax(1)]
    return {
        "column": column,
        "threshold": inner.threshold,
        "yes": inner.children_left,
        "no": inner.children_right,
        "apple": says == 1,
        "depth": int(fitted.get_depth()),
        "limit": fitted.max_depth,
        "right": float(fitted.score(table[names], table["is_apple"])),
    }
