"""A lesson in another language: what has no fitting translation is in English, and is said; nothing else changes."""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from babel.messages.pofile import read_po, write_po

from autograder.authoring import lesson as lessons
from autograder.authoring import release as releases
from autograder.authoring import translate
from autograder.authoring.translate import catalogue as catalogues
from autograder.authoring.translate import code, markdown
from autograder.authoring.translate.fits import why_not
from autograder.authoring.translate.lesson import messages
from autograder.repair import language as language_of
from course import home, language

FIRST = "00-start-here"
PARAGRAPH = r"^[A-Z][^*`\[<|]{80,}$"  # plain words


@pytest.fixture(scope="module")
def english() -> lessons.Lesson:
    return lessons.read(lessons.SOLUTIONS / f"{FIRST}.py")


@pytest.fixture
def locale(tmp_path, monkeypatch):
    """A copy of the catalogues, which may be changed."""
    shutil.copytree(catalogues.LOCALE, tmp_path / "locale")
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path / "locale")
    return tmp_path / "locale" / "fr" / f"{FIRST}.po"


def one(said: translate.Catalogue, pattern: str) -> str:
    """A message that is translated, whatever the authors of the lesson have changed meanwhile."""
    ids = (each.id for each in said.catalog if each.id)
    return next(text for text in ids if not said.why_english(text) and re.search(pattern, text))


def edited(lesson: lessons.Lesson, change) -> lessons.Lesson:
    """The lesson after its author has changed paragraphs."""
    made = copy.deepcopy(lesson)
    for cell in made.notebook.cells:
        if cell.cell_type == "markdown" and not cell.metadata.get("nbgrader"):
            cell.source = markdown.rewritten(cell.source, change)
    return made


def french(lesson: lessons.Lesson, said: translate.Catalogue) -> lessons.Lesson:
    return translate.lesson.translated(lesson, said, translate.own_catalogue("fr"), {FIRST: said})


def sources(lesson: lessons.Lesson) -> str:
    return "\n".join(cell.source for cell in lesson.notebook.cells)


def mistranslate(path, message: str, old: str, new: str) -> None:
    """A translator's slip in the catalogue."""
    with open(path, "rb") as file:
        catalog = read_po(file)
    assert old in catalog[message].string
    catalog[message].string = catalog[message].string.replace(old, new)
    with open(path, "wb") as file:
        write_po(file, catalog)


# -- a translation is no copy of the lesson, but the lesson ------------------------------------------------------------


def test_a_walk_that_translates_nothing_changes_no_byte_of_any_lesson():
    for script in lessons.scripts()[::3]:
        lesson = lessons.read(script)
        walk = translate.lesson._Translation(lesson, lambda text, where: text)
        assert [cell.source for cell in walk.notebook().cells] == [cell.source for cell in lesson.notebook.cells]


def test_cells_ids_points_and_hidden_tests_are_those_of_the_english(english):
    made = french(english, translate.lesson_catalogue(english, "fr"))
    pairs = list(zip(english.notebook.cells, made.notebook.cells, strict=True))
    assert all(
        (one.id, one.cell_type, one.metadata) == (other.id, other.cell_type, other.metadata) for one, other in pairs
    )
    hidden = [code.HIDDEN.findall(one.source) for one, _ in pairs]
    assert any(hidden)
    for one, other in pairs:
        assert [found[0] for found in code.HIDDEN.finditer(one.source)] == [
            found[0] for found in code.HIDDEN.finditer(other.source)
        ]


def test_a_message_is_a_paragraph_without_its_line_breaks():
    text = "# Top\n\nOne\ntwo **[word]**.\n\n- an\n  item\n- two\n\n```\nxx\n\nyy\n```\n"
    found = []
    linked = text.replace("**[word]**", "[**word**](../glossary.md#word)")
    assert markdown.rewritten(linked, lambda message: found.append(message) or message) == linked
    assert found == ["# Top", "One two **[word]**.", "- an item\n- two"]
    assert markdown.rewritten("One\ntwo\n\nthree\n", {"One two": "Un", "three": "trois"}.get) == "Un\n\ntrois\n"


def test_of_code_only_what_is_read_is_a_message():
    source = (
        'def f(x):\n    """What it does."""\n    ### BEGIN SOLUTION\n    # why so\n    ### END SOLUTION\n\n'
        'with checks.question("a b c", learned="Now you know.") as q:  # one number\n'
        '    low = f"Only {x!r} of {y:.1f} is there."\n    q.number(f(0.1), "f(0.1) or so")\n'
        '    q.close(f(2), 1, "It is \\"one\\".")\n    data = f("This is data and not read.")\n'
    )
    found = {}
    assert code.rewritten(source, lambda text: found.setdefault(text, text), check=True) == source
    assert set(found) == {"What it does.", "Now you know.", "Only {x!r} of {y:.1f} is there.", 'It is "one".'}
    made = code.rewritten(source, {**found, "Only {x!r} of {y:.1f} is there.": 'De {y:.1f}, "{x!r}".'}.get, check=True)
    assert r'low = f"De {y:.1f}, \"{x!r}\"."' in made


