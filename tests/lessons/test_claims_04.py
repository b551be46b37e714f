"""What lesson 04 says in words, asserted with its own cells on several seeds."""

from __future__ import annotations

import re
import types

import matplotlib
import pytest
import torch

from autograder.authoring import lesson as lessons

matplotlib.use("agg")
pytestmark = pytest.mark.slow
SEEDS = (4, 5, 6)


@pytest.fixture(scope="module", params=SEEDS)
def lesson(request, tmp_path_factory):
    """The names that the lesson's cells leave behind when its seed is another one."""
    notebook = lessons.read(lessons.SOLUTIONS / "04-learn-by-looking.py").notebook
    names: dict = {"display": lambda *_: None}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("lesson"))
        for cell in notebook.cells:
            checks = cell.metadata.get("nbgrader", {}).get("locked")
            if cell.cell_type != "code" or checks or cell.source.startswith("timing."):
                continue
            source = re.sub(r"^SEED = \d+", f"SEED = {request.param}", cell.source, flags=re.MULTILINE)
            exec(compile(source, cell.id, "exec"), names)
    return types.SimpleNamespace(**names)


def accuracy(lesson, approach, dial, photographs=600):
    """One number of the lesson's table."""
    table = lesson.results
    row = table[(table.approach == approach) & (table.dial == dial) & (table.photographs == photographs)]
    return row.accuracy.item()


def test_within_twelve_epochs_at_least_nine_in_ten_new_photographs_are_guessed_right(lesson):
    assert lesson.history.epochs[-1].valid_score >= 0.9


def test_green_apples_and_tomatoes_are_mostly_right(lesson):
    for name in ("green apple", "tomato"):
        assert lesson.answers[lesson.answers.name == name].right.mean() > 0.6


def test_small_batches_learn_in_six_epochs_and_one_large_batch_does_not(lesson):
    small, whole = lesson.batch_runs[32], lesson.batch_runs[600]
    assert small.epochs[-1].valid_score > 0.7
    assert whole.epochs[-1].valid_score < 0.62


def test_with_fresh_averages_the_single_batch_gets_about_two_in_three_right(lesson):
    network = lesson.training.apple_net(seed=lesson.SEED)
    photographs, answers = lesson.tensors(lesson.train_photos[:600])
    lesson.training.fit(
        network, (photographs, answers), lesson.valid, step=lesson.training_step,
        epochs=6, batch_size=600, learning_rate=0.003, seed=lesson.SEED, progress=False,
    )
    for layer in network:
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.reset_running_stats()
            layer.momentum = None  # the plain mean of what it sees
    with torch.no_grad():
        network.train()(photographs)
    _, right = lesson.training.evaluate(network, lesson.valid)
    assert 0.58 < right < 0.75
    assert right < lesson.batch_runs[32].epochs[-1].valid_score - 0.05


def test_with_200_photographs_the_large_network_overfits(lesson):
    history, best = lesson.by_heart, lesson.by_heart.best
    assert history.epochs[-1].train_score > 0.97
    assert best.number < 25
    late = sum(epoch.valid_loss for epoch in history.epochs[-5:]) / 5
    assert late > 1.1 * best.valid_loss


def test_on_easy_photographs_all_approaches_do_well(lesson):
    for approach in ("measured features", "pixels", "network"):
        assert accuracy(lesson, approach, 0) >= 0.88


def test_pixels_cost_a_tenth_of_the_networks_seconds_or_less(lesson):
    seconds = lesson.results[lesson.results.photographs == 600].groupby("approach").seconds.median()
    assert seconds["pixels"] <= 0.1 * seconds["network"]


def test_at_dial_05_the_network_leads_both_others_clearly(lesson):
    others = max(accuracy(lesson, "measured features", 0.5), accuracy(lesson, "pixels", 0.5))
    assert accuracy(lesson, "network", 0.5) >= others + 0.05


def test_the_function_of_the_exercise_finds_dial_05_in_the_table(lesson):
    assert 0.5 in lesson.leads


def test_at_dial_075_nobody_is_good(lesson):
    for approach in ("measured features", "pixels", "network"):
        assert accuracy(lesson, approach, 0.75) < 0.82


def test_with_100_photographs_the_measured_features_beat_the_network(lesson):
    assert accuracy(lesson, "measured features", 0.5, 100) > accuracy(lesson, "network", 0.5, 100)


def test_what_the_network_looks_at_is_a_number_for_each_pixel(lesson):
    assert lesson.looked.shape == (6, 32, 32)
    assert bool(torch.isfinite(lesson.looked).all())
