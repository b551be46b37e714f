"""How good a model is on data that it does not train on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from course.errors import CourseError

if TYPE_CHECKING:
    import numpy as np
    import torch
    from torch import nn


def evaluate(model: nn.Module, data, *, loss=None, batch_size: int = 64) -> tuple[float, float]:
    """(loss, score) of `model` on `data` = (inputs, targets); nothing is learned.

    The score is the accuracy (0..1), or the root mean squared error for a regression.
    `loss` is chosen from the targets when it is None (see `default_loss`).
    """
    import torch

    place = device_of(model)
    inputs, targets = (part.to(place) for part in as_tensors(data, "data"))
    outputs = outputs_of(model, inputs, batch_size)
    check_shapes(outputs, targets)
    loss = loss or default_loss(outputs, targets)
    targets = match_type(outputs, targets)
    with torch.no_grad():
        return float(loss(outputs, targets)), score(outputs, targets, loss)


def probabilities(model: nn.Module, inputs, *, batch_size: int = 64) -> np.ndarray:
    """Probability of apple for each photograph in `inputs` (n, 3, size, size), as a NumPy array (n,)."""
    import torch

    inputs = torch.as_tensor(inputs, dtype=torch.float32).to(device_of(model))
    outputs = outputs_of(model, inputs, batch_size)
    if outputs.ndim == 2 and outputs.shape[1] == 2:
        return outputs.softmax(1)[:, 1].cpu().numpy()
    return outputs.flatten().sigmoid().cpu().numpy()


def default_loss(outputs: torch.Tensor, targets: torch.Tensor):
    """Cross-entropy for classes; binary cross-entropy for 0 and 1; mean squared error for other numbers."""
    from torch import nn

    if outputs.ndim == targets.ndim + 1:
        return nn.CrossEntropyLoss()
    if bool(((targets == 0) | (targets == 1)).all()):
        return nn.BCEWithLogitsLoss()
    return nn.MSELoss()


def score_name(loss) -> str:
    """What the score is called under this loss: "accuracy", "RMSE", or what the loss itself calls it."""
    from torch import nn

    if name := getattr(loss, "score_name", ""):
        return name
    return "accuracy" if isinstance(loss, nn.BCEWithLogitsLoss | nn.CrossEntropyLoss) else "RMSE"


def score(outputs: torch.Tensor, targets: torch.Tensor, loss) -> float:
    """Accuracy for a classifier, root mean squared error for anything else; a loss may bring a score of its own."""
    if own := getattr(loss, "score", None):
        return own(outputs, targets)
    if score_name(loss) == "RMSE":
        return float(((outputs - targets) ** 2).mean().sqrt())
    guess = outputs.argmax(1) if outputs.ndim == targets.ndim + 1 else (outputs > 0).to(targets.dtype)
    return float((guess == targets).float().mean())


def outputs_of(model: nn.Module, inputs: torch.Tensor, batch_size: int = 64) -> torch.Tensor:
    """The model's outputs for all inputs, without learning, in evaluation mode; the mode is put back."""
    import torch

    was_training = model.training
    model.eval()
    try:
        with torch.no_grad():
            return torch.cat([model(batch) for batch in inputs.split(batch_size)])
    finally:
        model.train(was_training)


def device_of(model: nn.Module) -> torch.device:
    """Where the model's weights live (the CPU when it has none)."""
    import torch

    return next((weights.device for weights in model.parameters()), torch.device("cpu"))


def as_tensors(data, name: str) -> tuple[torch.Tensor, torch.Tensor]:
    """(inputs, targets) as tensors of equal length, inputs as float32. Arrays are welcome too."""
    import torch

    try:
        inputs, targets = data
        inputs = torch.as_tensor(inputs).to(torch.float32)
        targets = torch.as_tensor(targets)
    except (TypeError, ValueError) as error:
        raise CourseError(
            f"`{name}` must be a pair (inputs, targets) of tensors or arrays.",
            why=f"What came was {type(data).__name__}: {error}",
            do=f"Write `{name} = (torch.from_numpy(photos.small(32)), torch.from_numpy(photos.is_apple))`.",
        ) from None
    if len(inputs) != len(targets) or len(inputs) == 0:
        raise CourseError(
            f"`{name}` has {len(inputs)} inputs and {len(targets)} targets.",
            why="Each example needs exactly one target, and there must be at least one example.",
            do="Take the inputs and the targets from the same photographs.",
        )
    if targets.dtype == torch.float64 or targets.dtype == torch.bool:
        targets = targets.to(torch.float32)
    return inputs, targets


def check_shapes(outputs: torch.Tensor, targets: torch.Tensor) -> None:
    """A model that gives (n, 1) for targets (n,) would compare every output with every target: say so."""
    if outputs.shape == targets.shape or (outputs.ndim == targets.ndim + 1 and outputs.shape[-1] > 1):
        return
    raise CourseError(
        f"The model gives shape {tuple(outputs.shape)}, the targets have shape {tuple(targets.shape)}.",
        why="The loss would compare the wrong numbers with each other, without a warning.",
        do="Give one number for each example: end the model with `nn.Flatten(0)`.",
    )


def match_type(outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Targets in the type that the loss wants: whole numbers for classes, else the type of the outputs."""
    return targets.long() if outputs.ndim == targets.ndim + 1 else targets.to(outputs.dtype)
