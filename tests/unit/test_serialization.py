"""What crosses the boundary arrives as it was; what is not plain, or was not written by us, does not."""

from __future__ import annotations

import collections
import contextlib
import datetime
import decimal
import fractions
import itertools
import json
import pickle
import struct
import types

import numpy as np
import pandas as pd
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as some

from autograder import serialization
from course.cost import Money

FRAME = pd.DataFrame(
    {
        "whole": [1, 2],
        "text": ["a", None],
        "day": pd.to_datetime(["2020-01-01", "2021-02-03"]),
        "kind": pd.Categorical(["u", "v"]),
        "gap": pd.array([1, None], dtype="Int64"),
        "zone": pd.to_datetime(["2020-01-01", "2021-02-03"], utc=True).tz_convert("Europe/Paris"),
        "any": [(1, 2), {"k": 1}],
    },
    index=["r", "s"],
)
CUT = pd.DataFrame({"width": [1, 5, 9], "tree": list("xyy"), "size": pd.cut([1, 5, 9], [0, 3, 7])})
ZONED = pd.interval_range(pd.Timestamp("2026", tz="Europe/Paris"), periods=2, closed="left")
VALUES = [
    *(None, ..., True, 1, -(2**80), 1.5, float("inf"), float("nan"), 1 + 2j, "é\ud800", b"ab", bytearray(b"c")),
    *([1, [2, []]], (1, "b"), {"a": 1, (1, 2): {3: [4]}}, {1, 2}, frozenset({3}), range(2, 9, 3), slice(1, None)),
    *(collections.OrderedDict(b=1, a=2), collections.Counter("abb"), collections.deque([1]), {"a": 1}.keys()),
    *(datetime.datetime(2026, 1, 2, 3, 4, 5, 6), datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)),
    *(datetime.date(2026, 1, 2), datetime.time(3, 4), datetime.timedelta(days=-1, microseconds=3)),
    *(decimal.Decimal("0.10"), fractions.Fraction(1, 3)),
    *(np.arange(6).reshape(2, 3), np.float64(1.5), np.int8(-3), np.bool_(True), np.zeros((0, 3)), np.array(5)),
    *(np.array(["a", "bc"]), np.array([1, "a", None], dtype=object), np.datetime64("2020-01-01"), np.dtype("f4")),
    *(np.array([(1, 2.0)], dtype=[("x", "i4"), ("y", "f8")]), np.asfortranarray(np.eye(2)), np.arange(9)[::3]),
    *(torch.arange(4.0).reshape(2, 2), torch.tensor([True]), torch.ones(2, dtype=torch.bfloat16), torch.tensor(3)),
    *(FRAME, FRAME.set_index(["whole", "text"]), FRAME["day"], FRAME.columns, FRAME.groupby("text")["gap"].sum()),
    *(pd.Series(range(3), index=pd.date_range("2020", periods=3, freq="D"), name="t"), pd.RangeIndex(3), pd.NaT),
    *(pd.Timestamp("2020-01-01 10:00", tz="Europe/Paris"), pd.Timedelta("1D"), pd.Period("2020-01", freq="M")),
    *(CUT, CUT.set_index("size"), CUT["size"].dtype.categories, pd.qcut(CUT["width"], 3), pd.Interval(0, 1.5, "both")),
    *(CUT.groupby(["size", "tree"], observed=False)["width"].sum(), pd.crosstab(CUT["size"], CUT["tree"]), ZONED),
    *(pd.IntervalIndex.from_tuples([(0, 1), None], name="gap"), ZONED.to_frame().dtypes),
    *(pd.Series(["a", None], dtype="string"), pd.array(["a", None], dtype="string"), pd.Index(["a"], dtype="string")),
    *(pd.Series(["a", "b"], dtype=object), pd.Index(["a"], dtype=object), CUT.astype(object)),
    *(FRAME.set_index(["whole", "text"]).iloc[:0], pd.DataFrame([[1, "a"]] * 2, index=["r", "r"], columns=["c", "c"])),
    *(types.MappingProxyType({"a": [1]}), collections.ChainMap({"a": 1}, {"a": 2, "b": 3})),
    *(collections.UserDict(a=1), collections.UserList([1, "b"]), collections.UserString("ab")),
    *(collections.defaultdict(int, a=1), collections.defaultdict(list, {1: [2]})),
    *(FRAME.drop(columns="kind").dtypes, {"weight": torch.zeros(2, 2), "bias": torch.ones(2)}),
]


