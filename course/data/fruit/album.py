"""A set of photographs with everything that is known about each of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course.errors import CourseError


class PhotoError(CourseError):
    """A set of photographs was asked for something that it cannot give."""

    heading = "About the photographs"


@dataclass(frozen=True)
class Fruit:
    """One fruit in a photograph, as the renderer placed it.

    x, y and radius are fractions of the picture's width (0, 0 is the upper left corner);
    colour is the mean colour of the skin before light and camera, three numbers from 0 to 1.
    """

    kind: str
    variety: str
    x: float
    y: float
    radius: float
    colour: tuple[float, float, float]


@dataclass(frozen=True)
class Photos:
    """n square photographs. An index, a slice, a mask or an array of indices gives Photos again.

    images   uint8 (n, size, size, 3), red green blue
    is_apple int64 (n,), 1 where the photograph shows apples, else 0
    kinds, varieties, scenes   text (n,)
    truth    n tuples of Fruit, the hindmost fruit first
    """

    images: np.ndarray
    is_apple: np.ndarray
    kinds: np.ndarray
    varieties: np.ndarray
    scenes: np.ndarray
    truth: list[tuple[Fruit, ...]]
    difficulty: float
    seed: int

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, which) -> Photos:
        rows = np.atleast_1d(np.arange(len(self))[which])
        return Photos(
            self.images[rows],
            self.is_apple[rows],
            self.kinds[rows],
            self.varieties[rows],
            self.scenes[rows],
            [self.truth[row] for row in rows],
            self.difficulty,
            self.seed,
        )

    def __repr__(self) -> str:
        return (
            f"Photos({len(self)} photographs of {self.size} x {self.size} pixels, "
            f"{int(self.is_apple.sum())} show apples, difficulty {self.difficulty:g}, seed {self.seed})"
        )

    @property
    def size(self) -> int:
        """Width and height of each photograph, pixels."""
        return self.images.shape[1]

    def split(self, share: float = 0.8, *, seed: int = 0) -> tuple[Photos, Photos]:
        """Two sets that have no photograph in common: `share` of them, and the rest.

        Both hold the same share of apples, and both are shuffled. The same seed gives the same split.
        """
        if not 0 < share < 1:
            raise PhotoError(
                f"A share of {share!r} leaves one of the two sets empty.",
                do="Give a number between 0 and 1: split(0.8) keeps 80 % for training.",
            )
        rng = np.random.default_rng([seed, len(self)])
        first, rest = [], []
        for label in (0, 1):
            rows = rng.permutation(np.flatnonzero(self.is_apple == label))
            cut = round(share * len(rows))
            first.append(rows[:cut])
            rest.append(rows[cut:])
        return self[rng.permutation(np.concatenate(first))], self[rng.permutation(np.concatenate(rest))]

    def small(self, size: int = 32) -> np.ndarray:
        """float32 (n, 3, size, size) from 0 to 1: each new pixel is the mean of the ones that it covers.

        Ready for torch.from_numpy.
        """
        return np.ascontiguousarray(_averaged(self.images, size).transpose(0, 3, 1, 2))

    def pixels(self, size: int = 16) -> np.ndarray:
        """float32 (n, size * size * 3) from 0 to 1: a photograph as one row of a table, for scikit-learn."""
        return _averaged(self.images, size).reshape(len(self), -1)


def joined(parts: list[Photos]) -> Photos:
    """All photographs of several sets of one size, in order; difficulty and seed are those of the last set."""
    names = ("images", "is_apple", "kinds", "varieties", "scenes")
    arrays = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    truth = [one for part in parts for one in part.truth]
    return Photos(**arrays, truth=truth, difficulty=parts[-1].difficulty, seed=parts[-1].seed)


def _averaged(images: np.ndarray, size: int) -> np.ndarray:
    n, full = images.shape[:2]
    if not 1 <= size <= full:
        raise PhotoError(
            f"Photographs of {full} x {full} pixels cannot be made {size} x {size}.",
            do=f"Ask for a size from 1 to {full}.",
        )
    if full % size == 0:
        step = full // size
        blocks = images.reshape(n, size, step, size, step, 3)
        return blocks.mean(axis=(2, 4), dtype=np.float32) / np.float32(255)
    edges = np.arange(size + 1) * full / size
    weight = np.clip(
        np.minimum(edges[1:, None], np.arange(1, full + 1)) - np.maximum(edges[:-1, None], np.arange(full)), 0, 1
    )
    weight = (weight / weight.sum(1, keepdims=True)).astype(np.float32)
    return np.einsum("ai,bj,nijc->nabc", weight, weight, images.astype(np.float32) / 255, optimize=True)
