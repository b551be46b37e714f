"""Plain data as bytes: what may cross the boundary between a learner's process and the judge.

    content = serialization.encode([1, 2.5, "three", table])
    serialization.decode(content)

Numbers, texts, dates, lists, tuples, sets, dictionaries, numpy arrays, pandas frames, torch tensors, and dataclasses of
an installed library.

Decoding builds only these exact types and never runs code, whoever wrote the bytes. The form is a JSON tree of
`[tag, ...]` nodes, and behind it the buffers of the arrays.

form         the tree, and its limits
scalars, containers, arrays, frames, tensors, records    the families of values: each one's writer and reader
messages     the bytes over a socket
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any

from autograder.serialization import arrays, containers, frames, records, scalars, tensors
from autograder.serialization.form import NotPlain, Reader, Writer

__all__ = ["NotPlain", "decode", "encode"]

_EXTENSIBLE = containers.WRITERS | scalars.WRITERS
_EXACT = _EXTENSIBLE | containers.WRAPPERS
_READERS = {
    tag: read
    for family in (containers, scalars, arrays, frames, tensors, records)
    for tag, read in family.READERS.items()
}


def _exact(writer: Writer, value):
    return _EXACT[type(value)](writer, value) if type(value) in _EXACT else None


def _subclass(writer: Writer, value):
    """Of a subclass the plain value in it crosses."""
    return next((write(writer, value) for known, write in _EXTENSIBLE.items() if isinstance(value, known)), None)


_FAMILIES = (_exact, arrays.write, frames.write, tensors.write, records.write, _subclass)


def encode(value, handle: Callable[[Any], list] | None = None) -> bytes:
    """Bytes for a value. `handle` gives a node for what is not plain; without it that raises NotPlain."""
    writer = Writer(_FAMILIES, handle)
    tree = json.dumps([writer.node(value), [len(each) for each in writer.buffers]], allow_nan=False).encode()
    return b"".join([struct.pack(">Q", len(tree)), tree, *writer.buffers])


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
        return Reader(_READERS, buffers, handle).value(tree)
    except Exception as error:
        raise ValueError(f"this is no plain data ({type(error).__name__}: {error})") from None
