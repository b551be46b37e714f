"""How good a translation is: the share of sentences that are right word for word, and BLEU."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from course.errors import CourseError


def bleu(translations: Sequence[Sequence[str]], references: Sequence[Sequence[str]]) -> float:
    """BLEU of a corpus, 0 to 100 (Papineni and others, 2002), with one reference each; sentences are lists of words.

    The share of runs of 1, 2, 3 and 4 words that stand in the reference too, as their geometric mean, lowered where
    the translations are shorter. No smoothing: 0 where no run of four words is right. `sacrebleu` gives the same
    number for these words (`tokenize="none", smooth_method="none"`).
    """
    if len(translations) != len(references) or not references:
        raise CourseError(
            f"BLEU compares each translation with its reference; there are {len(translations)} and {len(references)}.",
            do="Give two lists of the same length, with at least one sentence each.",
        )
    logs = 0.0
    for size in (1, 2, 3, 4):
        right = every = 0
        for ours, theirs in zip(translations, references, strict=True):
            runs, known = _runs(ours, size), _runs(theirs, size)
            right += (runs & known).total()
            every += runs.total()
        if not right:
            return 0.0
        logs += math.log(right / every) / 4
    length, wanted = (sum(map(len, each)) for each in (translations, references))
    return 100 * math.exp(logs + min(0, 1 - wanted / length))


def _runs(words: Sequence[str], size: int) -> Counter:
    return Counter(tuple(words[i : i + size]) for i in range(len(words) - size + 1))
