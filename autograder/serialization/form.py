"""The form of the bytes, and the limits to them: a JSON tree of nodes, and behind it the buffers of the arrays.

A node is a JSON value or `[tag, ...]`. The families of values, each in a file of its own, say which tags there are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

DEEPEST = 60  # levels of lists within lists
MOST_NODES = 3_000_000
MOST_ITEMS = 200_000  # of an iterator
MOST_BYTES = 256 << 20


class NotPlain(TypeError):
    """A value that cannot cross; the message says why."""


class Writer:
    """Makes nodes of values. `families` write what they know: `write(writer, value)` gives a node or None."""

    def __init__(self, families: Iterable[Callable], handle: Callable[[Any], list] | None):
        self.families, self.handle = families, handle
        self.buffers, self.nodes, self.size = [], 0, 0
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
        for write in self.families:
            if (node := write(self, value)) is not None:
                return node
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
        """Several values."""
        return [self.node(each) for each in values]

    def run_through(self, iterator: Iterator) -> list:
        """The values of an iterator: they are made now, so an endless one is refused before that takes long."""
        nodes = self.all(islice(iterator, MOST_ITEMS + 1))
        if len(nodes) > MOST_ITEMS:
            raise NotPlain("it is too large to be looked at")
        return nodes

    def pairs(self, value: dict) -> list:
        return [[self.node(key), self.node(each)] for key, each in dict.items(value)]

    def buffer(self, size: int, copy: Callable[[], bytes]) -> int:
        """Bytes that cross as they are: what is too large is refused before it is copied."""
        self.count(size)
        self.buffers.append(copy())
        return len(self.buffers) - 1


class Reader:
    """Makes values of nodes. `readers` give for each tag what reads it: `read(reader, *parts)`."""

    def __init__(self, readers: dict[str, Callable], buffers: list[bytes], handle: Callable[[list], Any] | None):
        self.readers, self.buffers, self.handle = readers, buffers, handle

    def value(self, node):
        """The value of a node."""
        if not isinstance(node, list):
            if isinstance(node, dict):
                raise ValueError("a node is no list")
            return node
        tag, *parts = node
        if tag == "handle" and self.handle is not None:
            return self.handle(parts)
        return self.readers[tag](self, *parts)

    def all(self, nodes: list) -> list:
        return [self.value(each) for each in nodes]

    def pairs(self, nodes: list) -> list:
        return [(self.value(key), self.value(each)) for key, each in nodes]