def same(one, other) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, pd.DataFrame):
        return pd.testing.assert_frame_equal(one, other) is None
    if isinstance(one, pd.Series):
        return pd.testing.assert_series_equal(one, other) is None
    if isinstance(one, pd.Index):
        return pd.testing.assert_index_equal(one, other) is None
    if isinstance(one, pd.api.extensions.ExtensionArray):
        return pd.testing.assert_extension_array_equal(one, other) is None
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and bool(np.array_equal(one, other))
    if isinstance(one, torch.Tensor):
        return one.dtype == other.dtype and one.requires_grad == other.requires_grad and torch.equal(one, other)
    if isinstance(one, dict):
        made = getattr(one, "default_factory", None) is getattr(other, "default_factory", None)
        return made and list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, collections.abc.KeysView):
        return list(one) == list(other)
    return bool(one == other or (one != one and other != other) or (one is other))


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_arrives_as_it_was(value):
    assert same(value, serialization.decode(serialization.encode(value)))


def test_a_class_of_ones_own_made_of_a_wrapper_does_not_cross_as_the_wrapper():
    class Prices(collections.UserDict):
        def total(self):
            return sum(self.values())

    with pytest.raises(serialization.NotPlain, match="Prices"):
        serialization.encode(Prices(apple=2))


def test_types_of_columns_arrive_by_name():
    found = serialization.decode(serialization.encode(FRAME.dtypes))
    assert found.astype(str).to_dict() == FRAME.dtypes.astype(str).to_dict()


def test_a_row_with_a_name_that_python_keeps_arrives():
    row = next(pd.DataFrame({"class": [1], "width": [2]}).itertuples(index=False))
    found = serialization.decode(serialization.encode(row))
    assert found._asdict() == row._asdict() == {"_0": 1, "width": 2}


def test_a_missing_text_stays_the_missing_value_that_it_was():
    assert serialization.decode(serialization.encode(pd.Series(["a", None], dtype="string")))[1] is pd.NA


def masked(numbers, mask=(False, True, True)):
    return np.ma.MaskedArray(numbers, mask)


def test_what_a_mask_hides_counts_as_missing():
    hidden = masked([1.0, 2.0, 3.0])
    assert np.allclose(hidden, [1, 7, 7])
    table = pd.DataFrame({"rows": [hidden, None]})
    found = serialization.decode(
        serialization.encode([hidden, {"k": hidden}, table, np.array([hidden, None], dtype=object)])
    )
    for array in (found[0], found[1]["k"], found[2]["rows"][0], found[3][0]):
        assert type(array) is np.ndarray
        assert np.array_equal(array, [1, np.nan, np.nan], equal_nan=True)
    assert list(hidden.data) == [1, 2, 3]
    days = serialization.decode(serialization.encode(masked(np.array(["2026-01-01"] * 3, dtype="M8[D]"))))
    assert list(np.isnat(days)) == [False, True, True]
    assert np.isnan(serialization.decode(serialization.encode(np.ma.masked)))


@pytest.mark.parametrize("values", [[1, 2, 3], ["a", "b", "c"], [True, True, True], np.array([1, "a", None], object)])
def test_a_mask_on_what_has_no_missing_value_is_not_plain(values):
    with pytest.raises(serialization.NotPlain, match="masked"):
        serialization.encode([masked(values)])


@pytest.mark.parametrize("numbers", [[1.0, 2.0, 3.0], [1, 2, 3], ["a", "b", "c"]])
def test_a_masked_array_in_which_nothing_is_masked_arrives_as_one(numbers):
    found = serialization.decode(serialization.encode(masked(numbers, False)))
    assert type(found) is np.ma.MaskedArray
    assert found.tolist() == numbers
    assert not found.mask.any()


