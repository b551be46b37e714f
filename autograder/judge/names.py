"""In the judge: where the name in a test comes from.

From the tests themselves; from the author's notebook, if it is made there without the learner's answers (imports,
given data, given functions); otherwise from the learner's process. So a helper or a data set that a learner shadows
is still the author's when the tests look at it.
"""

from __future__ import annotations

import ast
import builtins
import importlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from autograder.judge.remote import Learner
from autograder.statements import statements

MUTATORS = ("append", "extend", "insert", "update", "setdefault", "add", "pop", "remove", "clear", "sort", "reverse")


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
                reads, binds = _names(code)
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


class Names(dict):
    """The global names of the tests. A name that no test has bound is looked up with the author and the learner."""

    def __init__(self, author: Author, learner: Learner):
        super().__init__(__name__="__main__", __builtins__=builtins)
        self.author, self.learner = author, learner
        self.place, self.done = 0, set()
        self.of_tests: dict[str, int] = {}  # name: the place of the test cell that bound it
        self.of_learner: set[str] = set()  # looked up in this test cell
        self.rebound: dict[str, object] = {}  # of the learner's names, not yet told there
        self.get_ipython: Callable | None = None  # never the learner's
        self.forgotten: set[str] = set()  # bound by tests whose process had to be ended
        learner.before_a_call = self._tell

    def begin(self, grade_id: str | None) -> None:
        """A test cell begins: the learner's cells have gone on, and what they have bound anew is theirs again."""
        self.place = self.author.before(grade_id)
        stale = {
            name
            for name, place in self.of_tests.items()
            if any(place < each.cell < self.place and name in each.binds for each in self.author.statements)
        }
        for name in stale | self.of_learner:
            self.of_tests.pop(name, None)
            self.pop(name, None)
        self.of_learner, self.rebound = set(), {}
        self.learner.changed_arguments = False

    def remember(self, sources: Iterable[str]) -> None:
        """Take over what test cells have imported and defined whose process had to be ended; the rest is forgotten."""
        for code in (code for source in sources for code in statements(source, authors=True)):
            if isinstance(code, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef):
                with suppress(BaseException):
                    exec(compile(ast.Module([code], []), "<test>", "exec"), self)
            else:
                self.forgotten |= _names(code)[1]

    def __missing__(self, name: str):
        if name == "get_ipython":
            return self.get_ipython
        numbers = self.author.made_of(name, self.place)
        if numbers is not None:
            self._run_given(numbers)
            if not dict.__contains__(self, name):
                raise KeyError(name)
            return self[name]
        if hasattr(builtins, name) and self.author.binding(name, self.place) is None:
            raise KeyError(name)
        found = self.learner.get(name)
        self.of_learner.add(name)
        dict.__setitem__(self, name, found)
        return found

    def __setitem__(self, name: str, value) -> None:
        dict.__setitem__(self, name, value)
        if name in self.of_learner:
            self.rebound[name] = value
        else:
            self.of_tests[name] = self.place

    def __delitem__(self, name: str) -> None:
        self[name]  # looks it up, or raises
        dict.__delitem__(self, name)
        if name in self.of_learner:
            self.rebound.pop(name, None)
            self.learner.delete(name)

    def __contains__(self, name: object) -> bool:
        return self.get(name, self) is not self

    def get(self, name, otherwise=None):
        """As a dictionary's, with the author's and the learner's names in it."""
        try:
            return self[name]
        except KeyError:
            return otherwise

    def _tell(self) -> None:
        """Bind the learner's own names there as the test has bound them here."""
        while self.rebound:
            self.learner.set(*self.rebound.popitem())

    def _run_given(self, numbers: list[int]) -> None:
        """Run statements of the author's that were not run yet. What one raises is raised in the test."""
        for number in numbers:
            if number not in self.done:
                self.done.add(number)
                exec(compile(ast.Module([self.author.statements[number].code], []), "<given>", "exec"), self)


def bound(source: str, *, authors: bool) -> set[str]:
    """The global names that the cell with this source binds or changes.

    What `from module import *` binds is found out only in an author's cell: to import a module is to run it.
    """
    return set().union(*(_names(code, imports=authors)[1] for code in statements(source, authors=authors)))


def _names(code: ast.stmt, *, imports: bool = True) -> tuple[set[str], set[str]]:
    """The global names that a statement may read, and those that it binds or changes."""
    reads, binds = set(), set()
    inner = isinstance(code, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    if inner:
        binds.add(code.name)
    for node in ast.walk(code):
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load):
                reads.add(node.id)
            elif not inner:
                binds.add(node.id)
        elif isinstance(node, ast.alias):
            if not inner and (imports or node.name != "*"):
                binds |= _imported(code, node)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef) and not inner:
            binds.add(node.name)
        elif isinstance(node, ast.Global) and inner:
            binds.update(node.names)
        elif isinstance(node, ast.Subscript | ast.Attribute) and not isinstance(node.ctx, ast.Load) and not inner:
            binds |= _base(node)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            reads.add(node.target.id)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not inner:
            in_place = any(word.arg == "inplace" for word in node.keywords)
            if node.func.attr in MUTATORS or in_place or node.func.attr.endswith("_"):
                binds |= _base(node.func)
    return reads, binds


def _base(node: ast.expr) -> set[str]:
    """The name at the root of `name.a[b].c`, as a set."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def _imported(code: ast.stmt, alias: ast.alias) -> set[str]:
    """The names that an import binds."""
    if alias.name != "*":
        return {(alias.asname or alias.name).partition(".")[0]}
    try:
        module = importlib.import_module(code.module)
    except Exception:
        return set()
    return set(getattr(module, "__all__", None) or (name for name in dir(module) if not name.startswith("_")))
