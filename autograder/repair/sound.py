"""A sound notebook of format 4 out of any value, repaired cell by cell.

Nothing of the submission survives that grading has no use for: outputs, counts, metadata that is neither nbgrader's,
nor a tag, nor the language. What is left is text that can be written down again.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.text import encodable

MAX_CELLS = 5_000
MAX_TAGS, MAX_TAG = 50, 100
MAX_ATTACHMENTS = 100  # of one cell, and kinds of one attachment
MAX_WORD = 500  # characters of a word in nbgrader's metadata, or of the name of a kernel
MAX_POINTS = 1e6
CELL_TYPES = ("code", "markdown", "raw")
VALID_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")  # of a cell
FLAGS = ("grade", "solution", "locked", "task")


def _is_labelled(cell: Any) -> bool:
    metadata = cell.get("metadata") if isinstance(cell, dict) else None
    return isinstance(metadata, dict) and bool(metadata.get("nbgrader"))


def sound(value: Any) -> tuple[NotebookNode, list[str]]:
    """The notebook that `value` (of JSON, or a notebook) can be taken for, and a reason for each kind of repair.

    Ids of cells are kept where they are valid; they may be missing or repeated. A sound notebook comes back as it is,
    without its outputs, and gives no reason. Never raises.
    """
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict) and "cell_type" not in value[0]:
        value = value[0]
    if isinstance(value, list):
        value = {"cells": value, "nbformat": 4}
    if not isinstance(value, dict):
        value = {}
    raw, old = _raw_cells(value)
    reasons = [*_about_version(value.get("nbformat"), old)] if raw else []
    if len(raw) > MAX_CELLS:
        count = f"only the first {MAX_CELLS:,} and those with labels count"
        reasons.append(f"it had more than {MAX_CELLS:,} cells; {count}")
        raw = [*raw[:MAX_CELLS], *filter(_is_labelled, raw[MAX_CELLS:])][: 2 * MAX_CELLS]
    repairs: Counter[str] = Counter()
    dicts = [each for each in raw if isinstance(each, dict)]
    repairs["were none and are left out"] += len(raw) - len(dicts)
    cells = [_cell(each, repairs) for each in (_upgraded(dicts, repairs) if old else dicts)]
    reasons += [f"some of its cells {what} ({count})" for what, count in repairs.items() if count]
    metadata = _notebook_metadata(value.get("metadata"))
    found = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}
    return nbformat.from_dict(found), reasons


def _raw_cells(value: dict) -> tuple[list, bool]:
    """The cells as they are, and whether they are of format 3 or older."""
    cells = value.get("cells")
    if old := cells is None and isinstance(value.get("worksheets"), list):
        sheets = [sheet.get("cells") for sheet in value["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    if isinstance(cells, dict):
        cells = list(cells.values())
    if not isinstance(cells, list):
        cells = []
    return cells, old or any(isinstance(cell, dict) and "input" in cell and "source" not in cell for cell in cells)


def _about_version(version: Any, old: bool) -> list[str]:
    if old:
        return ["it was in an older notebook format and is upgraded"]
    if version is None:
        return ["it did not say its format and is read as format 4"]
    return [] if version == 4 else ["it said a format other than 4 and is read as format 4"]


# -- cells -----------------------------------------------------------------------------------------------------------


def _upgraded(cells: list[dict], repairs: Counter[str]) -> list[dict]:
    """Cells of formats 2 and 3, made sound in their own format and then upgraded by nbformat."""
    plain = nbformat.v3.new_worksheet(cells=[_old_cell(cell, repairs) for cell in cells])
    new = nbformat.convert(nbformat.v3.new_notebook(worksheets=[plain]), 4).cells
    for cell in new:
        del cell["id"]  # made up at random
    return new


def _old_cell(cell: dict, repairs: Counter[str]) -> NotebookNode:
    metadata = _cell_metadata(cell.get("metadata"))
    source = _text(cell.get("input", cell.get("source")), repairs)
    if cell.get("cell_type") == "heading":
        level = cell.get("level")
        level = int(level) if isinstance(level, int | float) and 1 <= level <= 6 else 1
        return nbformat.v3.new_heading_cell(source, level=level, metadata=metadata)
    kind = "markdown" if cell.get("cell_type") == "html" else _cell_type(cell, repairs)
    if kind == "code":
        return nbformat.v3.new_code_cell(source, metadata=metadata)
    return nbformat.v3.new_text_cell(kind, source, metadata=metadata)


def _cell(raw: dict, repairs: Counter[str]) -> dict:
    cell = {
        "cell_type": _cell_type(raw, repairs),
        "metadata": _cell_metadata(raw.get("metadata")),
        "source": _text(raw.get("source"), repairs),
    }
    if isinstance(raw.get("id"), str) and VALID_ID.fullmatch(raw["id"]):
        cell["id"] = raw["id"]
    if cell["cell_type"] == "code":
        return cell | {"outputs": [], "execution_count": None}
    pictures = _attachments(raw.get("attachments"))
    return cell | {"attachments": pictures} if pictures else cell


def _cell_type(raw: dict, repairs: Counter[str]) -> str:
    kind = raw.get("cell_type")
    if kind in CELL_TYPES:
        return kind
    repairs["had no type"] += 1
    if isinstance(kind, str) and kind.strip().lower() in CELL_TYPES:
        return kind.strip().lower()
    return "code" if "outputs" in raw or "execution_count" in raw or "input" in raw else "markdown"


def _text(value: Any, repairs: Counter[str]) -> str:
    """A source as one string that can be encoded."""
    lines = value if isinstance(value, list) else [value]
    words = [line for line in lines if isinstance(line, str)]
    repairs["had something else for a text"] += len(words) != len(lines)
    return encodable("".join(words))


def _attachments(raw: Any) -> dict:
    named = [(name, kinds) for name, kinds in raw.items() if isinstance(kinds, dict)] if isinstance(raw, dict) else []
    pictures = {}
    for name, kinds in named[:MAX_ATTACHMENTS]:
        texts = [(kind, data) for kind, data in kinds.items() if isinstance(kind, str) and isinstance(data, str)]
        pictures[encodable(str(name))] = {encodable(kind): encodable(data) for kind, data in texts[:MAX_ATTACHMENTS]}
    return pictures


# -- metadata --------------------------------------------------------------------------------------------------------


def _cell_metadata(raw: Any) -> dict:
    metadata: dict = {}
    raw = raw if isinstance(raw, dict) else {}
    if isinstance(raw.get("tags"), list):
        tags = [tag for tag in raw["tags"] if isinstance(tag, str) and 0 < len(tag) <= MAX_TAG and "," not in tag]
        metadata["tags"] = list(dict.fromkeys(map(encodable, tags)))[:MAX_TAGS]
    grading = raw.get("nbgrader")
    if isinstance(grading, dict):
        points = grading.get("points")
        metadata["nbgrader"] = _words(grading, "grade_id", "checksum", "cell_type")
        metadata["nbgrader"] |= {flag: grading[flag] for flag in FLAGS if isinstance(grading.get(flag), bool)}
        if isinstance(points, int | float) and 0 <= points <= MAX_POINTS:
            metadata["nbgrader"]["points"] = float(points)
    return metadata


def _words(raw: dict, *names: str) -> dict[str, str]:
    found = {name: raw[name] for name in names if isinstance(raw.get(name), str)}
    return {name: encodable(word) for name, word in found.items() if len(word) <= MAX_WORD}


def _notebook_metadata(raw: Any) -> dict:
    kernel = raw.get("kernelspec") if isinstance(raw, dict) else None
    kernel = _words(kernel, "name", "display_name", "language") if isinstance(kernel, dict) else {}
    lesson = raw.get("lesson") if isinstance(raw, dict) else None
    lesson = _words(lesson, "language") if isinstance(lesson, dict) else {}
    found = {"kernelspec": {"display_name": kernel["name"], **kernel}} if "name" in kernel else {}
    return found | ({"lesson": lesson} if lesson else {})
