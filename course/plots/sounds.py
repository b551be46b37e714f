"""Spectrograms side by side: how loud each band of frequencies is, over time."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from course.errors import CourseError
from course.plots.card import Picture, card, described
from course.plots.spoken_words import hertz
from course.voice.spectrogram import BANDS, spectrogram
from course.voice.synthesiser import RATE


def spectrograms(sounds: Mapping[str, np.ndarray], *, words: str = "") -> Picture:
    """A spectrogram for each sound, one below the other, with the same scale of time.

    sounds: {name: samples at 8,000 a second}; `words`: what is spoken in each, for the description.
    """
    if not sounds:
        raise CourseError("There is no sound to show.", do="Give a dict of names and samples.")
    figure, every = card(len(sounds), height=0.6 + 1.7 * len(sounds))
    every = np.atleast_1d(every)
    longest = max(map(len, sounds.values())) / RATE
    ticks = hertz(BANDS)
    for axes, (name, sound) in zip(every, sounds.items(), strict=True):
        axes.grid(False)
        axes.imshow(
            spectrogram(sound).T, origin="lower", aspect="auto", cmap="cividis",
            extent=(0, len(sound) / RATE, -0.5, BANDS - 0.5), interpolation="nearest",
        )  # fmt: skip
        axes.set(xlim=(0, longest), ylabel="Hz")
        axes.set_title(name, loc="left", fontsize=10)
        axes.set_yticks([place for place, _ in ticks], [f"{value:,}" for _, value in ticks])
        axes.tick_params(labelbottom=axes is every[-1])
    every[-1].set_xlabel("time (s)")
    parts = "; ".join(f"{name}, {len(sound) / RATE:.1f} s" for name, sound in sounds.items())
    says = f"Spectrograms{words and f' of “{words}”'}, bright where a band of frequencies is loud: {parts}."
    return described(figure, says)
