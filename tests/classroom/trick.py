"""Wrong answers that pretend to be right: objects that lie when they are looked at."""

from __future__ import annotations

from classroom.hostile import attack
from classroom.paper import Paper

LIAR = """
class Liar:
    def yes(self, *others, **named): return True
    def me(self, *others, **named): return self
    def none(self, *others, **named): return 0
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __ne__ = __bool__ = __contains__ = startswith = yes
    __array_function__ = yes
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __abs__ = __getitem__ = __call__ = me
    __float__ = __array_ufunc__ = lambda self, *others, **named: 0.0
    __len__ = lambda self: 4
    __iter__ = lambda self: iter([self] * 4)
    __hash__ = lambda self: 0
    def __getattr__(self, name): return self
"""


@attack("wrong", flag="judge")
def an_object_that_equals_everything(paper: Paper):
    """An object that says yes to every comparison is no answer."""
    paper.insert(LIAR)
    paper.answer(
        total="total = Liar()",
        label="label = Liar()",
        varieties="varieties = Liar()",
        table="table = Liar()",
        scaled="scaled = Liar()",
        predict="predict = Liar()",
    )


@attack(flag="judge")
def a_function_that_returns_a_liar(paper: Paper):
    """A function may be asked anything; what it gives back is looked at as plain data."""
    paper.insert(LIAR)
    paper.answer(label="def label(name, weight):\n    return Liar()")


@attack("wrong")
def the_any_of_unittest(paper: Paper):
    """`unittest.mock.ANY` equals everything, and is in every Python."""
    paper.insert("from unittest.mock import ANY, MagicMock")
    paper.answer(
        total="total = MagicMock()",
        label="def label(name, weight):\n    return ANY",
        varieties="varieties = [ANY] * 4",
        table="table = pd.DataFrame({'apples': [ANY] * 4, 'mean': [ANY] * 4})",
        scaled="scaled = np.array([ANY] * 40, dtype=object)",
        predict="def predict(rows):\n    return [ANY] * len(rows)",
    )


@attack(flag="judge")
def a_string_that_equals_everything(paper: Paper):
    """A subclass of str is a str to isinstance, and its comparisons are its own."""
    paper.answer(
        label="""
        class Word(str):
            __eq__ = __ne__ = startswith = lambda self, *other: True
            __hash__ = str.__hash__

        def label(name, weight):
            return Word("anything")
        """
    )


@attack("half", keeps=("total", "predict"))
def a_list_that_equals_everything(paper: Paper):
    """A subclass of list that compares, counts and iterates as it likes."""
    paper.answer(
        varieties="""
        class Many(list):
            __eq__ = lambda self, other: True
            __len__ = lambda self: 4
            __getitem__ = lambda self, index: "A" if index == 0 else "Z"
            __iter__ = lambda self: iter(["Boskoop", "Elstar"])

        varieties = Many(["Gala"])
        """
    )


@attack("half", keeps=("varieties", "predict"), flag="judge")
def a_float_that_is_always_near(paper: Paper):
    """A subclass of float whose differences are always 0."""
    paper.answer(
        total="""
        class Near(float):
            __sub__ = __rsub__ = __abs__ = lambda self, *other: 0.0

        total = Near(5.0)
        """
    )


@attack(flag="judge")
def an_array_that_overrides_ufuncs(paper: Paper):
    """numpy asks a subclass of ndarray how to compute; its answer is not trusted."""
    paper.answer(
        scaled="""
        class Smooth(np.ndarray):
            def __array_ufunc__(self, ufunc, method, *inputs, **named):
                return np.True_ if ufunc.__name__ in ("isclose", "less_equal", "equal") else np.float64(0.0)
            def __array_function__(self, function, types, args, kwargs): return True
            def mean(self, *args): return 0.0
            def std(self, *args): return 1.0
            def __getitem__(self, index): return self

        scaled = np.zeros(40).view(Smooth)
        """
    )


@attack()
def a_masked_array(paper: Paper):
    """Numbers that are all masked are close to nothing."""
    paper.answer(scaled="scaled = np.ma.masked_array([1.0, -1.0] * 20, [True] * 4 + [False] * 36)")


@attack(flag="judge")
def a_partly_masked_array(paper: Paper):
    """One right number counts for one, and what is masked beside it is not left out of the comparison."""
    first = "first = (apples.weight[0] - apples.weight.mean()) / apples.weight.std(ddof=0)"
    rest = "[((19 - first**2) / 18) ** 0.5 * sign for sign in [1, -1] * 18]"
    paper.answer(scaled=f"{first}\nscaled = np.ma.masked_array([first, 9, 9, -first] + {rest}, [0, 1, 1] + [0] * 37)")


@attack(flag="judge")
def an_array_without_numbers(paper: Paper):
    """An object array may hold liars."""
    paper.insert(LIAR)
    paper.answer(scaled="scaled = np.empty(40, dtype=object)\nfor place in range(40):\n    scaled[place] = Liar()")


