"""A trained network to look into: choose a photograph, hide a part of it, and see every block answer.

The network itself is in the figure: its weights are few, and the page computes with them what Python would.
"""

from __future__ import annotations

import base64

import numpy as np

from course.figures.figure import Figure
from course.plots.network import brightest, liveliest, network
from course.training.feature_maps import feature_maps, folded


def network_explainer(model, photos) -> Figure:
    """What each block of `model` (such as `training.apple_net`) sees in `photos`, with a grey patch to push over them.

    Its twin in plain code: `plots.network(model, photos, index, patch=(left, top, size))`.
    """
    pictures = photos.small(32)
    maps = feature_maps(model, pictures)
    data = {
        "photos": [packed(np.round(each * 65535), "<u2") for each in pictures],
        "kinds": [_name(kind, variety) for kind, variety in zip(photos.kinds, photos.varieties, strict=True)],
        "sees": _windows(model),
        "layers": [
            {"shape": weight.shape, "weights": packed(weight, "<f4"), "biases": packed(bias, "<f4")}
            for weight, bias in folded(model)
        ],
        "shown": [
            [{"pattern": pattern, "brightest": brightest(maps, block, pattern)} for pattern in patterns]
            for block, patterns in enumerate(liveliest(maps))
        ],
    }
    return Figure("network_explainer", "What your network sees", data, network(model, photos))


def _windows(model) -> list[int]:
    """How many pixels of the photograph, across and down, a pattern of each block sees."""
    from torch import nn

    window, apart, found = 1, 1, []
    for layer in model:
        if isinstance(layer, nn.Conv2d | nn.MaxPool2d):
            window += (_side(layer.kernel_size) - 1) * apart
            apart *= _side(layer.stride)
        if isinstance(layer, nn.Conv2d):
            found.append(window)
    return found


def _side(size) -> int:
    """PyTorch gives a square as one number or as two."""
    return size if isinstance(size, int) else size[0]


def packed(numbers: np.ndarray, kind: str) -> str:
    """Numbers as the bytes of a typed array of the browser's, in base64."""
    return base64.b64encode(np.ascontiguousarray(numbers, dtype=kind).tobytes()).decode()


def _name(kind: str, variety: str) -> str:
    return f"{variety} {kind}" if kind == "apple" else str(kind)
