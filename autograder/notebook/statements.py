"""The Python in a cell, read without being run."""

from __future__ import annotations

import ast
from contextlib import suppress

from IPython.core.inputtransformer2 import TransformerManager

LONGEST = 200_000  # characters of a learner's cell that is parsed: a tree needs up to a thousand times its text
MOST_READ = 500_000  # signs of one that is no Python as it stands: for each line with a magic in it all is read anew
LINE = 30  # signs that a line counts beside its own


def statements(source: str, *, authors: bool = False) -> list[ast.stmt]:
    """The statements of a cell; its magics become calls, and a cell that no parser reads has none.

    An author's cell may be as long as it is.
    """
    with suppress(Exception):  # MemoryError, where signs are too deep, and whatever IPython raises for half a magic
        if authors or len(source) <= LONGEST:
            return ast.parse(source).body
    lines = 1 + source.count("\n")
    with suppress(Exception):
        if authors or lines * (len(source) + LINE * lines) <= MOST_READ:
            return ast.parse(TransformerManager().transform_cell(source)).body
    return []
