"""The judge's own rules, with a learner in the same process: no walls and no kernel, only plain data in between."""

from __future__ import annotations

import nbformat
import pytest

from autograder import serialization
from autograder.judge import agent, names, remote, verdict


def cell(source: str, grade_id: str | None = None, **role) -> nbformat.NotebookNode:
    made = nbformat.v4.new_code_cell(source)
    if grade_id:
        grading = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False, "points": 2}
        made.metadata["nbgrader"] = {**grading, "grade_id": grade_id, **role}
    return made


AUTHOR = [
    cell("import math\nimport pandas as pd\nlimit = 10\ntable = pd.DataFrame({'a': [1, 2, 3]})"),
    cell("def helper(x):\n    return square(x)\n\ndef given(x):\n    return x + limit"),
    cell(
        "def square(x):\n    return x * x\n\ndef total(n):\n    return sum(map(square, range(n + 1)))",
        "q",
        solution=True,
    ),
    cell("result = square(4)\ntable['b'] = table['a'] + 1"),
    cell("assert square(3) == 9", "t", grade=True),
    cell("later = square(5)"),
    cell("assert later == 25", "u", grade=True),
]
RIGHT = "\n".join(each.source for each in AUTHOR if "assert" not in each.source)


class Court:
    """A learner's notebook and the judge of it."""

    def __init__(self, source: str = RIGHT):
        self.learner: dict = {}
        exec(source, self.learner)
        self.agent = agent.Agent(self.learner)
        ask = lambda question: self.agent.answer(serialization.decode(question))  # noqa: E731
        self.names = names.Names(names.Author(AUTHOR), remote.Learner(ask))

    def judge(self, test: str, grade_id: str = "t", points: float = 2) -> dict:
        return verdict.judge(self.names, grade_id, test, points)


def test_a_right_answer_is_right():
    assert Court().judge("assert square(3) == 9 and total(2) == 5 and result == 16 and later == 25")["right"]


def test_a_wrong_answer_is_wrong_with_the_message_of_the_test():
    found = Court(RIGHT.replace("x * x", "2 * x")).judge("assert square(3) == 9, 'three times three'")
    assert not found["right"]
    assert not found["hidden"]
    assert found["message"] == "three times three"


HIDDEN = "assert square(2) == 4\n### BEGIN HIDDEN TESTS\nassert square(3) == 9, 'secret'\n### END HIDDEN TESTS"


def test_a_failure_of_the_hidden_part_alone_is_told_apart_and_shows_no_line_of_it():
    found = Court(RIGHT.replace("x * x", "2 * x")).judge(HIDDEN)
    assert found["hidden"]
    assert "square(3)" in found.pop("where")  # for the instructor
    assert "square(3)" not in str(found)


def test_a_course_may_mark_its_hidden_tests_in_other_words():
    test = HIDDEN.replace("BEGIN HIDDEN TESTS", "secret from here").replace("END HIDDEN TESTS", "to here")
    court = Court(RIGHT.replace("x * x", "2 * x"))
    assert verdict.judge(court.names, "t", test, 2, ("secret from here", "to here"))["hidden"]


def test_given_data_and_functions_are_the_author_s_whatever_the_learner_makes_of_them():
    court = Court(RIGHT + "\nlimit = 99\nmath = None\ngiven = lambda x: 1\nlen = lambda x: 1")
    assert court.judge("assert limit == 10 and given(1) == 11 and math.sqrt(4) == 2 and len([1, 2]) == 2")["right"]


def test_given_data_that_depend_on_the_answer_are_the_learner_s():
    assert Court(RIGHT + "\nresult = 5").judge("assert result == 5 and helper(3) == 9")["right"]


def test_a_test_sees_what_the_learner_s_cells_bound_after_the_test_before():
    court = Court()
    assert court.judge("later = 'of the test'\nassert later")["right"]
    assert court.judge("assert later == 25", "u")["right"]


def test_what_one_test_binds_the_next_one_sees():
    court = Court()
    court.judge("kept = [1]")
    assert court.judge("assert kept == [1]", "u")["right"]


def test_a_test_may_take_a_helper_away_and_give_it_back():
    court = Court()
    test = """
kept = square
del square
try:
    total(1)
except NameError:
    pass
else:
    raise AssertionError("total does not use square")
finally:
    square = kept
assert total(2) == 5
"""
    assert court.judge(test)["right"]
    own = Court(RIGHT.replace("sum(map(square, range(n + 1)))", "sum(k * k for k in range(n + 1))"))
    assert own.judge(test)["message"] == "total does not use square"


CHANGE = "\ndef change(numbers, table):\n    numbers.sort()\n    table['weight'] = 0\n    return 0"


def test_a_function_cannot_change_what_its_answer_is_compared_with():
    test = "numbers, table = [2, 1], pd.DataFrame({'weight': [5]})\nassert change(numbers, table) == table.weight.sum()"
    assert not Court(RIGHT + CHANGE).judge(test)["right"]


