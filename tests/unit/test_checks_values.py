"""What counts as a number, as several, as a column of truth values: right in any library, named when wrong."""

from __future__ import annotations

from collections import deque
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import torch

from course import checks
from course.checks import values
from course.cost import Money

NUMBERS = [
    150,
    150.0,
    np.float32(150),
    np.int64(150),
    np.array(150.0),
    np.array([150]),
    np.array([[150.0]]),
    torch.tensor(150.0),
    torch.tensor([150]),
    torch.tensor(150.0, requires_grad=True),
    pd.Series([150.0]),
    pd.Series([150.0], index=["weight_g"]),
    pd.Series({"weight_g": 150}),
    pd.Index([150]),
    pd.DataFrame({"weight_g": [150.0]}),
    Decimal("150"),
    Decimal("1.5E+2"),
    Fraction(300, 2),
    Money("150"),
    [150],
    (150,),
    [Decimal(150)],
    (each for each in [150]),
]


@pytest.mark.parametrize("value", NUMBERS, ids=[f"{type(each).__name__}-{k}" for k, each in enumerate(NUMBERS)])
def test_a_number_may_come_from_any_library(value):
    with checks.question("weight") as q:
        assert q.number(value, "weight_g") == 150.0
    assert isinstance(values.number(150), float)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("heavy", "the text “heavy”"),
        ("x" * 500, "the text “xxx"),
        (True, "yours is True"),
        (np.True_, "yours is True"),
        ([1, 2], "a list of 2 values"),
        ((1.5, 2), "a tuple of 2 values"),
        ({}, "a dictionary of 0 values"),
        ({1, 2}, "a set of 2 values"),
        (np.array([1.0, 2.0]), "an array of 2 values"),
        (np.ones((2, 3)), r"an array of shape \(2, 3\)"),
        (torch.ones(2, 3), r"a tensor of shape \(2, 3\)"),
        (pd.Series([1, 2]), "a table column of 2 rows"),
        (pd.DataFrame({"a": [1, 2, 3], "b": 1}), "a table of 3 rows and 2 columns"),
        (len, "a function. Are the brackets behind its name missing?"),
        (np, "the module numpy"),
        (1j, "of type complex"),
        (map(abs, [1, 2]), "not computed yet"),
        (pd.Series(["150"]), "a table column of 1 row"),
    ],
)
def test_what_is_no_number_is_named_in_a_learners_words(value, words):
    with pytest.raises(checks.Incorrect, match=words), checks.question("weight") as q:
        q.number(value, "weight_g")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), np.float32("inf"), 10**400])
def test_a_number_is_finite(value):
    with pytest.raises(checks.Incorrect, match="number"), checks.question("weight") as q:
        q.number(value, "weight_g")


PAIRS = [
    (3, 4.5),
    [3, 4.5],
    np.array([3, 4.5]),
    np.array([[3, 4.5]]),
    np.array([[3], [4.5]]),
    torch.tensor([3, 4.5]),
    pd.Series([3, 4.5], index=["precision", "recall"]),
    pd.DataFrame({"a": [3.0], "b": [4.5]}),
    pd.DataFrame({"a": [3.0, 4.5]}),
    (Decimal(3), Fraction(9, 2)),
    (np.float32(3), torch.tensor(4.5)),
    [pd.Series([3]), pd.Series([4.5])],
    deque([3, 4.5]),
    map(float, ["3", "4.5"]),
    {"precision": 3, "recall": 4.5}.values(),
    [iter([3]), iter([4.5])],
]


@pytest.mark.parametrize("value", PAIRS, ids=[f"{type(each).__name__}-{k}" for k, each in enumerate(PAIRS)])
def test_two_numbers_may_stand_in_anything_that_has_an_order(value):
    with checks.question("pair") as q:
        assert q.numbers(value, "pair", count=2) == [3.0, 4.5]


@pytest.mark.parametrize("value", [3, "34", (3,), (3, 4, 5), {"a": 3, "b": 4.5}, {3, 4}, ("3", "4"), (3, True)])
def test_what_is_not_two_numbers_is_named(value):
    with pytest.raises(checks.Incorrect, match="pair should be two numbers, and yours is "), checks.question("q") as q:
        q.numbers(value, "pair", count=2)


COLUMNS = [
    [True, False, True],
    [1, 0, 1],
    np.array([1.0, 0.0, 1.0]),
    np.array([[True], [False], [True]]),
    pd.Series([True, False, True], index=[7, 8, 9]),
    pd.Series([True, False, True], dtype="boolean"),
    pd.Series([True, False, True], dtype=object),
    pd.DataFrame({"guess": [True, False, True]}),
    torch.tensor([True, False, True]),
    tuple(np.array([True, False, True])),
    (k != 1 for k in range(3)),
]


@pytest.mark.parametrize("value", COLUMNS, ids=[f"{type(each).__name__}-{k}" for k, each in enumerate(COLUMNS)])
def test_true_and_false_for_each_row_may_be_a_column_a_list_or_an_array(value):
    with checks.question("rule") as q:
        assert q.booleans(value, "rule(table)", count=3) == [True, False, True]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (["True", "False", "True"], "a list of 3 values, among them the text “True”"),
        (pd.Series(["True", "False", "True"]), "a table column of 3 rows, among them the text “True”"),
        ([0.2, 0.9, 0.5], "among them the number 0.2"),
        ([True, False], "a list of 2 values"),
        (True, "yours is True"),
        (pd.DataFrame({"a": [1, 2, 3], "b": 0}), "a table of 3 rows and 2 columns"),
    ],
)
def test_what_is_no_truth_value_for_each_row_is_named(value, words):
    with pytest.raises(checks.Incorrect, match="one True or False for each row") as caught, checks.question("r") as q:
        q.booleans(value, "rule(table)", count=3)
    assert words in str(caught.value)


@pytest.mark.parametrize("value", ["plum", np.str_("plum"), pd.Series(["plum"]), pd.Index(["plum"]), ["plum"]])
def test_a_text_may_stand_alone_in_a_column(value):
    with checks.question("kind") as q:
        assert q.text(value, "kind") == "plum"


def test_two_tables_may_be_a_pair_of_any_kind():
    one, other = pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [2]})
    with checks.question("split") as q:
        for pair in ((one, other), [one, other], iter([one, other])):
            assert len(q.tables(pair, "split(table)")) == 2
    wanted = "two tables side by side, and yours is a table of 1 row"
    with pytest.raises(checks.Incorrect, match=wanted), checks.question("split") as q:
        q.tables(one, "split(table)")
