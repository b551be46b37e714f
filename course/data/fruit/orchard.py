"""Scenes of mixed fruit on a tree or a table, with a box around each of them: what object detection learns from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from course.data import cache as kept

from . import render
from .album import PhotoError
from .kinds import VARIETIES
from .mixed import GROUNDS, Placed, SceneWish


@dataclass(frozen=True)
class Scene:
    """One scene with m fruit; m may be 0.

    image    uint8 (size, size, 3), red green blue
    boxes    float32 (m, 4): left, top, right, bottom in pixels, around what is visible of a fruit, without its stem
    visible  float32 (m,): share of the fruit's skin that nothing hides, 0 to 1
    kinds, varieties   text (m,)
    """

    image: np.ndarray
    boxes: np.ndarray
    visible: np.ndarray
    kinds: np.ndarray
    varieties: np.ndarray

    @property
    def apples(self) -> np.ndarray:
        """float32 (a, 4): the boxes of the apples."""
        return self.boxes[self.kinds == "apple"]


@dataclass(frozen=True)
class Scenes:
    """n scenes. A number gives one Scene; a slice, a mask or an array of numbers gives Scenes again.

    images   uint8 (n, size, size, 3), red green blue
    truth    n tuples of the fruit in a scene, the hindmost first: kind, variety, box and visible share of each
    """

    images: np.ndarray
    truth: list[tuple[Placed, ...]]
    difficulty: float
    seed: int

    def __len__(self) -> int:
        return len(self.images)

    @overload
    def __getitem__(self, which: int | np.integer) -> Scene: ...

    @overload
    def __getitem__(self, which: slice | Sequence | np.ndarray) -> Scenes: ...

    def __getitem__(self, which):
        if not isinstance(which, int | np.integer):
            rows = np.arange(len(self))[which]
            return Scenes(self.images[rows], [self.truth[row] for row in rows], self.difficulty, self.seed)
        placed = self.truth[which]
        return Scene(
            self.images[which],
            np.array([one.box for one in placed], np.float32).reshape(-1, 4),
            np.array([one.visible for one in placed], np.float32),
            np.array([one.kind for one in placed], str),
            np.array([one.variety for one in placed], str),
        )

    def __repr__(self) -> str:
        many = sum(map(len, self.truth))
        return (
            f"Scenes({len(self)} scenes of {self.size} x {self.size} pixels with {many} fruit, "
            f"{int(self.counts.sum())} of them apples, difficulty {self.difficulty:g}, seed {self.seed})"
        )

    @property
    def size(self) -> int:
        """Width and height of each scene, pixels."""
        return self.images.shape[1]

    @property
    def apples(self) -> list[np.ndarray]:
        """For each scene the boxes of its apples, float32 (a, 4)."""
        return [self[index].apples for index in range(len(self))]

    @property
    def counts(self) -> np.ndarray:
        """How many apples there are in each scene, int64 (n,)."""
        return np.array([sum(one.kind == "apple" for one in placed) for placed in self.truth], np.int64)

    def pixels(self) -> np.ndarray:
        """float32 (n, 3, size, size) from 0 to 1, ready for torch.from_numpy."""
        return np.ascontiguousarray(self.images.transpose(0, 3, 1, 2), np.float32) / np.float32(255)


def scenes(
    count: int,
    *,
    difficulty: float = 0.5,
    seed: int = 0,
    size: int = 96,
    ground: str = "mixed",
    fruit: tuple[int, int] = (2, 10),
    apples: float = 0.5,
    varieties: tuple[str, ...] | None = None,
    workers: int | None = None,
    cache: bool = True,
    progress: bool = True,
) -> Scenes:
    """`count` scenes of `size` x `size` pixels (32 to 512). The same arguments give the same pixels.

    difficulty  the dial, 0 to 1: from fruit that lie apart in colours of their own to crowds behind leaves
    seed        any whole number from 0; a larger count with the same seed begins with the same scenes
    ground      "tree", "table", or "mixed": six of ten are trees
    fruit       fewest and most fruit in a scene, 0 to 12; fewer where no more find room. (0, 0) gives empty scenes
    apples      share of the fruit that are apples, 0 to 1
    varieties   which varieties of apple may appear (default: all of fruit.VARIETIES["apple"])
    workers     processes to render with (default: one on each core); the pixels do not depend on it
    cache       keep the scenes for the next time
    progress    show a bar when it takes more than two seconds
    """
    settings = _checked(count, difficulty, seed, size, ground, fruit, apples, varieties)
    count = int(count)  # numpy's have no place in the key
    wishes = [SceneWish(index, **settings) for index in range(count)]

    def make():
        return _packed(render.watched(wishes, workers, "scenes", progress))

    key = hashlib.sha256(json.dumps([render.version(scenes=True), count, settings], sort_keys=True).encode())
    arrays = kept.arrays(f"scenes-{key.hexdigest()[:24]}", make, what="scenes") if cache else make()
    truth: list[list[Placed]] = [[] for _ in wishes]
    named = zip(arrays["scene"], arrays["names"], arrays["boxes"].tolist(), arrays["visible"].tolist(), strict=True)
    for index, (kind, variety), box, visible in named:
        truth[index].append(Placed(str(kind), str(variety), tuple(box), visible))
    return Scenes(arrays["images"], [tuple(placed) for placed in truth], float(difficulty), seed)


def scene(**settings) -> Scene:
    """One scene: the first that `fruit.scenes` gives with the same settings, such as `fruit.scene(ground="tree")`."""
    return scenes(1, **settings)[0]


def _checked(count, difficulty, seed, size, ground, fruit, apples, varieties) -> dict:
    def refuse(name, given, allowed):
        raise PhotoError(f"fruit.scenes: {name}={given!r} is not possible.", do=f"Give {allowed}.")

    def whole(value, low, high):
        return isinstance(value, int | np.integer) and not isinstance(value, bool) and low <= value <= high

    for name, value, low, high in (("count", count, 1, 100_000), ("seed", seed, 0, 2**63), ("size", size, 32, 512)):
        if not whole(value, low, high):
            refuse(name, value, f"a whole number from {low} to {high}")
    for name, value in (("difficulty", difficulty), ("apples", apples)):
        if isinstance(value, bool) or not isinstance(value, int | float | np.number) or not 0 <= value <= 1:
            refuse(name, value, "a number from 0 to 1")
    if ground not in (*GROUNDS, "mixed"):
        refuse("ground", ground, f"one of {', '.join(GROUNDS)}, mixed")
    pair = tuple(fruit) if isinstance(fruit, list | tuple) else ()
    if len(pair) != 2 or not all(whole(one, 0, 12) for one in pair) or pair[0] > pair[1]:
        refuse("fruit", fruit, "two whole numbers from 0 to 12, the fewest and the most")
    known = VARIETIES["apple"]
    named = known if varieties is None else (varieties,) if isinstance(varieties, str) else tuple(varieties)
    if not named or not set(named) <= set(known):
        refuse("varieties", varieties, f"some of {', '.join(known)}")
    return {
        "ground": ground,
        "fewest": int(pair[0]),
        "most": int(pair[1]),
        "apples": float(apples),
        "varieties": tuple(one for one in known if one in named),
        "difficulty": float(difficulty),
        "seed": int(seed),
        "size": int(size),
    }


def _packed(pictures) -> dict[str, np.ndarray]:
    """Scenes as arrays of numbers and names, for the cache."""
    rows = [(index, one) for index, (_, placed) in enumerate(pictures) for one in placed]
    return {
        "images": np.stack([image for image, _ in pictures]),
        "scene": np.array([index for index, _ in rows], np.int64),
        "names": np.array([(one.kind, one.variety) for _, one in rows], str).reshape(-1, 2),
        "boxes": np.array([one.box for _, one in rows], np.float64).reshape(-1, 4),
        "visible": np.array([one.visible for _, one in rows], np.float64),
    }
