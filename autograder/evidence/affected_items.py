"""Which points rest on a measurement or on a trained network, as the instructor's own cells tell."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from nbformat import NotebookNode

from autograder.gradebook.results import Flag, Result
from autograder.notebook.statements import statements

ASKS = {"recorded", "latest", "problems", "earlier", "log"}  # functions of `timing` that look into a log


@dataclass(frozen=True)
class CellFacts:
    """What the source of one of the author's cells says.

    texts : in quotes. names : all of them. made : names that are bound, but for those in functions and classes.
    asks : whether it looks into a log. timed : whether it takes measurements, or looks at them.
    trains : whether it trains a network that is kept as a checkpoint.
    """

    texts: frozenset[str]
    names: frozenset[str]
    made: frozenset[str]
    asks: bool
    timed: bool
    trains: bool


@cache  # the author's cells are the same for each submission
def facts(source: str) -> CellFacts:
    """Read an author's cell; none of it is run."""
    body = statements(source, authors=True)
    nodes = [node for part in body for node in ast.walk(part)]
    outside = [part for part in body if not isinstance(part, ast.FunctionDef | ast.ClassDef)]
    attributes = [node for node in nodes if isinstance(node, ast.Attribute)]
    used = {each.attr for each in attributes if isinstance(each.value, ast.Name) and each.value.id == "timing"}
    asks = any(each.attr == "honest" for each in attributes) or not ASKS.isdisjoint(used)
    return CellFacts(
        texts=frozenset(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)),
        names=frozenset(node.id for node in nodes if isinstance(node, ast.Name)),
        made=frozenset(
            node.id
            for part in outside
            for node in ast.walk(part)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        ),
        asks=asks,
        timed=asks or bool(used),
        trains=any(isinstance(node, ast.keyword) and node.arg == "checkpoint" for node in nodes),
    )


@dataclass(frozen=True)
class AffectedItem:
    """A graded test cell, and its points."""

    notebook: str
    item: str
    points: float


class AffectedItems:
    """What is at stake in one assignment. `author`: notebook name -> the cells of the instructor's notebook."""

    def __init__(self, author: dict[str, list[NotebookNode]], result: Result):
        most = {(name, item.id): item.max for name, one in result.notebooks.items() for item in one.items}
        self.checks: list[tuple[AffectedItem, CellFacts]] = []
        self.training: list[CellFacts] = []
        self.timed = False
        for name, cells in author.items():
            for cell in cells:
                if cell.cell_type != "code":
                    continue
                cell_facts = facts(cell.source)
                self.timed |= cell_facts.timed
                if cell_facts.trains:
                    self.training.append(cell_facts)
                grading = cell.metadata.get("nbgrader", {})
                if grading.get("grade"):
                    points = most.get((name, grading.grade_id), grading.get("points") or 0.0)
                    self.checks.append((AffectedItem(name, grading.grade_id, float(points)), cell_facts))

    def of_log(self, *texts: str) -> list[AffectedItem]:
        """The checks that look into a log and name one of `texts` (a workload, a lesson); all that look if none."""
        asking = [(item, cell_facts) for item, cell_facts in self.checks if cell_facts.asks]
        return [item for item, cell_facts in asking if not texts or cell_facts.texts & set(texts)]

    def of_checkpoint(self, name: str) -> list[AffectedItem]:
        """The checks that use what the cell which trains the checkpoint `name` has made."""
        made: set[str] = set()
        for cell_facts in self.training:
            if any(len(text) > 2 and name.startswith(text) for text in cell_facts.texts):  # an f-string: its beginning
                made |= cell_facts.made
        return [item for item, cell_facts in self.checks if cell_facts.names & made]


def flag(kind: str, text: str, items: Iterable[AffectedItem]) -> Flag:
    """A flag on which these points hang: with any, an instructor decides."""
    found = {(each.notebook, each.item): each.points for each in items}
    notebook, item = next(iter(found)) if len(found) == 1 else (None, None)
    points = sum(found.values())
    return Flag(kind, text, notebook, item, decide=points > 0, points=points)
