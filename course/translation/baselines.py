"""Translating without a network: a dictionary that goes word by word, and the most similar known sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from course.translation.grammar import Pair


def dictionary(pairs: Sequence[Pair], *, rounds: int = 6) -> dict[str, str]:
    """For each English word the French one that it goes with, learned from sentences alone.

    IBM model 1 (Brown and others, 1993): each French word is shared out among the English words of its sentence, by
    how well they went together in the round before.
    """
    chance: dict = defaultdict(lambda: 1.0)
    for _ in range(rounds):
        together: dict = defaultdict(float)
        for pair in pairs:
            for french in pair.french:
                whole = sum(chance[english, french] for english in pair.english)
                for english in pair.english:
                    together[english, french] += chance[english, french] / whole
        total: Counter = Counter()
        for (english, _), count in together.items():
            total[english] += count
        chance = defaultdict(float, {key: count / total[key[0]] for key, count in together.items()})
    best: dict[str, tuple[float, str]] = {}
    for (english, french), value in chance.items():
        best[english] = max(best.get(english, (0.0, "")), (value, french))
    return {english: french for english, (_, french) in best.items()}


def word_by_word(known: dict[str, str], english: Sequence[str]) -> tuple[str, ...]:
    """Each word's entry in the English order; a word without one stays as it is."""
    return tuple(known.get(word, word) for word in english)
