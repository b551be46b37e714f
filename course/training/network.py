"""The small network that learns to see apples. It fits on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn


def apple_net(size: int = 32, *, width: int = 16, seed: int | None = None) -> nn.Sequential:
    """A convolutional network: photographs (n, 3, height, width) in 0..1 -> n logits, above 0 for "apple".

    Each block compares every 3 x 3 window with patterns that it learns; two of them halve the picture
    afterwards, so the next block sees more of it at once. Then each pattern reports the strongest match
    anywhere in the picture, and the last layer weighs these reports.
    `width` is the number of patterns in the first block; photographs of any `size` of 8 or more fit;
    `seed` fixes the random weights it starts with.
    """
    import torch
    from torch import nn

    if seed is not None:
        torch.manual_seed(seed)
    return nn.Sequential(
        nn.Conv2d(3, width, 3, padding=1),
        nn.BatchNorm2d(width),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(width, 2 * width, 3, padding=1),
        nn.BatchNorm2d(2 * width),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(2 * width, 4 * width, 3, padding=1),
        nn.BatchNorm2d(4 * width),
        nn.ReLU(),
        nn.AdaptiveMaxPool2d(1),
        nn.Flatten(),
        nn.Linear(4 * width, 1),
        nn.Flatten(0),
    )


def parameters(model: nn.Module) -> int:
    """How many numbers the training can change."""
    return sum(weights.numel() for weights in model.parameters())
