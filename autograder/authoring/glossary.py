"""The glossary, made from the first use of each term in the lessons.

Where a lesson explains a term, its script marks it: `**[decision tree]**`. The build makes that a link to the glossary,
and the sentence in which it stands becomes the entry, with a link back to the lesson. A sentence that begins with a
word like "That" takes the one before along. A term that is marked in several lessons is that of the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

NAME = "glossary.md"
MARKED = re.compile(r"\*\*\[([^\[\]*]+)\]\*\*")
LINKED = re.compile(r"\[\*\*([^\[\]*]+)\*\*\]\(\.\./glossary\.md#[^)]*\)")
SPACES = re.compile(r"[ \t\n]+")  # not those that keep words together
HINTS = re.compile(r"<details>.*?</details>", re.DOTALL)
BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.)\s)|\n(?=#)")  # a paragraph, an item of a list, or a heading
SENTENCE = re.compile(r"(?<=[.?])\s+(?=[\[A-ZÀ-Ý*`(\"“«])")
LEANS_BACK = re.compile(r"[\[*]*(?:That|This|These|Those|It|Its|They|Both|So)\b")


@dataclass(frozen=True)
class Entry:
    """A term, what the lesson says of it (Markdown), and the lesson."""

    term: str
    says: str
    lesson: str
    title: str


def linked(markdown: str) -> str:
    """The same Markdown, in which each marked term leads to its entry."""

    def link(found: re.Match) -> str:
        words = " ".join(found[1].split())
        return f"[**{words}**](../{NAME}#{_term(words).replace(' ', '-')})"

    return MARKED.sub(link, markdown)


def entries(lessons: Iterable) -> list[Entry]:
    """The entries of parsed lessons, in alphabetical order; each term once, from the first lesson that marks it."""
    found: dict[str, Entry] = {}
    for lesson in lessons:
        for cell in lesson.notebook.cells:
            if cell.cell_type == "markdown":
                for term, says in _terms(cell.source):
                    found.setdefault(term.lower(), Entry(term, says, lesson.name, lesson.front.title))
    return sorted(found.values(), key=lambda entry: entry.term.lower())


def page(lessons: Iterable, say: Callable[[str], str] = str) -> str:
    """The glossary as Markdown; its headings are what the lessons' links lead to. `say` translates its own words."""
    parts = [say("# Glossary"), say("In the words of the lesson that uses a term first.")]
    for entry in entries(lessons):
        link = f"[{entry.lesson[:2]} {entry.title}]({entry.lesson}/{entry.lesson}.ipynb)"
        parts += [f"### {entry.term}", f"{entry.says} ({link})"]
    return "\n\n".join(parts) + "\n"


def _terms(markdown: str) -> list[tuple[str, str]]:
    """(term, the sentence that explains it) for each marked term of a cell."""
    found = []
    for block in BLOCK.split(HINTS.sub("", markdown)):
        text = re.sub(r"^\s*(?:[-*]|\d+\.)\s+", "", SPACES.sub(" ", block).strip())
        sentences = SENTENCE.split(text)
        for at, sentence in enumerate(sentences):
            start = at - 1 if at and LEANS_BACK.match(sentence) else at
            said = LINKED.sub(r"**\1**", " ".join(sentences[start : at + 1])).rstrip(".;,:")
            said += "" if said.endswith("?") else "."
            found += [(_term(words), said) for words in LINKED.findall(sentence)]
    return found


def _term(words: str) -> str:
    """The words as they stand inside a sentence: small, unless they are an abbreviation."""
    return words if words[1:2].isupper() else words[0].lower() + words[1:]
