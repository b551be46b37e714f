"""Translation: a grammar that writes sentence pairs, a transformer that learns them, and what works without one.

grammar.py      sentences about fruit in English and French
transformer.py  the network, on one screen
translator.py   training and decoding
vocabulary.py   words and their numbers
baselines.py    a dictionary word by word
scores.py       BLEU
pack.py         real sentences: JupyterLab's own language packs
"""

from course.translation.baselines import dictionary, word_by_word
from course.translation.grammar import Pair, Sentences, sentences
from course.translation.scores import bleu
from course.translation.vocabulary import END, START

__all__ = [
    "END",
    "START",
    "Pair",
    "Sentences",
    "Translator",
    "bleu",
    "dictionary",
    "rehearse",
    "sentences",
    "word_by_word",
]


def __getattr__(name: str):
    """What needs torch, which takes two seconds to import, is imported when it is used."""
    if name not in ("Translator", "rehearse"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from course.translation import translator

    return getattr(translator, name)
