"""The Python in a cell is read whatever a learner has written there."""

from __future__ import annotations

import ast

import pytest

from autograder.notebook.names import names_of
from autograder.notebook.statements import statements


def said(source: str) -> str:
    return ast.unparse(ast.Module(statements(source), []))


def test_python_is_read_as_it_stands():
    assert said("apples = 3\nprint(apples)") == "apples = 3\nprint(apples)"


def test_magics_become_calls_and_the_names_around_them_are_seen():
    assert said("%matplotlib inline\nkept = !ls\n").splitlines()[0].startswith("get_ipython().run_line_magic")
    assert "kept = " in said("%matplotlib inline\nkept = !ls\n")


@pytest.mark.parametrize("source", ["what are these", "x = \x00", "-" * 7000 + "1", "(" * 5000])
def test_what_no_parser_reads_has_no_statements(source):
    assert statements(source) == []


def test_a_deep_chain_of_attributes_is_read_by_the_parsers_that_can_and_its_name_is_found():
    for statement in statements("np" + ".np" * 5000):  # none before Python 3.13
        assert names_of(statement) == ({"np"}, set())


@pytest.mark.parametrize("source", ['x = %"""hello', "%a\n" * 501, "a\n" * 200_000, "%time x\n" * 50_000])
def test_what_would_stop_or_hold_up_whoever_reads_it_has_none(source):
    assert statements(source) == []


def test_an_author_s_cell_with_a_magic_may_be_long():
    source = "%matplotlib inline\n" + "\n".join(f"name_{number} = {number}" for number in range(3000))
    assert len(statements(source, authors=True)) == 3001