@attack(flag="judge")
def a_table_that_overrides_everything(paper: Paper):
    """A subclass of DataFrame with columns, length and items of its own."""
    paper.insert(LIAR)
    paper.answer(
        table="""
        class Table(pd.DataFrame):
            columns = ["apples", "mean"]
            __len__ = lambda self: 4
            __getitem__ = lambda self, name: Liar()
            equals = __eq__ = lambda self, other: True

        table = Table({"a": [1]})
        """
    )


@attack(flag="judge")
def a_table_of_liars(paper: Paper):
    """A real DataFrame whose cells equal everything."""
    paper.insert(LIAR)
    paper.answer(table="table = pd.DataFrame({'apples': [Liar() for _ in range(4)], 'mean': [Liar()] * 4})")


@attack("half", keeps=("total", "predict"))
def an_answer_that_changes_when_looked_at_again(paper: Paper):
    """A lazy object that is long for the first look and sorted for the second."""
    paper.answer(
        varieties="""
        class Lazy:
            def __init__(self): self.looks = 0
            def __len__(self): return 4
            def __getitem__(self, index):
                self.looks += 1
                return "ABCDEFGH"[self.looks]
            def __iter__(self):
                self.looks += 1
                return iter(["Gala"] * self.looks)
            def __eq__(self, other): return True

        varieties = Lazy()
        """
    )


@attack("half", keeps=("total", "predict"))
def a_generator_in_place_of_a_list(paper: Paper):
    """What is used up when it is looked at is no list, and nobody waits for its end."""
    paper.answer(varieties="import itertools\nvarieties = (str(number) for number in itertools.count())")


@attack()
def a_table_of_the_visible_tests(paper: Paper):
    """Whoever looks up the visible tests passes them, and no hidden one."""
    paper.answer(
        label="""
        KNOWN = {("Elstar", 100): "Elstar: small", ("Elstar", 120): "Elstar: middle"}

        def label(name, weight):
            return KNOWN.get((name, weight), f"{name}: middle")
        """
    )


@attack("half", keeps=("total", "varieties"))
def a_model_that_knows_the_visible_rows(paper: Paper):
    """Partial credit is that of the hidden rows, when they are worse."""
    paper.answer(
        predict="""
        def predict(rows):
            known = {(70, 62): 145, (80, 71): 218}
            return [known.get(tuple(row), 0) for row in rows]
        """
    )


@attack()
def a_function_that_looks_at_who_calls(paper: Paper):
    """The frames above a function are those of the notebook; there is no test in them to read an answer from."""
    paper.answer(
        label="""
        import re, sys

        def label(name, weight):
            frame, found = sys._getframe(), []
            while frame:
                found += [each for each in frame.f_code.co_consts if isinstance(each, str) and each.startswith(name)]
                found += [each for each in frame.f_globals.values() if isinstance(each, str) and f"{name}: " in each]
                frame = frame.f_back
            print("callers knew", found)
            return found[-1] if found else None
        """
    )


@attack()
def a_thread_that_watches_every_frame(paper: Paper):
    """A thread that reads the constants of all running code finds no hidden test."""
    paper.insert("""
        import sys, threading, time

        seen = set()

        def watch():
            while True:
                for frame in list(sys._current_frames().values()):
                    while frame:
                        if "asked-" in str(frame.f_code.co_consts):
                            seen.add(str(frame.f_code.co_consts)[:2000])
                        frame = frame.f_back
                time.sleep(0.001)

        threading.Thread(target=watch, daemon=True).start()
        """)
    paper.append("print(seen)")


@attack()
def a_trace_function(paper: Paper):
    """`sys.settrace` shows the lines that run in this process; no test is among them."""
    paper.insert("""
        import sys, threading
        lines = []

        def trace(frame, event, value):
            if "label" in frame.f_code.co_names:
                lines.append((str(frame.f_code.co_consts), str(frame.f_locals)[:500]))
            return trace

        sys.settrace(trace)
        threading.settrace(trace)
        """)
    paper.append("sys.settrace(None)\nprint(lines[-20:])")


@attack()
def a_name_that_the_tests_use(paper: Paper):
    """The names np, pd, abs and list mean to the tests what they mean to the instructor."""
    paper.insert(LIAR)
    paper.insert(
        "np = pd = Liar()\nabs = round = list = len = min = lambda *given, **named: True\ncredit = lambda *given: 3.0",
        paper.place("label-check"),
    )
    paper.insert(
        "import builtins\nnp = __import__('numpy'); pd = __import__('pandas')\n"
        "abs, round, list, len, min = (getattr(builtins, n) for n in 'abs round list len min'.split())",
        paper.place("predict"),
    )


@attack("half", keeps=("total", "varieties"), scores={"predict-check": 0})
def a_credit_of_its_own(paper: Paper):
    """A learner's function with the name of one in the test cell is not the test's."""
    paper.answer(predict="def predict(rows):\n    return [0] * len(rows)\n\ndef credit(rows, weights):\n    return 3.0")


@attack()
def a_table_of_missing_values(paper: Paper):
    """A missing value equals nothing."""
    nothing = "pd.array([pd.NA] * 4, dtype='Int64')"
    paper.answer(
        table=f"table = pd.DataFrame({{'apples': {nothing}, 'mean': {nothing}}}, index=list('ABCD'))",
        scaled="scaled = pd.Series([pd.NA] * 40).to_numpy()",
    )
