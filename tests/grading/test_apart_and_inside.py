"""Where a test stands, what it leaves behind, and what an attacker gains by pushing it to the other place."""

from __future__ import annotations

import json
import shutil

import pytest
from classroom import foreign
from classroom.foreign import Task
from nbgrader.apps import NbGraderAPI

from autograder.authoring.rehearse import listing, modes, rehearse
from autograder.grade import grade
from autograder.gradebook.folder import Folder
from autograder.gradebook.results import Result

pytestmark = pytest.mark.slow
HIDDEN = "\n### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"
SQUARE = "def square(x):\n    return x * x"
LIAR = "class Liar:\n    def __eq__(self, other):\n        return True\ndef square(x):\n    return Liar()"
REMEMBER = """
import mmap, os
memory = mmap.mmap(-1, 1 << 12)
def keep(x):
    memory.seek(0)
    memory.write(repr(x).encode().ljust(100))
    for name in ("/tmp/asked", "asked", "/dev/shm/asked"):
        with open(name, "a") as file:
            file.write(repr(x))
    return x
def tell():
    memory.seek(0)
    print("memory", memory.read(100).decode())
    for name in ("/tmp/asked", "asked", "/dev/shm/asked"):
        if os.path.exists(name):
            print("file", open(name).read())
    return 1
class Value:
    def _repr_html_(self):
        return f"memory {memory[:100]}"
def value():
    return Value()
"""


class Course:
    """One assignment "one" of some tasks, and what came of each submission."""

    def __init__(self, root, tasks: list[Task]):
        self.root, self.tasks = root, tasks
        (root / "source" / "one").mkdir(parents=True)
        (root / "nbgrader_config.py").write_text(foreign.CONFIG)
        self._write(root / "source" / "one")
        self.folder = Folder(root)
        done = NbGraderAPI(config=self.folder.config).generate_assignment("one")
        assert done["success"], done["log"]

    def _write(self, folder, answers=None):
        import nbformat

        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(foreign.notebook(self.tasks, answers), folder / "one.ipynb")

    def grade(self, **submissions: list[str]):
        """Hand in and grade; the scores of each submission in order."""
        for student, answers in submissions.items():
            self._write(self.folder.submitted(student, "one"), answers)
        grade(self.root, "one", quiet=True)
        return {student: self.scores(student) for student in submissions}

    def scores(self, student: str) -> list[float]:
        with self.folder.gradebook() as book:
            found = book.find_submission("one", student).notebooks[0]
            return [
                found_grade.auto_score
                for found_grade in sorted(found.grades, key=lambda each: (len(each.name), each.name))
            ]

    def flags(self, student: str):
        return [flag for flag in Result.read(self.folder.result(student, "one")).flags if flag.decide]

    def outputs(self, student: str) -> str:
        notebook = json.loads((self.folder.autograded(student, "one") / "one.ipynb").read_text())
        return json.dumps([cell.get("outputs") for cell in notebook["cells"]])


def test_the_rehearsal_says_which_line_and_value_kept_a_test_from_standing_apart(tmp_path):
    vec = "class Vec:\n    def __init__(self, x):\n        self.x = x"
    course = Course(
        tmp_path, [Task(SQUARE, "assert square(3) == 9", ""), Task(vec, "v = Vec(1)\nassert isinstance(v, Vec)", "")]
    )
    assert rehearse(course.folder, "one") == []
    found = modes(course.folder, "one")
    assert list(found["one"].inside()) == ["test2"]
    said = listing(found)
    assert "1 of 2 test cells stand apart" in said
    assert "line 2, `assert isinstance(v, Vec)`" in said


def test_what_forces_a_test_inside_gives_no_points_but_a_decision_with_both_verdicts(tmp_path):
    course = Course(tmp_path, [Task(SQUARE, "assert square(3) == 9" + HIDDEN.format("assert square(4) == 16"), "")])
    scores = course.grade(honest=[SQUARE], liar=[LIAR], wrong=["def square(x):\n    return 9"])
    assert scores == {"honest": [1], "liar": [0], "wrong": [0]}
    (flag,) = course.flags("liar")
    assert flag.points == 1
    assert "plain data" in flag.text
    assert "gets 1 of 1" in flag.text
    assert course.flags("honest") == course.flags("wrong") == []


def test_a_test_inside_can_be_fooled_and_that_is_said(tmp_path, capsys):
    tasks = [Task(SQUARE, "import inspect\nassert inspect.isfunction(square)\nassert square(3) == 9", "")]
    course = Course(tmp_path, tasks)
    scores = course.grade(honest=[SQUARE], liar=[LIAR], wrong=["def square(x):\n    return 8"])
    stolen = scores["liar"][0]
    with capsys.disabled():
        print(f"\nAn object that equals everything takes {stolen:g} of 1 points of a test inside, 0 of one apart.")
    assert scores == {"honest": [1], "liar": [1], "wrong": [0]}
    assert "can read and fool them" in listing(modes(course.folder, "one"))


