"""Real sentences: the language packs of JupyterLab, in which people have translated its menus and messages.

A pack is a package of its own (`pip install jupyterlab-language-pack-fr-FR`, BSD licence, about 0.2 MB); the course's
extra `subtitles` brings the French one. Where none is installed the lesson shows `recorded()`.
"""

from __future__ import annotations

import gettext
import json
import re
from collections.abc import Sequence
from importlib import util
from pathlib import Path

import numpy as np

from course.errors import CourseError
from course.translation.grammar import Pair

RECORDED = Path(__file__).parent / "recorded.json"
LANGUAGE = re.compile(r"[a-z]{2,3}-[A-Z]{2}")
MARKUP = re.compile(r"[%{}<>&\\`_\n]")  # places for names, and code
SHORTEST, LONGEST = 2, 12  # English words


class NoPack(CourseError):
    """A language pack that is not there; the message says how to get it."""

    heading = "No sentences in this language"


def split(sentence: str) -> tuple[str, ...]:
    """Lower-case words and marks; an elided word keeps its apostrophe: "L’image" -> ("l'", "image")."""
    return tuple(re.findall(r"\w+'?|[^\w\s]", sentence.lower().replace("’", "'")))


def installed(language: str = "fr-FR") -> bool:
    """Whether the pack of a language is here. Raises NoPack if `language` is no name of one."""
    return _folder(language) is not None


def pairs(language: str = "fr-FR") -> list[Pair]:
    """The sentences of a pack, 2 to 12 English words, each once and without markup, in the order of the alphabet.

    language: as in the pack's name, such as "fr-FR", "de-DE" or "ja-JP". Raises NoPack if the pack is not installed.
    Languages that put no spaces between words come as one long word each, for which BLEU says little.
    """
    folder = _folder(language)
    if folder is None:
        raise NoPack(
            f"The language pack {language} is not installed.",
            why="Its sentences come in a package of their own.",
            do=f"Run `%pip install jupyterlab-language-pack-{language}`, then this cell again; "
            "or read the recorded results below.",
        )
    found: dict[tuple, Pair] = {}
    for file in sorted(folder.glob("locale/*/LC_MESSAGES/*.mo")):
        with file.open("rb") as content:
            catalogue = vars(gettext.GNUTranslations(content))["_catalog"]
        for english, french in sorted(item for item in catalogue.items() if isinstance(item[0], str)):
            english = english.rpartition("\x04")[2]  # a context may stand before the sentence
            if not french or english == french or MARKUP.search(english + french):
                continue
            if SHORTEST <= len(english.split()) <= LONGEST:
                pair = Pair(split(english), split(french))
                found.setdefault(pair.english, pair)
    if len(found) < 100:
        raise NoPack(
            f"The language pack {language} holds only {len(found)} sentences that can be used.",
            why="A test needs a hundred and more.",
            do="Choose another language, such as fr-FR.",
        )
    return [found[key] for key in sorted(found)]


def known_and_new(sentences: Sequence[Pair], *, seed: int = 0, new: int = 250) -> tuple[list[Pair], list[Pair]]:
    """The sentences at random in two parts: those that a translator may know, and `new` ones."""
    order = np.random.default_rng(seed).permutation(len(sentences))
    return [sentences[i] for i in order[new:]], [sentences[i] for i in order[:new]]


def recorded() -> dict:
    """What `python -m benchmarks.language_pack` found: `date`, `command`, `scores` and some menu `lines`."""
    return json.loads(RECORDED.read_text(encoding="utf-8"))


def _folder(language: str) -> Path | None:
    if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
        raise NoPack(
            f"{language!r} is no name of a language pack.",
            do='Write the language and the country, as in "fr-FR" or "de-DE".',
        )
    found = util.find_spec(f"jupyterlab_language_pack_{language.replace('-', '_')}")
    return None if found is None or not found.origin else Path(found.origin).parent
