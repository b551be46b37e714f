"""Boxes, average precision as pycocotools has it, what a heat map should be, and apples found by colour."""

from __future__ import annotations

import contextlib
import io

import numpy as np
import pytest
import torch
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from torchvision.ops import box_iou

from course import detection
from course.data import fruit

NOTHING = (np.zeros((0, 4)), np.zeros(0))


def guesses(seed: int, scenes: int = 12, most: int = 6):
    """(found, truth) by chance: boxes near the true ones, doubles, and boxes of nothing; some scenes are empty."""
    random = np.random.default_rng(seed)
    found, truth = [], []
    for _ in range(scenes):
        start = random.uniform(0, 60, (random.integers(0, most), 2))
        true = np.hstack([start, start + random.uniform(8, 35, start.shape)])
        near = true[random.integers(0, len(true), random.integers(0, 9))] if len(true) else true
        near = near + random.normal(0, 3, near.shape)
        far = random.uniform(0, 50, (random.integers(0, 4), 2))
        near[:, 2:] = np.maximum(near[:, 2:], near[:, :2] + 1)
        boxes = np.vstack([near, np.hstack([far, far + random.uniform(5, 30, far.shape)])])
        found.append((boxes, random.random(len(boxes))))
        truth.append(true)
    return found, truth


def by_pycocotools(found, truth) -> tuple[float, float]:
    """AP50 and AP75."""

    def record(number, scene, box, **more):
        left, top, right, bottom = box.tolist()
        wide, high = right - left, bottom - top
        return {
            "id": number,
            "image_id": scene + 1,
            "category_id": 1,
            "bbox": [left, top, wide, high],
            "area": wide * high,
            "iscrowd": 0,
            **more,
        }

    coco = COCO()
    every = [(scene, box) for scene, boxes in enumerate(truth) for box in boxes]
    coco.dataset = {
        "info": {},
        "images": [{"id": scene + 1} for scene in range(len(truth))],
        "categories": [{"id": 1, "name": "apple"}],
        "annotations": [record(number, *one) for number, one in enumerate(every, start=1)],
    }
    sure = [(scene, box, float(score)) for scene, pair in enumerate(found) for box, score in zip(*pair, strict=True)]
    with contextlib.redirect_stdout(io.StringIO()):
        coco.createIndex()
        rows = [record(number, scene, box, score=score) for number, (scene, box, score) in enumerate(sure, start=1)]
        judge = COCOeval(coco, coco.loadRes(rows), "bbox")
        judge.evaluate()
        judge.accumulate()
        judge.summarize()
    return judge.stats[1], judge.stats[2]


@pytest.mark.parametrize("seed", range(8))
def test_average_precision_is_that_of_pycocotools(seed):
    found, truth = guesses(seed)
    ours = [detection.average_precision(found, truth, limit) for limit in (0.5, 0.75)]
    assert ours == pytest.approx(by_pycocotools(found, truth), abs=1e-9)


def test_the_overlap_of_boxes_is_that_of_torchvision():
    (found, truth), (other, _) = guesses(1), guesses(2)
    for (boxes, _), true, (more, _) in zip(found, truth, other, strict=True):
        for ours in (true, more):
            expected = box_iou(torch.from_numpy(boxes), torch.from_numpy(ours)).numpy()
            assert np.allclose(detection.iou(boxes, ours), expected)


def test_perfect_boxes_have_an_average_precision_of_one_and_none_at_all_of_zero():
    _, truth = guesses(3)
    perfect = [(true, np.ones(len(true))) for true in truth]
    assert detection.average_precision(perfect, truth) == pytest.approx(1)
    assert detection.average_precision([NOTHING] * len(truth), truth) == 0


def test_a_scene_without_apples_works_everywhere():
    empty = [np.zeros((0, 4))] * 2
    assert np.isnan(detection.average_precision([NOTHING, NOTHING], empty))
    precision, recall, scores = detection.precision_recall([NOTHING, NOTHING], empty)
    assert len(precision) == len(recall) == len(scores) == 0
    assert detection.counts([NOTHING, NOTHING], 0.5).tolist() == [0, 0]
    assert detection.suppressed([NOTHING], 0.5)[0][0].shape == (0, 4)
    assert detection.targets(empty, 32).abs().sum() == 0
    assert detection.taken([], [[0, 0, 2, 2]]).tolist() == []
    bare = fruit.scenes(2, fruit=(0, 0), ground="tree", size=32, workers=1, cache=False, progress=False)
    detector = detection.ColourDetector().fit(bare.images, bare.apples)
    assert [len(boxes) for boxes, _ in detector(bare)] == [0, 0]