@pytest.mark.parametrize("inside", [False, True], ids=["apart", "inside"])
def test_no_later_test_tells_what_a_hidden_one_has_asked(tmp_path, inside):
    """Not even one that reads the same names, so that the hidden one runs before it; nor one that shows a value."""
    first = "import inspect\ninspect.getsource({})\n" if inside else "import math\nmath.pi\n"
    hidden = HIDDEN.format("assert keep(7321) == 7321")
    tasks = [
        Task("def keep(x):\n    return x", first.format("keep") + "assert keep(1) == 1" + hidden, ""),
        Task("def tell():\n    return 1", first.format("tell") + "assert tell() == 1", ""),
        Task("def value():\n    return 1", first.format("value") + HIDDEN.format("assert value()") + "\nvalue()", ""),
    ]
    course = Course(tmp_path, tasks)
    assert course.grade(spy=[REMEMBER, "", ""])["spy"][:2] == [1, 1]
    assert "memory" in course.outputs("spy")  # it speaks
    assert "7321" not in course.outputs("spy")
    files = [path for path in course.folder.autograded("spy", "one").iterdir() if path.suffix != ".ipynb"]
    assert [path for path in files if "7321" in path.read_text()] == []


NEEDS = [  # what a test shows and hides, and what the next one needs of it
    ("a = double(3)", "assert double(4) == 8", "assert same(a) == 6"),
    ("b = 3", "b = 4", "assert same(b) == 4"),
    ("c = [3]", "c.append(4)", "assert same(c) == [3, 4]"),
    ("d = [3]", "def change():\n    d[0] = 4\nchange()", "assert same(d) == [4]"),
    ("e = 3", "f = 4", "assert same(f) == 4"),
    ("g = 3", "g = 4", "assert same(g) == 4" + HIDDEN.format("assert same(5) == 5")),
]


@pytest.mark.parametrize("inside", [False, True], ids=["apart", "inside"])
def test_a_test_may_need_what_the_one_above_it_has_done(tmp_path, inside):
    first = "import inspect\ninspect.getsource(same)\n" if inside else ""
    same, wrong = "def same(x):\n    return x", "def same(x):\n    return 0"
    tasks = [
        Task("def double(x):\n    return 2 * x", "assert double(1) == 2", ""),
        Task(same, "assert callable(same)", ""),
    ]
    for shown, hidden, later in NEEDS:
        tasks += [Task("", f"{first}{shown}{HIDDEN.format(hidden)}", ""), Task("", first + later, "")]
    course = Course(tmp_path, tasks)
    answers = [task.answer for task in tasks]
    found = course.grade(ana=answers, bob=[answers[0], wrong, *answers[2:]])
    assert found == {"ana": [1, 1] + [1, 1] * len(NEEDS), "bob": [1, 1] + [1, 0] * len(NEEDS)}
    assert course.flags("ana") == course.flags("bob") == []
    assert "NameError" not in course.outputs("bob")


def test_what_one_test_writes_prints_and_binds_no_other_cell_sees(tmp_path):
    tasks = [
        Task(
            SQUARE, "import inspect\ninspect.signature(square)\nopen('left.txt', 'w').write('x')\nsquare.left = 1", ""
        ),
        Task("import os", "import inspect\ninspect.signature(square)\nassert not os.path.exists('left.txt')", ""),
        Task("x = 1", "assert not hasattr(square, 'left')\nassert os.listdir() == os.listdir('.')", ""),
    ]
    course = Course(tmp_path, tasks)
    assert course.grade(ana=[task.answer for task in tasks])["ana"] == [1, 1, 1]
    assert not list(course.folder.autograded("ana", "one").glob("left.txt"))


def test_without_the_instructor_s_notebook_each_test_has_the_points_of_plain_nbgrader_and_asks(tmp_path, capsys):
    course = Course(tmp_path, [Task(SQUARE, "import inspect\nassert 'x' in inspect.getsource(square)", "")])
    shutil.rmtree(tmp_path / "source")
    assert course.grade(ana=[SQUARE])["ana"] == [1]
    (flag,) = course.flags("ana")
    assert "Nobody has rehearsed this test" in flag.text


def test_an_answer_that_waits_for_a_thread_of_an_earlier_cell_is_for_an_instructor(tmp_path):
    pool = (
        "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(1)\npool.submit(int).result()\n"
    )
    waits = pool + "def square(x):\n    return pool.submit(lambda: x * x).result()"
    course = Course(tmp_path, [Task(SQUARE, "assert square(3) == 9", "")])
    assert course.grade(pool=[waits])["pool"] == [0]
    (flag,) = course.flags("pool")
    assert "Threads or pools" in flag.text
