"""A source-filter speech synthesiser: vocal folds and noise are the source, the vocal tract is the filter.

Every 10 ms a frame says where the formants lie and how loud each source is; a frame's stretch of the source is
filtered in the frequency domain and added to its neighbours (Fant, "Acoustic theory of speech production", 1960; the
cascade of resonators is that of Klatt, 1980). A `Voice` draws all that differs from one speaker to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from course.errors import CourseError
from course.voice.phones import PHONES, SPELT, WORDS

RATE = 8000  # samples a second, as on a telephone
FRAME = 0.01  # seconds from one frame to the next
SILENT = (500.0, 1500.0, 2500.0)


@dataclass(frozen=True)
class Voice:
    """A speaker: the same words from two voices are as different as from two people, in what is drawn here."""

    tract: float  # formants are so many times as high: a shorter vocal tract, a higher voice
    pitch: float  # vibrations of the vocal folds a second
    pace: float  # each phone lasts so many times as long
    breath: float  # noise between the pulses
    tilt: float  # 0 bright to 1 dull
    width: float  # of the resonances
    fall: float  # how much the pitch changes over a sequence, as a logarithm
    hiss: float  # how loud s and f are
    accent: dict[str, np.ndarray]  # for each phone how its formants differ, three factors


def person(number: int) -> Voice:
    """The voice of that number, always the same; half of them are high."""
    random = np.random.default_rng([7, number])
    high = random.random() < 0.5
    return Voice(
        tract=random.uniform(1.08, 1.28) if high else random.uniform(0.88, 1.08),
        pitch=random.uniform(165, 260) if high else random.uniform(85, 150),
        pace=random.uniform(0.8, 1.35),
        breath=random.uniform(0, 0.12),
        tilt=random.uniform(0, 0.9),
        width=random.uniform(0.8, 1.6),
        fall=random.uniform(-0.25, 0.1),
        hiss=random.uniform(0.4, 1.8),
        accent={phone: np.exp(random.normal(0, 0.05, 3)) for phone in PHONES},
    )


def speak(words: Sequence[str], who: Voice | int = 0, *, seed: int = 0, pause=(0.0, 0.25), rate: int = RATE):
    """float32 samples (n,), -1 to 1, `rate` a second: the words one after another, four in five with a pause behind.

    who: a Voice, or its number. pause: shortest and longest, seconds. The same seed gives the same sound.
    Raises CourseError for a word that is not in `voice.WORDS`.
    """
    if unknown := [word for word in words if word not in SPELT]:
        raise CourseError(
            f"The synthesiser cannot say {unknown[0]!r}.",
            why="Each word is spelt in phones, by hand.",
            do=f"Choose from {', '.join(WORDS)}.",
        )
    speaker = person(who) if isinstance(who, int | np.integer) else who
    random = np.random.default_rng([seed, 77])
    frames = _smooth(_frames(words, speaker, random, pause))
    samples = _filtered(frames, *_sources(frames, speaker, random, rate), speaker, rate)
    return (0.8 * samples / max(np.abs(samples).max(), 1e-9)).astype(np.float32)


def _frames(words, speaker, random, pause) -> np.ndarray:
    """(frames, 8): F1, F2, F3, voiced, aspiration, friction, its centre and its width, a row every 10 ms."""
    rows: list[np.ndarray] = []

    def add(seconds, formants, *rest):
        rows.append(np.tile([*formants, *rest], (max(1, round(seconds / FRAME)), 1)))

    def still(seconds):
        add(seconds, rows[-1][-1, :3] if rows else SILENT, 0, 0, 0, 1000, 1000)

    still(random.uniform(0.05, 0.2))
    for word in words:
        names = SPELT[word].split()
        for place, name in enumerate(names):
            phone, last = PHONES[name], place == len(names) - 1
            formants = phone.formants * speaker.accent[name] * np.exp(random.normal(0, 0.02, 3)) * speaker.tract
            seconds = phone.ms / 1000 * speaker.pace * random.uniform(0.85, 1.2) * (1.25 if last else 1)
            noise = phone.friction * speaker.hiss, phone.centre * speaker.tract**0.5, phone.width
            if phone.stop:
                add(0.05 * speaker.pace, formants, 0.1 if phone.voiced else 0, 0, 0, *noise[1:])
                add(0.01 if name != "ch" else seconds, formants, 0, 0.1, *noise)
                if name == "ch":
                    continue
                add(seconds, formants, phone.voiced, phone.aspiration * (0.6 if last else 1), 0.05, *noise[1:])
            else:
                add(seconds, formants, phone.voiced, phone.aspiration, *noise)
        if random.random() < 0.8:
            still(random.uniform(*pause))
    still(0.1)
    return np.concatenate(rows)


def _smooth(frames: np.ndarray) -> np.ndarray:
    """The tongue needs 50 ms from one place to the next, the vocal folds 20 ms; a burst is sudden."""
    from scipy.ndimage import uniform_filter1d

    smooth = frames.copy()
    smooth[:, :3] = uniform_filter1d(frames[:, :3], 5, axis=0, mode="nearest")
    smooth[:, 3] = uniform_filter1d(frames[:, 3], 3)
    return smooth


def _sources(frames, speaker, random, rate) -> tuple[np.ndarray, np.ndarray]:
    """What goes through the whole tract, and the friction, which does not: two arrays of samples."""
    many = round(len(frames) * FRAME * rate)
    at = np.arange(many) / (FRAME * rate)
    voiced, aspiration, friction = (np.interp(at, np.arange(len(frames)), frames[:, k]) for k in (3, 4, 5))
    along = np.linspace(0, 1, many)
    swing = np.interp(along, np.linspace(0, 1, 6), random.normal(0, 0.06, 6))
    pitch = speaker.pitch * np.exp(swing + speaker.fall * along)
    pulses = np.diff(np.floor(np.cumsum(pitch / rate)), prepend=0) * (rate / 1000)
    noise = random.standard_normal(many)
    return voiced * (pulses + speaker.breath * noise) + 0.5 * aspiration * noise, friction * noise


def _filtered(frames, source, friction, speaker, rate) -> np.ndarray:
    """Windows of 20 ms, each multiplied with the response of its frame, and added up."""
    hop = round(FRAME * rate)
    size = 4 * hop  # a window, and as long again for what rings on
    window = np.hanning(2 * hop + 1)[:-1]
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size).astype(np.complex64)

    def spectra(samples):
        cut = np.lib.stride_tricks.sliding_window_view(np.pad(samples, (hop, 2 * hop)), 2 * hop)
        return np.fft.rfft((cut[: len(frames) * hop : hop] * window).astype(np.float32), size)

    def resonance(frequency, bandwidth):
        radius = np.exp(-np.pi * np.asarray(bandwidth, np.float32).reshape(-1, 1) / rate)
        turn = np.cos(2 * np.pi * np.minimum(frequency, 0.49 * rate).astype(np.float32).reshape(-1, 1) / rate)
        return radius, 2 * radius * turn

    tract = (1 - z) / ((1 - 0.96 * z) * (1 - (0.55 + 0.4 * speaker.tilt) * z))  # lips, and the shape of a pulse
    fixed = [(3450.0, 250.0)] if rate < 12000 else [(3450.0, 250.0), (4500.0, 300.0), (5500.0, 350.0)]
    formants = [(frames[:, k], width) for k, width in enumerate((70.0, 90.0, 140.0))]
    for frequency, width in formants + [(np.float32(high * speaker.tract), width) for high, width in fixed]:
        radius, turn = resonance(frequency, width * speaker.width)
        tract = tract * ((1 - turn + radius**2) / (1 - turn * z + radius**2 * (z * z)))
    radius, turn = resonance(frames[:, 6], frames[:, 7])
    hiss = (1 - radius) / np.abs(1 - turn * z + radius**2 * (z * z))
    loud = np.float32(1 - 0.6 * speaker.tilt)
    parts = np.fft.irfft(spectra(source) * tract * loud + 2 * spectra(friction) * hiss, size)
    out = np.zeros((len(frames) + 4) * hop)
    for k in range(4):
        rows = parts[k::4].reshape(-1)
        out[k * hop : k * hop + len(rows)] += rows
    return out[hop : (len(frames) + 1) * hop]
