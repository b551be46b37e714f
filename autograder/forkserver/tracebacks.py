"""Tracebacks that do not parse the libraries they pass through.

IPython parses every file of a traceback, for the name of each function and for marks below what failed: thousands of
lines for one error in pandas or matplotlib, which takes many times as long as the cell. Very long files it shows as
they are; here all files of libraries are shown so, the learner's own as ever.
"""

from __future__ import annotations

import sysconfig
from collections.abc import Iterable, Iterator
from itertools import groupby
from types import TracebackType

import stack_data  # noqa: F401 - what IPython imports at the first error
from IPython.core import ultratb

LIBRARIES = tuple({sysconfig.get_path(kind) for kind in ("stdlib", "platstdlib", "purelib", "platlib")})
MOST = 100  # levels; longer ones repeat themselves, and IPython shortens what it has parsed


class Tracebacks(ultratb.AutoFormattedTB):
    """As IPython's, but for the frames of libraries."""

    def get_records(self, etb: TracebackType, context: int, tb_offset: int) -> list[ultratb.FrameInfo]:
        """The frames from the outermost to the one that failed."""
        levels = list(_levels(etb))
        if len(levels) > MOST:
            return super().get_records(etb, context, tb_offset)
        records = []
        for of_libraries, part in groupby(levels, _of_a_library):
            if of_libraries:
                records += [_as_it_is(level, context - 1) for level in part if not _of_ipython(level)]
            else:
                records += super().get_records(_chained(part), context, tb_offset)
        return records


def _levels(level: TracebackType | None) -> Iterator[TracebackType]:
    while level is not None:
        yield level
        level = level.tb_next


def _of_a_library(level: TracebackType) -> bool:
    return level.tb_frame.f_code.co_filename.startswith(LIBRARIES)


def _of_ipython(level: TracebackType) -> bool:
    return level.tb_frame.f_globals.get("__name__", "").partition(".")[0] == "IPython"


def _as_it_is(level: TracebackType, context: int) -> ultratb.FrameInfo:
    code = level.tb_frame.f_code
    return ultratb.FrameInfo("", code.co_filename, level.tb_lineno, level.tb_frame, code, context=context)


def _chained(levels: Iterable[TracebackType]) -> TracebackType | None:
    """A traceback of these levels only."""
    chain = None
    for level in reversed(list(levels)):
        chain = TracebackType(chain, level.tb_frame, level.tb_lasti, level.tb_lineno)
    return chain