# -- what cannot be used is in English, and is said --------------------------------------------------------------------


def test_a_stale_translation_is_reported_and_its_paragraph_alone_is_in_english(english):
    fresh = translate.lesson_catalogue(english, "fr")
    message = one(fresh, PARAGRAPH)
    changed = edited(english, lambda text: f"{text} It is so." if text == message else text)
    said = translate.lesson_catalogue(changed, "fr")
    (line,) = [line for line in said.report() if line not in fresh.report()]
    assert line.startswith(f"changed since it was translated: “{message[:40]}")
    before, after = sources(french(english, fresh)), sources(french(changed, said))
    assert fresh(message) in before
    assert fresh(message) not in after
    assert markdown.as_message(after) == markdown.as_message(before).replace(fresh(message), f"{message} It is so.")


def test_a_new_paragraph_is_reported_as_not_translated(english):
    new = "Zebras quietly juggle 12 turnips."
    first = one(translate.lesson_catalogue(english, "fr"), PARAGRAPH)
    changed = edited(english, lambda text: f"{text}\n\n{new}" if text == first else text)
    said = translate.lesson_catalogue(changed, "fr")
    assert f"not translated: “{new}”" in said.report()
    assert new in sources(french(changed, said))


@pytest.mark.parametrize(
    ("message", "translation", "problem"),
    [
        ("{a} of {b:g}", "{a} de", "it loses the placeholder {b:g}"),
        ("{a}", "{a} {__import__('os')}", "it has a placeholder {__import__('os')} that the English has not"),
        ("{a}", "{a} {", "it has a brace that opens or closes nothing"),
        ("[x](../y.md)", "x", "it loses the link to ../y.md"),
        ("Call `fit` now", "Appelez-la", "it loses the code `fit`"),
        ("<b>B</b>", "B", "it loses the tag <b>"),
        ("A **[leak]**", "Une fuite", "it marks 0 terms as **[term]**, and the English 1"),
        ("- a\n- b", "- a et b", "its headings, items or rows are not those of the English"),
        ("## Look", "Regarder", "its headings, items or rows are not those of the English"),
        ("area $r^2$", "aire", "it loses the formula $r^2$"),
        ("`a` and `b` of {c}", "`b` et `a` : {c}", ""),
    ],
)
def test_a_translation_that_loses_what_works_is_refused(message, translation, problem):
    assert why_not(message, translation) == problem


def test_a_refused_translation_is_named_with_the_reason_when_it_is_released(english, locale, tmp_path, capsys):
    fresh = translate.lesson_catalogue(english, "fr")
    linked, filled = one(fresh, r"\]\(https:"), one(fresh, r"^[^{]+\{\w+\}")
    name = language.PLACEHOLDER.search(filled)[0]
    mistranslate(locale, linked, "](https:", "](http:")
    mistranslate(locale, filled, name, "{nom}")
    releases.release([FIRST], into=tmp_path / "lessons", language="fr")
    said = capsys.readouterr().err
    assert f"{FIRST} in fr: {2 + len(fresh.report())} of " in said
    assert "the translation is refused, for it loses the link to https:" in said
    assert f"the translation is refused, for it loses the placeholder {name}: “{filled[:30]}" in said
    cells = nbformat.read(tmp_path / "lessons" / "fr" / FIRST / f"{FIRST}.ipynb", as_version=4).cells
    text = markdown.as_message("\n\n".join(cell.source for cell in cells))
    assert linked in text
    assert filled in text
    assert fresh(one(fresh, PARAGRAPH)) in text


def test_a_second_release_changes_no_byte(tmp_path):
    changed = releases.release([FIRST], into=tmp_path, language="fr")
    assert {path.name for path in changed} == {f"{FIRST}.ipynb", "picture.svg", "glossary.md"}
    assert releases.release([FIRST], into=tmp_path, language="fr") == []


# -- the translator ----------------------------------------------------------------------------------------------------


