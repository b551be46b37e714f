"""The training loop: what it promises about histories, seeds, stops and troubles."""

import copy

import numpy as np
import pytest
import torch
from torch import nn

from course import training
from course.checks import NotAttempted
from course.devices import DeviceLost
from course.errors import CourseError


def reddish(count=96, seed=0):
    """Tiny pictures; "apple" is where there is more red than green."""
    generator = torch.Generator().manual_seed(seed)
    pictures = torch.rand(count, 3, 8, 8, generator=generator)
    tint = torch.rand(count, generator=generator) - 0.5
    pictures[:, 0] += tint[:, None, None]
    return pictures, (pictures[:, 0].mean((1, 2)) > pictures[:, 1].mean((1, 2))).long()


def net(seed=0):
    return training.apple_net(8, width=4, seed=seed)


def fit(model=None, train=None, valid=None, **settings):
    settings = {"epochs": 3, "batch_size": 32, "learning_rate": 0.01, "progress": False, "device": "cpu"} | settings
    return training.fit(model or net(), train or reddish(), valid or reddish(48, seed=1), **settings)


def test_a_network_learns_what_can_be_learned():
    model = net()
    history = fit(model, epochs=8)
    assert history.epochs[-1].valid_loss < 0.7 * history.epochs[0].valid_loss
    assert history.epochs[-1].valid_score > 0.85
    loss, accuracy = training.evaluate(model, reddish(48, seed=1))
    assert (loss, accuracy) == pytest.approx((history.epochs[-1].valid_loss, history.epochs[-1].valid_score))


def test_the_same_seed_gives_the_same_history_and_another_seed_another_one():
    losses = [[epoch.train_loss for epoch in fit(net(seed), seed=seed).epochs] for seed in (0, 0, 1)]
    assert losses[0] == losses[1]
    assert losses[0] != losses[2]


def test_every_epoch_is_in_the_history_with_its_figures_and_watched_guesses():
    watch = reddish(12, seed=2)[0]
    seen = []
    history = fit(watch=watch, on_epoch=lambda so_far: seen.append(len(so_far)))
    assert seen == [1, 2, 3]
    assert list(history.frame().index) == [1, 2, 3]
    assert history.watched.shape == (3, 12)
    assert ((history.watched >= 0) & (history.watched <= 1)).all()
    assert history.best.valid_loss == history.frame().valid_loss.min()