def test_the_surest_box_takes_the_apple_and_a_second_one_is_wrong():
    true = [[0, 0, 10, 10], [20, 0, 30, 10]]
    boxes = [[1, 0, 11, 10], [0, 0, 10, 10], [20, 0, 30, 10]]
    assert detection.taken(boxes, true).tolist() == [0, -1, 1]
    precision, recall, scores = detection.precision_recall([(boxes, [0.9, 0.8, 0.7])], [true])
    assert precision == pytest.approx([1, 1 / 2, 2 / 3])
    assert recall == pytest.approx([1 / 2, 1 / 2, 1])
    assert scores.tolist() == [0.9, 0.8, 0.7]


def test_suppression_keeps_the_surer_of_two_boxes_that_overlap_too_much():
    found = [([[0, 0, 10, 10], [1, 0, 11, 10], [20, 0, 30, 10]], [0.5, 0.9, 0.1])]
    (boxes, scores), (every, _) = detection.suppressed(found, 0.5)[0], detection.suppressed(found, 0.9)[0]
    assert scores.tolist() == [0.9, 0.1]
    assert boxes[0].tolist() == [1, 0, 11, 10]
    assert len(every) == 3


def test_the_heat_is_warmest_at_the_middle_and_the_ways_lead_to_the_edges():
    left, top, right, bottom = box = (12, 20, 32, 36)
    (grid,) = detection.targets([np.array([box])], 64)
    row, column = divmod(int(grid[0].argmax()), 16)
    x, y = 4 * column + 2, 4 * row + 2
    assert abs(x - (left + right) / 2) <= 2
    assert abs(y - (top + bottom) / 2) <= 2
    assert (4 * grid[1:, row, column]).tolist() == [x - left, y - top, right - x, bottom - y]
    assert 0.7 < float(grid[0].max()) <= 1
    assert float(grid[0, 15, 15]) < 0.001


@pytest.mark.parametrize(
    ("boxes", "words"),
    [
        ([[60, 10, 70, 20]], "reaches outside the picture, which ends at 64"),
        ([[-1, 10, 20, 20]], "reaches outside the picture"),
        ([[10, 10, 10, 20]], "it has no area"),
        ([[10, 10, float("nan"), 20]], "not all of these are numbers"),
        ([[1, 2, 3]], r"Boxes have the shape \(n, 4\)"),
    ],
)
def test_what_is_no_box_gets_a_sentence(boxes, words):
    with pytest.raises(detection.BoxProblem, match=words):
        detection.targets([boxes], 64)


def test_what_does_not_fit_together_gets_a_sentence():
    with pytest.raises(detection.BoxProblem, match="1 scenes were searched, 2 have a truth"):
        detection.average_precision([NOTHING], [[], []])
    with pytest.raises(detection.BoxProblem, match="1 boxes have 2 scores"):
        detection.average_precision([([[0, 0, 1, 1]], [0.5, 0.4])], [[[0, 0, 1, 1]]])
    with pytest.raises(detection.BoxProblem, match="2 counts cannot be compared with 1"):
        detection.counting_error([1, 2], [1])
    with pytest.raises(detection.BoxProblem, match="30 pixels cannot be cut into cells of 4"):
        detection.targets([[]], 30)


def test_colour_finds_red_discs_on_green_and_parts_two_that_touch():
    random = np.random.default_rng(0)
    y, x = np.mgrid[:64, :64] + 0.5
    images, truth = [], []
    for _ in range(6):
        image = np.tile(np.array([40, 120, 40], np.uint8), (64, 64, 1))
        middles = [(16, 20), (31, 20), (45, 48)]
        for across, down in middles:
            image[(x - across) ** 2 + (y - down) ** 2 < 64] = (200, 30, 30)
        images.append(np.clip(image + random.normal(0, 6, image.shape), 0, 255).astype(np.uint8))
        truth.append(np.array([(a - 8, d - 8, a + 8, d + 8) for a, d in middles], float))
    found = detection.ColourDetector().fit(np.stack(images), truth)(np.stack(images))
    assert [len(boxes) for boxes, _ in found] == [3] * 6
    assert detection.average_precision(found, truth) > 0.9
