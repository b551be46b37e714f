"""NumPy's arrays, numbers and types. No masks cross, and no objects but as values of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import nan

import numpy as np

from autograder.serialization.form import NotPlain

ARRAY = re.compile(r"[<>|=]?[?biufcmMSU]\d*(\[\d*\w+\])?")  # no objects, no fields
MISSING = {"f": nan, "c": nan, "m": "NaT", "M": "NaT"}  # by the kind of an array


def write(self, value):
    """The node of a value of numpy's; None for any other."""
    if isinstance(value, np.ma.MaskedArray):
        return _masked(self, value)
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


def _masked(self, value) -> list:
    """No mask crosses: what it hides would be left out of every comparison. It counts as missing."""
    data, mask = np.array(value.data), np.ma.getmaskarray(value)
    if b"\x01" not in mask.tobytes():
        return ["unmasked", self.node(data), value.mask is np.ma.nomask]
    if data.dtype.kind not in MISSING:
        raise NotPlain(f"an array of {data.dtype} in which something is masked is not plain data")
    data[mask] = MISSING[data.dtype.kind]
    return self.node(data)


def dtype_of(kind) -> np.dtype:
    """A type of numbers by its name; ValueError for anything else."""
    if isinstance(kind, list):
        dtype = np.dtype([tuple(tuple(part) if isinstance(part, list) else part for part in field) for field in kind])
    elif ARRAY.fullmatch(kind):
        dtype = np.dtype(kind)
    else:
        raise ValueError("not a type of numbers")
    if dtype.hasobject:
        raise ValueError("an array of objects")
    return dtype


def _array(self, kind, shape, number):
    dtype = dtype_of(kind)
    if dtype.itemsize == 0:
        return np.zeros(shape, dtype)
    return np.frombuffer(self.buffers[number], dtype).reshape(shape).copy()


def _objects(self, shape, nodes):
    array = np.empty(len(nodes), dtype=object)
    for place, node in enumerate(nodes):
        array[place] = self.value(node)
    return array.reshape(shape)


def _unmasked(self, node, without):
    data = self.value(node)
    if type(data) is not np.ndarray or type(without) is not bool:
        raise ValueError("not an array")
    return np.ma.MaskedArray(data, mask=np.ma.nomask if without else False)


READERS: dict[str, Callable] = {
    "array": _array,
    "objects": _objects,
    "unmasked": _unmasked,
    "scalar": lambda self, kind, number: np.frombuffer(self.buffers[number], dtype_of(kind))[0],
}
