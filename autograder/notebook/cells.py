"""The cells of a notebook that are graded by running them, and what of them a learner may see."""

from __future__ import annotations

import ast

from nbformat import NotebookNode
from nbgrader import utils

from autograder.notebook.hidden_regions import hidden_lines
from autograder.notebook.statements import statements


def is_test(cell: NotebookNode) -> bool:
    """Whether a cell is graded by running it."""
    return cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)


def visible(source: str, marks: tuple[str, str]) -> str:
    """A test cell's source without its hidden part, which stands between lines with these marks."""
    hidden = hidden_lines(source, marks)
    return "\n".join(line for number, line in enumerate(source.splitlines(), start=1) if number not in hidden)


def names_needed(nb: NotebookNode, marks: tuple[str, str]) -> set[int]:
    """Test cells that bind a name which a later cell of the learner reads: their visible part runs there too."""
    needed, read = set(), set()
    for index in reversed(range(len(nb.cells))):
        cell = nb.cells[index]
        if cell.cell_type != "code":
            continue
        code = ast.Module(statements(visible(cell.source, marks)), [])
        names = [node for node in ast.walk(code) if isinstance(node, ast.Name)]
        if not is_test(cell):
            read |= {name.id for name in names if isinstance(name.ctx, ast.Load)}
        elif read & {name.id for name in names if isinstance(name.ctx, ast.Store)}:
            needed.add(index)
    return needed
