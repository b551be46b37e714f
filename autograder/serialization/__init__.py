"""Plain data as bytes: what may cross the boundary between a learner's process and the judge.

    content = serialization.encode([1, 2.5, "three", table])
    serialization.decode(content)

Numbers, texts, dates, lists, tuples, sets, dictionaries, numpy arrays, pandas frames, torch tensors, and dataclasses of
an installed library.

Decoding builds only these exact types and never runs code, whoever wrote the bytes. The form is a JSON tree of
`[tag, ...]` nodes, and behind it the buffers of the arrays.
"""

from autograder.serialization.read import decode
from autograder.serialization.write import NotPlain, encode

__all__ = ["NotPlain", "decode", "encode"]
