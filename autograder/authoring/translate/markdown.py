"""A text of a lesson, paragraph by paragraph: what a translator reads, and the translation in its place.

A message is a heading, a paragraph, a list, a table, or a hint, without the line breaks that only make the script
readable, and with its terms marked as the script marks them: `**[decision tree]**`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from autograder.authoring import glossary

Say = Callable[[str], str]
OPENS = re.compile(r"\s*(```|~~~|<details\b|\$\$)")
CLOSES = {"```": "```", "~~~": "~~~", "<details": "</details>", "$$": "$$"}
FENCE = re.compile(r"\s*(```|~~~|\$\$)")
SOFT = re.compile(
    r"(?<!  )(?<!\\)\n[ \t]*(?![ \t]|[-*+][ \t]|[>|#]|</?(?!b>|i>|em>|code>|kbd>)|\d+\.[ \t])"
)  # a line break that says nothing
HEADING = re.compile(r"#{1,6}[ \t]")
LETTERS = re.compile(r"[^\W\d_]{2}")


def rewritten(markdown: str, say: Say) -> str:
    """The text with `say(message)` in the place of each message; where that is the message, not a byte changes."""
    return "".join(_said(block, say) for block in _blocks(markdown))


def _said(block: str, say: Say) -> str:
    text = block.strip("\n")
    if FENCE.match(text) or not LETTERS.search(text):
        return block
    message = as_message(text)
    translation = say(message)
    return block if translation == message else block.replace(text, glossary.linked(translation))


def as_message(text: str) -> str:
    """A block of Markdown as a translator reads it."""
    return SOFT.sub(" ", glossary.LINKED.sub(r"**[\1]**", text))


def _blocks(markdown: str) -> Iterator[str]:
    """The blocks, which together are the text: each with the line breaks around it."""
    block, until = "", ""
    for line in markdown.splitlines(keepends=True):
        blank = not line.strip()
        if not until and block.strip() and (blank or HEADING.match(line)):
            yield block
            block = ""
        opens = OPENS.match(line)
        if until:
            until = "" if until in line else until
        elif opens:
            rest = line[opens.end() :]
            until = "" if CLOSES[opens[1]] in rest else CLOSES[opens[1]]
        block += line
        if not until and HEADING.match(line):
            yield block
            block = ""
    if block:
        yield block
