"""Words and their numbers, with marks for where a sentence begins and ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

NOTHING, START, END, UNKNOWN = range(4)
MARKS = ("", "<start>", "<end>", "<unknown>")


class Vocabulary:
    """Words and their numbers. 0 is no word, 1 the start, 2 the end, 3 a word that is not known."""

    def __init__(self, sentences: Sequence[Sequence[str]], *, least: int = 1):
        counts = Counter(word for sentence in sentences for word in sentence)
        self.words = [*MARKS, *sorted(word for word, count in counts.items() if count >= least)]
        self.number = {word: i for i, word in enumerate(self.words)}

    def __len__(self) -> int:
        return len(self.words)

    def numbers(self, sentence: Sequence[str]) -> list[int]:
        return [self.number.get(word, UNKNOWN) for word in sentence]

    def sentence(self, numbers: Sequence[int]) -> tuple[str, ...]:
        return tuple(self.words[int(number)] for number in numbers)
