"""Asking a trained `Reader` what it hears: labels frame by frame, and words with their times."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence

import numpy as np
import torch

from course import training
from course.training.scoring import device_of, outputs_of
from course.voice import ctc
from course.voice.network import LABELS, STRIDE
from course.voice.spectrogram import HOP, spectrogram
from course.voice.synthesiser import RATE
from course.voice.takes import Takes, joined

FRAME = STRIDE * HOP / RATE  # seconds of one of the network's frames


def labels(reader, sounds: Sequence[np.ndarray]) -> list[list[str]]:
    """For each sound the likeliest label of every 40 ms: a word, or "-" for none."""
    place, found = device_of(reader), []
    for sound in sounds:
        logits = outputs_of(reader, torch.from_numpy(spectrogram(sound))[None].to(place))
        found.append([LABELS[number] for number in logits[0].argmax(-1).tolist()])
    return found


def spans(each: Sequence[str]) -> list[tuple[str, float, float]]:
    """The words in the labels of one sound, with their start and end in seconds."""
    found: list[tuple[str, float, float]] = []
    for place, (label, before) in enumerate(zip(each, ["-", *each[:-1]], strict=True)):
        if label == "-":
            continue
        start = found[-1][1] if label == before else place * FRAME
        if label == before:
            found.pop()
        found.append((label, start, (place + 1) * FRAME))
    return found


def teach(reader, clips: Takes, *, steps: int = 100, rate: float = 1e-3, seed: int = 0):
    """A copy of the network that has gone on learning from clips of one word each, joined in ever new orders.

    While a notebook is validated it takes one step (see `training.steps`).
    """
    training.set_seed(seed)
    taught = copy.deepcopy(reader)
    place = device_of(taught)
    material = joined(clips, 150, seed=seed)
    inputs, wanted = torch.from_numpy(material.spectrograms()), torch.from_numpy(ctc.targets(material.words))
    optimizer = torch.optim.AdamW(taught.parameters(), lr=rate)
    loss = ctc.CTC()
    for _ in training.steps(steps):
        batch = torch.randint(len(inputs), (16,))
        ctc.step(taught, inputs[batch].to(place), wanted[batch].to(place), optimizer, loss)
    return taught.eval()


def take(name: str, sound: np.ndarray, readers: Mapping[str, object], truth: Sequence[str] | None = None) -> dict:
    """A sound and what each network reads in it, as `figures.spoken_words` shows it.

    readers: {"before": a network, "after": another one}; truth: the words that were spoken, where somebody knows.
    """
    return {
        "name": name,
        "spectrogram": spectrogram(sound),
        "seconds": len(sound) / RATE,
        "read": {label: spans(labels(reader, [sound])[0]) for label, reader in readers.items()},
        "truth": None if truth is None else list(truth),
        "sound": sound,
        "rate": RATE,
    }
