"""Training a `Reader`: nobody says when each word is spoken, only which words, in which order.

CTC (Graves and others, 2006) adds up the probability of every way to spread the words over the frames, with blanks
between them: the loss is its negative logarithm.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import nn

from course.voice.network import LABELS
from course.voice.spectrogram import FLOOR

BLANK = 0


class CTC(nn.Module):
    """The loss for `training.fit`: logits (n, frames, labels), targets (n, words) that end in blanks."""

    score_name = "word error rate"

    def forward(self, logits, targets):
        """The loss of a word, a mean over the sequences, computed on the CPU: not every device knows how."""
        chances = logits.float().log_softmax(-1).transpose(0, 1).cpu()
        targets = targets.cpu()
        lengths = torch.full((len(targets),), len(chances))
        return nn.functional.ctc_loss(chances, targets, lengths, (targets > BLANK).sum(1), zero_infinity=True)

    def score(self, logits, targets) -> float:
        """Edits for each word that was spoken, over all sequences."""
        found = [best_path(each) for each in logits.argmax(-1).cpu().tolist()]
        spoken = [[word for word in each if word > BLANK] for each in targets.cpu().tolist()]
        return sum(map(edit_distance, found, spoken)) / max(1, sum(map(len, spoken)))


def best_path(labels: Sequence[int]) -> list[int]:
    """Repeats become one, then blanks go: 0 2 2 0 2 -> 2 2."""
    return [each for i, each in enumerate(labels) if each != BLANK and (i == 0 or labels[i - 1] != each)]


def edit_distance(found: Sequence, spoken: Sequence) -> int:
    """How many words must change, go or come (Levenshtein, 1966)."""
    row = list(range(len(spoken) + 1))
    for i, word in enumerate(found, start=1):
        before, row = row, [i]
        for j, wanted in enumerate(spoken, start=1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (word != wanted)))
    return row[-1]


def targets(sequences: Sequence[Sequence[str]]) -> np.ndarray:
    """int64 (n, words): the numbers of the words, with blanks behind shorter sequences."""
    out = np.zeros((len(sequences), max(map(len, sequences))), np.int64)
    for row, words in zip(out, sequences, strict=True):
        row[: len(words)] = [LABELS.index(word) for word in words]
    return out


def step(model, inputs, targets, optimizer, loss):
    """`training.step` on spectrograms that are varied: slower or faster, higher or lower, with noise, with a gap."""
    model.train()
    guess = model(varied(inputs))
    error = loss(guess, targets)
    optimizer.zero_grad()
    error.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 5.0)
    optimizer.step()
    return error


def varied(inputs: torch.Tensor) -> torch.Tensor:
    """The same words as other people might say them: one change for the whole batch, noise for each."""
    n, frames, bands = inputs.shape
    slower, higher, first, wide = torch.rand(4).tolist()
    size = round(frames * np.exp(0.4 * slower - 0.2)), round(bands * np.exp(0.2 * higher - 0.1))
    x = nn.functional.interpolate(inputs[:, None], size=size, mode="bilinear", align_corners=False)[:, 0]
    x = nn.functional.pad(x, (0, max(0, bands - size[1])), value=FLOOR)[:, :, :bands]
    x = x + torch.randn_like(x) * torch.rand(n, 1, 1, device=x.device) * 0.4
    x = torch.maximum(x, FLOOR + (-1 - FLOOR) * torch.rand(n, 1, 1, device=x.device))
    gap = int(first * (bands - 4))
    x[:, :, gap : gap + int(5 * wide)] = 0
    return x
