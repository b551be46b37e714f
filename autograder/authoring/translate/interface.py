"""What the course says by itself, in every lesson: the texts that its modules mark with `gettext` and its kind."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

from autograder.authoring import lesson as lessons
from course import language
from course.inventory import statements
from course.language import gettext_noop

MARKS = ("gettext", "gettext_noop", "ngettext")
HOME = gettext_noop("Home")
CHECK = gettext_noop("# Check: run this cell to see the verdict")
CHECK_OF = gettext_noop("# Check of “{}”: run this cell to see the verdict")
STUB = gettext_noop("# write your code here")
QUICK = gettext_noop("# A quick question: run this cell, and answer on the spot")
QUICKS = gettext_noop("# {} quick questions: run this cell, and answer on the spot")
GLOSSARY = gettext_noop("# Glossary")
FIRST_USE = gettext_noop("In the words of the lesson that uses a term first.")


def path_of(code: str) -> Path:
    """Where the translations are; learners have them with the course."""
    return language.HERE / f"{code}.po"


def messages() -> dict[str, str | tuple[str, str]]:
    """Each text with the module that says it; a text with a plural has it too, before the module."""
    found: dict[str, str | tuple[str, str]] = {}
    for folder in ("course", "autograder/authoring"):
        for path in sorted((lessons.ROOT / folder).rglob("*.py")):
            for text, plural in _marked(path):
                place = path.relative_to(lessons.ROOT).as_posix()
                found.setdefault(text, (plural, place) if plural else place)
    for one in statements():
        found |= dict.fromkeys(one.words.values(), "course/inventory/statements.json")
    return found


def _marked(path: Path) -> Iterator[tuple[str, str]]:
    source = path.read_text(encoding="utf-8")
    if not any(f"{mark}(" in source for mark in MARKS):
        return
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS and node.args):
            continue
        text, *more = node.args
        if isinstance(text, ast.Constant):
            yield str(text.value), ast.literal_eval(more[0]) if node.func.id == "ngettext" else ""
        elif isinstance(text, ast.Attribute) and (said := _named(path, ast.unparse(text))):
            yield said, ""


def _named(path: Path, name: str) -> str:
    """The text that a module knows by a name such as `timing.ANEW`."""
    module = ".".join(path.relative_to(lessons.ROOT).with_suffix("").parts)
    found: object = importlib.import_module(module.removesuffix(".__init__"))
    for part in name.split("."):
        found = getattr(found, part, None)
    return found if isinstance(found, str) else ""
