"""Tracebacks in warm kernels: what a learner sees of their own lines is IPython's, and no library is parsed for it."""

from __future__ import annotations

import importlib.util
import inspect
import linecache
import re
import sys

import pytest
import stack_data
from IPython.core.ultratb import AutoFormattedTB

from autograder.forkserver.tracebacks import MOST, Tracebacks

LEARNER = """
import copy

import pandas


def wrong():
    apples = pandas.DataFrame({"weight": [1.0]})
    return apples["wieght"]


class Through:
    def __deepcopy__(self, memo):
        return copy.deepcopy(self, memo)


def through(number):
    return copy.deepcopy(Through(), {})


def for_ever(number):
    return for_ever(number - 1)
"""
FRAME = re.compile(r"^File (\S+?):(\d+), in ", re.MULTILINE)


@pytest.fixture
def learner(tmp_path):
    """A module with mistakes."""
    path = tmp_path / "learner.py"
    path.write_text(LEARNER)
    spec = importlib.util.spec_from_file_location("learner_with_mistakes", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shown(kind: type[AutoFormattedTB], mistake, *arguments) -> str:
    """The traceback of a call."""
    try:
        mistake(*arguments)
    except Exception:
        return kind(mode="Context", theme_name="nocolor").text(*sys.exc_info())
    pytest.fail("no error")


def test_no_library_is_parsed(learner, monkeypatch):
    parsed = []
    usual = stack_data.Source.__init__
    monkeypatch.setattr(
        stack_data.Source, "__init__", lambda self, name, lines: parsed.append(name) or usual(self, name, lines)
    )
    monkeypatch.setattr(stack_data.Source, "__source_cache_with_lines", {}, raising=False)
    shown(Tracebacks, learner.wrong)
    assert parsed
    assert not [name for name in parsed if "pandas" in name]
    shown(AutoFormattedTB, learner.wrong)
    assert [name for name in parsed if "pandas" in name]  # or it has become quick by itself


def test_it_shows_the_same_places_and_the_same_lines_of_the_learner(learner):
    ours, ipythons = (shown(kind, learner.wrong) for kind in (Tracebacks, AutoFormattedTB))
    assert FRAME.findall(ours) == FRAME.findall(ipythons) != []
    own = re.compile(r"^File \S+learner.py.*?\n\n", re.DOTALL | re.MULTILINE)
    assert own.findall(ours) == own.findall(ipythons) != []
    assert ours.splitlines()[-1] == ipythons.splitlines()[-1] == "KeyError: 'wieght'"
    assert "The above exception was the direct cause" in ours


@pytest.mark.parametrize("mistake", ["for_ever", "through"])
def test_one_that_repeats_itself_is_short(learner, mistake):
    text = shown(Tracebacks, getattr(learner, mistake), 1)
    assert "skipping similar frames" in text
    assert len(FRAME.findall(text)) < MOST


@pytest.fixture
def cell():
    """The names of a notebook's cell: its file is nowhere but in the cache of lines."""
    name = "/tmp/ipykernel_1/1234567.py"
    linecache.cache[name] = len(LEARNER), None, LEARNER.splitlines(keepends=True), name
    names = {"__name__": "__main__"}
    exec(compile(LEARNER, name, "exec"), names)
    yield names
    del linecache.cache[name]
    inspect.modulesbyfile.pop(name, None)


def test_a_recursion_in_a_cell_is_counted_and_its_mistake_shown(cell):
    text = shown(Tracebacks, cell["for_ever"], 1)
    assert re.search(r"skipping similar frames: for_ever at line \d+ \(\d{3,} times\)", text)
    assert text.count("return for_ever(number - 1)") == 6 - 1  # the first level is the test's own
    assert text.splitlines()[-1].startswith("RecursionError")


def test_no_module_is_searched_for_the_file_of_a_cell(cell, monkeypatch):
    asked, usual = [], inspect.ismodule
    monkeypatch.setattr(inspect, "ismodule", lambda value: asked.append(value) or usual(value))
    shown(AutoFormattedTB, cell["wrong"])
    assert len(asked) > len(sys.modules)  # or IPython has become quick by itself
    asked.clear()
    shown(Tracebacks, cell["wrong"])
    assert len(asked) < 100
