"""In the judge: where the name in a test comes from.

From the tests themselves; from the author's notebook, if it is made there without the learner's answers (imports,
given data, given functions); otherwise from the learner's process. So a helper or a data set that a learner shadows
is still the author's when the tests look at it.
"""

from __future__ import annotations

import ast
import builtins
import errno
from collections.abc import Callable, Iterable
from contextlib import suppress

from autograder.judge.author import Author
from autograder.judge.remote import Learner
from autograder.notebook.names import names_of
from autograder.notebook.statements import statements


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
                self.forgotten |= names_of(code)[1]

    def __missing__(self, name: str):
        if name == "get_ipython":
            return self.get_ipython
        numbers = self.author.made_of(name, self.place)
        if numbers is not None:
            try:
                self._run_given(numbers)
            except OSError as error:
                if error.errno != errno.EROFS:
                    raise
                return self._of_learner(name)  # what writes files is not done again
            if not dict.__contains__(self, name):
                raise KeyError(name)
            return self[name]
        if hasattr(builtins, name) and self.author.binding(name, self.place) is None:
            raise KeyError(name)
        return self._of_learner(name)

    def _of_learner(self, name: str):
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
