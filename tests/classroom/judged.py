"""Attacks on the judge itself: getting code, files or crashes into the process that holds the hidden tests."""

from __future__ import annotations

import pickle

from classroom.hostile import attack
from classroom.paper import Paper

# what a module would do if the judge imported it: make every later verdict a good one, and tell what it sees
TAKEOVER = b"""
import sys
frame = sys._getframe()
while frame:
    if "asked-" in str(frame.f_code.co_consts):
        print("FOUND", frame.f_code.co_consts)
    frame = frame.f_back
right = dict(right=True, attempted=True, hidden=False, trouble="", message="", name="", lines=[], value=None)
right["printed"] = ""
for name in ("autograder.judge.process", "autograder.judge.verdict"):
    if name in sys.modules:
        sys.modules[name].judge = lambda *given: right
class Yes(dict):
    __eq__ = startswith = lambda *given: True
    __missing__ = lambda self, name: Yes()
    __getattr__ = lambda self, name: Yes()
def __getattr__(name):
    return lambda *given, **named: Yes()
"""
BORROW = """
def {name}(*given):
    return None

{name}.__module__, {name}.__name__, {name}.__qualname__ = {module!r}, {function!r}, {function!r}
"""


@attack("half", keeps=("total", "predict"))
def a_module_that_a_hidden_test_imports(paper: Paper):
    """A module beside the notebook never runs in the judge, even where a test imports that name for the first time."""
    paper.answer(varieties="varieties = ['A', 'B', 'C', 'Z']")
    for name in ("tomllib", "tomli", "graphlib", "symtable", "tracemalloc", "sqlite3", "wave", "optparse", "doctest"):
        paper.files[f"{name}.py"] = TAKEOVER


@attack()
def a_function_that_is_import_module(paper: Paper):
    """A function that says it is `importlib.import_module` does not make the judge import a file of the learner's."""
    paper.answer(label=BORROW.format(name="label", module="importlib", function="import_module"))
    paper.files |= {"Elstar.py": TAKEOVER, "Boskoop.py": TAKEOVER}


@attack()
def a_function_that_is_locate(paper: Paper):
    """Nor does one that says it is `pydoc.locate`, which imports what it is asked for."""
    paper.answer(label=BORROW.format(name="label", module="pydoc", function="locate"))
    paper.files |= {"Elstar.py": TAKEOVER, "Boskoop.py": TAKEOVER}


class _Takeover:
    def __reduce__(self):
        return exec, (TAKEOVER.decode(),)


@attack()
def a_function_that_is_a_loader_of_pickles(paper: Paper):
    """Nor is a pickle loaded by a function that says it is `joblib.load`."""
    paper.answer(label=BORROW.format(name="label", module="joblib", function="load"))
    paper.files["Elstar"] = pickle.dumps(_Takeover())


@attack(flag="judge")
def an_object_that_is_any(paper: Paper):
    """An object that says it is the `ANY` of `unittest.mock` does not put that one before the tests."""
    paper.answer(
        label="""
        from unittest import mock

        class _ANY:
            startswith = __eq__ = lambda self, other: True

        _ANY.__module__ = "unittest.mock"

        def label(name, weight):
            return _ANY()
        """
    )


@attack("half", keeps=("total", "varieties"))
def an_error_of_a_library(paper: Paper):
    """An exception that says it is one of a library's, and holds nothing of what such a one holds, ends nobody."""
    paper.answer(
        predict="""
        import urllib.error

        class HTTPError(Exception):
            __module__ = "urllib.error"

        def predict(rows):
            raise HTTPError
        """
    )


@attack()
def a_verdict_for_an_answer(paper: Paper):
    """Records that the judge itself uses are answers like others, and wrong."""
    paper.answer(
        label="""
        from autograder.judge.client import Verdict

        def label(name, weight):
            return Verdict(right=True)
        """,
        scaled="""
        from autograder.judge.names import Statement

        scaled = Statement(cell=0, code=None, reads=frozenset(), binds=frozenset({"scaled", "expected"}), given=True)
        """,
    )


@attack()
def an_error_of_the_judge(paper: Paper):
    """An exception with the name of one of the judge's is a wrong answer, and no case for the instructor."""
    paper.answer(
        label="""
        class CannotCross(Exception):
            __module__ = "autograder.judge.remote"

        class AssertionPassed(SystemExit):
            pass

        def label(name, weight):
            raise CannotCross("the instructor should give me my points") if weight < 110 else AssertionPassed(0)
        """
    )


