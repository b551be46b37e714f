"""One answer is checked: `with checks.question("rule", ...) as q:`, and what `q` can ask of it."""

from __future__ import annotations

import dis
import math
import os
import re
import sys
import traceback
from collections.abc import Callable
from itertools import pairwise
from types import FrameType, ModuleType
from typing import Any

from course import timing
from course.checks import sentences, translation, values, verdict
from course.checks.exercise import Exercise, exercise
from course.checks.outcomes import Incorrect, LearnerError, NotAttempted, is_empty, sentence
from course.errors import CourseError
from course.language import gettext


def question(name: str, *, read: str = "", learned: str = "") -> Question:
    """Check one answer: `with checks.question("rule", read="A rule by hand", learned="...") as q: ...`.

    Shows a verdict. `read` is the heading of the lesson to read (again); `learned` says in one or two sentences what
    somebody has understood whose answer is right.

    Raises, at the end of the `with`
    --------------------------------
    NotAttempted, Incorrect
        as the methods of `Question` say.
    LearnerError
        in place of any other exception that the learner's code raises inside.
    """
    return Question(name, read, learned, sys._getframe(1))


class Question:
    """What a check asks of one answer; made by `question`."""

    def __init__(self, name: str, read: str = "", learned: str = "", check: FrameType | None = None):
        self.name, self.read, self.learned = name, read, learned
        self.file = check.f_code.co_filename if check else ""  # of the check's own cell
        self.names: dict = check.f_globals if check else {}
        self.seen: tuple[str, object] | None = None  # the last answer that was asked for

    def __enter__(self) -> Question:
        return self

    def __exit__(self, kind, error: BaseException | None, trace) -> None:
        graded = bool(os.environ.get("NBGRADER_EXECUTION"))  # nobody reads a card then
        beside = exercise(self.name) if verdict.in_notebook() and not graded else Exercise()
        if error is None:
            verdict.right(self.name, self.learned, beside).show()
            return
        if not isinstance(error, Exception):
            return
        told = error if isinstance(error, CourseError) else self._told(error)
        told.heading = gettext(told.heading)
        if verdict.in_notebook() and not graded:
            verdict.failed(self.name, told, beside).show()
            told.shown = True
        if told is not error:
            raise told from (error if isinstance(told, LearnerError) else None)

    # -- what a check asks ---------------------------------------------------------------------------------------------

    def attempted(self, value: object, name: str = "") -> None:
        """Raise `NotAttempted` if `value` is still empty (None or ...).

        Where `name` is a call such as "rule(table)", or a function's name, and the function computes something, the
        answer is not empty: its `return` is missing, and `Incorrect` says so.
        """
        name = name or self.name
        self.seen = name, value
        if not is_empty(value):
            return
        function = self._function(name)
        if function is None or value is ...:
            raise NotAttempted(gettext(sentences.EMPTY, name), do=self._read())
        if not _writes_something(function):
            raise NotAttempted(gettext(sentences.RETURNS_NOTHING, name), do=self._read())
        if _always_returns(function):
            raise Incorrect(gettext(sentences.RETURNS_NONE, name), do=self._again())
        prints = " " + gettext(sentences.PRINTS) if _prints(function) else ""
        raise Incorrect(gettext(sentences.NO_RETURN, name) + prints, do=self._again())

    def expect(self, condition: object, message: str) -> None:
        """Raise `Incorrect` with `message` unless `condition` is true.

        `condition` is one truth value; a numpy or torch scalar counts as one.
        """
        if not bool(condition):
            raise Incorrect(message, do=self._again())

    def number(self, value: object, name: str = "", *, finite: bool = True) -> float:
        """Return `value` as a float, whatever library the number comes from (see `course.checks.values`).

        Raises `NotAttempted` if it is empty, `Incorrect` if it is no number, or is NaN, or infinite where it should be
        `finite`.
        """
        written = name.isidentifier()  # by hand, and not given back by a function
        self.expect(not (written and values.is_comma(value)), gettext(sentences.COMMA, name))
        self.expect(not (written and values.is_quoted(value)), gettext(sentences.QUOTES, name))
        number = self._taken(value, name, gettext(sentences.ONE_NUMBER), values.number)
        fine = math.isfinite(number) or (not finite and not math.isnan(number))
        says = sentences.FINITE if finite else sentences.NUMBER
        self.expect(fine, gettext(says, name=name or self.name, number=number))
        return number

    def numbers(self, value: object, name: str = "", *, count: int | None = None, each: str = "") -> list[float]:
        """Return several numbers as floats: from a tuple, list, array, tensor or table column.

        `count` is how many they should be. `each` says what for ("one for each row"), for the message.
        """
        wanted = sentences.many_numbers(count, each)
        return self._taken(value, name, wanted, lambda value: values.numbers(value, count))

    def booleans(self, value: object, name: str = "", *, count: int | None = None, each: str = "row") -> list[bool]:
        """Return True or False for each row: from a column, array, tensor or list of them, or of 1 and 0."""
        try:
            wanted = gettext(sentences.FOR_EACH, gettext(each))
            return self._taken(value, name, wanted, lambda v: values.booleans(v, count))
        except Incorrect:
            found = values.numbers(value) if values.size(value) == count and _all_numbers(value) else []
            if translation.inverted(found):
                raise Incorrect(gettext(translation.TILDE), do=self._again()) from None
            raise

    def text(self, value: object, name: str = "", *, what: str = "one text") -> str:
        """Return one text. `what` names it for the message: "the name of one kind"."""
        return self._taken(value, name, gettext(what), values.text)

    def tables(self, value: object, name: str = "", *, count: int = 2) -> list:
        """Return tables (pandas) that stand side by side."""
        wanted = gettext(sentences.TABLES, sentences.few(count))
        return self._taken(value, name, wanted, lambda v: values.tables(v, count))

    def close(self, value: object, expected: float, message: str, *, rtol: float = 1e-6, atol: float = 1e-9) -> None:
        """Raise `Incorrect` with `message` unless the number `value` is within `atol + rtol * |expected|`."""
        number = self.number(value)
        self.expect(abs(number - expected) <= atol + rtol * abs(expected), message)

    def measured(self, workload: str, *, size: float | None = None) -> list:
        """The observations of `workload` in the log, oldest first; `NotAttempted` if there are none."""
        found = timing.recorded(workload) if size is None else timing.recorded(workload, size=size)
        if not found:
            raise NotAttempted(gettext(sentences.NOT_MEASURED, workload), do=self._read())
        return found

    def committed(
        self, value: object, workload: str, name: str = "", *, unit: str = "s", shown: str = "", scale: float = 1
    ) -> float:
        """Return the number `value`, which has to be the prediction that counts for `workload`.

        Another number raises `Incorrect`: it says what the log holds, and the way to a prediction made anew. The log's
        number times `scale` is in the `unit` in which the learner wrote it.
        """
        number = self.number(value, name)
        first = self.measured(workload)[-1].prediction
        if first is None or math.isclose(number, scale * first.value, rel_tol=1e-6):
            return number
        held = f"{scale * first.value:g}"
        says = gettext(sentences.HELD, held=held, unit=unit, given=f"{number:g}", shown=shown and f" {shown}")
        raise Incorrect(says, do=f"{gettext(sentences.WRITE_BACK, held)} {gettext(timing.ANEW)}")

    def honest(self, workload: str) -> None:
        """Raise `Incorrect` with the first thing that is wrong with the recorded timings of `workload`."""
        self.measured(workload)
        about = [problem for problem in timing.problems() if workload in ("", problem.workload) or not problem.workload]
        self.expect(not about, about[0].message if about else "")

    # -- the learner's words -------------------------------------------------------------------------------------------

    def _taken(self, value: object, name: str, wanted: str, take: Callable):
        self.attempted(value, name)
        name = name or self.name
        try:
            return take(value)
        except TypeError as error:
            given = values.described(value) + (str(error) and f", {error}")
            says = gettext(sentences.OTHERWISE, name=name, wanted=wanted, given=given)
            raise Incorrect(sentence(says), do=self._again()) from None

    def _function(self, name: str) -> object | None:
        """The learner's function behind a name or a call that a check names."""
        found = name.split("(")[0].strip().replace("-", "_")
        if not found.isidentifier():
            return None
        value = self._global(found)
        return value if callable(value) else None

    def _told(self, error: Exception) -> CourseError:
        """An exception that is none of the course's, in words."""
        if isinstance(error, NotImplementedError):
            return NotAttempted(gettext(sentences.EMPTY, self.name), do=self._read())
        frames, own = _frames(error), self._learners(error)
        if isinstance(error, NameError) and not own and frames and frames[-1].filename == self.file:
            return NotAttempted(gettext(sentences.NO_NAME, error.name), do=gettext(sentences.RUN_ABOVE))
        line = own[-1].line or "" if own else ""
        words = translation.translated(error, line, list(dict.values(self.names)), self._modules(line))
        if not own and not words:
            words = translation.called_otherwise(error)
        python = f"{type(error).__name__}: {error}"
        if own or getattr(error, "frames", None):
            why = "\n".join(part for part in (words and gettext(sentences.PYTHON, python), _where(own)) if part)
            return LearnerError(words or python, why=why, do=self._again())
        return Incorrect(words or self._unusable(python), do=self._again())

    def _modules(self, line: str) -> list[str]:
        """The names in a line that stand for a module, and not for something in one."""
        found = re.findall(r"(?<![\w.])([A-Za-z_]\w*)(?!\s*[\w.])", line)
        return [name for name in found if isinstance(self._global(name), ModuleType)]

    def _global(self, name: str) -> object | None:
        try:
            return self.names[name]
        except (KeyError, NameError):
            return None

    def _unusable(self, python: str) -> str:
        """The check itself stopped, on what it was given."""
        if self.seen is None:
            return gettext(sentences.UNUSABLE_ANSWER, python)
        name, value = self.seen
        return gettext(sentences.UNUSABLE, name=name, given=values.described(value).rstrip("."), python=python)

    def _learners(self, error: Exception) -> list[traceback.FrameSummary]:
        """The lines of the notebook that an error has passed, without those of the check itself."""
        cells = [
            each for each in _frames(error) if "ipykernel" in each.filename or each.filename.startswith("<ipython")
        ]
        return [each for each in cells if each.filename != self.file]

    def _read(self) -> str:
        return gettext(sentences.READ, self.read) if self.read else ""

    def _again(self) -> str:
        return gettext(sentences.READ_AGAIN, self.read) if self.read else ""


