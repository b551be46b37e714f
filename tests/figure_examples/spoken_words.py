"""Words over spectrograms: a new voice before and after its clips, with its sound; a person; one that nobody knows."""

from functools import cache

import numpy as np

from course import figures

RATE, HOP, BANDS = 8000, 80, 40
SAID = ["five", "apple", "nine", "two", "lemon", "one", "pear", "seven", "three", "plum"]


@cache
def sound(seconds=5.2, seed=0, count=10):
    """Something like speech: harmonics under two moving resonances, with a hiss here and there."""
    random, time = np.random.default_rng(seed), np.arange(int(seconds * RATE)) / RATE
    made = 0.004 * random.normal(size=len(time))
    for word, start in enumerate(np.linspace(0.25, seconds - 0.55, count)):
        inside = (time >= start) & (time < start + 0.34)
        way = (time[inside] - start) / 0.34
        pitch = 130 * (1 - 0.15 * way)
        phase = 2 * np.pi * np.cumsum(pitch) / RATE
        first, second = 350 + 450 * abs(np.sin(word + 2 * way)), 900 + 1400 * abs(np.cos(1.7 * word + 1.5 * way))
        voice = sum(
            np.sin(k * phase)
            * (0.04 + np.exp(-(((k * pitch - first) / 160) ** 2)) + 0.7 * np.exp(-(((k * pitch - second) / 220) ** 2)))
            for k in range(1, 28)
        )
        hiss = np.diff(random.normal(size=len(way)), prepend=0) * (way < 0.25) * (word % 3 == 0)
        made[inside] += np.sin(np.pi * way) ** 0.5 * (0.1 * voice + 0.12 * hiss)
    return np.clip(made, -1, 1).astype(np.float32)


def spectrogram(samples):
    """(frames, bands): logarithms of energy in bands that are even in mel."""
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(samples, 128), 256)[::HOP]
    power = np.abs(np.fft.rfft(frames * np.hanning(256))) ** 2
    edges = 700 * (10 ** (np.linspace(0, 2595 * np.log10(1 + RATE / 1400), BANDS + 2) / 2595) - 1)
    at = np.fft.rfftfreq(256, 1 / RATE)[:, None]
    up, down = (at - edges[:-2]) / np.diff(edges)[:-1], (edges[2:] - at) / np.diff(edges)[1:]
    return np.log(power @ np.clip(np.minimum(up, down), 0, 1) + 1e-4)


def timed(words, places, seconds=5.2, count=10):
    starts = np.linspace(0.25, seconds - 0.55, count)
    return [(word, float(starts[i]), float(starts[i]) + 0.34) for word, i in zip(words, places, strict=True)]


def new_voice():
    before = ["five", "apple", "five", "two", "lemon", "one", "three", "three", "plum"]
    after = ["five", "apple", "nine", "two", "lemon", "one", "pear", "seven", "three", "plum"]
    return {
        "name": "a new voice",
        "spectrogram": spectrogram(sound()),
        "seconds": 5.2,
        "read": {"before": timed(before, [0, 1, 2, 3, 4, 5, 6, 8, 9]), "after your ten clips": timed(after, range(10))},
        "truth": SAID,
        "sound": sound(),
        "rate": RATE,
    }


def person():
    """One word said, three heard, the last after it: words with signs of HTML stay words. Without a sound."""
    return {
        "name": "a person, “A & B”",
        "spectrogram": spectrogram(sound(2.4, 1, 3)),
        "seconds": 2.4,
        "read": {"before": [("<b>one</b>", 0.2, 0.6), ("“two'", 1.0, 1.3), ("three", 1.5, 2.4)], "later": []},
        "truth": ["“two'"],
        "sound": None,
        "rate": RATE,
    }


def unknown():
    """Nobody wrote down what was said; the words stand close, and the last is long."""
    said = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "incomprehensibilities"]
    return {
        "name": "you",
        "spectrogram": spectrogram(sound(3.13, 2, 10)),
        "seconds": 3.13,
        "read": {"before": timed(said, range(10), 3.13)},
    }


def examples():
    return {
        "three takes": figures.spoken_words([new_voice(), person(), unknown()]),
        "one": figures.spoken_words([unknown()]),
    }
