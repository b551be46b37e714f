"""In the judge: the author's notebook, statement by statement, and which statements make a name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.notebook.names import names_of
from autograder.notebook.statements import statements

RANDOM = "<random numbers of {}>"  # what statements read and bind that draw from a module's own generator
SEED = re.compile(r".*seed(_all|_everything)?|set_(rng_)?state")
DRAW = re.compile(
    r"(rand|shuffle|sample|choice|choices|permut|normal|uniform|standard_|integers|bernoulli|multinomial).*"
)


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
        self.tests: dict[str | None, int] = {}  # grade_id of a test cell: its place
        learners: set[str] = set()
        imported: dict[str, str] = {}  # a name and the module behind it
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
                if imports := isinstance(code, ast.Import | ast.ImportFrom):
                    imported |= _modules(code)
                else:
                    binds -= set(imported) - _assigned(code)  # np.sort(values) is no change of np
                    changed, seeded = _changed(code, imported)
                    reads, binds = reads | changed, binds | changed | seeded
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
                if wanted not in statement.reads:
                    break  # bound afresh: what the name was before does not matter
            else:
                if wanted.startswith("<"):
                    return None  # nobody has seeded: what was drawn cannot be drawn again
        return sorted(needed)


def _calls(code: ast.stmt) -> list[ast.Call]:
    if isinstance(code, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return []
    return [node for node in ast.walk(code) if isinstance(node, ast.Call)]


def _called(call: ast.Call) -> str:
    """The last name of what is called: `shuffle` of `random.shuffle(cards)`."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _root(node: ast.expr) -> str:
    """The name at the root of `name.a[b].c`."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _modules(code: ast.Import | ast.ImportFrom) -> dict[str, str]:
    """The names that an import binds, and the library that each is of."""
    of = getattr(code, "module", None)
    named = {(alias.asname or alias.name).partition(".")[0]: of or alias.name for alias in code.names}
    return {name: module.partition(".")[0] for name, module in named.items()}


def _assigned(code: ast.stmt) -> set[str]:
    names = {node.id for node in ast.walk(code) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    return names | ({code.name} if hasattr(code, "name") else set())


def _changed(code: ast.stmt, imported: dict[str, str]) -> tuple[set[str], set[str]]:
    """What a statement changes that it does not assign, arguments and generators, and the generators that it seeds."""
    found, seeded = set(), set()
    if isinstance(code, ast.Expr) and isinstance(code.value, ast.Call) and _called(code.value) != "print":
        found |= {_root(argument) for argument in code.value.args} - set(imported)
    for call in _calls(code):
        root = _root(call.func)
        generator = RANDOM.format(imported[root]) if root in imported else root
        if SEED.fullmatch(_called(call)):
            seeded.add(generator)
        elif DRAW.fullmatch(_called(call)):
            found.add(generator)
    return found - {""}, seeded - {""}
