"""A transformer with its two vocabularies: trained by steps, asked for the next word or for whole sentences."""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from contextlib import suppress

import numpy as np
import torch
from torch import nn

from course import devices, training
from course.errors import CourseError
from course.translation.grammar import Pair
from course.translation.transformer import Transformer
from course.translation.vocabulary import END, NOTHING, START, UNKNOWN, Vocabulary


class Translator:
    """`train` it, then ask it for the `next_word` or `translate`."""

    def __init__(self, pairs: Sequence[Pair], *, width=64, layers=2, dropout=0.0, seed=0, least=1, more=()):
        """pairs: what it will learn from. `more` are pairs that only give words; `least`: rarer words stay unknown."""
        if not pairs:
            raise CourseError("There is no sentence to learn from.", do="Give a list of pairs.")
        both = [*pairs, *more]
        self.english = Vocabulary([pair.english for pair in both], least=least)
        self.french = Vocabulary([pair.french for pair in both], least=least)
        self.network = Transformer(
            len(self.english), len(self.french), width=width, layers=layers, dropout=dropout, seed=seed
        )
        self.device = torch.device("cpu")

    def train(
        self, pairs: Sequence[Pair], *, steps: int, rate=2e-3, seed=0, device=None,
        forget=0.0, smoothing=0.0, decay=0.01, on_step=None,
    ):  # fmt: skip
        """So many steps on 64 pairs each, with a rate that rises for 50 steps and then falls to nearly nothing.

        forget: the share of English words that are hidden in training, so that unknown ones are no surprise.
        on_step: called with the losses so far after every step, as for a checkpoint.
        Returns the losses, one for each step. The device is the toggle's choice when None.
        """
        self._move(device)
        english = _padded([self.english.numbers(pair.english) for pair in pairs])
        french = _padded([[START, *self.french.numbers(pair.french), END] for pair in pairs])
        widths = torch.tensor([[len(pair.english), len(pair.french) + 2] for pair in pairs])
        optimizer = torch.optim.AdamW(self.network.parameters(), rate, weight_decay=decay)
        random, losses = np.random.default_rng(seed), []
        torch.manual_seed(seed)
        for step in training.steps(steps):
            for group in optimizer.param_groups:
                group["lr"] = rate * min(1, (step + 1) / 50) * (0.02 + 0.49 * (1 + math.cos(math.pi * step / steps)))
            batch = _alike(random, widths)
            x, y = (
                each[batch, :most].to(self.device)
                for each, most in zip((english, french), widths[batch].amax(0).tolist(), strict=True)
            )
            if forget:
                x = torch.where((torch.rand(x.shape, device=x.device) < forget) & (x > 0), UNKNOWN, x)
            self.network.train()
            logits = self.network(x, y[:, :-1])
            error = nn.functional.cross_entropy(
                logits.flatten(0, 1), y[:, 1:].flatten(), ignore_index=NOTHING, label_smoothing=smoothing
            )
            optimizer.zero_grad()
            error.backward()
            optimizer.step()
            losses.append(error.item())
            self.network.eval()
            if on_step is not None:
                on_step(losses)
        return losses

    @torch.no_grad()
    def next_word(self, english: Sequence[str], *, cache: bool = True, ends: bool = True):
        """A function from the French word numbers so far to the logits of the next one, a tensor (words,).

        With a `cache` it computes only the words that are new since the last call. Where it never `ends`, the end
        mark is never the likeliest, for timing a given number of words. It computes on the toggle's device.
        """
        if not english:
            raise CourseError("There is no word to translate.", do="Give a sentence as a list of words.")
        self._move()
        memory, padding = self.network.read(torch.tensor([self.english.numbers(english)], device=self.device))
        caches = self.network.empty_caches(memory) if cache else None

        @torch.no_grad()
        def logits(numbers):
            so_far = torch.as_tensor(numbers, device=self.device).reshape(1, -1)
            known = min(caches[0]["own"][0].shape[1], so_far.shape[1] - 1) if cache else 0
            for each in caches or ():  # whoever asks twice gets the same answer twice
                each["own"] = tuple(kept[:, :known] for kept in each["own"])
            found = self.network.write(so_far[:, known:], memory, padding, caches)[0][0, -1]
            if not ends:
                found[END] = -torch.inf
            return found

        return logits

    @torch.no_grad()
    def translate(self, sentences: Sequence[Sequence[str]], *, limit: int = 40) -> list[tuple[str, ...]]:
        """The likeliest next word again and again, for many sentences at once."""
        self._move()
        translated = []
        for start in range(0, len(sentences), 256):
            some = sentences[start : start + 256]
            memory, padding = self.network.read(_padded([self.english.numbers(each) for each in some]).to(self.device))
            caches, ended = self.network.empty_caches(memory), torch.zeros(len(some), dtype=torch.bool)
            french = torch.full((len(some), 1), START)
            for _ in range(limit):
                logits, _ = self.network.write(french[:, -1:].to(self.device), memory, padding, caches)
                word = logits[:, -1].argmax(-1).cpu()
                french = torch.cat([french, word[:, None]], 1)
                ended |= word == END
                if ended.all():
                    break
            for row in french.tolist():
                translated.append(self.french.sentence(row[1 : row.index(END)] if END in row else row[1:]))
        return translated

    def _move(self, device=None) -> None:
        self.device = devices.resolve(device)
        self.network.to(self.device)

    @torch.no_grad()
    def looked_at(self, english: Sequence[str], french: Sequence[str]) -> np.ndarray:
        """For each French word the share of attention on each English word: (French words, English words)."""
        x = torch.tensor([self.english.numbers(english)], device=self.device)
        y = torch.tensor([[START, *self.french.numbers(french[:-1])]], device=self.device)
        _, weights = self.network.write(y, *self.network.read(x))
        return weights[0].mean(0).cpu().numpy()


