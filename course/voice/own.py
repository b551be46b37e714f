"""Ten clips of somebody to learn from and ten to be judged by: your own, those of a recorded person, or made ones."""

from __future__ import annotations

from course.voice import people
from course.voice.phones import DIGITS
from course.voice.recording import RecordingProblem, cut, read_file, stretches, uploaded
from course.voice.synthesiser import speak
from course.voice.takes import Takes

NOISY = 10  # decibels
NUMBER = 4242  # of the voice that stands in


def two_tens(button=None, *, file: str = "") -> tuple[str, Takes, Takes]:
    """(who, ten clips to learn from, ten to be judged by), each digit once in both.

    From the file that was chosen with `button`, or the one of that name: the digits, said twice. Where there is
    neither, from a recorded person who has been downloaded; else from a new voice in a noisy room.
    Raises RecordingProblem where a file cannot be used.
    """
    chosen = uploaded(button)
    if chosen or file:
        sound = read_file(*chosen) if chosen else read_file(file)
        try:
            twice = cut(sound, DIGITS + DIGITS)
        except RecordingProblem:
            if len(stretches(sound)) > 1.5 * len(DIGITS):  # said twice, and one word is missing
                raise
            once = cut(sound)
            print(
                "Ten words were found: it learns from the very clips that judge it, which flatters it. "
                "Say the digits twice, and the second ten judge."
            )
            return "you", once, once
        return "you", twice[:10], twice[10:]
    if names := people.available(takes=2):
        return person(names[0])
    clips = [(speak([word], NUMBER, seed=i), (word,), NUMBER) for i, word in enumerate(DIGITS + DIGITS)]
    noisy = Takes(*map(list, zip(*clips, strict=True))).noisy(NOISY, seed=1)
    return "a new voice in a noisy room", noisy[:10], noisy[10:]


def person(name: str) -> tuple[str, Takes, Takes]:
    """The same of a recorded person: the first take of each digit, and the second one.

    Raises NotDownloaded where there are not two of each.
    """
    of: dict[str, list] = {word: [] for word in DIGITS}
    real = people.load(speaker=name)
    for sound, (word,) in zip(real.sounds, real.words, strict=True):
        of[word].append(sound)
    if min(map(len, of.values())) < 2:
        raise people.NotDownloaded(
            f"Of {name} there are not two takes of each digit on this computer.",
            why="Who is judged by the clips that it learned from is flattered.",
            do="Call people.download(2) once, with a network, or give a name of people.available(takes=2).",
        )
    first, second = (Takes([of[w][take] for w in DIGITS], [(w,) for w in DIGITS], [name] * 10) for take in (0, 1))
    return name, first, second
