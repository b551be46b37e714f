"""Memory follows from weights and from what was counted; what is counted is what autograd keeps, each piece once."""

from __future__ import annotations

import itertools

import pytest
import torch
from torch import nn

from benchmarks import memory as benchmark
from course import figures, plots, training
from course.cost import memory
from course.errors import CourseError

TRAIN, MIXED, WHOLE, SHORT = memory.WAYS


def test_what_a_small_network_keeps_is_what_one_can_count_by_hand():
    """A linear layer keeps its inputs, ReLU its outputs, and the layer after it keeps the same numbers, once."""
    model = nn.Sequential(nn.Linear(10, 20), nn.ReLU(), nn.Linear(20, 1))
    assert memory.kept_for_backward(model, torch.rand(8, 10)) == 4 * 8 * (10 + 20)


def test_in_mixed_precision_half_as_much_is_kept_and_copies_of_weights_too():
    model = nn.Sequential(nn.Linear(10, 20), nn.ReLU(), nn.Linear(20, 1))
    first, second = (memory.kept_for_backward(model, torch.rand(batch, 10), mixed=True) for batch in (8, 16))
    each = (second - first) // 8
    assert each == 2 * (10 + 20)
    assert first - 8 * each == 2 * 20  # a copy of the second layer's weights: the first needs no gradient of its inputs


def test_an_inference_keeps_only_what_the_next_layer_needs():
    model = nn.Sequential(*(nn.Linear(50, 50) for _ in range(9))).eval()
    assert memory.alive_at_once(model, torch.rand(4, 50)) == 4 * 4 * (
        50 + 50 + 50
    )  # the inputs, and a layer's two ends
    assert memory.kept_for_backward(model, torch.rand(4, 50)) == 4 * 4 * 50 * 9


@pytest.mark.parametrize("name", ["apple_net", "ResNet-50"])
def test_what_is_recorded_is_counted_again(name):
    """With the versions of the record; another PyTorch may keep other things."""
    make, side = benchmark.NETWORKS[name]
    model, row = make().train(), memory.network(name)
    assert training.parameters(model) == row.weights
    same = memory.recorded()["versions"]["torch"] == torch.__version__.partition("+")[0]
    found = benchmark.line(lambda inputs: memory.kept_for_backward(model, inputs), side)
    assert found[1] == pytest.approx(row.activations[TRAIN][1], rel=1e-9 if same else 0.2)
    if name == "apple_net" and same:
        assert {way: tuple(pair) for way, pair in benchmark.counted(make, side)["bytes"].items()} == row.activations


def test_a_training_holds_four_numbers_of_32_bits_for_each_weight():
    need = memory.needed("ResNet-50", 1, TRAIN)
    assert (need.weights, need.gradients, need.optimizer) == (4 * 25_557_032, 4 * 25_557_032, 8 * 25_557_032)
    parameter = nn.Parameter(torch.ones(1000))
    adam = torch.optim.Adam([parameter])
    parameter.grad = torch.ones(1000)
    adam.step()
    state = [each for each in adam.state[parameter].values() if each.numel() > 1]
    assert sum(each.nbytes for each in state) == need.optimizer / need.weights * parameter.nbytes


def test_mixed_precision_saves_activations_and_no_weights():
    full, mixed = (memory.needed("ResNet-50", 128, way) for way in (TRAIN, MIXED))
    assert (mixed.gradients, mixed.optimizer) == (full.gradients, full.optimizer)
    assert mixed.weights == pytest.approx(1.5 * full.weights, rel=0.01)
    assert 0.45 < mixed.activations / full.activations < 0.55


def test_an_inference_in_16_bits_needs_half_and_no_gradients():
    whole, short = (memory.needed("ViT-B/16", 8, way) for way in (WHOLE, SHORT))
    assert short.total == pytest.approx(whole.total / 2)
    assert short.gradients == short.optimizer == 0


def test_the_largest_batch_fits_and_one_more_does_not():
    pairs = [name for name, one in memory.networks().items() if one.counted]
    for name, way, gb in itertools.product(pairs, memory.WAYS, memory.cards().values()):
        most = memory.largest_batch(name, way, gb)
        assert memory.needed(name, most, way).total <= gb * memory.GB < memory.needed(name, most + 1, way).total


def test_seven_billion_weights_can_be_used_on_a_t4_and_be_trained_on_none():
    assert memory.needed(memory.LARGE, 1, SHORT).total == 14 * memory.GB
    assert memory.needed(memory.LARGE, 1, TRAIN).total == 112 * memory.GB > max(memory.cards().values()) * memory.GB
    assert memory.largest_batch(memory.LARGE, TRAIN, 80) is None


def test_what_is_not_known_is_refused_in_words():
    with pytest.raises(CourseError, match="no network 'AlexNet'"):
        memory.needed("AlexNet", 1, TRAIN)
    with pytest.raises(CourseError, match="none of the ways"):
        memory.needed("ResNet-50", 1, "dreaming")
    with pytest.raises(CourseError, match="batch of 0"):
        memory.needed("ResNet-50", 0, TRAIN)
    with pytest.raises(CourseError, match="no GPU 'T5'"):
        plots.gpu_memory(gpu="T5")


def test_the_figure_says_which_numbers_are_counted_and_which_calculated():
    origin = {each["name"]: each["origin"] for each in figures.gpu_memory().data["networks"]}
    assert origin.pop(memory.LARGE).startswith("Calculated")
    assert all(words.startswith(f"Counted, {memory.recorded()['date']}") for words in origin.values())


def test_the_message_is_quoted_with_its_source():
    message = figures.gpu_memory().data["message"]
    assert message["words"].startswith("torch.OutOfMemoryError: CUDA out of memory. Tried to allocate")
    assert "issue 152135" in message["source"]
