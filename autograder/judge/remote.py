"""In the judge: what the learner's process holds, as plain values and as things to ask about.

A function is called across the boundary. Everything else that is not plain can be asked for attributes, items and
its length, whose answers are plain again. It cannot be compared: an object that equals everything equals nothing here.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable
from contextlib import suppress
from traceback import FrameSummary
from types import FunctionType
from typing import Any

from autograder import serialization


class Unreachable(BaseException):
    """The learner's process gives no answer; the message says why. Not an Exception: no test may swallow it."""


class NotComparable(BaseException):
    """A test looks at something of the learner's that is not plain data. Not an Exception: no test may swallow it."""


class CannotCross(BaseException):
    """A test passes something to a learner's function that cannot cross: the author's to mend, not the learner's."""


class Learner:
    """The learner's process, as the judge asks it. `ask` carries bytes there and back, or raises Unreachable."""

    def __init__(self, ask: Callable[[bytes], bytes]):
        self.ask = ask
        self.changed_arguments = False  # whether a function changed one in place: that does not cross
        self.before_a_call: Callable[[], None] = lambda: None
        self.lent: list[Callable] = []  # functions of a test that were passed to the learner's
        self.sizes: dict[int, int] = {}  # of things, since the last call: what says to have three items gives three

    def get(self, name: str):
        """The value of a global name. KeyError if there is none."""
        answer = self.question(do="get", name=name)
        if answer.get("absent") is True:
            raise KeyError(name)
        return answer["value"]

    def set(self, name: str, value) -> None:
        """Bind a global name there."""
        self.question(do="set", name=name, value=self.passed(value))

    def delete(self, name: str) -> None:
        """Delete a global name there."""
        self.question(do="delete", name=name)

    def question(self, **question) -> dict:
        """Ask, and serve the functions of the judge's that the answer takes. Raises what was raised there."""
        content = self.ask(serialization.encode(question))
        while True:
            try:
                answer = serialization.decode(content, self._found)
            except ValueError as error:
                raise NotComparable(f"the answer cannot be read: {error}") from None
            if not isinstance(answer, dict):
                raise NotComparable("the answer cannot be read")
            if "call_back" not in answer:
                break
            content = self.ask(serialization.encode(self._called_back(answer)))
        if isinstance(answer.get("printed"), str) and answer["printed"]:
            print(answer["printed"], end="")
        if "not_plain" in answer:
            raise NotComparable(
                f"The tests can look at plain data only (numbers, texts, lists, tables, arrays), and "
                f"what they got is not: {answer['not_plain']}."
            )
        if "raised" in answer:
            raise _raised(answer["raised"]) from None
        return {"value": None, **answer}

    def passed(self, value) -> bytes:
        """An argument as bytes."""
        try:
            return serialization.encode(value, self._lend)
        except serialization.NotPlain as error:
            raise CannotCross(
                f"A test passes something to the learner's code that cannot cross to it: {error}. Pass plain data: "
                "numbers, texts, lists, dictionaries, arrays, frames, tensors, or a function of such."
            ) from None

    def _lend(self, value) -> list:
        if isinstance(value, RemoteObject):
            return ["handle", "learner", value._number]
        if isinstance(value, FunctionType) or (callable(value) and not isinstance(value, type)):
            self.lent.append(value)
            return ["handle", "judge", len(self.lent) - 1]
        raise serialization.NotPlain(f"a value of type {type(value).__name__} is not plain data")

    def _called_back(self, answer: dict) -> dict:
        try:
            return {"value": self.passed(self.lent[answer["call_back"]](*answer["arguments"]))}
        except Exception as error:
            return {"raised": type(error).__name__, "text": str(error)}

    def _found(self, parts: list):
        """A thing for a handle. What it says of itself decides only how it is shown."""
        number, about = parts
        about = {key: str(value) if key != "callable" else bool(value) for key, value in about.items()}
        made = type(
            about["kind"].rpartition(".")[2], (Function if about["callable"] else RemoteObject,), {"__slots__": ()}
        )
        return made(self, int(number), about)


_ASKABLE = ("__doc__", "__name__", "__annotations__", "__defaults__", "__code__")  # of the names with underscores


