"""A transformer that one can read: words in, the scores of the next word out. It fits on one screen.

Every word becomes `width` numbers. In attention a word asks all words before it what they have for it: its question is
multiplied with their keys, the best match weighs most, and their values are added up by these weights.
"""

from __future__ import annotations

import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.question, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))

    def forward(self, x, keys, values, hidden):
        """(what x gathers, weights): x (n, words, width); `hidden` is True where nobody may look."""
        q, k, v = (each.unflatten(-1, (self.heads, -1)).transpose(1, 2) for each in (self.question(x), keys, values))
        match = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5
        weights = match.masked_fill(hidden, -1e9).softmax(-1)
        return self.out((weights @ v).transpose(1, 2).flatten(2)), weights


class Layer(nn.Module):
    """Looks at its own language and, where `cross`, at the other one; then thinks about each word by itself."""

    def __init__(self, width: int, heads: int, cross: bool, dropout: float):
        super().__init__()
        self.own = Attention(width, heads)
        self.other = Attention(width, heads) if cross else None
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(3))
        self.think = nn.Sequential(nn.Linear(width, 3 * width), nn.GELU(), nn.Linear(3 * width, width))
        self.drop = nn.Dropout(dropout)

    def forward(self, x, hidden, memory=None, padding=None, cache=None):
        y = self.norms[0](x)
        keys, values = self.own.key(y), self.own.value(y)
        if cache is not None:  # words before this one are not computed again
            keys, values = (torch.cat([old, new], 1) for old, new in zip(cache["own"], (keys, values), strict=True))
            cache["own"] = keys, values
        x = x + self.drop(self.own(y, keys, values, hidden)[0])
        weights = None
        if self.other is not None:
            keys, values = cache["other"] if cache else (self.other.key(memory), self.other.value(memory))
            found, weights = self.other(self.norms[1](x), keys, values, padding)
            x = x + self.drop(found)
        return x + self.drop(self.think(self.norms[2](x))), weights


class Transformer(nn.Module):
    """English word numbers in, a logit for each French word out. 0 stands for "no word".

    english, french  how many word numbers there are in each language
    longest          so many places have numbers of their own, which training changes only where words stood
    dropout          the share of numbers that training leaves out at random, so that none is relied upon alone
    """

    def __init__(self, english: int, french: int, *, width=64, heads=4, layers=2, longest=256, dropout=0.0, seed=None):
        super().__init__()
        if seed is not None:
            torch.manual_seed(seed)
        self.english, self.french = nn.Embedding(english, width), nn.Embedding(french, width)
        self.places = nn.ParameterList(torch.randn(longest, width) * 0.1 for _ in range(2))
        self.encoder = nn.ModuleList(Layer(width, heads, False, dropout) for _ in range(layers))
        self.decoder = nn.ModuleList(Layer(width, heads, True, dropout) for _ in range(layers))
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(2))
        self.drop = nn.Dropout(dropout)
        self.out = nn.Linear(width, french)

    def read(self, english):
        """English word numbers (n, words) -> what the decoder looks at, and where there is no word."""
        padding = (english == 0)[:, None, None, :]
        x = self.drop(self.english(english) + self.places[0][: english.shape[1]])
        for layer in self.encoder:
            x, _ = layer(x, padding)
        return self.norms[0](x), padding

    def write(self, french, memory, padding, caches=None):
        """The logits of each next word (n, words, french), and where the last layer looked (n, heads, words, words)."""
        start = caches[0]["own"][0].shape[1] if caches else 0
        many = french.shape[1]
        x = self.drop(self.french(french) + self.places[1][start : start + many])
        later = torch.ones(many, start + many, dtype=torch.bool, device=x.device).triu(1 + start)
        for i, layer in enumerate(self.decoder):
            x, weights = layer(x, later, memory, padding, caches[i] if caches else None)
        return self.out(self.norms[1](x)), weights

    def forward(self, english, french):
        return self.write(french, *self.read(english))[0]

    def empty_caches(self, memory):
        """One for each layer of the decoder: no keys and values of its own yet, and those of the English sentence."""
        nothing = memory[:, :0]
        return [
            {"own": (nothing, nothing), "other": (layer.other.key(memory), layer.other.value(memory))}
            for layer in self.decoder
        ]