def test_translate_keeps_what_is_translated_and_marks_what_changed(english, locale):
    fresh = translate.lesson_catalogue(english, "fr")
    message = one(fresh, PARAGRAPH)
    changed = edited(english, lambda text: f"{text} It is so." if text == message else text)
    assert translate.lesson_catalogue(changed, "fr").save()
    assert not translate.lesson_catalogue(changed, "fr").save()
    with open(locale, "rb") as file:
        catalog = read_po(file)
    assert catalog[f"{message} It is so."].fuzzy
    assert catalog[f"{message} It is so."].string == fresh(message)
    kept = [each.id for each in fresh.catalog if each.id not in ("", message) and not fresh.why_english(each.id)]
    assert len(kept) > 50
    assert all(catalog[text].string == fresh(text) for text in kept)


def test_a_new_language_begins_with_every_message_and_nothing_translated(english, locale):
    said = translate.lesson_catalogue(english, "es")
    assert len(said.report()) == len(said) == len(messages(english)) > 50
    assert said.save()
    assert catalogues.languages() == {"es": [FIRST], "fr": [FIRST]}


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["translate", "--language", "xx-nowhere"], "'xx-nowhere' is no language that is known here"),
        (["translate", "98-no", "--language", "fr"], "no lesson '98-no' in solutions/; there are: 00-start-here"),
        (
            ["release", "02-how-heavy", "--language", "fr"],
            "`python -m autograder translate 02-how-heavy --language fr`",
        ),
    ],
)
def test_what_is_not_there_is_said(command, says, capsys):
    from autograder.__main__ import main

    assert main(command) == 1
    assert says in capsys.readouterr().err


# -- the instructor ----------------------------------------------------------------------------------------------------


def test_the_words_of_a_french_check_count_as_changed_only_where_somebody_has_changed_them():
    path = lessons.LESSONS / "fr" / FIRST / f"{FIRST}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    checks = [cell for cell in notebook.cells if cell.id.endswith("-check")]
    assert language_of.in_another_language(notebook)
    assert len(checks) == 3
    assert all(language_of.as_released(cell) for cell in checks)
    checks[0].source += "\n"
    assert not language_of.as_released(checks[0])
    english = nbformat.read(lessons.LESSONS / FIRST / f"{FIRST}.ipynb", as_version=4)
    assert not any(map(language_of.in_another_language, (english, [], {}, None, "fr", {"metadata": {"lesson": []}})))


# -- the learner -------------------------------------------------------------------------------------------------------


def test_the_course_speaks_the_language_of_the_notebook_beside_but_english_in_grading(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert language.gettext("Right") == "Right"
    notebook = tmp_path / "work.ipynb"
    notebook.write_text(json.dumps({"metadata": {"lesson": {"language": "fr"}}}))
    assert language.gettext("{} is still empty.", "rule") == "rule est encore vide."
    assert [language.ngettext("{} row", "{} rows", many) for many in (0, 1, 2)] == ["0 ligne", "1 ligne", "2 lignes"]
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert language.gettext("Right") == "Right"
    monkeypatch.delenv("NBGRADER_EXECUTION")
    for broken in ("{", "[]", json.dumps({"metadata": {"lesson": {"language": "../fr"}}})):
        notebook.write_text(broken)
        os.utime(notebook, ns=(0, hash(broken) % 10**15))
        assert language.gettext("Right") == "Right"


def test_a_lesson_in_french_is_found_from_home_without_anything_that_has_to_be_installed(tmp_path):
    for path in (FIRST, f"fr/{FIRST}"):
        (tmp_path / path).mkdir(parents=True)
        shutil.copy(lessons.LESSONS / path / f"{FIRST}.ipynb", tmp_path / path)
    command = [
        sys.executable,
        "-S",
        "-c",
        "import sys, pathlib; from course import home; home.write(pathlib.Path(sys.argv[1]))",
    ]
    subprocess.run([*command, str(tmp_path)], cwd=lessons.ROOT, check=True)
    link = f'<a href="fr/{FIRST}/{FIRST}.ipynb">français</a>'
    assert link in (tmp_path / home.NAME).read_text(encoding="utf-8")


def test_every_link_in_the_french_lessons_leads_to_a_file(tmp_path):
    for path in (lessons.LESSONS / "fr").glob("*/*.ipynb"):
        text = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
        links = [link for link in files_linked(text) if link != "../../home.md"]
        assert links
        assert [link for link in links if not (path.parent / link).is_file()] == []
        headings = (path.parents[1] / "glossary.md").read_text(encoding="utf-8")
        anchors = text.split("../glossary.md#")[1:]
        assert all(f"### {each.partition(')')[0].replace('-', ' ')}\n" in headings for each in anchors)


def files_linked(text: str) -> list[str]:
    return [link.partition("#")[0] for link in translate.fits.LINK.findall(text) if not link.startswith("http")]
