"""The Python in a cell, read without being run."""

from __future__ import annotations

import ast
from contextlib import suppress

from IPython.core.inputtransformer2 import TransformerManager

UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)  # a hundred thousand signs are too deep to parse


def statements(source: str) -> list[ast.stmt]:
    """The statements of a cell; its magics become calls, and a cell that is no Python has none."""
    for readable in (lambda: source, lambda: TransformerManager().transform_cell(source)):  # the second one is slow
        with suppress(UNREADABLE):
            return ast.parse(readable()).body
    return []
