"""Assignments of a first course in Python."""

from __future__ import annotations

from classroom.foreign import Task

HIDDEN = "\n### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"

ASSIGNMENTS = {
    "functions": [
        Task("def area(w, h=2):\n    return w * h", "assert area(3) == 6\nassert area(w=2, h=5) == 10", "area = 6"),
        Task(
            "def gcd(a, b):\n    return a if b == 0 else gcd(b, a % b)",
            "import math\nfor a, b in [(12, 18), (7, 5)]:\n    assert gcd(a, b) == math.gcd(a, b), (a, b)",
            "def gcd(a, b):\n    return min(a, b)",
        ),
        Task(
            "def pair(x):\n    return x, -x",
            "import inspect\nassert list(inspect.signature(pair).parameters) == ['x']\nassert pair(2) == (2, -2)",
            "def pair(y):\n    return y, -y",
        ),
    ],
    "printing": [
        Task(
            "def hello(name):\n    print(f'Hello, {name}')",
            "import io\nfrom contextlib import redirect_stdout\nout = io.StringIO()\nwith redirect_stdout(out):\n"
            "    hello('Ada')\nassert out.getvalue().strip() == 'Hello, Ada'",
            "def hello(name):\n    return f'Hello, {name}'",
        ),
        Task(
            "def table(n):\n    for i in range(1, n + 1):\n        print(i, i * i, sep='\\t')",
            "import sys\nold, sys.stdout = sys.stdout, io.StringIO()\ntry:\n    table(2)\n"
            "    said = sys.stdout.getvalue()\nfinally:\n    sys.stdout = old\nassert said.split() == list('1124')",
            "def table(n):\n    print(n)",
        ),
        Task(
            "def shout(text):\n    print(text.upper())",
            "%%capture said\nshout('hey')",
            "def shout(text):\n    raise NotImplementedError()",
        ),
        Task("print('ready')", "assert 1 + 1 == 2\nprint('you are done')", "print('rea')"),
    ],
    "asking": [
        Task(
            "def double():\n    return 2 * int(input('n? '))",
            "from unittest.mock import patch\n"
            "with patch('builtins.input', return_value='4'):\n    assert double() == 8",
            "def double():\n    return 2 * input('n? ')",
        ),
        Task(
            "def twice():\n    return input() + input()",
            "import builtins\nsaved = builtins.input\nanswers = iter('ab')\nbuiltins.input = lambda *a: next(answers)\n"
            "try:\n    assert twice() == 'ab'\nfinally:\n    builtins.input = saved",
            "def twice():\n    return 2 * input()",
        ),
    ],
    "lists": [
        Task(
            "def tidy(values):\n    values.sort()",
            "v = [3, 1, 2]\nassert tidy(v) is None\nassert v == [1, 2, 3]",
            "def tidy(values):\n    return sorted(values)",
        ),
        Task(
            "def evens(values):\n    return [v for v in values if v % 2 == 0]",
            "original = [1, 2, 3, 4]\nassert evens(original) == [2, 4]\nassert original == [1, 2, 3, 4]"
            + HIDDEN.format("assert evens([]) == []"),
            "def evens(values):\n    return values[1::2] or None",
        ),
        Task(
            "smallest = heap[0]",
            "assert smallest == heap[0] == 2",
            "smallest = 9",
            given="import heapq\nheap = [5, 2, 8]\nheapq.heapify(heap)",
        ),
    ],
    "classes": [
        Task(
            "class Vec:\n    def __init__(self, x):\n        self.x = x\n    def __add__(self, o):\n"
            "        return Vec(self.x + o.x)\n    def __eq__(self, o):\n        return self.x == o.x\n"
            "    def __repr__(self):\n        return f'Vec({self.x})'",
            "assert Vec(1) + Vec(2) == Vec(3)\nassert isinstance(Vec(1), Vec)\nassert repr(Vec(4)) == 'Vec(4)'",
            "class Vec:\n    def __init__(self, x):\n        self.x = x",
        ),
        Task(
            "class Account:\n    def __init__(self):\n        self.balance = 0\n    def deposit(self, n):\n"
            "        self.balance += n\naccount = Account()",
            "account.deposit(5)\nassert account.balance == 5",
            "class Account:\n    balance = 0\n    def deposit(self, n):\n        pass\naccount = Account()",
        ),
        Task(
            "limit = 3",
            "account.deposit(1)\nassert account.balance == 6, 'the tests above have put in 5'",
            "limit = 3\naccount = None",
        ),
        Task(
            "class Animal:\n    def speak(self):\n        return '...'\nclass Dog(Animal):\n    def speak(self):\n"
            "        return 'Woof'",
            "class Puppy(Dog):\n    pass\nassert issubclass(Dog, Animal) and Puppy().speak() == 'Woof'\n"
            "d = Dog()\nd.name = 'Rex'\nassert d.name == 'Rex' and hasattr(Dog, 'speak')",
            "class Dog:\n    def speak(self):\n        return 'Woof'",
        ),
    ],
    "errors": [
        Task(
            "class TooCold(ValueError):\n    pass\n"
            "def check(t):\n    if t < 0:\n        raise TooCold(f'{t} is too cold')",
            "try:\n    check(-1)\nexcept TooCold as error:\n    assert 'cold' in str(error)\nelse:\n    assert False",
            "class TooCold(ValueError):\n    pass\ndef check(t):\n    raise ValueError('cold')",
        ),
        Task(
            "def divide(a, b):\n    if b == 0:\n        raise ZeroDivisionError('no')\n    return a / b",
            "import pytest\nwith pytest.raises(ZeroDivisionError):\n    divide(1, 0)\nassert divide(4, 2) == 2",
            "def divide(a, b):\n    return b and a / b",
        ),
        Task(
            "def safe(f):\n    try:\n        return f()\n    except Exception:\n        return None",
            "import unittest\ncase = unittest.TestCase()\ncase.assertIsNone(safe(lambda: 1 / 0))\n"
            "case.assertEqual(safe(lambda: 3), 3)",
            "def safe(f):\n    return f()",
        ),
    ],
    "generators": [
        Task(
            "def count(n):\n    i = 0\n    while i < n:\n        yield i\n        i += 1",
            "g = count(3)\nassert next(g) == 0\nassert list(g) == [1, 2]",
            "def count(n):\n    return list(range(n))",
        ),
        Task(
            "def naturals():\n    n = 0\n    while True:\n        yield n\n        n += 1",
            "import itertools\nassert list(itertools.islice(naturals(), 4)) == [0, 1, 2, 3]",
            "def naturals():\n    yield 0",
        ),
        Task(
            "def chain(first, second):\n    yield from first\n    yield from second",
            "import types\nassert isinstance(chain([], []), types.GeneratorType)\n"
            "assert ''.join(chain('ab', 'c')) == 'abc'",
            "def chain(first, second):\n    return first + second",
        ),
    ],
    "decorators": [
        Task(
            "def doubled(f):\n    def inner(*a):\n        return 2 * f(*a)\n    return inner",
            "@doubled\ndef five():\n    return 5\nassert five() == 10\nassert doubled(len)('abc') == 6",
            "def doubled(f):\n    return f",
        ),
        Task(
            "def apply(f, x):\n    return f(x)",
            "assert apply(lambda v: v + 1, 2) == 3\nassert apply(int, '5') == 5\nassert apply(str.upper, 'a') == 'A'",
            "def apply(f, x):\n    return x",
        ),
        Task(
            "def compose(f, g):\n    return lambda x: f(g(x))",
            "h = compose(abs, lambda x: x - 5)\nassert callable(h) and h(2) == 3",
            "def compose(f, g):\n    return lambda x: g(f(x))",
        ),
    ],
    "sources": [
        Task(
            "def total(values):\n    return sum(values)",
            "import inspect\nassert 'for' not in inspect.getsource(total)\nassert total([1, 2]) == 3",
            "def total(values):\n    t = 0\n    for v in values:\n        t += v\n    return t",
        ),
        Task(
            'def triple(x: int) -> int:\n    """Three times x."""\n    return 3 * x',
            "assert triple.__doc__ and triple.__annotations__['return'] is int\n"
            "assert triple.__code__.co_argcount == 1",
            "def triple(x):\n    return 3 * x",
        ),
        Task("answer = 42", "assert 'answer' in globals()\nassert eval('answer') == 42", "anser = 42"),
    ],
    "credit": [
        Task("words = ['a', 'b', 'c']", "got = sum(w in words for w in 'abc')\ngot / 3 * 3", "words = ['a']", points=3),
        Task("half = True", "score = 2.0 if half else 0.5\nscore", "half = False", points=2),
        Task("fine = 1", "assert fine == 1\n'well done'", "fine = 2"),
    ],
}
