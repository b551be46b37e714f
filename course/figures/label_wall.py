"""A wall of doubtful labels: click a photograph to turn its label round, then ask who knows."""

from __future__ import annotations

from course.figures.figure import Figure
from course.figures.photographs import sources
from course.plots import quality as twin


def label_wall(photos, labels, truth) -> Figure:
    """The most suspicious photographs with their labels, each of them a button that turns its label round.

    photos  n photographs, for example 20
    labels  n labels, 1 or True for apple, as they came with the photographs
    truth   n true labels, which a second button reveals; it says which labels came wrong, and ends the turning
    Its twin in plain code: `plots.label_wall(photos, labels, turned, truth)`.
    """
    known, right, _ = twin.wall(photos, labels, (), truth)
    still = twin.label_wall(photos, labels)
    data = {"photos": sources(photos), "labels": known, "truth": right, "columns": twin.columns(len(known))}
    return Figure("label_wall", "Which labels are wrong?", data, still)
