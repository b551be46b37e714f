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
    """A small course: a claim's test, its lesson, a module that was imported with data beside it, and the versions."""
    for name in ("tests/test_claims_04.py", "solutions/04-learn.py", "course/fit.py", "course/sizes.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / record.VERSIONS).write_text("torch==1")
    module = types.ModuleType("course_fit_of_this_test")
    module.__file__ = str(tmp_path / "course/fit.py")
    monkeypatch.setitem(sys.modules, module.__name__, module)
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
    ["tests/test_claims_04.py", "solutions/04-learn.py", "course/fit.py", "course/sizes.csv", record.VERSIONS],
)
@pytest.mark.parametrize("change", ["other bytes", "removed"])
def test_what_depends_on_a_file_is_run_again_when_that_has_changed(root, changed, change):
    test = root / "tests/test_claims_04.py"
    record.write(test, 8)
    (root / changed).write_text("other") if change == "other bytes" else (root / changed).unlink()
    assert record.date_of(test) == ""


def test_a_file_that_changed_while_the_tests_ran_is_named_and_nothing_is_recorded(root):
    (root / "course/fit.py").write_text("other")
    assert "fit.py changed while" in record.write(root / "tests/test_claims_04.py", 8)
    assert record.date_of(root / "tests/test_claims_04.py") == ""


def test_of_several_parameters_the_first_is_always_tried():
    first, *others = record.recorded_but_first((4, 5, 6))
    assert first == 4
    assert [(one.values, one.marks[0].name) for one in others] == [((5,), "recorded"), ((6,), "recorded")]