def test_where_a_test_wants_an_argument_changed_in_place_it_says_that_this_does_not_cross():
    found = Court(RIGHT + CHANGE).judge("numbers = [2, 1]\nchange(numbers, {})\nassert numbers == [1, 2], 'not sorted'")
    assert found["message"].startswith("not sorted (A function has changed its argument in place.")


def test_a_function_of_the_test_can_be_passed():
    court = Court(RIGHT + "\ndef twice(f, x):\n    return f(f(x))")
    calls = []

    def call_back(self, number, arguments):
        calls.append(arguments)
        return court.names.learner.lent[number](*arguments)

    court.agent._call_back = call_back.__get__(court.agent)
    assert court.judge("assert twice(lambda x: x + 1, 3) == 5")["right"]
    assert calls == [(3,), (4,)]


def test_errors_of_the_learner_s_code_arrive_as_what_they_are():
    court = Court(RIGHT + "\ndef share(a, b):\n    if b < 0:\n        raise ValueError('below zero')\n    return a / b")
    test = """
for arguments, kind in (((1, 0), ZeroDivisionError), ((1, -1), ValueError)):
    try:
        share(*arguments)
    except kind:
        pass
    else:
        raise AssertionError
"""
    assert court.judge(test)["right"]
    assert court.judge("share(1, -1)")["message"] == "below zero"


LIAR = """
class Liar:
    def __eq__(self, other): return True
    def __bool__(self): return True
    def __add__(self, other): return self
    def __lt__(self, other): return True
    __gt__ = __le__ = __ge__ = __lt__
    def __abs__(self): return self
    def __float__(self): return 9.0
def square(x): return Liar()
result = Liar()
"""


@pytest.mark.parametrize(
    "test",
    [
        "assert square(3) == 9",
        "assert 9 == square(3)",
        "assert result == 16",
        "assert square(3)",
        "assert abs(square(3) - 9) < 1",
        "assert square(3) + 1",
        "assert not (square(3) != 9)",
        "assert square(3) in (9, 10)",
        "try:\n    assert square(3) == 9\nexcept Exception:\n    pass",
    ],
)
def test_an_object_that_equals_everything_equals_nothing_here(test):
    found = Court(RIGHT + LIAR).judge(test)
    assert not found["right"]
    assert found["name"] == "NotPlainData"


def test_a_thing_that_is_not_plain_can_be_asked():
    court = Court(
        RIGHT + "\nclass Box:\n    def __init__(self, w): self.w = w\n    def area(self, h): return self.w * h"
    )
    assert court.judge("box = Box(3)\nassert box.w == 3 and box.area(2) == 6")["right"]


@pytest.mark.parametrize(
    ("last", "value"), [("1.5", 1.5), ("2", 2), ("pd.Series([1.0]).sum()", 1.0), ("0", 0), ("None", None)]
)
def test_partial_credit_is_a_number_between_zero_and_the_points(last, value):
    found = Court().judge(f"assert True\n{last}")
    assert found["right"]
    assert found["value"] == value


@pytest.mark.parametrize("last", ["3", "-1", "float('nan')", "float('inf')", "True", "'2'", "[1]", "1j", "10 ** 400"])
def test_anything_else_is_trouble_and_never_full_points(last):
    found = Court().judge(f"assert True\n{last}")
    assert not found["right"]
    assert found["trouble"]


def test_what_a_test_cannot_pass_is_the_author_s_trouble():
    found = Court().judge("class Own: pass\nsquare(Own())")
    assert "cannot cross" in found["trouble"]


def test_a_warning_costs_nothing():
    court = Court(RIGHT + "\nimport warnings\ndef square(x):\n    warnings.warn('slow')\n    return x * x")
    assert court.judge("import sys\nassert square(3) == 9\nprint('careful', file=sys.stderr)")["right"]


def test_a_missing_answer_is_not_attempted():
    assert not Court("x = 1").judge("assert square(3) == 9")["attempted"]


def test_terminal_escapes_do_not_come_through():
    court = Court(RIGHT + "\ndef square(x):\n    raise ValueError('\\x1b[2J\\x1b]0;title\\x07gone\\x00')")
    assert court.judge("square(1)")["message"] == "gone"


def test_a_heading_that_is_no_text_is_none():
    court = Court(RIGHT)
    found = court.judge("error = ValueError('no')\nerror.heading = pd.Series([1, 2])\nraise error")
    assert not found["right"]
    assert found["lines"][-1] == "ValueError: no"


PART = "\n### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"


