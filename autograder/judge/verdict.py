"""In the judge: run one test cell and say how it went, as plain data."""

from __future__ import annotations

import ast
import io
import math
import numbers
import re
import sys
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from types import CodeType, FrameType
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

from autograder.judge.names import Names
from autograder.judge.remote import CannotCross, NotComparable, Unreachable
from autograder.judge.shell import Shell, run
from autograder.notebook.hidden_regions import MARKS, hidden_lines
from autograder.text import without_escapes

IN_PLACE = "(A function has changed its argument in place. Tests see only what a function returns.)"
FORGOTTEN = "It needs {!r} of a test cell above it, and the process that ran that cell had to be ended."
MOST_PRINTED = 100_000  # characters
NOT_ATTEMPTED = {"NotAttempted", "NotImplementedError"}  # names of exceptions
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def judge(names: Names, grade_id: str, source: str, points: float, marks: tuple[str, str] = MARKS) -> dict:
    """Run a test cell, whose hidden part stands between lines with `marks`. The verdict:

    right, attempted, hidden (only the hidden part failed), trouble (words for the instructor, or ""),
    message (the check's own words), name (of the exception), lines (for a person to read), value (partial credit, or
    None), printed.
    """
    names.begin(grade_id)
    place = f"<test {grade_id}>"
    hidden = hidden_lines(source, marks)
    printed = _Printed(lambda: not _lines_now(place) & hidden)
    names.get_ipython = lambda: Shell(names, lambda code: _compiled(code, place))
    verdict: dict = dict(right=False, attempted=True, hidden=False, trouble="", message="", name="", lines=[])
    verdict |= dict(value=None, where="")
    try:
        code = _compiled(source, place)
    except (SyntaxError, ValueError) as error:
        verdict["trouble"] = verdict["message"] = clean(f"The test cell is not Python: {error}.")
        return verdict | {"printed": ""}
    try:
        with redirect_stdout(printed), redirect_stderr(io.StringIO()):  # a warning on stderr costs nothing
            value = run(*code, names)
        verdict["value"], verdict["trouble"] = _points(value, points)
        verdict["right"] = not verdict["trouble"]
        verdict["message"] = verdict["trouble"]
    except CannotCross as error:
        verdict["trouble"] = verdict["message"] = clean(str(error))
        verdict["where"] = _where(error, place, source)
    except BaseException as error:
        verdict.update(_failed(error, place, source, hidden), where=_where(error, place, source))
        if isinstance(error, AssertionError) and names.learner.changed_arguments:
            verdict["lines"].append(IN_PLACE)
            verdict["message"] = f"{verdict['message']} {IN_PLACE}".strip()
        if (missing := _missing(error)) in names.forgotten:
            verdict["trouble"] = verdict["message"] = FORGOTTEN.format(missing)
    verdict["printed"] = clean(printed.shown[:MOST_PRINTED]) if verdict["right"] else ""
    return verdict


class _Printed(io.StringIO):
    """What a test prints; `shown` is what of it anybody may read: nothing that was printed in the hidden part."""

    def __init__(self, visible: Callable[[], bool]):
        super().__init__()
        self.visible, self.shown = visible, ""

    def write(self, text: str) -> int:
        if len(self.shown) < MOST_PRINTED and self.visible():
            self.shown += text
        return len(text)


def _compiled(source: str, place: str) -> tuple[CodeType, CodeType | None]:
    """A cell as code, and its last line by itself if that is an expression."""
    tree = ast.parse(TransformerManager().transform_cell(source), place)
    last: Any = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    body = compile(tree, place, "exec")
    return body, None if last is None else compile(ast.Expression(last.value), place, "eval")


def _lines_now(place: str) -> set[int]:
    """The lines of the test cell that run now, each function's that another one has called."""
    lines = set()
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if frame.f_code.co_filename == place:
            lines.add(frame.f_lineno)
        frame = frame.f_back
    return lines


def _points(value, points: float) -> tuple[float | None, str]:
    """Partial credit from the value of a cell's last line, and trouble in words if it is no share of the points."""
    if value is None:
        return None, ""
    kind = type(value)
    number = isinstance(value, numbers.Real) and not isinstance(value, bool) and kind.__name__ != "bool"
    if not number and hasattr(value, "item") and getattr(value, "ndim", None) == 0:
        value = value.item()
        number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number:
        return None, f"The last line of the test gives a value of type {kind.__name__}, and partial credit is a number."
    try:
        value = float(value)
    except OverflowError:
        value = math.inf
    if not (math.isfinite(value) and 0 <= value <= points):
        return None, f"The test gives {value:g} points of {points:g}: partial credit is between 0 and that."
    return value, ""


def _failed(error: BaseException, place: str, source: str, hidden_part: set[int]) -> dict:
    kinds = {each.__name__ for each in type(error).__mro__}
    message = clean(_words(error))[:10_000]
    if isinstance(error, NotComparable | Unreachable):
        name = "NoAnswer" if isinstance(error, Unreachable) else "NotPlainData"
    else:
        name = clean(type(error).__name__)
    own = _lines(error, place)
    line = own[-1] if own else 0
    hidden = bool(hidden_part.intersection(own))
    before = error.__context__  # what a check says of an error may stand in its visible part
    while before is not None and not hidden:
        hidden, before = bool(hidden_part.intersection(_lines(before, place))), before.__context__
    said = getattr(error, "heading", None)
    heading = clean(said) if isinstance(said, str) and said else name
    lines = [f"{heading}: {message}" if message else heading]
    if line and not hidden and not isinstance(said, str):
        lines.insert(0, f"line {line} of the test: {source.splitlines()[line - 1].strip()[:300]}")
    attempted = not (kinds & NOT_ATTEMPTED or _missing(error))
    return dict(attempted=attempted, hidden=hidden, message=message, name=name, lines=lines)


def _where(error: BaseException, place: str, source: str) -> str:
    """The line of the test at which an error came up, and the error in words."""
    own, lines = _lines(error, place), source.splitlines()
    line = f"line {own[-1]}, `{lines[own[-1] - 1].strip()[:200]}`: " if own and own[-1] <= len(lines) else ""
    return clean(f"{line}{type(error).__name__} {_words(error)[:500]}").strip()


def _missing(error: BaseException) -> str:
    """The name that a test has looked for in vain; "" if it is another error, or one in the learner's own code."""
    return error.name or "" if isinstance(error, NameError) and not getattr(error, "frames", None) else ""


def _lines(error: BaseException, place: str) -> list[int]:
    """The lines of the test cell that an error has passed, the innermost last."""
    frames = traceback.extract_tb(error.__traceback__)
    return [frame.lineno for frame in frames if frame.filename == place and frame.lineno]


def _words(error: BaseException) -> str:
    """What an exception says; asking something of the learner's for its words may fail in its turn."""
    try:
        return str(error)
    except BaseException as again:
        return f"(its words cannot be read: {type(again).__name__})"


def clean(text: str) -> str:
    """Text without terminal escapes and control characters; lone surrogates become question marks."""
    return CONTROL.sub("", without_escapes(text)).encode(sys.getdefaultencoding(), "replace").decode()
