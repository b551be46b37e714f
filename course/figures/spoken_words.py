"""Words that run over a spectrogram: heard before and after a network was taught, right and wrong, with the sound."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence

import numpy as np

from course.errors import CourseError
from course.figures.figure import Figure
from course.plots.spoken_words import MARKS, TITLE, all_checked, hertz, shades
from course.plots.spoken_words import spoken_words as twin
from course.plots.word_errors import columns, error_rate, whole

RATE = 8000  # samples a second, as on a telephone: 11 kB a second in the notebook
FRAMES = 100  # a second, at most
MOST = 60  # seconds of all takes together: a megabyte


def spoken_words(takes: Sequence[Mapping], frequencies: Sequence[float] | None = None) -> Figure:
    """Choose a take, drag a cursor over its spectrogram or play it, and watch the words come, before and after.

    takes: dicts with
        name         who speaks, for example "a new voice"
        spectrogram  frames x bands, logarithms of energy
        seconds      how long it lasts
        read         {label: [(word, start, end), ...]}: what was heard and when, in seconds, for one network or more,
                     for example {"before": ..., "after your ten clips": ...}
        truth        the words that were said, or None where nobody knows
        sound, rate  samples from -1 to 1 and how many a second, or None: then the cursor moves in silence
    frequencies: the middle of each band in hertz; those of `voice.spectrogram` when None.
    Its twin in plain code: `plots.spoken_words(takes, take, reading, at)`.
    """
    still = twin(takes, frequencies=frequencies)
    ready = all_checked(takes)
    together = sum(take["seconds"] for take in ready)
    if together > MOST:
        raise CourseError(
            f"These takes last {together:.0f} s together.",
            why=f"All of their sound goes into the notebook, and {MOST} s are a megabyte.",
            do="Give fewer takes, or cut them shorter.",
        )
    bands = ready[0]["spectrogram"].shape[1]
    data = {
        "takes": [_take(take) for take in ready],
        "bands": bands,
        "hertz": hertz(bands, frequencies),
        "marks": MARKS,
    }
    return Figure("spoken_words", TITLE, data, still)


def _take(take: dict) -> dict:
    """A take as the script reads it."""
    picture = shades(_fewer(take["spectrogram"], int(FRAMES * take["seconds"]) + 1))
    return {
        "name": take["name"],
        "seconds": take["seconds"],
        "frames": len(picture),
        "shades": _text(picture),
        "known": take["truth"] is not None,
        "sound": None if take["sound"] is None else _text(_telephone(take["sound"], take["rate"])),
        "read": [_reading(take, label) for label in take["read"]],
    }


def _reading(take: dict, label: str) -> dict:
    found = columns(take, label)
    return {
        "label": label,
        "columns": found,
        "whole": whole(found, take["truth"]),
        "rate": error_rate(found, take["truth"]),
        "percent": f"{error_rate(found, take['truth']) or 0:.0%}",
    }


def _fewer(spectrogram: np.ndarray, most: int) -> np.ndarray:
    """The spectrogram with so many frames at most: means of neighbours."""
    if len(spectrogram) <= most:
        return spectrogram
    edges = np.linspace(0, len(spectrogram), most + 1).astype(int)[:-1]
    return np.add.reduceat(spectrogram, edges) / np.diff([*edges, len(spectrogram)])[:, None]


def _telephone(sound: np.ndarray, rate: int) -> np.ndarray:
    """Sound as a telephone carries it: 8,000 samples a second, each a byte of mu-law (ITU G.711)."""
    if rate != RATE:
        count = round(len(sound) * RATE / rate)
        waves = np.fft.rfft(sound)[: count // 2 + 1]
        sound = np.fft.irfft(waves, count) * count / len(sound)
    curve = np.sign(sound) * np.log1p(255 * np.minimum(np.abs(sound), 1)) / np.log(256)
    return np.round(127.5 * (1 + curve)).astype(np.uint8)


def _text(values: np.ndarray) -> str:
    return base64.b64encode(values.tobytes()).decode()
