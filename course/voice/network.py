"""The network that reads words off a spectrogram. It fits on one screen.

Each layer looks at a stretch of time; the dilations make it longer from layer to layer, up to about a second, as long
as a word. Every 40 ms it gives a score for each word and one for "no word here", the blank of CTC.
"""

from __future__ import annotations

import torch
from torch import nn

from course.voice.phones import WORDS
from course.voice.spectrogram import BANDS

STRIDE = 4  # frames of the spectrogram for one of the network's
LABELS = ("-", *WORDS)  # the blank is number 0


class Reader(nn.Module):
    """Spectrograms (n, frames, bands) -> logits (n, frames / 4, labels)."""

    def __init__(self, *, width: int = 64, seed: int | None = None):
        super().__init__()
        if seed is not None:
            torch.manual_seed(seed)

        def layer(inputs, dilation=1, stride=1):
            convolution = nn.Conv1d(inputs, width, 5, stride, 2 * dilation, dilation)
            return nn.Sequential(convolution, nn.BatchNorm1d(width), nn.ReLU())

        self.first = nn.Sequential(layer(BANDS, stride=2), layer(width, stride=2))
        self.rest = nn.ModuleList(layer(width, dilation) for dilation in (1, 2, 3))
        self.out = nn.Sequential(nn.Dropout(0.2), nn.Conv1d(width, len(LABELS), 1))

    def forward(self, spectrograms):
        x = self.first(spectrograms.transpose(1, 2))
        for layer in self.rest:
            x = x + layer(x)
        return self.out(x).transpose(1, 2)
