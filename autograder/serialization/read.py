"""Bytes to values. The bytes may come from anybody: what is not expected is refused, and nothing is looked up."""

from __future__ import annotations

import collections
import dataclasses
import datetime
import decimal
import fractions
import json
import math
import pathlib
import re
import struct
import sys
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.serialization.write import FACTORIES

ARRAY = re.compile(r"[<>|=]?[?biufcmMSU]\d*(\[\d*\w+\])?")  # no objects, no fields
FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
EXTENSION = re.compile(
    r"(u?Int(8|16|32|64)|UInt(8|16|32|64)|Float(32|64)|boolean|str|string|object|category"
    r"|string\[(python|pyarrow)\]|period\[[\w-]+\]|Sparse\[\w+, \w+\]|interval\[\w+(\[[\w, /+:.-]+\])?, \w+\])"
)
TIMES = re.compile(r"(datetime64|timedelta64)\[(s|ms|us|ns)(, [\w/+:.-]+)?\]")
TENSOR = re.compile(r"bool|u?int(8|16|32|64)|b?float(16|32|64)|complex(64|128)")


def decode(content: bytes, handle: Callable[[list], Any] | None = None):
    """The value in bytes from `encode`. ValueError when they are not; `handle` makes a value of a handle's node."""
    try:
        (length,) = struct.unpack_from(">Q", content)
        tree, sizes = json.loads(content[8 : 8 + length])
        buffers, at = [], 8 + length
        for size in sizes:
            if not 0 <= size <= len(content) - at:
                raise ValueError("a buffer is cut off")
            buffers.append(content[at : at + size])
            at += size
        return _Reader(buffers, handle).value(tree)
    except Exception as error:
        raise ValueError(f"this is no plain data ({type(error).__name__}: {error})") from None


class _Reader:
    def __init__(self, buffers: list[bytes], handle: Callable[[list], Any] | None):
        self.buffers, self.handle = buffers, handle

    def value(self, node):
        """The value of a node."""
        if not isinstance(node, list):
            if isinstance(node, dict):
                raise ValueError("a node is no list")
            return node
        tag, *parts = node
        if tag == "handle" and self.handle is not None:
            return self.handle(parts)
        return _READERS[tag](self, *parts)

    def all(self, nodes: list) -> list:
        return [self.value(each) for each in nodes]

    def pairs(self, nodes: list) -> list:
        return [(self.value(key), self.value(each)) for key, each in nodes]


def _record(self, module, name, nodes):
    """A dataclass of an installed library, filled field by field; its own code does not run."""
    kind = getattr(sys.modules[module], name)
    if not (isinstance(kind, type) and dataclasses.is_dataclass(kind)):
        raise ValueError("not a record")
    record, known = object.__new__(kind), {field.name for field in dataclasses.fields(kind)}
    for field, value in self.pairs(nodes):
        if field not in known:
            raise ValueError("not a field of the record")
        object.__setattr__(record, field, value)
    return record


def _named(self, name, fields, nodes):
    kind = collections.namedtuple(str(name) if str(name).isidentifier() else "row", fields, rename=True)
    return kind(*self.all(nodes))


def _dtype(kind) -> np.dtype:
    if isinstance(kind, list):
        dtype = np.dtype([tuple(tuple(part) if isinstance(part, list) else part for part in field) for field in kind])
    elif ARRAY.fullmatch(kind):
        dtype = np.dtype(kind)
    else:
        raise ValueError("not a type of numbers")
    if dtype.hasobject:
        raise ValueError("an array of objects")
    return dtype


def _any_dtype(self, kind):
    import pandas as pd

    if kind == "|O":
        return np.dtype(object)
    known = EXTENSION.fullmatch(kind) or TIMES.fullmatch(kind)
    return pd.api.types.pandas_dtype(kind) if known else _dtype(kind)


def _array(self, kind, shape, number):
    dtype = _dtype(kind)
    if dtype.itemsize == 0:
        return np.zeros(shape, dtype)
    return np.frombuffer(self.buffers[number], dtype).reshape(shape).copy()


def _objects(self, shape, nodes):
    array = np.empty(len(nodes), dtype=object)
    for place, node in enumerate(nodes):
        array[place] = self.value(node)
    return array.reshape(shape)


def _unmasked(self, node):
    data = self.value(node)
    if type(data) is not np.ndarray:
        raise ValueError("not an array")
    return np.ma.MaskedArray(data, mask=False)


def _datetime(self, text, zone):
    offset = None if zone is None else datetime.timezone(datetime.timedelta(seconds=zone))
    return datetime.datetime.fromisoformat(text).replace(tzinfo=offset)


def _extension(self, dtype, nodes):
    import pandas as pd

    if not EXTENSION.fullmatch(dtype):
        raise ValueError("not a type of column")
    return pd.array(self.all(nodes), dtype=dtype)


def _times(self, dtype, node):
    import pandas as pd

    if not TIMES.fullmatch(dtype):
        raise ValueError("not a type of time")
    naive, _, zone = dtype.rstrip("]").partition(", ")
    array = pd.array(self.value(node).view(np.dtype(naive if naive.endswith("]") else naive + "]")))
    return array.tz_localize("UTC").tz_convert(zone) if zone else array


