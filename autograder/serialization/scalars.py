"""Single values of Python's own: numbers, texts, bytes, dates, paths."""

from __future__ import annotations

import datetime
import decimal
import fractions
import pathlib
from collections.abc import Callable


def _written_datetime(self, value) -> list:
    zone = value.utcoffset()
    return ["datetime", value.replace(tzinfo=None).isoformat(), None if zone is None else zone.total_seconds()]


def _read_datetime(self, text, zone):
    offset = None if zone is None else datetime.timezone(datetime.timedelta(seconds=zone))
    return datetime.datetime.fromisoformat(text).replace(tzinfo=offset)


WRITERS: dict[type, Callable] = {
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
    datetime.datetime: _written_datetime,
    datetime.date: lambda self, value: ["date", value.isoformat()],
    datetime.time: lambda self, value: ["time", value.isoformat()],
    datetime.timedelta: lambda self, value: ["timedelta", value.days, value.seconds, value.microseconds],
    decimal.Decimal: lambda self, value: ["decimal", str(value)],
    fractions.Fraction: lambda self, value: ["fraction", hex(value.numerator), hex(value.denominator)],
    pathlib.PurePath: lambda self, value: ["path", str(value)],
}
READERS: dict[str, Callable] = {
    "int": lambda self, text: int(text, 16),
    "float": lambda self, text: float(text),
    "complex": lambda self, text: complex(text),
    "bytes": lambda self, number: self.buffers[number],
    "bytearray": lambda self, number: bytearray(self.buffers[number]),
    "ellipsis": lambda self: ...,
    "range": lambda self, *ends: range(*self.all(ends)),
    "slice": lambda self, *ends: slice(*self.all(ends)),
    "datetime": _read_datetime,
    "date": lambda self, text: datetime.date.fromisoformat(text),
    "time": lambda self, text: datetime.time.fromisoformat(text),
    "timedelta": lambda self, *parts: datetime.timedelta(*parts),
    "decimal": lambda self, text: decimal.Decimal(text),
    "fraction": lambda self, over, under: fractions.Fraction(int(over, 16), int(under, 16)),
    "path": lambda self, text: pathlib.PurePosixPath(text),
}
