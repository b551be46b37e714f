"""Apples by their colour alone: a table of colours, connected regions, and a cut between those that touch.

What people did before networks, each step as good as it can be made: the colours are counted in the training scenes
(histogram back-projection, Swain and Ballard, 1991), regions that touch are parted by the peaks of their distance
transform, and what has to be set is tried out on the training scenes.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from course.detection.boxes import as_boxes
from course.detection.scores import counting_error, counts

BINS = (36, 8, 8)  # of hue, saturation and brightness
SMOOTH = 2.5  # pixels by which the shares are blurred: a skin has several colours, and neighbours tell which it is
LEVELS, SMALLEST = (0.15, 0.25, 0.35), (4.5, 6.0)  # what `fit` tries


class ColourDetector:
    """Learns from scenes and their boxes which colours apples have; `detector(scenes)` gives (boxes, scores) for each.

    level      share of apple from which on a pixel belongs to a region, 0 to 1
    smallest   radius of the smallest apple, pixels: no nearer are the middles of two
    `fit` chooses the two that count best, at whatever threshold, in `tuned_on` of its scenes.
    """

    def __init__(self):
        self.share = np.zeros(BINS)
        self.level, self.smallest = LEVELS[0], SMALLEST[0]

    def fit(self, images: np.ndarray, truth, *, tuned_on: int = 60) -> ColourDetector:
        """images uint8 (n, size, size, 3); truth: for each of them the boxes of its apples."""
        from scipy.ndimage import gaussian_filter

        apple, other = np.ones(BINS), np.ones(BINS)
        for image, boxes in zip(images, truth, strict=True):
            inside, where = _ellipses(boxes, len(image)), _bins(image)
            np.add.at(apple, tuple(each[inside] for each in where), 1)
            np.add.at(other, tuple(each[~inside] for each in where), 1)
        blurred = [gaussian_filter(many, 0.6, mode=("wrap", "nearest", "nearest")) for many in (apple, other)]
        self.share = blurred[0] / (blurred[0] + blurred[1])
        there, shares = [len(boxes) for boxes in truth[:tuned_on]], self._shares(images[:tuned_on])
        least = np.inf
        for settings in product(LEVELS, SMALLEST):
            trial = [_search(share, *settings) for share in shares]
            error = min(counting_error(counts(trial, threshold), there) for threshold in np.arange(0, 1, 0.05))
            if error < least:
                least, (self.level, self.smallest) = error, settings
        return self

    def __call__(self, scenes) -> list[tuple[np.ndarray, np.ndarray]]:
        images = getattr(scenes, "images", scenes)
        return [_search(share, self.level, self.smallest) for share in self._shares(images)]

    def _shares(self, images) -> list[np.ndarray]:
        """For each picture the share of apple among the pixels of each pixel's colour: float64 (size, size), 0 to 1."""
        from scipy.ndimage import gaussian_filter

        return [gaussian_filter(self.share[_bins(image)], SMOOTH) for image in images]


def _search(share, level, smallest) -> tuple[np.ndarray, np.ndarray]:
    """Boxes (k, 4) and scores (k,) of one scene: the share of apple in a region, less where its form is ragged."""
    from scipy import ndimage

    mask = ndimage.binary_fill_holes(ndimage.binary_opening(share > level))
    deep = ndimage.gaussian_filter(ndimage.distance_transform_edt(mask), 1.0)
    high = deep == ndimage.maximum_filter(deep, size=2 * round(smallest) + 1)
    peaks, many = ndimage.label(high & (deep > 0.6 * smallest), structure=np.ones((3, 3)))
    if not many:
        return np.zeros((0, 4)), np.zeros(0)
    row, column = ndimage.distance_transform_edt(peaks == 0, return_distances=False, return_indices=True)
    pieces, _ = ndimage.label(mask)
    regions = np.where(mask & (pieces == pieces[row, column]), peaks[row, column], 0)  # that of the nearest peak
    boxes, scores = [], []
    for number, place in enumerate(ndimage.find_objects(regions, many), start=1):
        if place is None:
            continue
        inside = regions[place] == number
        boxes.append((place[1].start, place[0].start, place[1].stop, place[0].stop))
        scores.append(share[place][inside].mean() * min(1.0, inside.sum() / (np.pi / 4 * inside.size)))
    return as_boxes(boxes), np.array(scores)


def _bins(image: np.ndarray) -> tuple[np.ndarray, ...]:
    """For each pixel the place of its colour in the table: three arrays (size, size)."""
    from matplotlib.colors import rgb_to_hsv

    hsv = rgb_to_hsv(image / 255)
    return tuple(np.minimum((hsv[..., axis] * many).astype(int), many - 1) for axis, many in enumerate(BINS))


def _ellipses(boxes, size: int) -> np.ndarray:
    """Which pixels (size, size) lie in the ellipse inside one of the boxes."""
    middle = np.arange(size) + 0.5
    inside = np.zeros((size, size), bool)
    for left, top, right, bottom in as_boxes(boxes):
        across = (middle - (left + right) / 2) / (right - left)
        down = (middle - (top + bottom) / 2) / (bottom - top)
        inside |= across[None, :] ** 2 + down[:, None] ** 2 < 0.25
    return inside
