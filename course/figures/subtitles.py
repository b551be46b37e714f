"""Subtitles: a sentence is spoken at 150 words a minute, and the network writes its French word by word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from course.errors import CourseError
from course.figures.figure import Figure
from course.plots import subtitles as twin


def subtitles(lines: Sequence[Mapping], ms: float) -> Figure:
    """Choose a sentence, play it, or go through its French words: ribbons show which English words were looked at.

    lines: dicts with english, french and people (lists of words) and attention (French words x English words);
    `ms`: milliseconds that the network needs for a French word. Its twin in plain code: `plots.subtitle(line, ms)`.
    """
    lines = [line for line in lines if len(line.get("french", ["?"]))]  # a line that ends at once shows nothing
    if not lines:
        raise CourseError("There is no sentence to subtitle.", do="Give one line or more with a French word.")
    if not (np.isfinite(ms) and ms > 0):
        raise CourseError(f"A word cannot take {ms} ms.", do="Give the milliseconds that you measured, above 0.")
    ready = [twin.checked(line) for line in lines]
    data = {
        "lines": [
            {**line, "words": [twin.words(given, count, ms) for count in range(len(line["french"]) + 1)]}
            for given, line in zip(lines, ready, strict=True)
        ],
        "ms": float(ms),
        "spoken": twin.SPOKEN,
        "faint": twin.FAINT,
    }
    return Figure("subtitles", "Subtitles, word by word", data, twin.subtitle(lines[0], ms))