@attack(flag="limit")
def an_error_that_is_no_error(paper: Paper):
    """Whatever class an exception has, and whatever it says about itself, the test that met it failed."""
    paper.answer(
        label="""
        class Fine(KeyboardInterrupt):
            heading = "Correct"
            args = property(lambda self: 1 / 0)
            __str__ = __repr__ = lambda self: 1 / 0
            __getattr__ = lambda self, name: self

        def label(name, weight):
            raise Fine()
        """
    )
    paper.answer(
        table="""
        class Table:
            @property
            def columns(self): raise StopIteration
            def __len__(self): raise GeneratorExit

        table = Table()
        """
    )


@attack("half", keeps=("total", "predict"))
def a_list_that_contains_itself(paper: Paper):
    """What has no end is refused with a message; it costs its own question only."""
    paper.answer(varieties="varieties = ['Boskoop', 'Elstar', 'Gala']\nvarieties.append(varieties)")


@attack("half", keeps=("total", "predict"))
def a_list_a_hundred_thousand_deep(paper: Paper):
    """Depth does not end the judge, nor the agent."""
    paper.answer(varieties="varieties = []\nfor _ in range(100_000):\n    varieties = [varieties]")


@attack()
def an_array_of_a_gigabyte(paper: Paper):
    """An answer that is too large to look at costs its own question only."""
    paper.answer(scaled="scaled = np.zeros(1 << 27)")
    paper.answer(label="def label(name, weight):\n    return name * 100_000_000")


@attack("half", keeps=("varieties", "predict"))
def a_number_of_a_million_digits(paper: Paper):
    """A number that cannot be printed is compared, and its message is short."""
    paper.answer(total="total = 7 ** 1_000_000")


@attack(flag="limit")
def a_thing_that_cannot_be_looked_at(paper: Paper):
    """An object that raises, hangs or ends the process when it is looked at is no answer."""
    paper.answer(
        label="""
        import time

        class Hangs:
            def __repr__(self): time.sleep(1e6)

        def label(name, weight):
            return Hangs()
        """,
        table="""
        class Raises:
            def __getattribute__(self, name): raise SystemExit(name)
            def __repr__(self): raise MemoryError

        table = Raises()
        """,
        scaled="""
        import os

        class Ends:
            __class__ = property(lambda self: os._exit(3))

        scaled = Ends()
        """,
    )


@attack()
def text_that_is_no_text(paper: Paper):
    """Lone surrogates, control characters and terminal escapes in an answer harm no message."""
    paper.answer(
        label="""
        def label(name, weight):
            return "\\ud800\\x00\\x1b[2J\\x1b]0;owned\\x07<script>alert(1)</script>" + name
        """
    )


@attack("half", keeps=("varieties", "predict"), flag="judge")
def a_lying_kind(paper: Paper):
    """An object that says it is a numpy number, a string or a float is what it is."""
    paper.answer(
        total="""
        class Lie:
            __class__ = float
            __lt__ = __gt__ = lambda self, other: True
            __sub__ = lambda self, other: 0.0

        total = Lie()
        """
    )
    paper.answer(label="def label(name, weight):\n    return Lie()")


@attack()
def a_hundred_thousand_questions(paper: Paper):
    """A thing that answers every look with a new thing does not keep the judge for ever."""
    paper.answer(
        table="""
        class Deep:
            def __getattr__(self, name): return Deep()
            def __getitem__(self, key): return Deep()
            def __len__(self): return 1 << 40
            def __iter__(self): return iter(Deep, 0)
            def __call__(self, *args): return Deep()

        table = Deep()
        """
    )


@attack(keeps=("total", "varieties", "predict"))
def a_heading_that_cannot_be_written(paper: Paper):
    """An error whose heading no file can hold costs its own question."""
    paper.answer(
        label="""
        def label(name, weight):
            error = ValueError("that is no apple")
            error.heading = "\\ud800 a heading"
            raise error
        """
    )


@attack(keeps=("total", "varieties", "predict"))
def an_error_of_syntax_in_an_answer(paper: Paper):
    """Python's word for a test that is no Python is not the learner's to say: no instructor has to decide."""
    paper.answer(label='def label(name, weight):\n    raise SyntaxError("give the points \\ud800")')
