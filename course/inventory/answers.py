"""The answers of one person: a line that the figure writes, and the file beside the notebook that keeps them.

They stay in the folder of the lesson and in what is handed in. `forget` takes them out of both lessons' folders.
"""

from __future__ import annotations

import json
import math
import os
import time
from pathlib import Path
from typing import Any

from course.files import write_atomic
from course.inventory.scoring import brier
from course.inventory.statements import FORMS, WHEN, statements
from course.language import current, gettext, gettext_noop, ngettext

NAME, SCHEMA, VERSION = "inventory.json", "apples-course/inventory", 1
FIRST, LAST = "00-start-here", "12-which-would-you-choose"
OTHER_LENGTH = gettext_noop("there are {statements} statements, and the line has {has}; it should look like {example}")
NO_CHANCE = gettext_noop("answer {number} is {given}, and should be a number from 0 to 100, or -")
LARGEST, LATEST = 20_000, 1e11  # bytes of the file, seconds since 1970


def record(line: str | None) -> str:
    """Keep the answers of a line such as "A 95 5 50 - ..." and say so; never raises, for nobody has to answer.

    The letter is the form, then for each statement the chance in per cent that it is true, or "-" for no answer.
    The first answers to a form count, as the first prediction does. While a notebook is graded nothing is written.
    """
    document = carry(FIRST)
    if document.get("forgotten"):
        files = gettext(" and ").join(str(place) for place in _places() if (read(place) or {}).get("forgotten"))
        return gettext(
            "Your answers are to be forgotten, as you asked. To answer after all, delete {}, and run this cell.", files
        )
    if line is None or line is ...:
        return gettext("No answers yet, and none are needed.")
    try:
        form, given = parse(line)
    except ValueError as error:
        return gettext("These answers are not kept: {}.", error)
    forms = document["forms"]
    if form in forms:
        same = forms[form]["answers"] == given
        return gettext("Your answers are kept.") if same else gettext("Your first answers are kept; these are not.")
    if not given:
        return gettext("No statement is answered yet.")
    forms[form] = {"answers": given, "made": time.time()}
    _write(Path(NAME), document)
    says = gettext("kept in {} beside this notebook, for you and for whom you hand it in to.", NAME)
    return f"{ngettext('{} answer is', '{} answers are', len(given))} {says}"


def given(form: str) -> dict[str, float] | None:
    """The answers to a form: key -> chance; None if there are none."""
    found = carry(FIRST).get("forms", {}).get(form)
    return dict(found["answers"]) if found else None


def report() -> str:
    """Both Brier scores in words."""
    said = "; ".join(f"{when} {score:.2f}" for when, score in scores().items())
    if not said:
        return "There are no answers to look at."
    return f"Your Brier score: {said}. 0 is perfect, 0.25 is a half everywhere."


def scores() -> dict[str, float]:
    """Brier score "before the course" and "at its end"; a form without answers is left out."""
    return {WHEN[form]: score for form in FORMS if (score := brier(given(form) or {}, form)) is not None}


def forget() -> str:
    """Take all answers out of the folders of both lessons, and leave there only that they are to be forgotten."""
    if _read_only():
        return gettext("While a notebook is graded, nothing is forgotten.")
    for place in {Path(NAME), *_places()}:
        _write(place, {"schema": SCHEMA, "version": VERSION, "forgotten": True})
    return gettext(
        "Your answers are forgotten here. Empty the cell that holds the line too; if you handed it in, do so again."
    )


def parse(line: object) -> tuple[str, dict[str, float]]:
    """(form, key -> chance); ValueError in words."""
    if not isinstance(line, str):
        raise ValueError(gettext("they should be the text that the figure writes"))
    form, *marks = line.split() or [""]
    known = statements()
    if form not in FORMS:
        raise ValueError(
            gettext("the line should begin with {}, as in B 80 5 - and so on", gettext(" or ").join(FORMS))
        )
    if len(marks) != len(known):
        has = ngettext("{} answer", "{} answers", len(marks))
        example = " ".join((form, *("80", "5", "-", *["50"] * len(known))[: len(known)]))
        says = gettext(OTHER_LENGTH, statements=len(known), has=has, example=example)
        raise ValueError(says)
    answers = {}
    for number, (one, mark) in enumerate(zip(known, marks, strict=True), start=1):
        if mark == "-":
            continue
        try:
            percent = float(mark.removesuffix("%"))
        except ValueError:
            percent = math.nan
        if not 0 <= percent <= 100:
            raise ValueError(gettext(NO_CHANCE, number=number, given=mark[:20]))
        answers[one.key] = percent / 100
    return form, answers


def read(path: str | Path) -> dict | None:
    """What a file holds, once its form is right: `forgotten`, or `forms`; None for any other file."""
    try:
        path = Path(path)
        if path.stat().st_size > LARGEST:
            return None
        return checked(json.loads(path.read_bytes()))
    except (OSError, ValueError, RecursionError):
        return None


def checked(document: object) -> dict | None:
    """A parsed file whose form is right, with nothing else in it; else None."""
    if not isinstance(document, dict) or document.get("schema") != SCHEMA or document.get("version") != VERSION:
        return None
    if document.get("forgotten") is True:
        return {"schema": SCHEMA, "version": VERSION, "forgotten": True}
    forms, known, found = document.get("forms"), {one.key for one in statements()}, {}
    for form in FORMS:
        part: Any = forms.get(form) if isinstance(forms, dict) else None
        answers = part.get("answers") if isinstance(part, dict) else None
        if not isinstance(answers, dict) or not answers or not set(answers) <= known:
            continue
        if not all(type(chance) in (int, float) and 0 <= chance <= 1 for chance in answers.values()):
            continue
        made = part.get("made")
        moment = float(made) if type(made) in (int, float) and 0 <= made <= LATEST else 0.0
        found[form] = {"answers": answers, "made": moment}
    return {"schema": SCHEMA, "version": VERSION, "forms": found}


def carry(lesson: str) -> dict:
    """This folder's document, with the answers that stand in an earlier lesson's folder added to it."""
    here = read(NAME) or {"schema": SCHEMA, "version": VERSION, "forms": {}}
    sources = [place for place in _of(lesson) if place.resolve() != Path(NAME).resolve()]
    if _read_only() or "forgotten" in here or not sources:
        return here
    source = sources[0]
    there = read(source) or {}
    if there.get("forgotten"):
        here = there
    elif missing := {form: part for form, part in there.get("forms", {}).items() if form not in here["forms"]}:
        here["forms"] = missing | here["forms"]
    else:
        return here
    _write(Path(NAME), here)
    return here


def _places() -> list[Path]:
    """The files of answers that there are, in this folder and in those of both lessons, each once."""
    found = [Path(NAME), *_of(FIRST), *_of(LAST)]
    return list({place.resolve(): place for place in reversed(found) if place.exists()}.values())


def _of(lesson: str) -> list[Path]:
    """The files of a lesson: it lies beside this one, and a translation in a folder of its language."""
    up = Path("../.." if current() else "..")
    found = [Path("..") / lesson, up / lesson, *sorted(up.glob(f"*/{lesson}"))]
    return [folder / NAME for folder in found if (folder / NAME).exists()]


def _write(path: Path, document: dict) -> None:
    if _read_only():
        return
    try:
        write_atomic(path, json.dumps(document, indent=1) + "\n")
    except OSError as error:
        print(f"{path.name} could not be written: {error.strerror}.")


def _read_only() -> bool:
    return bool(os.environ.get("NBGRADER_EXECUTION"))
