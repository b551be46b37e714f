"""Scenes of mixed fruit: the same for everybody, boxes where the fruit are, a dial that makes them harder."""

from __future__ import annotations

import numpy as np
import pytest

from course.data import fruit
from course.data.fruit import render

QUIET = {"workers": 1, "cache": False, "progress": False}


def draw(count, **settings):
    return fruit.scenes(count, **{"size": 48, **QUIET, **settings})


def same(one, other) -> bool:
    return np.array_equal(one.images, other.images) and one.truth == other.truth


def test_the_same_seed_gives_the_same_scenes_and_a_larger_count_begins_with_them():
    assert same(draw(3), draw(5)[:3])
    assert not same(draw(3), draw(3, seed=1))


def test_the_scenes_do_not_depend_on_the_number_of_workers(monkeypatch):
    alone = draw(9)
    monkeypatch.setattr(render, "WORTH_IT", 1)
    monkeypatch.setattr(render, "CHUNK", 3)
    monkeypatch.setattr(render, "_picture", lambda wish: pytest.fail("rendered here, not by a worker"))
    assert same(alone, draw(9, workers=2))


def test_numpys_whole_numbers_are_whole_numbers(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    two = np.int64(2)
    assert same(draw(2, seed=2), draw(two, seed=two, size=np.int64(48), cache=True))
    settings = {"size": 32, **QUIET}
    kept = fruit.photos(two, **settings | {"seed": two, "cache": True})
    assert np.array_equal(kept.images, fruit.photos(2, seed=2, **settings).images)


def test_kept_scenes_are_the_ones_that_were_rendered(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    made = draw(3, cache=True)
    assert list(tmp_path.rglob("scenes-*.npz"))
    assert same(made, draw(3, cache=True))


def test_one_scene_is_the_first_of_many_with_all_that_is_known():
    scene, many = fruit.scene(ground="tree", size=48, **QUIET), draw(2, ground="tree")
    assert np.array_equal(scene.image, many[0].image)
    count = len(scene.kinds)
    assert 2 <= count <= 10
    assert scene.boxes.shape == (count, 4)
    assert scene.visible.shape == scene.varieties.shape == (count,)
    assert len(scene.apples) == many.counts[0] == (scene.kinds == "apple").sum()


def test_boxes_lie_inside_the_picture_and_half_of_a_fruit_or_more_can_be_seen():
    for difficulty in (0.0, 0.5, 1.0):
        scenes = draw(12, difficulty=difficulty)
        for scene in scenes:
            assert (scene.boxes >= 0).all()
            assert (scene.boxes <= 48).all()
            assert (scene.boxes[:, 2:] - scene.boxes[:, :2] >= 3).all()
            assert (scene.visible > 0.49).all()
            assert (scene.visible <= 1).all()


def test_a_box_goes_around_its_fruit():
    """A red apple alone before leaves: the box is where the red is."""
    scene = fruit.scene(fruit=(1, 1), apples=1, varieties="red", difficulty=0, ground="tree", size=96, **QUIET)
    rows, columns = np.nonzero(scene.image[..., 0].astype(int) - scene.image[..., 1] > 60)
    (left, top, right, bottom) = scene.boxes[0]
    assert (abs(np.quantile(columns, (0.02, 0.98)) - (left, right)) < 4).all()
    assert (abs(np.quantile(rows, (0.02, 0.98)) - (top, bottom)) < 6).all()  # the hollow of the stem is dark


def test_apples_can_be_of_chosen_varieties_and_all_there_is():
    scenes = draw(4, apples=1, varieties=("red", "green"))
    assert {one.kind for placed in scenes.truth for one in placed} == {"apple"}
    assert {one.variety for placed in scenes.truth for one in placed} <= {"red", "green"}


def test_the_dial_hides_more_of_the_fruit():
    shown = [
        np.mean([one.visible for placed in draw(16, difficulty=d, ground="tree").truth for one in placed])
        for d in (0.0, 0.5, 1.0)
    ]
    assert shown[0] > shown[1] > shown[2]


def test_an_empty_scene_has_no_boxes():
    scenes = draw(2, fruit=(0, 0))
    assert scenes.counts.tolist() == [0, 0]
    assert scenes[0].boxes.shape == scenes[0].apples.shape == (0, 4)


def test_parts_of_scenes_are_scenes_and_ready_for_torch():
    scenes = draw(4)
    assert same(scenes[[2, 0]][1:], scenes[:1])
    assert len(scenes[scenes.counts >= 0]) == 4
    assert scenes.pixels().shape == (4, 3, 48, 48)
    assert scenes.pixels().dtype == np.float32
    assert "4 scenes of 48 x 48 pixels" in repr(scenes)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"count": 0}, "count=0 is not possible"),
        ({"size": 20}, "Give a whole number from 32 to 512"),
        ({"difficulty": 2}, "Give a number from 0 to 1"),
        ({"apples": "half"}, "apples='half' is not possible"),
        ({"ground": "sea"}, "Give one of tree, table, mixed"),
        ({"fruit": (5, 2)}, "two whole numbers from 0 to 12"),
        ({"varieties": "plum"}, "varieties='plum' is not possible"),
        ({"fruit": 3}, "two whole numbers from 0 to 12"),
        ({"seed": -1}, "seed=-1 is not possible"),
    ],
)
def test_what_cannot_be_drawn_gets_a_sentence(settings, words):
    with pytest.raises(fruit.PhotoError, match=words):
        fruit.scenes(**{"count": 1, **settings}, **QUIET)
