"""What holds other values: lists, tuples, dictionaries, sets, and iterators, which are run through."""

from __future__ import annotations

import collections
import types
from collections.abc import Callable

FACTORIES = {kind.__name__: kind for kind in (int, float, list, set, dict, str, bool)}  # of a defaultdict


def _tuple(self, value) -> list:
    if hasattr(value, "_fields"):
        return ["named", type(value).__name__, list(value._fields), self.all(tuple.__iter__(value))]
    return ["tuple", self.all(tuple.__iter__(value))]


def _default(self, value) -> list:
    """With what it makes for a new key, where that is a plain type of Python's."""
    made = [name for name, kind in FACTORIES.items() if value.default_factory is kind]
    return ["default", made[0], self.pairs(value)] if made else ["dict", self.pairs(value)]


def _named(self, name, fields, nodes):
    kind = collections.namedtuple(str(name) if str(name).isidentifier() else "row", fields, rename=True)
    return kind(*self.all(nodes))


WRITERS: dict[type, Callable] = {
    list: lambda self, value: ["list", self.all(list.__iter__(value))],
    tuple: _tuple,
    collections.OrderedDict: lambda self, value: ["ordered", self.pairs(value)],
    collections.Counter: lambda self, value: ["counter", self.pairs(value)],
    collections.defaultdict: _default,
    dict: lambda self, value: ["dict", self.pairs(value)],
    set: lambda self, value: ["set", self.all(set.__iter__(value))],
    frozenset: lambda self, value: ["frozenset", self.all(frozenset.__iter__(value))],
    collections.deque: lambda self, value: ["deque", self.all(value)],
    types.SimpleNamespace: lambda self, value: ["namespace", self.pairs(vars(value))],
    type({}.keys()): lambda self, value: ["keys", self.all(value)],
    type({}.items()): lambda self, value: ["items", self.all(value)],
    type({}.values()): lambda self, value: ["list", self.all(value)],
}
# of these the very type, for what a subclass adds would not cross
WRAPPERS: dict[type, Callable] = {
    types.MappingProxyType: lambda self, value: ["proxy", self.pairs(dict(value))],
    collections.UserDict: lambda self, value: ["user dict", self.pairs(dict(value.data))],
    collections.UserList: lambda self, value: ["user list", self.all(list(value.data))],
    collections.UserString: lambda self, value: ["user string", self.node(str(value.data))],
    collections.ChainMap: lambda self, value: ["chain", self.all(value.maps)],
}
_BUILTIN_ITERATORS = (type(iter([])), type(iter(())), type(iter({})), type(iter("")), type(iter(range(0))))
for _kind in (zip, map, filter, enumerate, reversed, types.GeneratorType, *_BUILTIN_ITERATORS):
    WRITERS[_kind] = lambda self, value: ["iterator", self.run_through(value)]
READERS: dict[str, Callable] = {
    "list": lambda self, nodes: self.all(nodes),
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
    "proxy": lambda self, nodes: types.MappingProxyType(dict(self.pairs(nodes))),
    "user dict": lambda self, nodes: collections.UserDict(self.pairs(nodes)),
    "user list": lambda self, nodes: collections.UserList(self.all(nodes)),
    "user string": lambda self, node: collections.UserString(self.value(node)),
    "chain": lambda self, nodes: collections.ChainMap(*self.all(nodes)),
    "namespace": lambda self, nodes: types.SimpleNamespace(**dict(self.pairs(nodes))),
}
