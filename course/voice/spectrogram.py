"""Sound as a picture: how loud each band of frequencies is, every 10 ms.

Bands are evenly spaced on the mel scale, which follows the ear: narrow where it is low, wide where it is high.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from course.errors import CourseError
from course.voice.synthesiser import RATE

HOP = 80  # samples from one frame to the next: 10 ms
WINDOW = 200  # samples of a frame: 25 ms
SIZE = 256  # of the Fourier transform
BANDS = 32
LOWEST, HIGHEST = 100, 3900  # hertz
FLOOR = -2.5  # standard deviations below the mean: silence, whatever its own noise
SOUNDING = 0.05  # a frame is part of a word where its power is above this share of the mean


def edges(bands: int = BANDS) -> np.ndarray:
    """(bands + 2,) hertz: band i begins at the one in place i, is loudest at the next and ends at that behind it."""
    low, high = 1127 * np.log1p(np.array([LOWEST, HIGHEST]) / 700)
    return 700 * np.expm1(np.linspace(low, high, bands + 2) / 1127)


def middles(bands: int = BANDS) -> np.ndarray:
    """(bands,) hertz: the frequency that each band hears best, rising."""
    return edges(bands)[1:-1]


@cache
def filters() -> np.ndarray:
    """(bands, frequencies): triangles on the mel scale, each with its top where its neighbours end."""
    ends = edges()[:, None]
    at = np.arange(SIZE // 2 + 1) * RATE / SIZE
    up, down = (at - ends[:-2]) / np.diff(ends, axis=0)[:-1], (ends[2:] - at) / np.diff(ends, axis=0)[1:]
    return np.maximum(0, np.minimum(up, down)).astype(np.float32)


def power(sound: np.ndarray) -> np.ndarray:
    """float32 (frames, bands): the power in each band, every 10 ms, of samples (n,) at 8,000 a second.

    Raises CourseError where the sound is shorter than one frame or has a sample that is no number.
    """
    sound = np.asarray(sound, dtype=np.float32).reshape(-1)
    if len(sound) < WINDOW or not np.isfinite(sound).all():
        raise CourseError(
            f"A spectrogram needs {WINDOW} samples or more, all of them numbers; there are {len(sound)}.",
            do="Give a sound of 25 ms or more, float32 samples at 8,000 a second.",
        )
    cut = np.lib.stride_tricks.sliding_window_view(sound, WINDOW)[::HOP]
    return np.abs(np.fft.rfft(cut * np.hanning(WINDOW).astype(np.float32), SIZE)) ** 2 @ filters().T


def spectrogram(sound: np.ndarray) -> np.ndarray:
    """float32 (frames, bands): the logarithm of the power, so that neither loudness nor microphone matter.

    In each band the mean of the frames that sound is 0; all bands together have a standard deviation of 1 there.
    Silence is `FLOOR`. The sound and its errors are those of `power`.
    """
    return normalised(power(sound))


def normalised(found: np.ndarray) -> np.ndarray:
    """The same of a `power` that is there already."""
    loud = sounding(found)
    logs = np.log(found + 1e-4 * found[loud].mean() + 1e-12)
    logs -= logs[loud].mean(0)
    return np.maximum(FLOOR, logs / max(float(logs[loud].std()), 1e-6)).astype(np.float32)


def sounding(found: np.ndarray) -> np.ndarray:
    """bool (frames,): which frames are loud enough to be part of a word; all of them where none stands out."""
    each = found.sum(1)
    return each > SOUNDING * each.mean() if each.max() > 0 else np.ones(len(each), bool)


def padded(spectrograms, frames: int) -> np.ndarray:
    """float32 (n, frames, bands): spectrograms of different lengths, with silence behind."""
    out = np.full((len(spectrograms), frames, BANDS), FLOOR, np.float32)
    for row, each in zip(out, spectrograms, strict=True):
        row[: len(each)] = each[:frames]
    return out
