"""The names that a lesson's cells leave behind when its seed is another one, for what its text claims."""

from __future__ import annotations

import re
import types
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.authoring import lesson as lessons


def names_of(
    lesson: str,
    seed: int,
    folder: Path,
    *,
    leave_out: Callable[[str], bool] = lambda source: False,
    change: Callable[[str], str] = lambda source: source,
    names: dict | None = None,
    after: Callable[[dict], None] = lambda names: None,
) -> types.SimpleNamespace:
    """Run the cells of a lesson's solution in `folder`, without its checks, with `seed` in place of its own.

    leave_out : of a cell's source, whether it is not run. change : what is run in place of it. names : what is there
    before the first cell. after : called with the names after each cell.
    """
    notebook = lessons.read(lessons.SOLUTIONS / f"{lesson}.py").notebook
    found: dict = {"display": lambda *_: None, **(names or {})}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for cell in notebook.cells:
            check = cell.metadata.get("nbgrader", {}).get("locked")
            if cell.cell_type != "code" or check or leave_out(cell.source):
                continue
            source = re.sub(r"^SEED = \d+", f"SEED = {seed}", cell.source, flags=re.MULTILINE)
            exec(compile(change(source), cell.id, "exec"), found)
            after(found)
    return types.SimpleNamespace(**found)
