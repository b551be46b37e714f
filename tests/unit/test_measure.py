"""The measured table: what a ruler and a colour card would give, and where they fail."""

import dataclasses
import inspect

import numpy as np
import pytest

from course.data import fruit, measure


@pytest.fixture(scope="module")
def easy():
    return fruit.photos(400, difficulty=0.0, seed=11, cache=False, progress=False)


@pytest.fixture(scope="module")
def frame(easy):
    return measure.table(easy)


def disc(x=32, y=32, wide=16, tall=16, colour=(200, 30, 30), paper=(235, 232, 225)):
    rows, columns = np.mgrid[0:64, 0:64] + 0.5
    image = np.full((64, 64, 3), paper, np.uint8)
    image[((columns - x) / wide) ** 2 + ((rows - y) / tall) ** 2 < 1] = colour
    return image


def named(image):
    return dict(zip(measure.FEATURES, measure.features(image), strict=True))


def test_the_table_has_a_row_for_each_photograph_and_no_hole(easy, frame):
    assert list(frame.columns) == [*measure.FEATURES, "kind", "is_apple"]
    assert len(frame) == len(easy)
    assert np.isfinite(frame[list(measure.FEATURES)].to_numpy()).all()
    assert list(frame["is_apple"]) == list(easy.is_apple)


def test_nothing_is_read_from_the_truth(easy, frame):
    blind = dataclasses.replace(easy[:20], truth=[()] * 20, varieties=np.array([""] * 20), scenes=np.array([""] * 20))
    assert measure.table(blind).equals(frame[:20])


def test_every_feature_is_explained_where_it_is_made():
    for name in measure.FEATURES:
        assert f"\n{name} " in inspect.getdoc(measure.table)


def test_a_drawn_disc_has_the_numbers_of_a_disc():
    found = named(disc())
    assert found["size"] == pytest.approx(np.pi * 16**2 / 64**2, rel=0.08)
    assert found["roundness"] > 0.95
    assert found["tallness"] == pytest.approx(0, abs=0.04)
    assert found["redness"] == pytest.approx((200 - 30) / 255, abs=0.02)
    assert found["stem"] < 0.02


def test_a_tall_form_is_tall_a_flat_one_flat_and_neither_is_round():
    tall, flat = named(disc(wide=10, tall=22)), named(disc(wide=22, tall=10))
    assert tall["tallness"] == pytest.approx(1.2, abs=0.2)
    assert flat["flatness"] == pytest.approx(1.2, abs=0.2)
    assert tall["flatness"] == flat["tallness"] == 0
    assert max(tall["roundness"], flat["roundness"]) < 0.9


def test_colours_go_to_their_own_columns():
    red, green, yellow = (named(disc(colour=c)) for c in ((200, 30, 30), (60, 170, 40), (220, 200, 40)))
    assert red["redness"] > 0.5 > green["redness"]
    assert green["greenness"] > 0.3 > red["greenness"]
    assert yellow["yellowness"] > 0.5 > red["yellowness"]


def test_the_patch_is_where_the_fruit_is(easy):
    shares = []
    for image, (one,) in zip(easy.images[:120], easy.truth[:120], strict=True):
        rows, columns = np.mgrid[0:64, 0:64] + 0.5
        inside = np.hypot(columns - 64 * one.x, rows - 64 * one.y) < 0.7 * 64 * one.radius
        shares.append(measure.patch(image)[inside].mean())
    assert np.median(shares) > 0.97
    assert np.mean(np.array(shares) > 0.8) > 0.9


def test_red_and_round_names_tomatoes_and_misses_green_apples(easy, frame):
    rule = (frame["redness"] > 0.15) & (frame["roundness"] > 0.85)
    assert rule[(easy.kinds == "tomato") & (easy.varieties == "red")].mean() > 0.5
    assert rule[(easy.kinds == "apple") & (easy.varieties == "green")].mean() < 0.1


def test_an_empty_photograph_is_measured_without_an_error():
    for value in (0, 128, 255):
        assert np.isfinite(measure.features(np.full((64, 64, 3), value, np.uint8))).all()
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3)).astype(np.uint8)
    assert np.isfinite(measure.features(noise)).all()


def test_no_photographs_is_said():
    with pytest.raises(fruit.PhotoError, match="no photograph"):
        measure.table(fruit.photos(2, size=16, cache=False)[:0])


def test_measured_afresh_but_while_a_notebook_is_graded(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    photos, measured, honest = fruit.photos(3, seed=12, cache=False, progress=False), [], measure.features
    monkeypatch.setattr(measure, "features", lambda image: measured.append(image) or honest(image))
    first = measure.table(photos, fresh=True)
    assert len(measured) == 3
    assert measure.table(photos, fresh=True).equals(first)
    assert len(measured) == 6  # whoever times it measures again
    for execution in ("autograde", "validate"):
        monkeypatch.setenv("NBGRADER_EXECUTION", execution)
        assert measure.table(photos, fresh=True).equals(first)
    assert measure.table(photos).equals(first)
    assert len(measured) == 6
