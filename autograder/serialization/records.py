"""Dataclasses of an installed library: their fields cross, and none of their code runs."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable


def write(self, value):
    """The node of such a record; None for anything else."""
    kind = type(value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type) or kind.__module__ == "__main__":
        return None
    return ["record", kind.__module__, kind.__qualname__, self.pairs(_fields(value))]


def _fields(record) -> dict:
    return {each.name: getattr(record, each.name) for each in dataclasses.fields(record)}


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


READERS: dict[str, Callable] = {"record": _record}