@pytest.mark.parametrize("magic", ["%%time", "%%capture"])
def test_a_magic_of_a_test_runs_in_the_judge_whatever_the_learner_made_of_ipython(magic):
    seen = []
    stolen = Court(RIGHT.replace("x * x", "9"))
    shell = type("Shell", (), {"run_cell_magic": lambda self, *told: seen.append(told)})()
    stolen.learner["get_ipython"] = lambda: shell
    test = f"{magic}\nassert square(3) == 9" + PART.format("assert square(7321) == 53597041")
    found = stolen.judge(test)
    assert (found["right"], found["hidden"], seen) == (False, True, [])
    assert Court().judge(test)["right"]


def test_what_a_line_with_a_magic_binds_and_where_it_stands_is_known():
    test = "%time first = square(3)\nassert first == 9" + PART.format("%time assert first == 8")
    found = Court().judge(test)
    assert (found["right"], found["hidden"]) == (False, True)
    assert Court().judge("value = %time square(3)\nassert value == 9")["right"]


@pytest.mark.parametrize("line", ["!ls", "%cd ..", "%%bash\nls", "%timeit square(3)", "get_ipython().user_ns"])
def test_what_only_a_notebook_can_run_is_the_author_s_trouble(line):
    assert "Write in Python what it does" in Court().judge(line)["trouble"]


def test_what_a_visible_function_says_of_a_hidden_number_is_hidden():
    learner = RIGHT.replace("return x * x", "if x > 6: raise ValueError(f'I was asked about {x}')\n    return x * x")
    test = "def same(x, y):\n    assert square(x) == y\nsame(3, 9)"
    assert Court(learner).judge(test + PART.format("same(7, 49)"))["hidden"]
    assert not Court(learner).judge(test + "\nsame(7, 49)")["hidden"]
    printing = RIGHT.replace("return x * x", "print('asked', x)\n    return x * x")
    assert "asked 7" not in Court(printing).judge(test + PART.format("same(7, 49)"))["printed"]
    wrapped = "try:\n    square(7)\nexcept ValueError as error:\n    raise AssertionError(str(error))"
    assert Court(learner).judge("assert square(3) == 9" + PART.format(wrapped))["hidden"]

    guard = (
        "class Guard:\n    def __enter__(self): pass\n    def __exit__(self, kind, error, trace):\n"
        "        try:\n            raise KeyError\n        except KeyError:\n            raise AssertionError(error)\n"
    )
    assert Court(learner).judge(guard + "with Guard():\n    square(3)" + PART.format("    square(7)"))["hidden"]


def test_a_thing_has_as_many_items_as_it_gives():
    two_faces = "class Words:\n def __len__(self): return 3\n def __iter__(self): return iter([])\nwords = Words()"
    test = "assert len(words) == 3\nfor word, right in zip(words, 'abc'):\n    assert word == right"
    assert not Court(RIGHT + "\n" + two_faces).judge(test)["right"]
    grows = (
        "class Stack:\n    def __init__(self): self.kept = []\n    def push(self, one): self.kept.append(one)\n"
        "    def __len__(self): return len(self.kept)\n    def __iter__(self): return iter(self.kept)\nstack = Stack()"
    )
    test = "stack.push(1)\nassert len(stack) == 1 and list(stack) == [1]\nstack.push(2)\nassert list(stack) == [1, 2]"
    assert Court(RIGHT + "\n" + grows).judge(test)["right"]


def test_the_words_of_a_thing_are_those_that_it_has_for_people():
    said = "class Apple:\n    def __str__(self): return 'an apple'\napple = Apple()"
    assert Court(RIGHT + "\n" + said).judge("assert str(apple) == f'{apple}' == 'an apple'")["right"]


def test_an_error_of_syntax_of_the_learner_s_is_the_learner_s():
    found = Court(RIGHT.replace("return x * x", "return eval('1 +') if x == 3 else 16")).judge("assert square(3) == 9")
    assert (found["right"], found["trouble"]) == (False, "")
    assert "not Python" in Court().judge("assert square(3) ==")["trouble"]
    assert "not Python" in Court().judge("await square(3)")["trouble"]


def test_words_that_cannot_be_written_cost_nothing_but_their_question():
    raises = "error = ValueError('a')\n    error.heading = '\\ud800 b'\n    if x == 3: raise error\n    return 1"
    learner = RIGHT.replace("return x * x", raises)
    found = Court(learner).judge("assert square(3) == 9")
    assert found["lines"] == ["? b: a"]
    learner = RIGHT.replace("return x * x", "if x == 3: raise SyntaxError('\\ud800')\n    return 1")
    "".join(map(str, Court(learner).judge("assert square(3) == 9").values())).encode()


def test_a_name_of_a_test_whose_process_was_ended_is_for_an_instructor_to_decide():
    court = Court()
    court.names.remember(["import math as m\ndef half(x):\n    return x / 2\nsummed = sum(endless)"])
    assert court.judge("assert m.sqrt(9) == 3 and half(square(4)) == 8")["right"]
    assert "summed" in court.judge("assert summed == 3")["trouble"]
    assert court.judge("assert unheard_of == 3")["trouble"] == ""
