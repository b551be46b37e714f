"""Pictures made of fruit, the threshold to drag, and the gate that they come from."""

import numpy as np
import pytest

from course import figures, plots
from course.data import gate, measure
from course.errors import CourseError
from course.plots import fruit_points


@pytest.fixture(scope="module")
def harvest():
    return gate.load(24, seed=5, shots=2)


def red_and_round(table):
    return (table["redness"] > 0.15) & (table["roundness"] > 0.85)


def test_the_shots_of_a_fruit_lie_side_by_side_and_show_nearly_the_same(harvest):
    photos, table = harvest
    assert list(table["fruit"]) == [k // 2 for k in range(48)]
    assert list(table.columns) == ["fruit", *measure.FEATURES, "kind", "is_apple"]
    assert (photos.kinds[0::2] == photos.kinds[1::2]).all()
    images = photos.images.astype(float)
    same, other = (np.abs(images[0::2] - np.roll(images[1::2], by, axis=0)).mean() for by in (0, 1))
    assert 0 < same < 0.2 * other


def test_the_scatter_says_how_often_the_rule_is_right_and_rings_its_mistakes(harvest):
    photos, table = harvest
    right = np.mean(red_and_round(table) == (table["is_apple"] == 1))
    picture = plots.fruit_scatter(photos, table, rule=red_and_round)
    assert f"right for {100 * right:.0f} %" in picture.description
    drawn = [line for line in picture.axes[0].lines if line.get_marker() == "o"]
    assert drawn
    assert not plots.fruit_scatter(photos, table).axes[0].lines


def test_a_rule_without_an_answer_for_each_row_is_said(harvest):
    for broken in (lambda table: None, lambda table: True, lambda table: table[:3]):
        with pytest.raises(CourseError, match="no answer for each row"):
            plots.fruit_scatter(*harvest, rule=broken)


def test_the_line_up_counts_every_mistake_and_its_cost(harvest):
    photos, _ = harvest
    chance = np.linspace(0.01, 0.99, len(photos))
    packed, apple = chance >= 0.6, photos.is_apple == 1
    wrong, lost = int((packed & ~apple).sum()), int((~packed & apple).sum())
    said = plots.line_up(photos, chance, 0.6, wrong_crate=5, lost_apple=1).description
    assert f"wrong in the crate: {wrong}, apples lost: {lost}, cost {5 * wrong + lost:.2f} euro" in said
    with pytest.raises(CourseError, match="one chance for each photograph"):
        plots.line_up(photos, chance[:3])


def test_the_threshold_to_drag_begins_as_its_twin_in_code_draws_it(harvest):
    photos, _ = harvest
    chance = np.linspace(0.01, 0.99, len(photos))
    assert figures.threshold(photos, chance, start=0.3).description == plots.line_up(photos, chance, 0.3).description


def test_a_ball_is_cut_out_whole_though_its_white_half_looks_like_the_paper():
    photos, _ = gate.load(200, seed=1, shots=1)
    balls = np.flatnonzero(photos.kinds == "ball")
    assert len(balls) > 2
    for row in balls:
        cut = fruit_points.cut_out(photos, row)
        area = np.pi * (photos.truth[row][-1].radius * photos.images.shape[1]) ** 2
        assert (cut[..., 3] > 0).sum() > 0.95 * area


def test_fruit_stand_apart_and_inside_the_axes(harvest):
    _, table = harvest
    points = table[["redness", "roundness"]].to_numpy()
    ends = [fruit_points.limits(column) for column in points.T]
    rows = fruit_points.apart(points, ends, room=(500, 300), distance=30)
    pixels = (points[rows] - [low for low, _ in ends]) / [high - low for low, high in ends] * (500, 300)
    assert len(rows) > 5
    assert (pixels > 15).all()
    assert (pixels < np.array([485, 285])).all()
    gaps = np.hypot(*(pixels[:, None] - pixels).transpose(2, 0, 1)) + 1e9 * np.eye(len(rows))
    assert gaps.min() > 30
