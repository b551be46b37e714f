"""A catalogue of translations, `locale/fr/00-start-here.po`: a file of gettext, which Poedit, Weblate and editors open.

A message that the English has no longer, or has in other words, is no translation of it any more: it is marked as
fuzzy, and English stands in its place until a translator has looked.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from autograder.authoring import lesson as lessons
from autograder.authoring.translate.fits import why_not
from course.files import write_atomic

LOCALE = lessons.ROOT / "locale"
WIDTH = 110
SHORT = 60  # characters of a message that are quoted
HEADER = """# {}: {}.
# `python -m autograder translate` renews the messages and keeps what is translated.
# A message marked as fuzzy has changed since: mend it, and take the mark away.
# One that should stay as it is gets its own text as translation.
# What is in braces, links, `code`, <tags> and **[terms]** are in the translation too."""


class Catalogue:
    """The translations of the messages of one lesson, or of the course's own words.

    `messages` are those of today, by text, each with where it stands. Called with a message, it gives the translation,
    or the message itself. `path` need not exist; it is written by `save`.
    """

    def __init__(self, path: Path, language: str, messages: Mapping[str, str | tuple[str, str]], about: str):
        self.path, self.language = path, language
        self.catalog = _read(path, language)
        template = Catalog(project="apples-course", fuzzy=False, header_comment=self._header(about))
        for key, where in messages.items():
            whole, place = where if isinstance(where, tuple) else ("", where)
            template.add((key, whole) if whole else key, auto_comments=[place])
        self.catalog.update(template, update_header_comment=True, update_creation_date=False)

    def __len__(self) -> int:
        return len(self.catalog)

    def __call__(self, message: str) -> str:
        return message if self.why_english(message) else str(self.catalog[message].string)

    def why_english(self, message: str) -> str:
        """Why a message is in English, in words; empty if it is translated."""
        found = self.catalog.get(message)
        forms = [found.string] if found and isinstance(found.string, str) else list(found.string or ()) if found else []
        if found is None or not forms or not all(forms):
            return "not translated"
        if found.fuzzy:
            return "changed since it was translated"
        whole = message if isinstance(found.id, str) else found.id[-1]
        problem = next(filter(None, (why_not(whole, form) for form in forms)), "")
        return problem and f"the translation is refused, for {problem}"

    def report(self) -> list[str]:
        """One line for each message that is in English, with the reason."""
        ids = [each.id if isinstance(each.id, str) else each.id[0] for each in self.catalog if each.id]
        return [f"{why}: “{_short(key)}”" for key in ids if (why := self.why_english(key))]

    def save(self) -> bool:
        """Write the file; whether it changed."""
        content = io.BytesIO()
        write_po(content, self.catalog, width=WIDTH, no_location=True)
        if self.path.is_file() and self.path.read_bytes() == content.getvalue():
            return False
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(self.path, content.getvalue())
        return True

    def _header(self, about: str) -> str:
        return HEADER.format(Locale.parse(self.language).get_display_name("en"), about)


def catalogue_of(name: str, language: str) -> Path:
    """Where the translations of a lesson are."""
    return LOCALE / language / f"{name}.po"


def languages() -> dict[str, list[str]]:
    """The languages that lessons are translated into, each with these lessons."""
    found: dict[str, list[str]] = {}
    for path in sorted(LOCALE.glob("*/*.po")):
        found.setdefault(path.parent.name, []).append(path.stem)
    return found


def _read(path: Path, language: str) -> Catalog:
    try:
        Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        raise lessons.LessonError(
            f"{language!r} is no language that is known here; write its code, such as fr or pt_BR."
        ) from None
    if not path.is_file():
        now = datetime.now(UTC).replace(microsecond=0)
        return Catalog(language, project="apples-course", fuzzy=False, creation_date=now, revision_date=now)
    try:
        with open(path, "rb") as file:
            return read_po(file, locale=language, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise lessons.LessonError(f"{path} is no catalogue of gettext: {error}. Open it in an editor.") from None


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[:SHORT].rstrip()}…"
