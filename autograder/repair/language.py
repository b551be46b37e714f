"""A submission in another language than the author's: its checks have other words, which nobody has changed.

Only what is said of a submission depends on this. Whatever a check has in it, the author's own takes its place.
"""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.utils import compute_checksum


def in_another_language(notebook: Any) -> bool:
    """Whether a notebook, of whatever form, says that it is a translation."""
    try:
        return bool(notebook["metadata"]["lesson"]["language"])
    except (KeyError, TypeError, IndexError):
        return False


def as_released(cell: NotebookNode) -> bool:
    """Whether a cell still has the text of which it carries nbgrader's fingerprint."""
    fingerprint = cell.metadata.get("nbgrader", {}).get("checksum")
    return fingerprint is not None and fingerprint == compute_checksum(cell)