class RemoteObject:
    """Something in the learner's process that is not plain data."""

    __slots__ = ("_kind", "_learner", "_looks", "_module", "_name", "_number")

    def __init__(self, learner: Learner, number: int, about: dict):
        self._learner, self._number = learner, number
        self._name, self._looks = about["__name__"], about["looks"]
        self._kind, self._module = about["kind"], about["kind_module"]

    @property  # type: ignore[misc]  # nobody sets it
    def __class__(self):
        """The class that it says to be of, as far as it is one of an installed library, for `isinstance`."""
        named = getattr(sys.modules.get(self._module), self._kind, None)
        library = isinstance(named, type) and self._module not in ("builtins", "__main__")
        return named if library and not issubclass(named, _PLAIN) else type(self)

    def __getattr__(self, name: str):
        if name == "__name__" and self._name:
            return self._name
        if name.startswith("__") and name not in _ASKABLE:
            raise AttributeError(f"{self._kind!r} object has no attribute {name!r}")
        return self._learner.question(do="attribute", of=self._number, name=name)["value"]

    def _apply(self, name: str, *arguments):
        passed = [self._learner.passed(each) for each in arguments]
        return self._learner.question(do="apply", of=self._number, name=name, arguments=passed)["value"]

    def __getitem__(self, key):
        return self._learner.question(do="item", of=self._number, key=self._learner.passed(key))["value"]

    def __len__(self):
        return self._of_one_size(self._number_only("len", int))

    def __float__(self):
        return self._number_only("float", float)

    def __int__(self):
        return self._number_only("int", int)

    def __iter__(self):
        items = self._apply("list")
        self._of_one_size(len(items))
        return iter(items)

    def __str__(self) -> str:
        words = self._apply("str")
        return words if type(words) is str else self._looks

    def _of_one_size(self, size: int) -> int:
        said = self._learner.sizes.setdefault(self._number, size)
        if said != size:
            raise NotComparable(f"{self._looks[:100]} has {said} items and {size} items at the same time.")
        return size

    def _number_only(self, name: str, kind: type):
        found = self._apply(name)
        if type(found) is not kind:
            raise NotComparable(f"{name}() of {self._looks[:100]} gives no number.")
        return found

    def __repr__(self) -> str:
        return self._looks

    def __hash__(self) -> int:
        return object.__hash__(self)

    def _refuse(self, *_):
        raise NotComparable(
            f"The tests can compare plain data only (numbers, texts, lists, tables, arrays), and this is "
            f"{self._looks[:200]}, of type {self._kind}."
        )

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __contains__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _refuse
    __pow__ = __rpow__ = __mod__ = __rmod__ = __floordiv__ = __rfloordiv__ = __matmul__ = __rmatmul__ = _refuse
    __and__ = __rand__ = __or__ = __ror__ = __xor__ = __rxor__ = __neg__ = __abs__ = __round__ = __index__ = _refuse
    __array__ = _refuse


class Function(RemoteObject):
    """A function (or a class) of the learner's: called with plain arguments, it gives plain results.

    It gets copies. What it does to them stays there, or it could change what a test compares its answer with.
    """

    __slots__ = ()

    def __call__(self, *arguments, **named):
        learner = self._learner
        learner.before_a_call()
        learner.sizes.clear()
        answer = learner.question(
            do="call",
            of=self._number,
            arguments=[learner.passed(each) for each in arguments],
            named={name: learner.passed(each) for name, each in named.items()},
        )
        learner.changed_arguments |= answer.get("changed") is True
        return answer["value"]

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other) -> bool:
        return self is other

    __hash__ = RemoteObject.__hash__


def _raised(told: dict) -> Exception:
    """The exception again: of the library's class if there is one, else of a class with its name and builtin base."""
    name, text = str(told.get("name") or "Exception"), str(told.get("text"))
    kind: Any = getattr(sys.modules.get(str(told.get("module"))), name, None)
    if not (isinstance(kind, type) and issubclass(kind, Exception)):
        bases = [getattr(builtins, str(each), None) for each in told.get("bases") or ()]
        base = next((each for each in bases if isinstance(each, type) and issubclass(each, Exception)), Exception)
        kind = type(name.rpartition(".")[2], (base,), {})
    error = kind.__new__(kind)
    error.args = tuple(told["args"]) if isinstance(told.get("args"), list) else (text,)
    for key, value in (told.get("data") or {}).items():
        with suppress(AttributeError, TypeError):
            setattr(error, str(key), value)
    if isinstance(error, NameError | ImportError) and isinstance(told.get("about"), str):
        error.name = told["about"]
    if str(error) != text:  # its words are made of what did not cross
        spoken: Any = type(kind.__name__, (kind,), {"__str__": lambda self: text})
        error = spoken.__new__(spoken)
        error.args = (text,)
    frames = told.get("frames") or ()
    error.frames = [FrameSummary(str(file), int(line or 0), str(of), line=str(code)) for file, line, of, code in frames]
    return error


def _plain_types() -> tuple[type, ...]:
    types: list[type] = [int, float, complex, str, bytes, list, tuple, dict, set, frozenset, BaseException]
    for module, names in (
        ("numpy", ("ndarray", "generic")),
        ("pandas", ("DataFrame", "Series", "Index")),
        ("torch", ("Tensor",)),
    ):
        types += [getattr(sys.modules[module], name) for name in names if module in sys.modules]
    return tuple(types)


_PLAIN = _plain_types()
