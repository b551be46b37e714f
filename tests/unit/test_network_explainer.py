"""Feature maps are what the network computes, and the figure carries a network that computes the same."""

from __future__ import annotations

import base64

import numpy as np
import pytest
import torch
from figure_examples.network_explainer import trained
from torch.nn import functional

from course import figures, plots, training
from course.errors import CourseError
from course.training.feature_maps import folded


@pytest.fixture(scope="module")
def seen():
    model, photos = trained()
    pictures = torch.from_numpy(photos.small(32))
    return model, photos, pictures, training.feature_maps(model, pictures)


def test_the_evidence_of_all_patterns_adds_up_to_the_answer(seen):
    model, _, pictures, maps = seen
    logits = maps.evidence.sum(1) + maps.bias
    assert np.allclose(1 / (1 + np.exp(-logits)), training.probabilities(model, pictures), atol=1e-5)
    assert np.allclose(maps.chances, training.probabilities(model, pictures), atol=1e-5)


def test_each_block_has_its_maps_and_the_last_ones_strongest_matches_are_weighed(seen):
    model, _, _, maps = seen
    assert [each.shape for each in maps.blocks] == [(12, 16, 32, 32), (12, 32, 16, 16), (12, 64, 8, 8)]
    strongest = maps.blocks[2].max((2, 3))
    assert np.allclose(maps.evidence, strongest * model[-2].weight.detach().numpy(), atol=1e-5)


def test_looking_leaves_the_network_as_it_was(seen):
    model, _, pictures, _ = seen
    before = [weight.clone() for weight in model.state_dict().values()]
    model.train()
    training.feature_maps(model, pictures)
    assert model.training
    model.eval()
    assert all(torch.equal(*pair) for pair in zip(before, model.state_dict().values(), strict=True))


def test_what_the_figure_carries_computes_the_same_chances(seen):
    model, photos, _, maps = seen
    data = figures.network_explainer(model, photos).data
    x = torch.from_numpy(np.stack([_unpacked(each, "<u2", (3, 32, 32)) for each in data["photos"]]) / 65535).float()
    for number, layer in enumerate(data["layers"]):
        weight, bias = (torch.from_numpy(_unpacked(layer[name], "<f4")) for name in ("weights", "biases"))
        weight = weight.view(*layer["shape"])
        if weight.ndim == 2:
            x = functional.linear(x.amax((2, 3)), weight, bias)
        else:
            x = functional.conv2d(functional.max_pool2d(x, 2) if number else x, weight, bias, padding=1).relu()
    assert np.allclose(x.sigmoid().flatten().numpy(), maps.chances, atol=1e-3)


def test_a_pattern_of_a_later_block_sees_more_of_the_photograph(seen):
    """What a window of so many pixels does not hold cannot change the match in its middle."""
    model, photos, pictures, maps = seen
    for block, window in enumerate(figures.network_explainer(model, photos).data["sees"]):
        before, changed = maps.blocks[block][:1], 0
        middle = before.shape[2] // 2
        for left in range(32):
            after = training.feature_maps(model, training.covered(pictures[:1], left, 0, 1)).blocks[block]
            changed += bool(np.abs(after - before)[:, :, :, middle].max() > 1e-4)  # rounding is no change
        assert window / 2 < changed <= window
    assert figures.network_explainer(model, photos).data["sees"] == [3, 8, 18]


def test_a_patch_hides_what_is_under_it_and_nothing_else(seen):
    _, _, pictures, _ = seen
    hidden = training.covered(pictures, 4, 10, 8)
    assert (hidden[:, :, 10:18, 4:12] == 0.5).all()
    assert (hidden != pictures).any(1).sum((1, 2)).max() <= 64
    assert not (pictures == hidden).all()


def test_the_plain_picture_says_what_the_patch_does(seen):
    model, photos, pictures, maps = seen
    behind = training.probabilities(model, training.covered(pictures[3:4], 8, 8, 12))[0]
    picture = plots.network(model, photos, 3, patch=(8, 8, 12))
    assert f"Chance of apple {behind:.0%} behind the patch, {maps.chances[3]:.0%} without it." in picture.description
    assert "8 x 8" in picture.description
    assert f"Chance of apple {maps.chances[3]:.0%}." in plots.network(model, photos, 3).description


def test_the_maps_that_are_shown_are_those_that_differ_between_photographs(seen):
    model, photos, _, maps = seen
    for block, shown in enumerate(figures.network_explainer(model, photos).data["shown"]):
        assert len({each["pattern"] for each in shown}) == 8
        assert all(each["brightest"] == pytest.approx(maps.blocks[block][:, each["pattern"]].max()) for each in shown)


def test_a_network_of_another_make_is_refused_in_words(seen):
    _, photos, _, _ = seen
    with pytest.raises(CourseError, match="not a network such as"):
        figures.network_explainer(torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(3072, 1)), photos)
    assert len(folded(training.apple_net())) == 4


def test_the_figure_is_small_enough_for_a_notebook(seen):
    model, photos, _, _ = seen
    assert len(figures.network_explainer(model, photos).html()) < 600_000


def _unpacked(text, kind, shape=(-1,)):
    return np.frombuffer(base64.b64decode(text), kind).reshape(shape).copy()
