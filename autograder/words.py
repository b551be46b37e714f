"""Words that somebody else wrote, made fit to be shown: bounded, and without what a terminal or a page would obey."""

from __future__ import annotations

import re

# What terminals obey: control sequences with parameters, titles and links, and two-character commands.
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[@-Z\\^_]")
_JOINERS = "\u200c\u200d"  # part of ordinary words in some scripts, though Python calls them unprintable


def shown(text: object, most: int = 300) -> str:
    """`text` in at most `most` characters: white space made single, escapes gone, other controls as "�"."""
    start = str(text)[: 20 * most]  # nobody reads a megabyte
    clean = " ".join(_ESCAPES.sub("", start).split())
    clean = "".join(each if each.isprintable() or each in _JOINERS else "\ufffd" for each in clean)
    return clean if len(clean) <= most else clean[: most - 1] + "…"
