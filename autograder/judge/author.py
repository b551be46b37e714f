"""In the judge: the author's notebook, statement by statement, and which statements make a name."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.notebook.names import names_of
from autograder.notebook.statements import statements


@dataclass(frozen=True)
class Statement:
    """One statement of the author's notebook. `given`: it does not depend on what a learner writes."""

    cell: int
    code: ast.stmt
    reads: frozenset[str]
    binds: frozenset[str]
    given: bool


class Author:
    """The author's notebook, read statement by statement; nothing of it is run here."""

    def __init__(self, cells: Iterable[dict]):
        self.statements: list[Statement] = []
        self.tests: dict[str, int] = {}  # grade_id of a test cell: its place
        learners: set[str] = set()
        for place, cell in enumerate(cells):
            if cell["cell_type"] != "code":
                continue
            role = cell.get("metadata", {}).get("nbgrader", {})  # nbgrader itself takes two seconds to import
            answer = bool(role.get("solution"))
            if role.get("grade") and not answer:
                self.tests[role["grade_id"]] = place
                continue
            for code in statements(cell["source"], authors=True):
                reads, binds = names_of(code)
                imports = isinstance(code, ast.Import | ast.ImportFrom)
                given = imports or not (answer or reads & learners or "get_ipython" in reads)
                learners = learners - binds if given else learners | binds
                self.statements.append(Statement(place, code, frozenset(reads), frozenset(binds), given))

    def before(self, grade_id: str | None) -> int:
        """The place of a test cell; behind everything if the author's notebook has none of this name."""
        return self.tests.get(grade_id, 1 << 30)

    def binding(self, name: str, before: int) -> int | None:
        """The number of the last statement above a place that binds a name."""
        found = None
        for number, statement in enumerate(self.statements):
            if statement.cell < before and name in statement.binds:
                found = number
        return found

    def made_of(self, name: str, before: int) -> list[int] | None:
        """The given statements that make a name, in order; None where it is the learner's to make."""
        last = self.binding(name, before)
        if last is None or not self.statements[last].given:
            return None
        needed, waiting = set(), [(name, last + 1)]
        while waiting:
            wanted, above = waiting.pop()
            for number in reversed(range(above)):
                statement = self.statements[number]
                if wanted not in statement.binds or number in needed:
                    continue
                if not statement.given:
                    return None
                needed.add(number)
                waiting += [(each, number) for each in statement.reads]
                if not statement.reads >= {wanted}:
                    break  # bound afresh: what the name was before does not matter
        return sorted(needed)