def test_training_that_no_check_asks_about_ends_after_a_step_where_nobody_looks(monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    assert list(training.steps(3)) == [0, 1, 2]
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")  # the numbers that somebody quotes stand in what is graded
    assert list(training.steps(3)) == [0, 1, 2]
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    assert list(training.steps(3)) == [0]
    assert list(training.steps(0)) == []


def test_a_step_that_is_not_written_yet_is_not_attempted_and_changes_nothing():
    model = net()
    before = copy.deepcopy(model.state_dict())
    with pytest.raises(NotAttempted):
        fit(model, step=lambda *_: None)
    assert all(torch.equal(before[name], value) for name, value in model.state_dict().items())


def test_the_learners_step_is_the_one_that_trains():
    calls = []

    def lazy(model, inputs, targets, optimizer, loss):
        calls.append(len(inputs))
        return loss(model(inputs), targets)

    model = net()
    weight = model[0].weight.detach().clone()
    fit(model, step=lazy, epochs=1)
    assert calls == [32, 32, 32]
    assert torch.equal(model[0].weight, weight)


def test_stopping_the_cell_keeps_the_history_so_far(capsys):
    def stop(history):
        if len(history) == 2:
            raise KeyboardInterrupt

    history = fit(on_epoch=stop, epochs=5)
    assert len(history) == 2
    assert history.interrupted
    assert history.over
    assert "Stopped after 2 of 5 epochs" in capsys.readouterr().out


def test_a_run_stopped_before_its_first_epoch_says_so():
    with pytest.raises(CourseError, match="no epoch yet"):
        _ = training.History(3).best


def test_patience_stops_and_the_model_has_the_weights_of_its_best_epoch():
    train, valid = reddish(24), reddish(200, seed=5)
    wrong = train[0], 1 - train[1]  # learning it makes the validation worse from some epoch on
    model = net()
    history = fit(model, wrong, valid, epochs=30, patience=3)
    assert history.stopped_early
    assert len(history) == history.best.number + 3
    assert training.evaluate(model, valid)[0] == pytest.approx(history.best.valid_loss, abs=1e-5)


def test_a_regression_is_scored_in_the_unit_of_its_targets():
    x = torch.linspace(-1, 1, 64)[:, None]
    line = nn.Sequential(nn.Linear(1, 1), nn.Flatten(0))
    history = fit(line, (x, 3 * x[:, 0] + 1), (x, 3 * x[:, 0] + 1), epochs=40, learning_rate=0.05)
    assert history.score_name == "RMSE"
    assert history.epochs[-1].valid_score == pytest.approx(history.epochs[-1].valid_loss ** 0.5)
    assert history.epochs[-1].valid_score < 0.3


def test_an_output_of_another_shape_is_refused_before_the_loss_mixes_it_up():
    with pytest.raises(CourseError, match=r"nn\.Flatten\(0\)"):
        fit(nn.Sequential(nn.Flatten(), nn.Linear(192, 1)))


def test_several_classes_are_learned_with_cross_entropy():
    model = nn.Sequential(nn.Flatten(), nn.Linear(192, 2))
    history = fit(model, epochs=1, watch=reddish(4)[0])
    assert history.score_name == "accuracy"
    assert history.watched.shape == (1, 4)


def test_examples_without_targets_are_refused_with_what_to_write():
    x, y = reddish()
    with pytest.raises(CourseError, match="96 inputs and 95 targets"):
        fit(train=(x, y[:-1]))
    with pytest.raises(CourseError, match="pair"):
        fit(train=(x,))
    with pytest.raises(CourseError, match="whole number"):
        fit(epochs=0)


def test_arrays_are_as_good_as_tensors():
    x, y = reddish()
    same = [fit(train=data).epochs[-1].train_loss for data in ((x, y), (x.numpy(), y.numpy().astype(np.float64)))]
    assert same[0] == same[1]


def test_a_loss_that_runs_away_is_explained_and_the_epochs_before_it_are_kept():
    def wild(model, inputs, targets, optimizer, loss):
        error = training.step(model, inputs, targets, optimizer, loss)
        with torch.no_grad():
            model[-2].weight.mul_(1e20)
        return error

    x = reddish()
    with pytest.raises(training.Diverged, match="ten times smaller") as caught:
        fit(nn.Sequential(nn.Flatten(), nn.Linear(192, 1), nn.Flatten(0)), x, x, step=wild, epochs=9)
    assert len(caught.value.history) < 9


def test_a_device_that_disappears_leaves_the_checkpoint_and_words(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    calls = []

    def dies(*args):
        calls.append(1)
        if len(calls) > 6:
            raise torch.AcceleratorError("CUDA error: unspecified launch failure\nCUDA kernel errors might ...")
        return training.step(*args)

    with pytest.raises(DeviceLost, match="stopped after 2 of 5 epochs") as caught:
        fit(step=dies, epochs=5, checkpoint="apples")
    assert "apples.unfinished.safetensors" in str(caught.value)
    model = net(seed=3)
    assert len(training.load(model, "apples")) == 2


def test_the_learners_own_mistake_in_a_step_is_not_taken_for_a_lost_device():
    def clumsy(model, inputs, targets, optimizer, loss):
        return loss(model(inputs), targets[:1])

    with pytest.raises(ValueError, match="size"):
        fit(step=clumsy)


def test_evaluating_leaves_the_model_as_it_was():
    model = net().train()
    before = copy.deepcopy(model.state_dict())
    training.evaluate(model, reddish())
    assert model.training
    assert all(torch.equal(before[name], value) for name, value in model.state_dict().items())


@pytest.mark.gpu
@pytest.mark.skipif(not torch.accelerator.is_available(), reason="this machine has no GPU")
def test_the_gpu_reaches_the_accuracy_of_the_cpu():
    scores = [fit(net(), epochs=8, device=device).epochs[-1].valid_score for device in ("cpu", "gpu")]
    assert scores[0] == pytest.approx(scores[1], abs=0.07)


def test_epoch_zero_is_the_untrained_network_and_changes_nothing():
    model, data = net(), reddish()
    before = copy.deepcopy(model.state_dict())
    start = training.epoch_zero(model, data, data, watch=data[0][:4])
    assert (start.epochs[0].number, start.epochs[0].seconds, start.watched.shape) == (0, 0.0, (1, 4))
    assert start.epochs[0].valid_score == training.evaluate(model, data)[1]
    assert all(torch.equal(before[name], value) for name, value in model.state_dict().items())
