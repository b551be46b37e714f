"""24 rendered photographs, every third of which carries the wrong label."""

from functools import cache

import numpy as np

from course import figures
from course.data import fruit


@cache
def doubtful():
    """(photos, labels, truth)"""
    photos = fruit.photos(24, difficulty=0.4, seed=3, progress=False)
    truth = photos.is_apple == 1
    return photos, truth ^ (np.arange(24) % 3 == 0), truth


def examples():
    return {"a third wrong": figures.label_wall(*doubtful())}
