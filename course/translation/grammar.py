"""Sentences about fruit, English and French, from a small grammar.

French asks for what English lacks: gender and number in every word of a noun phrase (les pommes vertes), most
adjectives after the noun, "not" in two pieces around the verb (ne ... pas), "it" and "them" before the verb, and
a vowel that falls before another (l'orange). A dictionary that goes word by word can do none of these.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course.errors import CourseError
from course.translation import words

HELD_BACK = 6  # one combination of noun, adjective and number in so many is never trained on


@dataclass(frozen=True)
class Pair:
    """One sentence in two languages, as words; `combinations` are its (noun, adjective, plural)."""

    english: tuple[str, ...]
    french: tuple[str, ...]
    combinations: frozenset = frozenset()

    def __str__(self) -> str:
        return f"{' '.join(self.english)}  →  {' '.join(self.french)}"


@dataclass(frozen=True)
class Sentences:
    """What a network learns from, and three tests of it that share no sentence with it.

    train             Pairs of at most 9 English words
    new_combinations  Pairs with an adjective that never stood beside that noun in `train`; each word did
    longer            Pairs with a second object behind "and": 9 to 15 English words
    some_longer       as many longer Pairs as are six in a hundred of `train`; none of `longer` is among them
    """

    train: list[Pair]
    new_combinations: list[Pair]
    longer: list[Pair]
    some_longer: list[Pair]


def sentences(train: int = 12000, test: int = 200, *, seed: int = 8) -> Sentences:
    """Draws the sets anew for each `seed`: `train` different sentences and `test` ones for each test."""
    if train < 100 or test < 1:
        raise CourseError(
            f"{train} sentences to learn from and {test} to test on are too few.",
            why="Below 100 some words would never be seen.",
            do="Ask for 100 or more to learn from and 1 or more to test on.",
        )
    random = np.random.default_rng([seed, 8])
    every = [(n.english, a.english, plural) for n in words.NOUNS for a in words.ADJECTIVES for plural in (False, True)]
    held = {every[i] for i in random.permutation(len(every))[: len(every) // HELD_BACK]}
    known, combined = {}, {}
    while len(known) < train or len(combined) < test:
        pair = sentence(random)
        if len(pair.english) > 9:
            continue
        if pair.combinations & held:
            if len(combined) < test:
                combined[pair.english] = pair
        elif len(known) < train:
            known[pair.english] = pair
    longer = {}
    some = round(0.06 * train)
    while len(longer) < test + some:
        pair = sentence(random, longer=True)
        if len(pair.english) > 9 and not pair.combinations & held:
            longer[pair.english] = pair
    beyond = list(longer.values())
    return Sentences(list(known.values()), list(combined.values()), beyond[:test], beyond[test:])


def sentence(random: np.random.Generator, *, longer: bool = False) -> Pair:
    """One sentence: "I see the ripe pears", its negation, "the pears are ripe" or "the pears , I see them"."""
    kind = random.integers(4)
    subject, sujet = words.SUBJECTS[random.integers(4)]
    verb = words.VERBS[random.integers(len(words.VERBS))]
    french_verb = verb.forms[[s for s, _ in words.SUBJECTS].index(subject)]
    je = "j'" if sujet == "je" and words.elides(french_verb) else sujet
    joined = longer or (kind < 2 and random.random() < 0.35)  # "and" is known from short sentences
    english, french, noun, plural, used = noun_phrase(random, 0 if joined and not longer else None)
    used = set(used)
    if kind == 0:
        english, french = [subject, verb.english, *english], [je, french_verb, *french]
    elif kind == 1:
        ne = "n'" if words.elides(french_verb) else "ne"
        english, french = [subject, "do", "not", verb.english, *english], [sujet, ne, french_verb, "pas", *french]
    elif kind == 2:
        adjective = words.ADJECTIVES[random.integers(len(words.ADJECTIVES))]
        used.add((noun.english, adjective.english, plural))
        english = [*english, "are" if plural else "is", adjective.english]
        french = [*french, "sont" if plural else "est", adjective.form(noun.feminine, plural)]
    else:
        it = "les" if plural else "l'" if words.elides(french_verb) else "la" if noun.feminine else "le"
        english = [*english, ",", subject, verb.english, "them" if plural else "it"]
        french = [*french, ",", sujet, it, french_verb]
    if joined:
        second = noun_phrase(random, 1 if longer else 0)
        between = ([], []) if kind < 2 else ([subject, verb.english], [je, french_verb])
        english = [*english, "and", *between[0], *second[0]]
        french = [*french, "et", *between[1], *second[1]]
        used |= set(second[4])
    return Pair(tuple(english), tuple(french), frozenset(used))


def noun_phrase(random: np.random.Generator, adjectives: int | None = None):
    """(English, French, noun, plural, combinations) of "these small green apples", with 0, 1 or 2 adjectives."""
    noun = words.NOUNS[random.integers(len(words.NOUNS))]
    kind = words.DETERMINERS[random.integers(len(words.DETERMINERS))]
    plural = {"a": False, "some": True}.get(kind, bool(random.integers(2)))
    many = random.integers(3) if adjectives is None else adjectives
    chosen = [words.ADJECTIVES[i] for i in random.permutation(len(words.ADJECTIVES))[:many]]
    before = [each for each in chosen if each.before][:1]  # one on each side at most
    after = [each for each in chosen if not each.before][:1]
    named = [each.english for each in before + after]
    thing = noun.english_plural if plural else noun.english
    first = named[0] if named else thing
    an = "these" if kind == "this" and plural else "an" if kind == "a" and first[0] in "aeiou" else kind
    french = [each.form(noun.feminine, plural) for each in before]
    french.append(noun.french_plural if plural else noun.french)
    french += [each.form(noun.feminine, plural) for each in after]
    french = [words.determiner(kind, noun.feminine, plural, french[0]), *french]
    return [an, *named, thing], french, noun, plural, [(noun.english, name, plural) for name in named]
