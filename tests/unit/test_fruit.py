"""The rendered photographs: the same for everybody, whole truth, and a dial that makes sense."""

import subprocess
import sys
import textwrap

import numpy as np
import pytest
from sklearn.model_selection import cross_val_score
from sklearn.neighbors import KNeighborsClassifier

from course.data import fruit
from course.data.fruit import contact_sheet, render
from course.data.fruit.photograph import Wish


def draw(count, **settings):
    return fruit.photos(count, **{"cache": False, "progress": False, "size": 32, "workers": 1, **settings})


def test_the_same_seed_gives_the_same_pictures_and_another_seed_others():
    first, again, other = draw(12), draw(12), draw(12, seed=1)
    assert np.array_equal(first.images, again.images)
    assert first.truth == again.truth
    assert not np.array_equal(first.images, other.images)


def test_the_pictures_do_not_depend_on_the_number_of_workers(monkeypatch):
    monkeypatch.setattr(render, "WORTH_IT", 1)
    monkeypatch.setattr(render, "CHUNK", 4)
    alone = draw(19, workers=1)
    monkeypatch.setattr(render, "_picture", lambda wish: pytest.fail("rendered here, not by a worker"))
    together = draw(19, workers=3)
    assert np.array_equal(alone.images, together.images)
    assert alone.truth == together.truth


def test_more_photographs_begin_with_the_same_ones():
    few, many = draw(7), draw(31)
    assert np.array_equal(few.images, many[:7].images)
    assert few.truth == many[:7].truth


def test_a_worker_that_dies_costs_no_picture(monkeypatch):
    monkeypatch.setattr(render, "WORTH_IT", 1)
    monkeypatch.setattr(render, "CHUNK", 4)
    whole = draw(16)
    start, processes = render._start, []

    def start_and_lose_the_second():
        processes.append(start())
        if len(processes) == 2:
            processes[1].kill()
        return processes[-1]

    monkeypatch.setattr(render, "_start", start_and_lose_the_second)
    assert np.array_equal(draw(16, workers=2).images, whole.images)


def test_where_no_process_can_be_started_the_pictures_are_the_same(monkeypatch):
    monkeypatch.setattr(render, "WORTH_IT", 1)
    whole = draw(40)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert np.array_equal(draw(40, workers=2).images, whole.images)


