"""Sounds as rows of a table: the timbre of a voice, and the shape of a word. For logistic regression."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from course.errors import CourseError
from course.voice.recording import stretches
from course.voice.spectrogram import normalised, power, sounding

PARTS = 8  # stretches of time that a word is cut into


def timbre(sounds: Sequence[np.ndarray]) -> np.ndarray:
    """(n, 64): for each of 32 bands how loud it is on average and how much that varies, while somebody speaks.

    Logarithms, less the mean of all bands, so that loudness does not count.
    """
    rows = []
    for sound in sounds:
        found = power(sound)
        logs = np.log(found[sounding(found)] + 1e-8)
        rows.append(np.r_[logs.mean(0) - logs.mean(), logs.std(0)])
    return np.array(rows)


def shapes(sounds: Sequence[np.ndarray]) -> np.ndarray:
    """(n, 256): the spectrogram of one word each, in 8 stretches of time, averaged over each."""
    rows = []
    for sound in sounds:
        found = power(sound)
        loud = np.flatnonzero(sounding(found))
        each = normalised(found)[loud[0] : loud[-1] + 1]
        edges = np.linspace(0, len(each), PARTS + 1)
        middle = [each[int(a) : max(int(a) + 1, round(b))].mean(0) for a, b in pairwise(edges)]
        rows.append(np.concatenate(middle))
    return np.array(rows)


class WordTable:
    """The rival of the network: cut at the pauses, a row of `shapes` for each piece, logistic regression."""

    def __init__(self):
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        self.model = make_pipeline(StandardScaler(), LogisticRegression(C=0.05, max_iter=300))

    def fit(self, clips) -> WordTable:
        """Learns from Takes of one word each."""
        if any(len(words) != 1 for words in clips.words):
            raise CourseError("The table has one row for each word.", do="Give takes of one word each.")
        self.model.fit(shapes(clips.sounds), [words[0] for words in clips.words])
        return self

    def read(self, sounds: Sequence[np.ndarray]) -> list[list[str]]:
        """For each sound the words, one for each piece between pauses."""
        found = []
        for sound in sounds:
            pieces = [sound[start:end] for start, end in stretches(sound, pause=0.1)]
            found.append(self.model.predict(shapes(pieces)).tolist() if pieces else [])
        return found