def test_a_forged_mask_is_refused():
    array = ["array", "<i8", [2], 0]
    for node in (["masked", array, array], ["unmasked", array, array], ["unmasked", ["list", [1, 2]]]):
        tree = json.dumps([node, [16]]).encode()
        with pytest.raises(ValueError, match="no plain data"):
            serialization.decode(struct.pack(">Q", len(tree)) + tree + bytes(16))


def test_a_default_of_the_learners_own_does_not_cross():
    found = serialization.decode(serialization.encode(collections.defaultdict(lambda: 1, a=2)))
    assert type(found) is dict
    assert found == {"a": 2}
    content = serialization.encode(collections.defaultdict(int, a=2))
    with pytest.raises(ValueError, match="no plain data"):
        serialization.decode(content.replace(b'"int"', b'"map"'))


def test_what_is_decoded_can_be_changed():
    array = serialization.decode(serialization.encode(np.zeros(3)))
    array += 1
    assert array.sum() == 3


@pytest.mark.parametrize(
    ("lazy", "values"),
    [
        (iter([1, 2]), [1, 2]),
        (zip([1, 2], "ab", strict=True), [(1, "a"), (2, "b")]),
        (map(str, [1, 2]), ["1", "2"]),
        ((n for n in (1, 2)), [1, 2]),
        (filter(None, [0, 1]), [1]),
    ],
    ids=["iter", "zip", "map", "generator", "filter"],
)
def test_an_iterator_arrives_as_an_iterator(lazy, values):
    found = serialization.decode(serialization.encode(lazy))
    assert next(lazy, "spent") == "spent"
    assert iter(found) is found
    assert list(found) == values


def test_a_subclass_crosses_as_the_plain_value_in_it():
    always = {"__eq__": lambda self, other: True, "__hash__": lambda self: 0}
    liars = [type("Liar", (kind,), always) for kind in (int, float, str, list)]
    found = serialization.decode(
        serialization.encode([liar(value) for liar, value in zip(liars, (3, 1.5, "a", [1]), strict=True)])
    )
    assert [type(each) for each in found] == [int, float, str, list]
    assert found == [3, 1.5, "a", [1]]


def test_a_record_of_a_library_arrives_and_its_code_does_not_run_there(monkeypatch):
    price = Money("0.3")
    content = serialization.encode(price)
    monkeypatch.delattr(Money, "__init__")
    monkeypatch.setattr(Money, "__setattr__", None)
    assert serialization.decode(content) == price


class Own:
    pass


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Own(), "type Own"),
        (lambda: 1, "type function"),
        (iter(int, 1), "type callable_iterator"),
        ((n for n in itertools.count()), "too large"),
        (["x" * (1 << 20)] * 300, "too large"),
        (np.broadcast_to(0.5, (1 << 20, 1 << 20)), "too large"),  # eight bytes that would be copied to 8 TiB
        (torch.zeros(1).expand(1 << 40), "too large"),
    ],
)
def test_what_is_not_plain_is_refused_in_words(value, words):
    with pytest.raises(serialization.NotPlain, match=words):
        serialization.encode(value)


def test_a_list_in_itself_is_refused():
    ring = [1]
    ring.append(ring)
    with pytest.raises(serialization.NotPlain, match="contains itself"):
        serialization.encode({"a": ring})


def test_a_pickle_is_not_read():
    with pytest.raises(ValueError, match="no plain data"):
        serialization.decode(pickle.dumps([1]))


@given(some.binary(max_size=200), some.integers(0, 1 << 30))
def test_no_bytes_do_anything_but_give_a_value_or_a_value_error(noise, place):
    content = bytearray(serialization.encode([1, "two", np.arange(5), FRAME, CUT.set_index(["size", "tree"])]))
    place %= len(content)
    content[place : place + len(noise)] = noise
    for broken in (bytes(content), noise):
        with contextlib.suppress(ValueError):
            serialization.decode(broken)


def test_a_forged_array_of_objects_is_refused():
    content = serialization.encode(np.arange(2)).replace(b"<i8", b"|O8")
    with pytest.raises(ValueError, match="no plain data"):
        serialization.decode(content)
