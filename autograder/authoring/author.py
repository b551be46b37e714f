"""What an author of lessons runs: `python -m autograder release`, `translate`, `new-lesson` and `bundle`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path


def add(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands to a parser: `command(name, run, says, course=False)` makes one."""
    release = command("release", _release, "rebuild this course's lessons/ from its solutions/", course=False)
    release.add_argument("lesson", nargs="*", help="such as 04-learn-by-looking; all lessons if none is named")
    release.add_argument("--language", metavar="CODE", help="only the translation into this one, such as fr")
    release.add_argument("--no-rehearsal", action="store_true", help="do not try the solution before the judge first")

    new = command(
        "new-lesson", _new_lesson, "write a small lesson that passes the tests of lessons, to begin with", course=False
    )
    new.add_argument("name", help="number and name, such as 13-which-mean")

    bundle = command("bundle", _bundle, "write a zip for learners, without solutions and hidden tests", course=False)
    bundle.add_argument("lesson", nargs="*", help="such as 04-learn-by-looking; all lessons if none is named")
    bundle.add_argument("--to", type=Path, default=Path("apples-course.zip"), metavar="ZIP", help="its name")

    translate = command(
        "translate", _translate, "bring the catalogue of a translation up to date with the English", course=False
    )
    translate.add_argument("lesson", nargs="*", help="such as 00-start-here; all that are translated if none is named")
    translate.add_argument("--language", required=True, metavar="CODE", help="such as fr or pt_BR")


def _release(options: argparse.Namespace) -> int:
    from autograder.authoring import lesson, release

    try:
        changed = release.release(options.lesson, rehearsal=not options.no_rehearsal, language=options.language)
    except lesson.LessonError as error:
        print(f"Nothing was released: {error}", file=sys.stderr)
        return 1
    for path in changed:
        print(f"changed: {path.relative_to(lesson.ROOT)}")
    released = f"{', '.join(options.lesson)} is" if options.lesson else "All lessons are"
    where = f"lessons/{options.language}/" if options.language else "lessons/"
    gradebook = "" if options.language else ", and in the gradebook"
    print(f"{len(changed)} files changed. {released} in {where} as the sources say{gradebook}.")
    return 0


def _new_lesson(options: argparse.Namespace) -> int:
    from autograder.authoring import lesson, new_lesson

    try:
        path = new_lesson.new_lesson(options.name)
    except lesson.LessonError as error:
        print(f"Nothing was written: {error}", file=sys.stderr)
        return 1
    name = path.stem
    print(f"written: {path.relative_to(lesson.ROOT)}, a lesson that passes the tests of lessons. Make it yours, then")
    print(f"`make release`, and `.venv/bin/python -m pytest tests/lessons -k {name}`.")
    print(
        f"Its instructor's page is docs/teaching/{name}.md. Name it in docs/teaching/README.md: in the table, the week"
    )
    print("and the weeks; `.venv/bin/python -m pytest tests/unit/test_teaching.py` says what is missing.")
    return 0


def _bundle(options: argparse.Namespace) -> int:
    from autograder.authoring import bundle, lesson

    try:
        path = bundle.bundle(options.to, options.lesson)
    except lesson.LessonError as error:
        print(f"Nothing was written: {error}", file=sys.stderr)
        return 1
    print(f"written: {path}. Learners unzip it and run `make lab` in its folder, as the README there says.")
    return 0


def _translate(options: argparse.Namespace) -> int:
    from autograder.authoring import lesson, translate

    try:
        catalogues = translate.update(options.lesson, options.language)
    except lesson.LessonError as error:
        print(f"Nothing was written: {error}", file=sys.stderr)
        return 1
    for catalogue in catalogues:
        catalogue.save()
        left = catalogue.report()
        print(f"{catalogue.path.relative_to(lesson.ROOT)}: {len(left)} of {len(catalogue)} messages are in English")
        print("".join(f"  {line}\n" for line in left), end="")
    print("Translate them in Poedit, Weblate or an editor, then `python -m autograder release`.")
    return 0
