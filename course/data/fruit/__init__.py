"""Rendered photographs of fruit and other round things, with everything known about them.

    photos = fruit.photos(200, difficulty=0.3)
    photos.images, photos.is_apple, photos.kinds
    scene = fruit.scene(ground="tree")
    scene.image, scene.boxes, scene.kinds

The dial `difficulty` goes from 0 (one fruit in the middle of plain paper) to 1 (piles, foliage, odd light,
a bad camera, and tomatoes, pears and plums in the colours of apples).
"""

from __future__ import annotations

import hashlib
import json

import numpy as np

from course.data import cache as kept

from . import render
from .album import Fruit, PhotoError, Photos, joined
from .kinds import KINDS, VARIETIES
from .orchard import Scene, Scenes, scene, scenes
from .photograph import SCENES, Wish, choose_scene
from .sheet import contact_sheet

__all__ = [
    "KINDS",
    "SCENES",
    "VARIETIES",
    "Fruit",
    "PhotoError",
    "Photos",
    "Scene",
    "Scenes",
    "contact_sheet",
    "joined",
    "photos",
    "scene",
    "scenes",
]

BLOCK = 20  # in every block of 20 photographs the share of apples is as asked, give or take one


def photos(
    count: int,
    *,
    difficulty: float = 0.5,
    seed: int = 0,
    size: int = 64,
    scene: str = "mixed",
    kinds: tuple[str, ...] | None = None,
    apples: float = 0.5,
    varieties: tuple[str, ...] | None = None,
    workers: int | None = None,
    cache: bool = True,
    progress: bool = True,
) -> Photos:
    """`count` photographs of `size` x `size` pixels (16 to 512). The same arguments give the same pixels.

    difficulty  the dial, 0 to 1
    seed        any whole number from 0; a larger count with the same seed begins with the same photographs
    scene       "single", "few", "piled", or "mixed": single ones at dial 0 and ever more piles above
    kinds       which kinds may appear (default: all of fruit.KINDS)
    apples      share of photographs that show apples, 0 to 1
    varieties   which varieties of apple may appear (default: all of fruit.VARIETIES["apple"])
    workers     processes to render with (default: one on each core); the pixels do not depend on it
    cache       keep the photographs for the next time
    progress    show a bar when it takes more than two seconds
    """
    chosen = _checked(count, difficulty, seed, size, scene, kinds, apples, varieties)
    whole = {"count": int(count), "seed": int(seed), "size": int(size)}
    settings = {**whole, "difficulty": float(difficulty), "scene": scene, **chosen}
    wishes = _wishes(**settings)

    def make():
        return _packed(render.watched(wishes, workers, "photographs", progress), size)

    if cache:
        key = hashlib.sha256(json.dumps([render.version(), settings], sort_keys=True).encode()).hexdigest()[:24]
        arrays = kept.arrays(f"fruit-{key}", make, what="photographs")
    else:
        arrays = make()
    return _unpacked(arrays, wishes, float(difficulty), seed)


def _checked(count, difficulty, seed, size, scene, kinds, apples, varieties) -> dict:
    def refuse(name, given, allowed):
        raise PhotoError(f"fruit.photos: {name}={given!r} is not possible.", do=f"Give {allowed}.")

    for name, value, low, high in (("count", count, 1, 1_000_000), ("seed", seed, 0, 2**63), ("size", size, 16, 512)):
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or not low <= value <= high:
            refuse(name, value, f"a whole number from {low} to {high}")
    for name, value in (("difficulty", difficulty), ("apples", apples)):
        if isinstance(value, bool) or not isinstance(value, (int, float, np.number)) or not 0 <= value <= 1:
            refuse(name, value, "a number from 0 to 1")
    if scene not in (*SCENES, "mixed"):
        refuse("scene", scene, f"one of {', '.join(SCENES)}, mixed")
    listed = {"kinds": (kinds, KINDS), "varieties": (varieties, VARIETIES["apple"])}
    chosen: dict = {"apples": float(apples)}
    for name, (given, known) in listed.items():
        given = known if given is None else (given,) if isinstance(given, str) else tuple(given)
        strange = [one for one in given if one not in known]
        if strange or not given:
            refuse(name, strange[0] if strange else given, f"some of {', '.join(known)}")
        chosen[name] = [one for one in known if one in given]
    if chosen["apples"] > 0 and "apple" not in chosen["kinds"]:
        chosen["apples"] = 0.0
    if chosen["apples"] < 1 and chosen["kinds"] == ["apple"]:
        chosen["apples"] = 1.0
    return chosen


def _wishes(*, count, difficulty, seed, size, scene, kinds, apples, varieties) -> list[Wish]:
    others = [kind for kind in kinds if kind != "apple"]
    wishes = []
    for block in range(-(-count // BLOCK)):
        rng = np.random.default_rng([seed, block, 0])
        turn = rng.random()
        places = rng.permutation(BLOCK)
        shows = np.floor((places + 1) * apples + turn) - np.floor(places * apples + turn) > 0
        draws = rng.random((BLOCK, 3))
        for k in range(min(BLOCK, count - block * BLOCK)):
            kind = "apple" if shows[k] else others[int(draws[k, 0] * len(others))]
            named = varieties if kind == "apple" else VARIETIES[kind]
            where = choose_scene(scene, difficulty, draws[k, 2])
            wishes.append(
                Wish(block * BLOCK + k, kind, named[int(draws[k, 1] * len(named))], where, difficulty, seed, size)
            )
    return wishes


def _packed(pictures, size) -> dict[str, np.ndarray]:
    """Pictures as arrays of numbers, for the cache."""
    fruit = [
        (number, one.x, one.y, one.radius, *one.colour) for number, (_, truth) in enumerate(pictures) for one in truth
    ]
    return {"images": np.stack([image for image, _ in pictures]), "fruit": np.array(fruit, np.float64).reshape(-1, 7)}


def _unpacked(arrays, wishes, difficulty, seed) -> Photos:
    truth: list[list[Fruit]] = [[] for _ in wishes]
    for number, x, y, radius, *colour in arrays["fruit"].tolist():
        wish = wishes[int(number)]
        truth[int(number)].append(Fruit(wish.kind, wish.variety, x, y, radius, tuple(colour)))
    return Photos(
        images=arrays["images"],
        is_apple=np.array([wish.kind == "apple" for wish in wishes], np.int64),
        kinds=np.array([wish.kind for wish in wishes]),
        varieties=np.array([wish.variety for wish in wishes]),
        scenes=np.array([wish.scene for wish in wishes]),
        truth=[tuple(each) for each in truth],
        difficulty=difficulty,
        seed=seed,
    )
