"""A long test is left out only while everything that it depends on is as it was when it passed."""

from __future__ import annotations

import json
import os
import sys
import types
from pathlib import Path

import pytest
from support import record


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A small course: a claim's test, lessons, and modules that were imported, one of them with data beside it."""
    scripts = "solutions/04-learn.py", "solutions/05-more.py", "solutions/06-find.py"
    modules = "course/fit.py", "course/plots/shown.py", "course/plots/asked.py", "benchmarks/briefs.py"
    for name in ("tests/test_claims_04.py", *scripts, *modules, "course/sizes.csv", *record.READERS):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "tests/test_claims_04.py").write_text('LESSON = "04-learn"')
    (tmp_path / "benchmarks/briefs.py").write_text('BETTER = "05-more"')
    test = types.ModuleType("test_claims_04")
    monkeypatch.setitem(sys.modules, test.__name__, test)
    for name in modules:
        module = types.ModuleType(f"{Path(name).stem}_of_this_test")
        module.__file__ = str(tmp_path / name)
        monkeypatch.setitem(sys.modules, module.__name__, module)
    test.asked = sys.modules["asked_of_this_test"]
    monkeypatch.setattr(record, "ROOT", tmp_path)
    for path in filter(Path.is_file, tmp_path.rglob("*")):
        os.utime(path, (0, 0))  # long before these tests began
    record.date_of.cache_clear()
    yield tmp_path
    record.date_of.cache_clear()


def test_without_a_record_nothing_is_left_out(root):
    assert record.date_of(root / "tests/test_claims_04.py") == ""


def test_what_passed_is_left_out_while_nothing_has_changed(root):
    test = root / "tests/test_claims_04.py"
    record.write(test, 8)
    written = json.loads(record.path_of(test).read_text())
    assert record.date_of(test) == written["date"]
    assert (written["passed"], written["command"]) == (8, "pytest tests/test_claims_04.py --record")


@pytest.mark.parametrize(
    "changed",
    [
        "tests/test_claims_04.py",
        "tests/support/claims.py",
        "solutions/04-learn.py",
        "solutions/05-more.py",
        "course/fit.py",
        "course/sizes.csv",
        "course/plots/asked.py",
        "benchmarks/briefs.py",
    ],
)
@pytest.mark.parametrize("change", ["other bytes", "removed"])
def test_what_depends_on_a_file_is_run_again_when_that_has_changed(root, changed, change):
    test = root / "tests/test_claims_04.py"
    record.write(test, 8)
    (root / changed).write_text("other") if change == "other bytes" else (root / changed).unlink()
    assert record.date_of(test) == ""


@pytest.mark.parametrize("changed", ["course/plots/shown.py", "solutions/06-find.py"])
def test_what_only_shows_or_judges_and_lessons_that_nobody_names_may_change(root, changed):
    test = root / "tests/test_claims_04.py"
    record.write(test, 8)
    (root / changed).write_text("other")
    assert record.date_of(test) != ""


@pytest.mark.parametrize(
    "tag",
    [
        "[markdown]",
        '[raw] tags=["quick-question"]',
        'tags=["wrong-answer"] message="m"',
        'tags=["right-answer"]',
        'check="q" points=2',
    ],
)
@pytest.mark.parametrize("computes", [True, False])
def test_words_checks_and_the_answers_to_them_may_change_and_nothing_beside_them(root, tag, computes):
    test, script = root / "tests/test_claims_04.py", root / "solutions/04-learn.py"
    cells = [f"# %% {tag}\njudge = 1\n\n", "# %%\nx = 1  # %% tags\n"]
    script.write_text("".join(cells))
    os.utime(script, (0, 0))
    record.write(test, 8)
    script.write_text("".join(cells).replace("x = 1", "x = 2") if computes else cells[1])
    assert (record.date_of(test) == "") == computes


def test_other_versions_of_what_computes_are_tried(root, monkeypatch):
    test = root / "tests/test_claims_04.py"
    record.write(test, 8)
    monkeypatch.setattr(record, "_versions", lambda: dict.fromkeys(record.COMPUTE, "99"))
    assert record.date_of(test) == ""


def test_a_file_that_changed_while_the_tests_ran_is_named_and_nothing_is_recorded(root):
    (root / "course/fit.py").write_text("other")
    assert "fit.py changed while" in record.write(root / "tests/test_claims_04.py", 8)
    assert record.date_of(root / "tests/test_claims_04.py") == ""


def test_of_several_parameters_the_first_can_be_tried_all_the_same():
    marked = [(one.values, one.marks[0].name) for one in record.recorded_but_first((4, 5, 6))]
    assert marked == [((4,), "first_seed"), ((5,), "recorded"), ((6,), "recorded")]


def test_another_python_or_processor_may_round_otherwise_and_is_tried(root, monkeypatch):
    test = root / "tests/test_claims_04.py"
    record.write(test, 8)
    monkeypatch.setattr(record, "_machine", lambda: "Python 3.14, arm64")
    assert record.date_of(test) == ""


CLAIMS = """
import pytest

@pytest.mark.parametrize("seed", [1, 2])
def test_one(seed):
    pass

def test_two():
    pass
"""


@pytest.mark.parametrize(
    ("options", "recorded"),
    [
        ("test_claims_99.py", True),
        ("test_claims_99.py --collect-only", False),
        ("test_claims_99.py -k one", False),
        ("test_claims_99.py --deselect test_claims_99.py::test_two", False),
        ("test_claims_99.py::test_two", False),
    ],
)
def test_only_a_session_that_passed_every_test_of_the_file_is_a_record(pytester, options, recorded):
    """The hooks of tests/lessons, in a session of their own."""
    hooks = Path(__file__).parents[1] / "lessons" / "conftest.py"
    source = hooks.read_text()
    pytester.makeconftest(
        "from types import SimpleNamespace\nfrom pathlib import Path\n"
        "record = SimpleNamespace(date_of=lambda path: '', "
        "write=lambda path, count: Path('recorded').write_text(str(count)))\n"
        "def pytest_addoption(parser):\n    for name in ('--record', '--first-seeds'):\n"
        "        parser.addoption(name, action='store_true')\n"
        + source[source.index("def pytest_collection_modifyitems") :]
    )
    pytester.makepyfile(test_claims_99=CLAIMS)
    pytester.runpytest("--record", "-p", "no:cacheprovider", *options.split())
    assert (pytester.path / "recorded").exists() == recorded
    if recorded:
        assert (pytester.path / "recorded").read_text() == "3"
