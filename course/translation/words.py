"""The words of the grammar: English beside each French form that agreement asks for."""

from __future__ import annotations

from dataclasses import dataclass

VOWELS = tuple("aeiouéêâîh")


@dataclass(frozen=True)
class Noun:
    english: str
    english_plural: str
    french: str
    french_plural: str
    feminine: bool


@dataclass(frozen=True)
class Adjective:
    """`forms`: masculine, masculine plural, feminine, feminine plural; `before`: whether it stands before its noun."""

    english: str
    forms: tuple[str, str, str, str]
    before: bool = False

    def form(self, feminine: bool, plural: bool) -> str:
        return self.forms[2 * feminine + plural]


@dataclass(frozen=True)
class Verb:
    """`forms`: after je, tu, nous, ils."""

    english: str
    forms: tuple[str, str, str, str]


NOUNS = (
    Noun("apple", "apples", "pomme", "pommes", True),
    Noun("pear", "pears", "poire", "poires", True),
    Noun("cherry", "cherries", "cerise", "cerises", True),
    Noun("peach", "peaches", "pêche", "pêches", True),
    Noun("orange", "oranges", "orange", "oranges", True),
    Noun("crate", "crates", "caisse", "caisses", True),
    Noun("lemon", "lemons", "citron", "citrons", False),
    Noun("melon", "melons", "melon", "melons", False),
    Noun("apricot", "apricots", "abricot", "abricots", False),
    Noun("basket", "baskets", "panier", "paniers", False),
)
ADJECTIVES = (
    Adjective("green", ("vert", "verts", "verte", "vertes")),
    Adjective("white", ("blanc", "blancs", "blanche", "blanches")),
    Adjective("heavy", ("lourd", "lourds", "lourde", "lourdes")),
    Adjective("ripe", ("mûr", "mûrs", "mûre", "mûres")),
    Adjective("fresh", ("frais", "frais", "fraîche", "fraîches")),
    Adjective("dry", ("sec", "secs", "sèche", "sèches")),
    Adjective("small", ("petit", "petits", "petite", "petites"), before=True),
    Adjective("big", ("grand", "grands", "grande", "grandes"), before=True),
    Adjective("good", ("bon", "bons", "bonne", "bonnes"), before=True),
)
VERBS = (
    Verb("see", ("vois", "vois", "voyons", "voient")),
    Verb("buy", ("achète", "achètes", "achetons", "achètent")),
    Verb("sell", ("vends", "vends", "vendons", "vendent")),
    Verb("weigh", ("pèse", "pèses", "pesons", "pèsent")),
    Verb("wash", ("lave", "laves", "lavons", "lavent")),
)
SUBJECTS = (("I", "je"), ("you", "tu"), ("we", "nous"), ("they", "ils"))
DETERMINERS = ("the", "a", "my", "this", "some")


def elides(word: str) -> bool:
    """Whether le, la, je and ne lose their vowel before this French word."""
    return word.startswith(VOWELS)


def determiner(english: str, feminine: bool, plural: bool, following: str) -> str:
    """The French word for the, a, my, this or some; `following` is the French word after it."""
    if plural:
        return {"the": "les", "my": "mes", "this": "ces", "some": "des"}[english]
    elided = elides(following)
    if english == "the":
        return "l'" if elided else "la" if feminine else "le"
    if english == "a":
        return "une" if feminine else "un"
    if english == "my":
        return "ma" if feminine and not elided else "mon"
    return "cette" if feminine else "cet" if elided else "ce"
