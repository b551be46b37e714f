"""The Python in a cell, read without being run."""

from __future__ import annotations

import ast
from contextlib import suppress

from IPython.core.inputtransformer2 import TransformerManager

LONGEST = 200_000  # characters of a cell that is parsed: a tree needs up to a thousand times its text
LONGEST_MAGIC = 5_000  # of one that is no Python as it stands: for each of its magics it is read anew


def statements(source: str) -> list[ast.stmt]:
    """The statements of a cell; its magics become calls, and a cell that no parser reads has none."""
    with suppress(Exception):  # MemoryError, where signs are too deep, and whatever IPython raises for half a magic
        if len(source) <= LONGEST:
            return ast.parse(source).body
    with suppress(Exception):
        if len(source) <= LONGEST_MAGIC:
            return ast.parse(TransformerManager().transform_cell(source)).body
    return []
