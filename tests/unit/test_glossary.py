"""The glossary: each term once, in the words of the lesson that uses it first, and every link leads somewhere."""

from __future__ import annotations

import re
from types import SimpleNamespace

from nbformat.v4 import new_markdown_cell

from autograder.authoring import glossary
from autograder.authoring import lesson as lessons

LESSONS = [lessons.read(script) for script in lessons.scripts()]
LINK = re.compile(r"\]\(\.\./glossary\.md#([^)]*)\)")


def lesson(name: str, *texts: str):
    cells = [new_markdown_cell(glossary.linked(text)) for text in texts]
    return SimpleNamespace(name=name, front=SimpleNamespace(title="T"), notebook=SimpleNamespace(cells=cells))


def entry(*texts: str) -> str:
    (only,) = glossary.entries([lesson("01-a", *texts)])
    return only.says


def test_a_mark_becomes_a_link_to_the_heading_of_its_term():
    assert glossary.linked("A **[Decision tree]** asks.") == "A [**Decision tree**](../glossary.md#decision-tree) asks."
    assert (
        glossary.linked("A **[decision\ntree]** asks.") == "A [**decision tree**](../glossary.md#decision-tree) asks."
    )
    assert glossary.linked("**bold** and [a link](x.md)") == "**bold** and [a link](x.md)"
    assert glossary.linked("The **[GPU]**") == "The [**GPU**](../glossary.md#GPU)"


def test_an_entry_is_the_sentence_in_which_the_term_is_marked():
    assert entry("Before it. A **[leak]** is a\ntest fruit met in training. After it.") == (
        "A **leak** is a test fruit met in training."
    )


def test_a_sentence_that_leans_on_the_one_before_brings_it_along():
    assert entry("Zero. The tree had met the fruit. That is a **[leak]**: bad. More.") == (
        "The tree had met the fruit. That is a **leak**: bad."
    )


def test_an_item_of_a_list_is_an_entry_of_its_own():
    text = "Two shares:\n\n- **[precision]**: of all in the crate;\n- **[recall]**: of all apples."
    assert [each.says for each in glossary.entries([lesson("01-a", text)])] == [
        "**precision**: of all in the crate.",
        "**recall**: of all apples.",
    ]


def test_the_first_lesson_that_marks_a_term_explains_it():
    found = glossary.entries([lesson("01-a", "A **[batch]** is one."), lesson("02-b", "A **[Batch]** is two.")])
    assert [(each.term, each.says, each.lesson) for each in found] == [("batch", "A **batch** is one.", "01-a")]


def test_every_link_of_a_lesson_leads_to_a_heading_that_jupyterlab_finds():
    headings = {line[4:].replace(" ", "-") for line in glossary.page(LESSONS).splitlines() if line.startswith("### ")}
    for each in LESSONS:
        targets = {found for cell in each.notebook.cells for found in LINK.findall(cell.source)}
        assert targets, f"{each.name} explains no term"
        assert targets <= headings


def test_the_entries_can_be_read_on_their_own():
    found = glossary.entries(LESSONS)
    assert len(found) >= 45
    for each in found:
        assert 4 <= len(each.says.split()) <= 60, each
        assert each.says.count("**") % 2 == 0, each
        assert not re.match(r"(That|This|These|It|They)\b", each.says), each


def test_no_mark_is_left_in_a_lesson():
    assert [each.name for each in LESSONS if any("**[" in cell.source for cell in each.notebook.cells)] == []


def test_the_links_between_lessons_lead_to_lessons_that_exist():
    names = [each.name for each in LESSONS]
    for at, each in enumerate(LESSONS):
        first, last = each.notebook.cells[0].source.splitlines()[-1], each.notebook.cells[-1].source
        assert first == last
        assert re.findall(r"\]\(\.\./([^/)]*)/\1\.ipynb\)", last) == [*names[:at][-1:], *names[at + 1 :][:1]]
        assert "[Home](../home.md)" in last
