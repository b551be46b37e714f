"""What a network makes of a photograph on the way to its answer: feature maps, block by block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from course.errors import CourseError
from course.training import scoring

if TYPE_CHECKING:
    from torch import nn

GREY = 0.5  # of the patch that hides a part of a photograph


@dataclass(frozen=True)
class FeatureMaps:
    """What a network such as `apple_net` computes for n photographs.

    blocks     for each block float32 (n, patterns, height, width): how well each pattern matches at each place
    evidence   float32 (n, patterns of the last block): what the strongest match of each adds to the logit
    bias       what the logit is without any match
    chances    float32 (n,): probability of apple
    """

    blocks: tuple[np.ndarray, ...]
    evidence: np.ndarray
    bias: float
    chances: np.ndarray


def feature_maps(model: Any, pictures) -> FeatureMaps:
    """Everything that `model` computes for `pictures` (n, 3, height, width) in 0..1; nothing is learned.

    Raises CourseError for a network that is not made of blocks of patterns and one layer that weighs them.
    """
    import torch
    from torch import nn

    last = _weighing(model)
    maps, x = [], torch.as_tensor(pictures, dtype=torch.float32).to(scoring.device_of(model))
    was_training = model.training
    model.eval()
    try:
        with torch.no_grad():
            for layer in model:
                if layer is last:
                    evidence = x * last.weight
                x = layer(x)
                if isinstance(layer, nn.ReLU):
                    maps.append(x.cpu().numpy())
            return FeatureMaps(tuple(maps), evidence.cpu().numpy(), float(last.bias), x.sigmoid().cpu().numpy())
    finally:
        model.train(was_training)


def folded(model: Any) -> list[tuple[np.ndarray, np.ndarray]]:
    """(weights, biases) of each layer that has some; the normalisation after a convolution is folded into it.

    In evaluation a normalisation multiplies and shifts, which the convolution before it can do as well.
    """
    import torch
    from torch import nn

    _weighing(model)
    layers: list[Any] = []
    with torch.no_grad():
        for layer in model:
            if isinstance(layer, nn.BatchNorm2d):
                weight, bias = layers[-1]
                norm: Any = layer
                factor = norm.weight / (norm.running_var + norm.eps).sqrt()
                bias = norm.bias + (bias - norm.running_mean) * factor
                layers[-1] = (weight * factor[:, None, None, None], bias)
            elif isinstance(layer, nn.Conv2d | nn.Linear):
                layers.append((layer.weight, layer.bias))
    return [(weight.detach().cpu().numpy(), bias.detach().cpu().numpy()) for weight, bias in layers]


def covered(pictures, left: int, top: int, size: int):
    """A copy of `pictures` (n, 3, height, width) in which a grey patch of `size` pixels hides a square."""
    import torch

    hidden = torch.as_tensor(pictures).clone()
    hidden[:, :, top : top + size, left : left + size] = GREY
    return hidden


def _weighing(model: nn.Module) -> Any:
    """The last layer of a network of blocks, which weighs what the patterns report."""
    from torch import nn

    block = [nn.Conv2d, nn.BatchNorm2d, nn.ReLU]
    expected = 2 * [*block, nn.MaxPool2d] + [*block, nn.AdaptiveMaxPool2d, nn.Flatten, nn.Linear, nn.Flatten]
    if not isinstance(model, nn.Sequential) or [type(layer) for layer in model] != expected:
        raise CourseError(
            "This is not a network such as `training.apple_net()`.",
            why="Its feature maps are those of three blocks, each of Conv2d, BatchNorm2d and ReLU, that one Linear "
            "layer weighs.",
            do="Give the network that you trained in this lesson.",
        )
    return model[-2]
