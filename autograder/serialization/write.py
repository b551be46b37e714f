"""Values to bytes."""

from __future__ import annotations

import collections
import dataclasses
import datetime
import decimal
import fractions
import json
import math
import pathlib
import struct
import sys
import types
from collections.abc import Callable, Iterable
from typing import Any

DEEPEST = 60  # levels of lists within lists
MOST_NODES = 3_000_000
MOST_BYTES = 256 << 20
FACTORIES = {kind.__name__: kind for kind in (int, float, list, set, dict, str, bool)}  # of a defaultdict
MISSING = {"f": math.nan, "c": math.nan, "m": "NaT", "M": "NaT"}  # by the kind of an array


class NotPlain(TypeError):
    """A value that cannot cross; the message says why."""


def encode(value, handle: Callable[[Any], list] | None = None) -> bytes:
    """Bytes for a value. `handle` gives a node for what is not plain; without it that raises NotPlain."""
    writer = _Writer(handle)
    tree = json.dumps([writer.node(value), [len(each) for each in writer.buffers]], allow_nan=False).encode()
    return b"".join([struct.pack(">Q", len(tree)), tree, *writer.buffers])


class _Writer:
    def __init__(self, handle: Callable[[Any], list] | None):
        self.handle, self.buffers, self.nodes, self.size = handle, [], 0, 0
        self.above: set[int] = set()

    def node(self, value):
        """A value as JSON."""
        kind = type(value)
        if value is None or kind is bool:
            return value
        if kind is str:
            self.count(len(value))
            return value
        if kind is int and abs(value) < 1 << 53:
            self.count(8)
            return value
        if kind is float and math.isfinite(value):
            self.count(8)
            return value
        if id(value) in self.above:
            raise NotPlain("a list or dictionary that contains itself cannot be looked at")
        if len(self.above) >= DEEPEST:
            raise NotPlain(f"lists within lists deeper than {DEEPEST} cannot be looked at")
        self.above.add(id(value))
        try:
            self.count(16)
            return self._node(value, kind)
        finally:
            self.above.discard(id(value))

    def _node(self, value, kind: type):
        if kind in _EXACT:
            return _EXACT[kind](self, value)
        for name, write in _LIBRARIES:
            library = sys.modules.get(name)
            node = write(self, value, library) if library is not None else None
            if node is not None:
                return node
        if dataclasses.is_dataclass(value) and not isinstance(value, type) and kind.__module__ != "__main__":
            return ["record", kind.__module__, kind.__qualname__, self.pairs(_fields(value))]
        for known, write in _EXACT.items():
            if isinstance(value, known):  # a subclass: what crosses is the plain value in it
                return write(self, value)
        if self.handle is not None:
            return self.handle(value)
        raise NotPlain(f"a value of type {kind.__name__} is not plain data")

    def count(self, size: int) -> None:
        """Refuse what grows beyond bounds while it grows."""
        self.nodes += 1
        self.size += size
        if self.nodes > MOST_NODES or self.size > MOST_BYTES:
            raise NotPlain("it is too large to be looked at")

    def all(self, values: Iterable) -> list:
        """Several values; those of an iterator are fetched one by one, so that an endless one is refused."""
        return [self.node(each) for each in values]

    def pairs(self, value: dict) -> list:
        return [[self.node(key), self.node(each)] for key, each in dict.items(value)]

    def buffer(self, size: int, copy: Callable[[], bytes]) -> int:
        """Bytes that cross as they are: what is too large is refused before it is copied."""
        self.count(size)
        self.buffers.append(copy())
        return len(self.buffers) - 1


def _fields(record) -> dict:
    return {each.name: getattr(record, each.name) for each in dataclasses.fields(record)}


def _tuple(self, value) -> list:
    if hasattr(value, "_fields"):
        return ["named", type(value).__name__, list(value._fields), self.all(tuple.__iter__(value))]
    return ["tuple", self.all(tuple.__iter__(value))]


def _default(self, value) -> list:
    """With what it makes for a new key, where that is a plain type of Python's."""
    made = [name for name, kind in FACTORIES.items() if value.default_factory is kind]
    return ["default", made[0], self.pairs(value)] if made else ["dict", self.pairs(value)]


def _datetime(self, value) -> list:
    zone = value.utcoffset()
    return ["datetime", value.replace(tzinfo=None).isoformat(), None if zone is None else zone.total_seconds()]