def _alike(random: np.random.Generator, widths: torch.Tensor) -> torch.Tensor:
    """The places of 64 pairs of about the same length, at random: little padding, and so half the time."""
    some = torch.from_numpy(random.integers(0, len(widths), 512))
    some = some[widths[some].sum(1).argsort(stable=True)]
    first = 64 * int(random.integers(8))
    return some[first : first + 64]


def _padded(rows: Sequence[Sequence[int]]) -> torch.Tensor:
    return nn.utils.rnn.pad_sequence([torch.tensor(row, dtype=torch.long) for row in rows], batch_first=True)


def rehearse(greedy, table: Sequence[Sequence[float]], limit: int) -> dict:
    """Tries a decoding loop on a network of a few words; plain numbers in and out.

    table   row i holds the logits of the word after word i; 1 is the start and 2 the end
    Returns {"words": what `greedy(next_word, limit)` gives, "asked": the numbers of each call, "strange": the
    things it asked with that are no lists of word numbers, "runaway": whether it was stopped because it asked
    for ten times as many words as the limit allows}. To what is strange the answer is the end, and how the loop gets on
    with that is not looked at.
    """
    asked: list[list[int]] = []
    strange: list = []

    def next_word(numbers):
        if len(asked) >= 10 * limit + 10:
            raise _Runaway
        known = _word_numbers(numbers, len(table))
        asked.append(known or [])
        if known is None:
            strange.append(copy.deepcopy(numbers))  # as it was: a loop may go on with the same list
            return torch.eye(len(table[0]))[END]
        return torch.tensor(table[asked[-1][-1] if asked[-1] else 0], dtype=torch.float32)

    try:
        words = _whole(greedy(next_word, limit))
    except _Runaway:
        return {"words": None, "asked": asked, "strange": strange, "runaway": True}
    except Exception:
        if not strange:
            raise
        words = None
    if isinstance(words, Sequence) and not isinstance(words, str):
        words = [each.item() if isinstance(each, torch.Tensor) and each.numel() == 1 else each for each in words]
    return {"words": words, "asked": asked, "strange": strange, "runaway": False}


def _whole(words):
    """What a loop gives back as it is, or as a list where it comes one by one and is computed only then."""
    try:
        len(words)
    except TypeError:
        with suppress(TypeError):
            return list(words)
    return words


def _word_numbers(numbers, known: int) -> list[int] | None:
    """What a loop asks with as a list of the numbers of known words; None if it is none."""
    try:
        found = torch.as_tensor(numbers)
    except (TypeError, ValueError, RuntimeError):
        return None
    whole = found.flatten().tolist()
    fits = found.ndim == 1 and all(number in range(known) for number in whole)
    return list(map(int, whole)) if fits else None


class _Runaway(BaseException):
    """Ends a loop that would never end; no `except Exception` of a learner's stops it."""
