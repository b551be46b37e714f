"""Takes: sounds with the words that are spoken in them, by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from course.errors import CourseError
from course.voice.phones import WORDS
from course.voice.spectrogram import HOP, padded, spectrogram
from course.voice.synthesiser import RATE, speak

LONGEST = 2.2  # seconds of a take
FRAMES = round(LONGEST * RATE / HOP)


@dataclass(frozen=True)
class Takes:
    """n takes.

    sounds    list of float32 samples, -1 to 1, 8,000 a second
    words     list of tuples of words
    speakers  list of names or numbers
    """

    sounds: list[np.ndarray]
    words: list[tuple[str, ...]]
    speakers: list

    def __len__(self) -> int:
        return len(self.sounds)

    def __getitem__(self, which: slice) -> Takes:
        return Takes(self.sounds[which], self.words[which], self.speakers[which])

    def __add__(self, other: Takes) -> Takes:
        return Takes(self.sounds + other.sounds, self.words + other.words, self.speakers + other.speakers)

    def spectrograms(self) -> np.ndarray:
        """float32 (n, frames, bands), with silence behind the shorter ones."""
        found = [spectrogram(sound) for sound in self.sounds]
        return padded(found, max(FRAMES, *map(len, found)))

    def noisy(self, decibels: float, *, seed: int = 0) -> Takes:
        """The same in white noise; the words are so many decibels louder than it."""
        random, sounds = np.random.default_rng([seed, 3]), []
        for sound in self.sounds:
            loud = sound[np.abs(sound) > 0.02 * np.abs(sound).max()]
            level = np.sqrt((loud**2).mean()) * 10 ** (-decibels / 20)
            sounds.append((sound + random.normal(0, level, len(sound))).astype(np.float32))
        return Takes(sounds, self.words, self.speakers)


def takes(
    count: int, speakers: Sequence[int], *, vocabulary: Sequence[str] = WORDS, most: int = 3, seed: int = 0, say=speak
) -> Takes:
    """So many takes of 1 to `most` words at random, each in one of the voices, at most 2.2 s long.

    say: say(words, speaker, seed=...) -> samples; the course's synthesiser if nothing else is given.
    """
    if count < 1 or not len(speakers) or not 1 <= most <= 4:
        raise CourseError(
            f"{count} takes of at most {most} words in {len(speakers)} voices cannot be made.",
            do="Ask for 1 or more takes, of at most 1 to 4 words, in 1 or more voices.",
        )
    random = np.random.default_rng([seed, 7])
    found = Takes([], [], [])
    while len(found) < count:
        words = tuple(str(word) for word in random.choice(vocabulary, random.integers(1, most + 1)))
        speaker = speakers[int(random.integers(len(speakers)))]
        sound = say(words, speaker, seed=int(random.integers(2**30)))
        if len(sound) <= LONGEST * RATE:
            found += Takes([sound], [words], [speaker])
    return found


def joined(clips: Takes, count: int, *, most: int = 3, seed: int = 0) -> Takes:
    """So many takes of 1 to `most` words, made of clips of one word each, all of a take by one speaker.

    Between the clips are pauses of 0.05 to 0.3 s with a faint noise; every clip is as loud as the others.
    """
    random = np.random.default_rng([seed, 11])
    of = {}
    for sound, words, speaker in zip(clips.sounds, clips.words, clips.speakers, strict=True):
        of.setdefault(speaker, []).append((sound, words))
    names, found = list(of), Takes([], [], [])

    def still(shortest, longest):
        return random.normal(0, 1e-3, round(random.uniform(shortest, longest) * RATE))

    while len(found) < count:
        speaker = names[random.integers(len(names))]
        chosen = [of[speaker][i] for i in random.integers(len(of[speaker]), size=random.integers(1, most + 1))]
        parts = [still(0.05, 0.2)]
        for sound, _ in chosen:
            parts += [0.5 * sound / max(np.abs(sound).max(), 1e-9), still(0.05, 0.3)]
        sound = np.concatenate(parts).astype(np.float32)
        if len(sound) <= LONGEST * RATE or len(chosen) == 1:
            found += Takes([sound], [tuple(word for _, words in chosen for word in words)], [speaker])
    return found
