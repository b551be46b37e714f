"""The training loop: `step` is what a network does with one batch, `fit` repeats it."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from course import devices
from course.devices import DeviceLost
from course.errors import CourseError, NotAttempted
from course.training import checkpoint as checkpoints
from course.training import scoring
from course.training.history import Epoch, History

if TYPE_CHECKING:
    import torch
    from torch import nn


class Diverged(CourseError):
    """The loss is no longer a number. `history` holds the epochs before that."""

    def __init__(self, what: str, *, why: str, do: str, history: History):
        super().__init__(what, why=why, do=do)
        self.history = history


def step(model: nn.Module, inputs, targets, optimizer, loss) -> torch.Tensor:
    """One training step: guess, loss, backward, step. Returns the loss of this batch."""
    guess = model(inputs)
    error = loss(guess, targets)
    optimizer.zero_grad()
    error.backward()
    optimizer.step()
    return error


def set_seed(seed: int) -> None:
    """Makes everything that is random from here on the same in each run (Python, NumPy, torch)."""
    import random

    import numpy as np
    import torch

    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - learners' own code may use the global generator
    torch.manual_seed(seed)


def fit(
    model: nn.Module,
    train,
    valid,
    *,
    epochs: int,
    step=step,
    batch_size: int = 64,
    learning_rate: float = 1e-3,
    last_rate: float | None = None,
    optimizer=None,
    loss=None,
    device=None,
    seed: int = 0,
    watch=None,
    on_epoch=None,
    patience: int | None = None,
    checkpoint: str | None = None,
    progress: bool = True,
) -> History:
    """Trains `model` and returns its history; the model ends where the last epoch left it.

    train, valid    (inputs, targets): inputs (n, ...) as float32, targets (n,); arrays are welcome
    step            step(model, inputs, targets, optimizer, loss) -> loss, called for each batch
    last_rate       the learning rate of the last epoch: steps shrink evenly from learning_rate to it,
                    which calms the wobble of the last epochs; they do not shrink when it is None
    optimizer       a class such as torch.optim.SGD, or an optimizer; Adam when None
    loss            chosen from the targets when None: classes, 0 and 1, or numbers
    device          "cpu", "gpu" or a torch.device; the toggle's choice when None
    watch           inputs whose probability of apple is kept after every epoch in history.watched
    on_epoch        called with the history after every epoch (a live view)
    patience        stop when the validation loss has not improved for so many epochs;
                    the model then ends with the weights of its best epoch
    checkpoint      a name: the trained weights are kept as NAME.safetensors in the current folder.
                    When the notebook is graded they are loaded and verified, and nothing is trained
    Stopping the cell (the square button) keeps the history so far.
    Errors: NotAttempted when `step` returns None, Diverged, DeviceLost, CheckpointProblem, CourseError.
    """
    import torch

    train, valid = scoring.as_tensors(train, "train"), scoring.as_tensors(valid, "valid")
    watch = None if watch is None else torch.as_tensor(watch, dtype=torch.float32)
    device = devices.resolve(device)
    loss, train, valid = _ready(model, train, valid, loss, epochs, batch_size)
    optimizer = optimizer or torch.optim.Adam
    history = History(epochs, score_name=scoring.score_name(loss), device=str(device))
    plan = {
        "epochs": epochs,
        "batch_size": batch_size,
        "learning_rate": learning_rate,
        "last_rate": last_rate,
        "seed": seed,
    }
    file = None
    if checkpoint is not None:
        name = (optimizer if isinstance(optimizer, type) else type(optimizer)).__name__
        settings = plan | {"patience": patience, "optimizer": name, "loss": type(loss).__name__}
        file = checkpoints.Checkpoint(checkpoint, model, train, valid, settings)
        submitted = file.take(model, train, valid, watch, loss, os.environ.get("NBGRADER_EXECUTION"))
        if submitted is not None:
            if on_epoch is not None:
                on_epoch(submitted)
            return submitted

    run = _epochs(model, train, valid, step, optimizer, loss, device, **plan)
    report = on_epoch or (_print_last if progress else lambda history: None)
    _follow(run, model, history, watch, patience, file, report)
    if file is not None and not history.interrupted:
        file.finish()
    return history


def _epochs(
    model, train, valid, step, optimizer, loss, device, *, epochs, batch_size, learning_rate, last_rate, seed
) -> Iterator[Epoch]:
    """Train epoch after epoch, each one when it is asked for, and say how good the model is after it."""
    model.to(device, memory_format=_order(train[0]))
    train, valid = _at(device, train), _at(device, valid)
    optimizer = _optimizer(model, optimizer, learning_rate)
    for number in range(1, epochs + 1):
        set_seed(seed * 1000 + number)
        if last_rate is not None:
            _set_rate(optimizer, learning_rate, last_rate, (number - 1) / max(1, epochs - 1))
        seconds = _epoch(model, train, step, optimizer, loss, batch_size, device)
        train_loss, train_score = scoring.evaluate(model, train, loss=loss)
        valid_loss, valid_score = scoring.evaluate(model, valid, loss=loss)
        yield Epoch(number, seconds, train_loss, valid_loss, train_score, valid_score)


def _follow(run: Iterator[Epoch], model, history: History, watch, patience, file, report) -> None:
    """Write down a run until it ends, stops early, is interrupted or fails; the model gets its best weights."""
    best = None
    try:
        with devices.answering():
            for epoch in run:
                _check_finite(epoch, history)
                guesses = None if watch is None else scoring.probabilities(model, watch)
                history.add(epoch, guesses, patience)
                if patience is not None and history.best is epoch:
                    best = checkpoints.weights(model)
                if file is not None:
                    file.save(model if best is None else best, history)
                report(history)
                if history.stopped_early:
                    break
    except KeyboardInterrupt:
        history.interrupted = True
        print(f"\nStopped after {len(history)} of {history.planned} epochs. The history so far is kept.")
    except DeviceLost as lost:
        raise _lost(lost, history, file) from lost.__cause__
    if best is not None:
        model.load_state_dict(best)


def epoch_zero(model: nn.Module, train, valid, *, watch=None) -> History:
    """How good `model` is before any training: a history with one epoch, whose number is 0. Arguments as for `fit`."""
    train_loss, train_score = scoring.evaluate(model, train)
    valid_loss, valid_score = scoring.evaluate(model, valid)
    history = History(0)
    guesses = None if watch is None else scoring.probabilities(model, watch)
    history.add(Epoch(0, 0.0, train_loss, valid_loss, train_score, valid_score), guesses)
    return history


def one_epoch(model: nn.Module, data, *, step=step, batch_size: int = 64, learning_rate: float = 1e-3, device=None):
    """One pass over data = (inputs, targets) and nothing else: no evaluation, no history. For timing."""
    import torch

    device = devices.resolve(device)
    data = scoring.as_tensors(data, "data")
    loss, data, _ = _ready(model, data, data, None, 1, batch_size)
    model.to(device, memory_format=_order(data[0]))  # type: ignore[call-overload]  # its stub lacks this
    optimizer = _optimizer(model, torch.optim.Adam, learning_rate)
    _epoch(model, _at(device, data), step, optimizer, loss, batch_size, device)


def _epoch(model, data, step, optimizer, loss, batch_size, device) -> float:
    """One pass over all examples in a new order; returns its seconds."""
    import torch

    inputs, targets = data
    model.train()
    order = torch.randperm(len(inputs)).to(device)  # drawn on the CPU: every device sees the same order
    started = _now(device)
    for batch in order.split(batch_size):
        if step(model, inputs[batch], targets[batch], optimizer, loss) is None:
            raise NotAttempted("the training step returns nothing.", do="Write it, then train.")
    return _now(device) - started


def _now(device) -> float:
    """Seconds on the clock when the device has done all that it was asked to do."""
    devices.synchronise(device)
    return time.perf_counter()


def _at(device, data):
    inputs, targets = data
    return inputs.to(device, memory_format=_order(inputs)), targets.to(device)


def _order(inputs):
    """How numbers lie in memory: pictures with their colours side by side train in half the time on a CPU."""
    import torch

    return torch.channels_last if inputs.ndim == 4 else torch.preserve_format


def _ready(model, train, valid, loss, epochs, batch_size):
    """The loss, and the data in its types; complains about settings and shapes before the first epoch."""
    for name, value in (("epochs", epochs), ("batch_size", batch_size)):
        if not isinstance(value, int) or value < 1:
            raise CourseError(
                f"`{name}` must be a whole number, 1 or more; it is {value!r}.", do=f"Write for example `{name}=10`."
            )
    device = scoring.device_of(model)
    outputs = scoring.outputs_of(model, train[0][:8].to(device)).cpu()
    scoring.check_shapes(outputs, train[1][:8])
    loss = loss or scoring.default_loss(outputs, train[1])
    train, valid = ((x, scoring.match_type(outputs, y)) for x, y in (train, valid))
    return loss, train, valid


def _optimizer(model, optimizer, learning_rate):
    import torch

    if not isinstance(optimizer, type):
        return optimizer
    fused = {"fused": True} if optimizer is torch.optim.Adam else {}  # a step in a tenth less time
    return optimizer(model.parameters(), lr=learning_rate, **fused)


def _set_rate(optimizer, first: float, last: float, done: float) -> None:
    for group in optimizer.param_groups:
        group["lr"] = first + (last - first) * done


def _print_last(history: History) -> None:
    """One line that is written over after every epoch."""
    last = history.epochs[-1]
    print(
        f"\repoch {last.number} of {history.planned}: loss {last.train_loss:.3f} / {last.valid_loss:.3f}, "
        f"{history.score_name} {last.train_score:.3f} / {last.valid_score:.3f} (training / validation)",
        end="\n" if history.over else "",
        flush=True,
    )


def _check_finite(epoch: Epoch, history: History) -> None:
    if not math.isfinite(epoch.train_loss):
        raise Diverged(
            f"After epoch {epoch.number} the loss is no longer a number.",
            why="Each step was so large that the weights ran away.",
            do="Make the model anew and train it with a learning rate ten times smaller.",
            history=history,
        )


def _lost(lost: DeviceLost, history: History, file) -> DeviceLost:
    """The same error, with what is left of the run."""
    done = f"The training stopped after {len(history)} of {history.planned} epochs."
    if file is not None and len(history):
        done += f" The weights after epoch {len(history)} are in {file.unfinished.name}."
    return DeviceLost(f"{lost.what} {done}", why=lost.why, do=lost.do)