_EXACT: dict[type, Callable] = {
    list: lambda self, value: ["list", self.all(list.__iter__(value))],
    tuple: _tuple,
    collections.OrderedDict: lambda self, value: ["ordered", self.pairs(value)],
    collections.Counter: lambda self, value: ["counter", self.pairs(value)],
    collections.defaultdict: _default,
    dict: lambda self, value: ["dict", self.pairs(value)],
    set: lambda self, value: ["set", self.all(set.__iter__(value))],
    frozenset: lambda self, value: ["frozenset", self.all(frozenset.__iter__(value))],
    collections.deque: lambda self, value: ["deque", self.all(value)],
    bool: lambda self, value: bool(value),
    int: lambda self, value: ["int", hex(int.__int__(value))],
    float: lambda self, value: ["float", repr(float.__float__(value))],
    complex: lambda self, value: ["complex", repr(complex.__complex__(value))],
    str: lambda self, value: str.__str__(value),
    bytes: lambda self, value: ["bytes", self.buffer(bytes.__len__(value), lambda: bytes(value))],
    bytearray: lambda self, value: ["bytearray", self.buffer(bytearray.__len__(value), lambda: bytes(value))],
    type(...): lambda self, value: ["ellipsis"],
    range: lambda self, value: ["range", *self.all((value.start, value.stop, value.step))],
    slice: lambda self, value: ["slice", *self.all((value.start, value.stop, value.step))],
    datetime.datetime: _datetime,
    datetime.date: lambda self, value: ["date", value.isoformat()],
    datetime.time: lambda self, value: ["time", value.isoformat()],
    datetime.timedelta: lambda self, value: ["timedelta", value.days, value.seconds, value.microseconds],
    decimal.Decimal: lambda self, value: ["decimal", str(value)],
    fractions.Fraction: lambda self, value: ["fraction", hex(value.numerator), hex(value.denominator)],
    pathlib.PurePath: lambda self, value: ["path", str(value)],
    types.SimpleNamespace: lambda self, value: ["namespace", self.pairs(vars(value))],
    type({}.keys()): lambda self, value: ["keys", self.all(value)],
    type({}.items()): lambda self, value: ["items", self.all(value)],
    type({}.values()): lambda self, value: ["list", self.all(value)],
}
_BUILTIN_ITERATORS = (type(iter([])), type(iter(())), type(iter({})), type(iter("")), type(iter(range(0))))
for _kind in (zip, map, filter, enumerate, reversed, types.GeneratorType, *_BUILTIN_ITERATORS):
    _EXACT[_kind] = lambda self, value: ["iterator", self.all(value)]


def _masked(self, value, np) -> list:
    """No mask crosses: what it hides would be left out of every comparison. It counts as missing."""
    data, mask = np.array(value.data), np.ma.getmaskarray(value)
    if b"\x01" not in mask.tobytes():
        return ["unmasked", self.node(data)]
    if data.dtype.kind not in MISSING:
        raise NotPlain(f"an array of {data.dtype} in which something is masked is not plain data")
    data[mask] = MISSING[data.dtype.kind]
    return self.node(data)


def _numpy(self, value, np):
    if isinstance(value, np.ma.MaskedArray):
        return _masked(self, value, np)
    if isinstance(value, np.ndarray):
        value = np.asarray(value)
        if value.dtype.hasobject:
            return ["objects", list(value.shape), self.all(value.ravel().tolist())]
        kind = value.dtype.str if value.dtype.names is None else value.dtype.descr
        return ["array", kind, list(value.shape), self.buffer(value.nbytes, value.tobytes)]
    if isinstance(value, np.generic) and not value.dtype.hasobject and value.dtype.names is None:
        return ["scalar", value.dtype.str, self.buffer(value.nbytes, np.asarray(value).tobytes)]
    if isinstance(value, np.dtype) and value.names is None:
        return ["dtype", value.str]
    return None


def _pandas(self, value, pd):
    if value is pd.NaT or value is pd.NA:
        return ["NaT"] if value is pd.NaT else ["NA"]
    if isinstance(value, pd.Timestamp):
        return ["timestamp", str(value._value), value.unit, None if value.tz is None else str(value.tz)]
    if isinstance(value, pd.Timedelta):
        return ["timespan", str(value._value), value.unit]
    if isinstance(value, pd.Period):
        return ["period", str(value), value.freqstr]
    if isinstance(value, pd.Interval):
        return ["interval", *self.all((value.left, value.right)), value.closed]
    if isinstance(value, pd.RangeIndex):
        return ["rangeindex", value.start, value.stop, value.step, self.node(value.name)]
    if isinstance(value, pd.MultiIndex):
        return ["multiindex", self.all(value.levels), self.all(value.codes), self.all(value.names)]
    if isinstance(value, pd.Index):
        return ["index", self.node(value.array), self.node(value.name), getattr(value, "freqstr", None)]
    if isinstance(value, pd.Series):
        return ["series", self.node(value.array), self.node(value.index), self.node(value.name)]
    if isinstance(value, pd.DataFrame):
        columns = [self.node(value.iloc[:, k].array) for k in range(value.shape[1])]
        return ["frame", columns, self.node(value.index), self.node(value.columns)]
    if isinstance(value, pd.arrays.NumpyExtensionArray) and not isinstance(value.dtype, pd.StringDtype):
        return ["column", self.node(value.to_numpy())]
    if isinstance(value, pd.Categorical):
        return ["categorical", self.node(value.codes), self.node(value.categories), bool(value.ordered)]
    if isinstance(value, pd.arrays.IntervalArray):
        return ["intervals", *self.all((value.left.array, value.right.array)), value.closed]
    if isinstance(value, pd.arrays.DatetimeArray | pd.arrays.TimedeltaArray):
        return ["times", str(value.dtype), self.node(value.asi8)]
    if isinstance(value, pd.api.extensions.ExtensionDtype):
        return ["dtype", str(value)]
    if isinstance(value, pd.api.extensions.ExtensionArray):
        return ["extension", str(value.dtype), self.all(value)]
    return None


def _torch(self, value, torch):
    if not isinstance(value, torch.Tensor):
        return None
    kept = value.detach()
    kept = (kept.to_dense() if kept.layout is not torch.strided else kept).cpu().resolve_conj().resolve_neg()
    name = str(kept.dtype).removeprefix("torch.")
    return ["tensor", name, self.node((kept.float() if name == "bfloat16" else kept).numpy()), value.requires_grad]


_LIBRARIES = (("numpy", _numpy), ("pandas", _pandas), ("torch", _torch))
