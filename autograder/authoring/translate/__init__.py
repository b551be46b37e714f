"""A lesson in another language, through catalogues of gettext.

markdown    a text, paragraph by paragraph
code        the strings and comments of a cell that a learner reads
fits        whether a translation keeps what works: links, placeholders, code
catalogue   the file of translations, and why a message is in English
interface   what the course says by itself in every lesson
lesson      a whole lesson, translated
"""

from autograder.authoring import lesson as lessons
from autograder.authoring.translate import interface
from autograder.authoring.translate.catalogue import Catalogue, catalogue_of, languages
from autograder.authoring.translate.lesson import lesson_catalogue, own_catalogue, translated

__all__ = ["Catalogue", "interface", "languages", "lesson_catalogue", "own_catalogue", "translations", "update"]


def update(names: list[str], language: str) -> list[Catalogue]:
    """The catalogues of these lessons (of all that are translated) and of the course's own words, brought up to date.

    Nothing is written yet. LessonError says which lesson is not there.
    """
    found = [lesson_catalogue(lesson, language) for lesson in _read(names or languages().get(language, []))]
    return [*found, own_catalogue(language)]


def translations(
    language: str, own: Catalogue, names: list[str] | None = None
) -> list[tuple[lessons.Lesson, Catalogue]]:
    """Each lesson that has a catalogue in this language, translated, and the catalogue, which says what is in English.

    `own` are the course's own words. LessonError where one of `names` has no catalogue.
    """
    there = languages().get(language, [])
    if missing := [name for name in names or () if name not in there]:
        raise lessons.LessonError(
            f"{missing[0]} has no translations in {catalogue_of(missing[0], language)}. "
            f"`python -m autograder translate {missing[0]} --language {language}` makes the file."
        )
    pairs = [(lesson, lesson_catalogue(lesson, language)) for lesson in _read(there)]
    others = {lesson.name: catalogue for lesson, catalogue in pairs}
    return [(translated(lesson, catalogue, own, others), catalogue) for lesson, catalogue in pairs]


def _read(names: list[str]) -> list[lessons.Lesson]:
    scripts = {script.stem: script for script in lessons.scripts()}
    if unknown := [name for name in names if name not in scripts]:
        raise lessons.LessonError(f"no lesson {unknown[0]!r} in solutions/; there are: {', '.join(scripts) or 'none'}.")
    return [lessons.read(scripts[name]) for name in names]