def test_a_fork_of_the_process_that_rendered_renders_too(tmp_path):
    """As hidden tests do in a fork of the learner's kernel."""
    script = """
        import hashlib, os
        from course.data import fruit
        from course.data.fruit import render
        render.WORTH_IT = 1
        def draw():
            images = fruit.photos(70, size=16, workers=2, cache=False, progress=False).images
            return hashlib.sha256(images).hexdigest()
        print(draw(), flush=True)
        if not os.fork():
            print(draw(), flush=True)
            os._exit(0)
        os.wait()
        """
    quiet = "-Wignore::DeprecationWarning"  # since 3.12 Python warns of any fork of a process with threads
    command = [sys.executable, quiet, "-c", textwrap.dedent(script)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    first, second = done.stdout.split()
    assert first == second
    assert done.stderr == ""


def test_nothing_goes_on_when_the_photographs_are_there_or_the_learner_presses_stop(monkeypatch):
    monkeypatch.setattr(render, "WORTH_IT", 1)
    start, processes = render._start, []
    monkeypatch.setattr(render, "_start", lambda: processes.append(start()) or processes[-1])
    draw(70, workers=2)

    def stop(count):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render.photographs([Wish(k, "apple", "red", "single", 0.5, 0, 16) for k in range(70)], 2, stop)
    assert len(processes) == 4
    assert all(process.returncode is not None for process in processes)


def test_a_script_without_a_main_guard_that_has_torch_loaded_is_run_once(tmp_path):
    script = tmp_path / "notebook.py"
    script.write_text(
        textwrap.dedent("""
        print("the caller runs")
        import torch
        torch.ones(64, 64) @ torch.ones(64, 64)
        from course.data import fruit
        from course.data.fruit import render
        render.WORTH_IT = 1
        print(len(fruit.photos(70, size=16, workers=2, cache=False, progress=False)))
        """)
    )
    (tmp_path / "numpy.py").write_text("raise RuntimeError('a file beside the notebook')")
    # -P as in a kernel that has its own numpy loaded already: only the workers could meet the file
    done = subprocess.run([sys.executable, "-P", script], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.stdout == "the caller runs\n70\n", done.stdout + done.stderr
    assert done.stderr == ""


@pytest.mark.parametrize("apples", [0.0, 0.3, 1.0])
def test_as_many_photographs_show_apples_as_asked(apples):
    photos = draw(100, size=16, apples=apples)
    assert photos.is_apple.sum() == 100 * apples
    assert ((photos.kinds == "apple") == (photos.is_apple == 1)).all()


def test_only_the_kinds_and_varieties_asked_for_appear():
    photos = draw(30, kinds=("apple", "tomato"), varieties=("red",))
    assert set(photos.kinds) == {"apple", "tomato"}
    assert set(photos.varieties[photos.is_apple == 1]) == {"red"}


def test_every_kind_and_variety_can_be_drawn_at_both_ends_of_the_dial():
    assert len(fruit.KINDS) >= 12
    assert fruit.KINDS[0] == "apple"
    assert {"red", "green", "yellow", "striped"} <= set(fruit.VARIETIES["apple"])
    for difficulty in (0.0, 1.0):
        for kind in fruit.KINDS:
            photos = draw(6, kinds=(kind,), apples=float(kind == "apple"), difficulty=difficulty, scene="single")
            assert set(photos.kinds) == {kind}
            assert photos.images.std(axis=(1, 2, 3)).min() > 5


def test_dial_0_shows_one_fruit_in_the_middle_and_red_round_tomatoes_and_green_apples():
    photos = draw(300, size=16, difficulty=0.0)
    assert set(photos.scenes) == {"single"}
    assert all(len(truth) == 1 and abs(truth[0].x - 0.5) < 0.03 for truth in photos.truth)
    assert ((photos.kinds == "tomato") & (photos.varieties == "red")).any()
    assert ((photos.kinds == "apple") & (photos.varieties == "green")).any()


def test_the_truth_says_where_the_fruit_is_and_what_colour():
    photos = draw(20, difficulty=0.0, size=64)
    for image, (one,) in zip(photos.images, photos.truth, strict=True):
        x, y, reach = (round(64 * value) for value in (one.x, one.y, one.radius * 0.3))
        seen = image[y - reach : y + reach, x - reach : x + reach].reshape(-1, 3).mean(0) / 255
        assert np.corrcoef(seen, one.colour)[0, 1] > 0.6 or np.ptp(one.colour) < 0.15


def test_the_colour_of_what_is_no_apple_says_less_as_the_dial_rises():
    def told_by_colour(difficulty):
        photos = draw(400, size=16, difficulty=difficulty, scene="single")
        colours = [truth[0].colour for truth in photos.truth]
        return cross_val_score(KNeighborsClassifier(7), colours, photos.is_apple).mean()

    assert told_by_colour(0.0) > 0.7
    assert told_by_colour(0.5) < 0.6


def test_a_pile_holds_many_fruit_and_a_few_are_two_to_four():
    assert min(len(truth) for truth in draw(12, scene="piled").truth) >= 8
    assert all(2 <= len(truth) <= 4 for truth in draw(12, scene="few").truth)


def test_a_split_shares_no_photograph_and_loses_none():
    photos = draw(60, size=16)
    first, rest = photos.split(0.8, seed=3)
    seen = [image.tobytes() for part in (first, rest) for image in part.images]
    assert (len(first), len(rest)) == (48, 12)
    assert sorted(seen) == sorted(image.tobytes() for image in photos.images)
    assert len(set(seen)) == 60
    assert first.is_apple.mean() == rest.is_apple.mean() == 0.5
    assert np.array_equal(photos.split(0.8, seed=3)[0].images, first.images)


def test_an_index_a_slice_a_mask_and_an_array_choose_photographs():
    photos = draw(10)
    assert len(photos[3]) == 1
    assert np.array_equal(photos[-1].images[0], photos.images[9])
    assert photos[2:5].truth == photos.truth[2:5]
    assert set(photos[photos.is_apple == 1].kinds) == {"apple"}
    assert list(photos[np.array([4, 1])].kinds) == [photos.kinds[4], photos.kinds[1]]


def test_small_pictures_are_averages_ready_for_torch():
    photos = draw(3, size=64)
    for size in (64, 32, 16, 24):
        small = photos.small(size)
        assert small.shape == (3, 3, size, size)
        assert small.dtype == np.float32
        np.testing.assert_allclose(small.mean(axis=(2, 3)), photos.images.mean(axis=(1, 2)) / 255, atol=1e-5)
    assert photos.pixels(16).shape == (3, 768)
    corner = photos.images[0, :2, :2].mean(axis=(0, 1)) / 255
    np.testing.assert_allclose(photos.small(32)[0, :, 0, 0], corner, atol=1e-6)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"difficulty": 1.5}, "a number from 0 to 1"),
        ({"count": 0}, "whole number from 1"),
        ({"scene": "heap"}, "single, few, piled, mixed"),
        ({"kinds": ("banana",)}, "pomegranate"),
        ({"varieties": ("blue",)}, "striped"),
        ({"size": 7}, "from 16 to 512"),
    ],
)
def test_a_wish_that_cannot_be_met_is_answered_with_what_can(settings, words):
    with pytest.raises(fruit.PhotoError, match=words):
        draw(**{"count": 2, **settings})


def test_a_contact_sheet_has_room_for_every_photograph(tmp_path):
    sheet = contact_sheet(draw(7), columns=3, gap=4)
    assert sheet.size == (3 * 36 + 4, 3 * 36 + 4)
    assert np.array_equal(np.asarray(sheet)[4:36, 4:36], draw(7).images[0])
