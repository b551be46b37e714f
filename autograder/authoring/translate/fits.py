"""Whether a translation can stand in the place of its message: nothing that works may be lost on the way."""

from __future__ import annotations

import re
from collections import Counter

from course.language import PLACEHOLDER

LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`[^`\n]+`|<code>.*?</code>", re.DOTALL)
TAG = re.compile(r"</?[a-z][^>]*>")
TERM = re.compile(r"\*\*\[[^\[\]*]+\]\*\*")
MATHS = re.compile(r"\$[^$\n]+\$")
LINES = re.compile(r"^[ \t]*(#{1,6} |[-*+] |\d+\. |>|\|)", re.MULTILINE)  # what makes a line a heading, an item, a row
BRACE = re.compile(r"\{\{|\}\}")


def why_not(message: str, translation: str) -> str:
    """Why the translation is refused, as a part of a sentence; empty if it is not."""
    for what, pattern in (("placeholder", PLACEHOLDER), ("link to", LINK), ("tag", TAG), ("formula", MATHS)):
        if problem := _differs(what, _found(pattern, message), _found(pattern, translation)):
            return problem
    code = _found(CODE, message) - _found(CODE, translation)
    if code:
        return f"it loses the code {next(iter(code))}"
    if _loose(translation) - _loose(message):
        return "it has a brace that opens or closes nothing"
    terms = len(TERM.findall(message)), len(TERM.findall(translation))
    if terms[0] != terms[1]:
        return f"it marks {terms[1]} terms as **[term]**, and the English {terms[0]}"
    if LINES.findall(message) != LINES.findall(translation):
        return "its headings, items or rows are not those of the English"
    return ""


def _loose(text: str) -> set[str]:
    """The braces outside placeholders; doubled ones stand for themselves."""
    return {"{", "}"} & set(PLACEHOLDER.sub("", BRACE.sub("", text)))


def _found(pattern: re.Pattern, text: str) -> Counter:
    return Counter(pattern.findall(text if pattern is PLACEHOLDER or pattern is CODE else CODE.sub("", text)))


def _differs(what: str, wanted: Counter, there: Counter) -> str:
    if lost := wanted - there:
        return f"it loses the {what} {next(iter(lost))}"
    if more := there - wanted:
        return f"it has a {what} {next(iter(more))} that the English has not"
    return ""