def _index(self, node, name, freq):
    import pandas as pd

    values = self.value(node)
    index = pd.Index(values, dtype=values.dtype, name=self.value(name))
    if freq is not None and isinstance(index, pd.DatetimeIndex | pd.TimedeltaIndex):
        index.freq = freq
    return index


def _frame(self, columns, index, names):
    import pandas as pd

    index, names = self.value(index), self.value(names)
    columns = {place: _column(pd, self.value(each)) for place, each in enumerate(columns)}
    frame = pd.DataFrame(columns, index=range(len(index)))
    frame.index, frame.columns = index, names
    return frame


def _column(pd, values, **named):
    """A series of exactly this type: pandas takes an array of objects that are all texts for one of texts."""
    return pd.Series(values, dtype=values.dtype, **named)


def _categorical(self, codes, categories, ordered):
    import pandas as pd

    return pd.Categorical.from_codes(self.value(codes), self.value(categories), ordered=ordered)


def _multiindex(self, levels, codes, names):
    import pandas as pd

    return pd.MultiIndex(self.all(levels), self.all(codes), names=self.all(names))


def _intervals(self, left, right, closed):
    import pandas as pd

    return pd.arrays.IntervalArray.from_arrays(self.value(left), self.value(right), closed)


def _tensor(self, name, node, requires_grad):
    import torch

    if not TENSOR.fullmatch(name):
        raise ValueError("not a type of tensor")
    return torch.from_numpy(self.value(node)).to(getattr(torch, name)).requires_grad_(bool(requires_grad))


def _of_pandas(make: Callable) -> Callable:
    def read(self, *parts):
        import pandas as pd

        return make(self, pd, *parts)

    return read


_READERS: dict[str, Callable] = {
    "list": lambda self, nodes: self.all(nodes),
    "record": _record,
    "tuple": lambda self, nodes: tuple(self.all(nodes)),
    "named": _named,
    "dict": lambda self, nodes: dict(self.pairs(nodes)),
    "ordered": lambda self, nodes: collections.OrderedDict(self.pairs(nodes)),
    "default": lambda self, made, nodes: collections.defaultdict(FACTORIES[made], self.pairs(nodes)),
    "counter": lambda self, nodes: collections.Counter(dict(self.pairs(nodes))),
    "set": lambda self, nodes: set(self.all(nodes)),
    "frozenset": lambda self, nodes: frozenset(self.all(nodes)),
    "deque": lambda self, nodes: collections.deque(self.all(nodes)),
    "iterator": lambda self, nodes: iter(self.all(nodes)),
    "keys": lambda self, nodes: dict.fromkeys(self.all(nodes)).keys(),
    "items": lambda self, nodes: dict(self.all(nodes)).items(),
    "int": lambda self, text: int(text, 16),
    "float": lambda self, text: float(text),
    "complex": lambda self, text: complex(text),
    "bytes": lambda self, number: self.buffers[number],
    "bytearray": lambda self, number: bytearray(self.buffers[number]),
    "ellipsis": lambda self: ...,
    "range": lambda self, *ends: range(*self.all(ends)),
    "slice": lambda self, *ends: slice(*self.all(ends)),
    "datetime": _datetime,
    "date": lambda self, text: datetime.date.fromisoformat(text),
    "time": lambda self, text: datetime.time.fromisoformat(text),
    "timedelta": lambda self, *parts: datetime.timedelta(*parts),
    "decimal": lambda self, text: decimal.Decimal(text),
    "fraction": lambda self, over, under: fractions.Fraction(int(over, 16), int(under, 16)),
    "path": lambda self, text: pathlib.PurePosixPath(text),
    "namespace": lambda self, nodes: types.SimpleNamespace(**dict(self.pairs(nodes))),
    "array": _array,
    "objects": _objects,
    "unmasked": _unmasked,
    "scalar": lambda self, kind, number: np.frombuffer(self.buffers[number], _dtype(kind))[0],
    "dtype": _any_dtype,
    "NaT": _of_pandas(lambda self, pd: pd.NaT),
    "NA": _of_pandas(lambda self, pd: pd.NA),
    "timestamp": _of_pandas(
        lambda self, pd, number, unit, zone: (
            pd.Timestamp(np.datetime64(int(number), unit), tz=None).tz_localize("UTC").tz_convert(zone)
            if zone
            else pd.Timestamp(np.datetime64(int(number), unit))
        )
    ),
    "timespan": _of_pandas(lambda self, pd, number, unit: pd.Timedelta(np.timedelta64(int(number), unit))),
    "period": _of_pandas(lambda self, pd, text, freq: pd.Period(text, freq=freq)),
    "rangeindex": _of_pandas(
        lambda self, pd, start, stop, step, name: pd.RangeIndex(start, stop, step, name=self.value(name))
    ),
    "multiindex": _multiindex,
    "index": _index,
    "series": _of_pandas(
        lambda self, pd, values, index, name: _column(
            pd, self.value(values), index=self.value(index), name=self.value(name)
        )
    ),
    "frame": _frame,
    "column": lambda self, node: self.value(node),
    "categorical": _categorical,
    "interval": _of_pandas(lambda self, pd, left, right, closed: pd.Interval(*self.all((left, right)), closed)),
    "intervals": _intervals,
    "times": _times,
    "extension": _extension,
    "tensor": _tensor,
}
