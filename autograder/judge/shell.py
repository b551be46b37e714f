"""In the judge: what `get_ipython()` is in a test.

A test's magic must never reach the learner's IPython: its code would run there, hidden part and all, and whatever
the learner has put in its place would decide. `time` and `capture` run their code here; other magics are the author's
to replace.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import CodeType

from autograder.judge.remote import CannotCross

AROUND = ("time", "capture")  # magics without options that change what runs


class Shell:
    """`run_line_magic` and `run_cell_magic` as IPython calls them for `%time` and `%%time`."""

    def __init__(self, names: dict, compiled: Callable[[str], tuple[CodeType, CodeType | None]]):
        self.names, self.compiled = names, compiled

    def run_cell_magic(self, magic: str, line: str, cell: str):
        """Run a cell's code, at the lines where it stands below its magic."""
        return self._run(magic, "%%", "\n" + cell)

    def run_line_magic(self, magic: str, line: str, _stack_depth: int = 1):
        """Run a line's code, at the line where it stands."""
        return self._run(magic, "%", "\n" * (sys._getframe(1).f_lineno - 1) + line)

    def _run(self, magic: str, sign: str, code: str):
        if magic not in AROUND:
            raise CannotCross(
                f"A test uses the magic {sign}{magic}, and a test has no notebook that it could run in. Write in "
                "Python what it does."
            )
        return run(*self.compiled(code), self.names)

    def __getattr__(self, name: str):
        raise CannotCross(
            f"A test uses get_ipython().{name}, perhaps through a magic or a line that begins with an exclamation "
            "mark, and a test has no notebook that it could run in. Write in Python what it does."
        )


def run(body: CodeType, last: CodeType | None, names: dict):
    """Run a compiled cell; the value of its last line if that is an expression."""
    exec(body, names)
    return None if last is None else eval(last, names)
