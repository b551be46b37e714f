"""A notebook out of whatever bytes were handed in: as much of it as can be judged, and what was wrong in words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from autograder.repair.gather import MB
from autograder.repair.sound import MAX_CELLS, sound

MAX_BYTES = 512 * MB
LARGE = 8 * MB  # from here on outputs are cut out before anything is parsed: JSON takes 25 times its size in memory
MAX_WITHOUT_OUTPUTS = 32 * MB
MAX_BRACKETS = 5_000_000  # in outputs; more are an attack on the reader's time
MAX_TRIES = 200  # to find the next whole cell in damaged text
MAX_IN_VAIN = 32 * MB  # characters that these tries read: cells that begin within cells are read again each time

BROKEN = (ValueError, RecursionError, MemoryError)
# Numbers become floats: an integer of a million digits is an error in Python, and none is needed.
DECODER = json.JSONDecoder(strict=False, parse_int=float)

_OUTPUTS = re.compile(rb'"outputs"\s*:\s*\[')  # never inside a string, where each quote has a backslash
# atomic groups where a group is repeated: before 3.11.5 Python's possessive quantifiers lose matches there
_STRING = rb'"(?>(?:[^"\\]++|\\.)*)"'
_PLAIN = rb'[^"\[\]{}]'
_BRACKET = re.compile(rb"(?>(?:%b++|%b|\[%b*+\]|\{%b*+\})*)([\[\]{}])" % (_PLAIN, _STRING, _PLAIN, _PLAIN), re.DOTALL)
_CELL = re.compile(
    r'\{\s*"(?:attachments|cell_type|collapsed|execution_count|id|input|language|level|metadata|outputs'
    r'|prompt_number|source)"'
)


def notebook(data: bytes) -> tuple[NotebookNode | None, list[str]]:
    """The notebook that `data` holds and one reason for each repair; None and why where it holds no cell.

    Never raises, and takes memory of a few times MAX_BYTES at most.
    """
    if len(data) > MAX_BYTES:
        return None, [f"it is larger than {MAX_BYTES // MB} MB"]
    if not data.strip():
        return None, ["it is empty"]
    reasons = []
    if len(data) > LARGE:
        size, data = len(data), _without_outputs(data)
        if len(data) > MAX_WITHOUT_OUTPUTS:
            return None, [f"it has more than {MAX_WITHOUT_OUTPUTS // MB} MB without its outputs"]
        if len(data) < size / 2:
            reasons.append(f"it had {size / MB:.0f} MB, most of it outputs; they are made anew")
    text, notes = _decoded(data)
    reasons += notes
    for value, notes in _values(text):
        found, repairs = sound(value)
        if found.cells:
            return found, reasons + notes + repairs
    return None, ["no notebook can be read in it"]


# -- bytes to text ---------------------------------------------------------------------------------------------------


def _without_outputs(data: bytes) -> bytes:
    encoding = _encoding(data)
    if not encoding.startswith("utf-8"):
        data = data.decode(encoding, "replace").encode("utf-8", "replace")
    parts, at, left = [], 0, MAX_BRACKETS
    while begin := _OUTPUTS.search(data, at):
        parts.append(data[at : begin.end()])
        at, deep = begin.end(), 1
        while deep and left and (bracket := _BRACKET.match(data, at)):
            at, left = bracket.end(), left - 1
            deep += 1 if bracket[1] in b"[{" else -1
        if deep:  # cut off or damaged: what comes before can be read
            return b"".join(parts)
        parts.append(b"]")
    return b"".join([*parts, data[at:]])


def _encoding(data: bytes) -> str:
    """As JSON's own rules have it, but one damaged byte does not make UTF-16 of it, in which every other one is 0."""
    encoding = json.detect_encoding(data)
    return encoding if encoding.startswith("utf-8") or data.count(0) > len(data) / 50 else "utf-8"


def _decoded(data: bytes) -> tuple[str, list[str]]:
    encoding = _encoding(data)
    try:
        return data.decode(encoding), [] if encoding == "utf-8" else [f"it was written in {encoding}, not in utf-8"]
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    damaged = text.count("\ufffd")
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    if damaged <= foreign / 2 or not encoding.startswith("utf-8"):
        return text, ["some of its characters are damaged"]
    for encoding in ("cp1252", "latin-1"):
        try:
            return data.decode(encoding), [f"it was written in {encoding}, not in utf-8"]
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 has a character for every byte")


# -- text to JSON ----------------------------------------------------------------------------------------------------


def _values(text: str) -> Iterator[tuple[Any, list[str]]]:
    """What the text may be as JSON, best guess first. Of repeated keys the last counts, as for Jupyter."""
    for side, words in (("ours", "first"), ("theirs", "second")):
        if one_side := _one_side(text, side):
            value, _ = _first_value(one_side)
            yield value, [f"it held an unsolved git merge, of which the {words} side counts"]
    yield _first_value(text)
    cells = _whole_cells(text)
    yield cells, [f"it was cut off or damaged; whole cells that could be read: {len(cells)}"]


def _one_side(text: str, side: str) -> str:
    """One side of a merge that git could not do, empty where there is none."""
    parts, where, merged = [], "", False
    for line in text.split("\n"):
        mark = line[:7]
        if mark == "<<<<<<<" and not where:
            where = "ours"
        elif mark == "|||||||" and where == "ours":
            where = "base"
        elif mark == "=======" and where in ("ours", "base"):
            where = "theirs"
        elif mark == ">>>>>>>" and where == "theirs":
            where, merged = "", True
        elif where in ("", side):
            parts.append(line)
    return "\n".join(parts) if merged else ""


def _first_value(text: str) -> tuple[Any, list[str]]:
    begin = re.search(r"[{\[]", text)
    if begin is None:
        return None, []
    try:
        value, end = DECODER.raw_decode(text, begin.start())
    except BROKEN:
        return None, []
    rubbish = text[: begin.start()].strip() or text[end:].strip("\0 \t\r\n")
    return value, ["there was something else in the file beside it"] if rubbish else []


def _whole_cells(text: str) -> list[dict]:
    cells, at, tries, in_vain = [], 0, 0, 0
    while tries < MAX_TRIES and in_vain < MAX_IN_VAIN and len(cells) <= MAX_CELLS and (begin := _CELL.search(text, at)):
        try:
            value, at = DECODER.raw_decode(text, begin.start())
        except BROKEN as error:
            in_vain += getattr(error, "pos", len(text)) - begin.start()
            at, tries = begin.start() + 1, tries + 1
            continue
        if "cell_type" in value and ("source" in value or "input" in value):  # nbgrader's metadata has a cell_type, too
            cells.append(value)
    return cells
