"""Which points rest on a measurement or on a trained network, as the instructor's own cells tell."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograder.results import Flag, Result
from autograder.statements import statements

ASKS = {"recorded", "latest", "problems", "earlier", "log"}  # functions of `timing` that look into a log


@dataclass(frozen=True)
class Stake:
    """A graded test cell, with what its source says: texts in quotes, names, and whether it looks into a log."""

    notebook: str
    item: str
    points: float
    texts: frozenset[str] = field(repr=False)
    names: frozenset[str] = field(repr=False)
    asks: bool


class Stakes:
    """What is at stake in one assignment. `author`: notebook name -> the cells of the instructor's notebook."""

    def __init__(self, author: dict[str, list[NotebookNode]], result: Result):
        most = {(name, item.id): item.max for name, one in result.notebooks.items() for item in one.items}
        self.checks: list[Stake] = []
        self.training: list[ast.Module] = []
        self.timed = False
        for name, cells in author.items():
            for cell, tree in parsed(cells):
                self.timed |= is_timed(tree)
                if any(keyword.arg == "checkpoint" for keyword in _nodes(tree, ast.keyword)):
                    self.training.append(tree)
                grading = cell.metadata.get("nbgrader", {})
                if grading.get("grade"):
                    points = most.get((name, grading.grade_id), grading.get("points") or 0.0)
                    names = frozenset(node.id for node in _nodes(tree, ast.Name))
                    stake = Stake(name, grading.grade_id, float(points), frozenset(_texts(tree)), names, _asks(tree))
                    self.checks.append(stake)

    def of_log(self, *texts: str) -> list[Stake]:
        """The checks that look into a log and name one of `texts` (a workload, a lesson); all that look if none."""
        return [check for check in self.checks if check.asks and (not texts or check.texts & set(texts))]

    def of_checkpoint(self, name: str) -> list[Stake]:
        """The checks that use what the cell which trains the checkpoint `name` has made."""
        made: set[str] = set()
        for tree in self.training:
            if any(len(text) > 2 and name.startswith(text) for text in _texts(tree)):  # an f-string: its beginning
                outside = [part for part in tree.body if not isinstance(part, ast.FunctionDef | ast.ClassDef)]
                named = [node for part in outside for node in _nodes(part, ast.Name)]
                made |= {node.id for node in named if isinstance(node.ctx, ast.Store)}
        return [check for check in self.checks if check.names & made]


def flag(kind: str, text: str, stakes: Iterable[Stake]) -> Flag:
    """A flag on which these points hang: with any, an instructor decides."""
    found = {(each.notebook, each.item): each.points for each in stakes}
    notebook, item = next(iter(found)) if len(found) == 1 else (None, None)
    points = sum(found.values())
    return Flag(kind, text, notebook, item, decide=points > 0, points=points)


def parsed(cells: Iterable[NotebookNode]) -> Iterator[tuple[NotebookNode, ast.Module]]:
    """The author's code cells, with their statements."""
    for cell in cells:
        if cell.cell_type == "code":
            yield cell, ast.Module(statements(cell.source, authors=True), [])


def is_timed(tree: ast.Module) -> bool:
    """Whether a cell takes measurements, or looks at them."""
    return _asks(tree) or bool(_used(tree, "timing"))


def _nodes(tree: ast.AST, kind: type) -> list:
    return [node for node in ast.walk(tree) if isinstance(node, kind)]


def _texts(tree: ast.AST) -> list[str]:
    return [node.value for node in _nodes(tree, ast.Constant) if isinstance(node.value, str)]


def _used(tree: ast.AST, module: str) -> list[str]:
    """What is taken from a module: `timing.recorded` gives "recorded"."""
    attributes = _nodes(tree, ast.Attribute)
    return [each.attr for each in attributes if isinstance(each.value, ast.Name) and each.value.id == module]


def _asks(tree: ast.AST) -> bool:
    honest = any(each.attr == "honest" for each in _nodes(tree, ast.Attribute))
    return honest or not ASKS.isdisjoint(_used(tree, "timing"))
