"""Words that somebody else wrote, made fit to be shown: bounded, and without what a terminal or a page would obey."""

from __future__ import annotations

import re
from collections.abc import Sequence

# What terminals obey: control sequences with parameters, titles and links, and two-character commands.
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[@-Z\\^_]")
LONGEST_NAME = 60  # characters of a name in quotes
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # what a spreadsheet takes for the begin of a formula
_JOINERS = "\u200c\u200d"  # part of ordinary words in some scripts, though Python calls them unprintable


def without_escapes(text: str) -> str:
    """Text without what a terminal would obey: colours, titles, links, movements of the cursor."""
    return _ESCAPES.sub("", text)


def shown(text: object, most: int = 300) -> str:
    """`text` in at most `most` characters: white space made single, escapes gone, other controls as "�"."""
    start = str(text)[: 20 * most]  # nobody reads a megabyte
    clean = " ".join(without_escapes(start).split())
    clean = "".join(each if each.isprintable() or each in _JOINERS else "\ufffd" for each in clean)
    return clean if len(clean) <= most else clean[: most - 1] + "…"


def quoted(name: str) -> str:
    """A name that came with a submission, in quotes, for a sentence that a person reads."""
    return f"'{shown(name, LONGEST_NAME)}'"


def listed(names: Sequence[str], most: int = 6) -> str:
    """Names for the end of a sentence; of a long list the first ones, and how many more."""
    if len(names) > most:
        return ", ".join(map(quoted, names[: most - 1])) + f" and {len(names) - most + 1} more"
    return ", ".join(map(quoted, names))


def spreadsheet_cell(text: str) -> str:
    """A cell that a spreadsheet shows and does not calculate."""
    clean = shown(text, 200)
    return f"'{clean}" if clean.startswith(FORMULA) else clean


def encodable(text: str) -> str:
    """Text without halves of surrogate pairs, which JSON can say and UTF-8 cannot."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def duration(seconds: float) -> str:
    """A measured time as the lessons say it, such as "35 ms". Needs `course`, without which there is no measurement."""
    from course.timing import record

    return record.seconds(seconds)


def number(value: float) -> str:
    """At most two decimals, and none that say nothing: 3, 2.5, 0.33."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def short(value: float) -> str:
    """Three digits, and a word for many more: 850, 12,000, 3.2 million."""
    value = float(f"{value:.3g}")
    for size, name in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if value >= size:
            return f"{value / size:,.15g}{name}"
    return f"{value:,.15g}"


def percent(share: float | None) -> str:
    """A share (0..1) in whole per cent; a dash for None."""
    return "–" if share is None else f"{share:.0%}"


def count(many: int, one: str, more: str = "") -> str:
    """ "1 person", "2 people", "no person" """
    return f"{f'{many:,}' if many else 'no'} {one if many <= 1 else more or one + 's'}"