def _frames(error: BaseException) -> list[traceback.FrameSummary]:
    """The lines that an error has passed; one that was raised in another process carries its own."""
    return getattr(error, "frames", None) or list(traceback.extract_tb(error.__traceback__))


def _where(own: list[traceback.FrameSummary]) -> str:
    """The innermost line of the learner's own cells, in words."""
    if not own:
        return ""
    frame = next((each for each in reversed(own) if not each.name.startswith("<")), own[-1])
    says = sentences.IN_CELL if frame.name.startswith("<") else sentences.IN_FUNCTION
    return gettext(says, function=frame.name, number=frame.lineno, line=frame.line)


def _writes_something(function: object) -> bool:
    """Whether a function has a body. One that cannot be looked at may be anything, and counts as empty."""
    code = getattr(getattr(function, "__code__", None), "co_code", None)
    return isinstance(code, bytes) and code[::2] != _empty.__code__.co_code[::2]  # every other byte is an argument


def _prints(function: object) -> bool:
    return "print" in (getattr(getattr(function, "__code__", None), "co_names", None) or ())


def _always_returns(function: object) -> bool:
    """Whether something other than a written None stands behind `return` on every way through a function.

    Read from its bytes and its constants: a judge sees a learner's function from outside.
    """
    code: Any = getattr(function, "__code__", None)
    steps = getattr(code, "co_code", b"")
    if not isinstance(steps, bytes):
        return False
    lines, more = [], 0
    for step, number in zip(steps[::2], steps[1::2], strict=True):
        name, number = dis.opname[step], more | number
        more = number << 8 if name == "EXTENDED_ARG" else 0
        if name not in ("CACHE", "EXTENDED_ARG"):
            lines.append((name, number))
    ends = [
        line if line[0] == "RETURN_CONST" else before
        for before, line in pairwise(lines)
        if line[0] in ("RETURN_VALUE", "RETURN_CONST")
    ]
    constants = [code.co_consts[number] for name, number in ends if name in ("LOAD_CONST", "RETURN_CONST")]
    return bool(ends) and not any(one is None for one in constants)


def _empty():
    """What an exercise is before it is written."""


def _all_numbers(value: object) -> bool:
    try:
        return bool(values.numbers(value))
    except TypeError:
        return False
