"""Tracebacks that do not parse the libraries they pass through.

IPython parses every file of a traceback, for the name of each function and for marks below what failed: thousands of
lines for one error in pandas or matplotlib, which takes many times as long as the cell. Very long files it shows as
they are; here all files of libraries are shown so, the learner's own as ever.
"""

from __future__ import annotations

import inspect
import os
import sysconfig
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from types import FrameType, TracebackType
from typing import Any

import stack_data
from IPython.core import ultratb

LIBRARIES = tuple({sysconfig.get_path(kind) for kind in ("stdlib", "platstdlib", "purelib", "platlib")})
MOST = 100  # levels; longer ones repeat themselves
ENDS = 3  # levels that are shown of a longer one, at either end
NAMED = 5  # places of those between that are named


class Tracebacks(ultratb.AutoFormattedTB):
    """As IPython's, but for the frames of libraries."""

    def get_records(self, etb: TracebackType, context: int, tb_offset: int) -> list[ultratb.FrameInfo]:
        """The frames from the outermost to the one that failed."""
        levels = list(_levels(etb))
        if len(levels) <= MOST:
            return self._records(levels, context, tb_offset)
        first, between, last = levels[:ENDS], levels[ENDS:-ENDS], levels[-ENDS:]
        return [*self._records(first, context, tb_offset), _counted(between), *self._records(last, context, tb_offset)]

    def _records(self, levels: list[TracebackType], context: int, tb_offset: int) -> list[ultratb.FrameInfo]:
        for level in levels:
            _know_module(level.tb_frame)
        records = []
        for of_libraries, part in groupby(levels, _of_a_library):
            if of_libraries:
                records += [_as_it_is(level, context - 1) for level in part if not _of_ipython(level)]
            else:
                records += super().get_records(_chained(part), context, tb_offset)
        return records


def _know_module(frame: FrameType) -> None:
    """Or `inspect` would ask all modules for their files, at each level."""
    path, name = frame.f_code.co_filename, frame.f_globals.get("__name__")
    for file in (path, os.path.abspath(path)):
        inspect.modulesbyfile.setdefault(file, name if isinstance(name, str) else None)


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


def _counted(levels: list[TracebackType]) -> ultratb.FrameInfo:
    """One record in place of many levels."""
    places = Counter((level.tb_frame.f_code.co_qualname, level.tb_lineno) for level in levels)
    words = ", ".join(f"{name} at line {line} ({count} times)" for (name, line), count in places.most_common(NAMED))
    repeated = stack_data.RepeatedFrames([], [])
    return ultratb.FrameInfo(words, None, None, None, None, sd=repeated)  # type: ignore[arg-type]  # as IPython does


def _chained(levels: Iterable[TracebackType]) -> TracebackType:
    """A traceback of these levels only."""
    chain: Any = None
    for level in reversed(list(levels)):
        chain = TracebackType(chain, level.tb_frame, level.tb_lasti, level.tb_lineno)
    return chain
