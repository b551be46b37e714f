"""The options of `python -m autograder grade`, and what they mean for a submission."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path


def add(grade: argparse.ArgumentParser) -> None:
    """Add the options to the command."""
    grade.add_argument("assignment")
    grade.add_argument("--student", action="append", default=[], help="only this one (may be given several times)")
    grade.add_argument("--workers", type=int, metavar="N", help="submissions at a time; two for each core if not given")
    grade.add_argument(
        "--scheduler",
        default="",
        metavar="ADDRESS",
        help="grade on the workers of this Dask scheduler: tls://HOST:PORT, or tcp://127.0.0.1:PORT on this machine",
    )
    grade.add_argument(
        "--certificate",
        type=Path,
        metavar="FILE",
        help="what `python -m autograder certificate` wrote, and the scheduler was started with",
    )
    grade.add_argument(
        "--resume",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="keep what was graded and has not changed; --no-resume grades everything anew, from the start each time",
    )
    grade.add_argument("--require-walls", action="store_true", help="refuse to run where a wall is missing")
    grade.add_argument(
        "--cell-seconds",
        type=float,
        metavar="S",
        help="longest time of one cell, without what it waits for a processor",
    )
    grade.add_argument("--notebook-seconds", type=float, metavar="S", help="longest time of one notebook, likewise")
    grade.add_argument(
        "--memory-gb",
        type=float,
        metavar="GB",
        help="most memory of one submission; copies of it that wait for their tests may take as much again",
    )
    grade.add_argument(
        "--disk-mb",
        type=float,
        metavar="MB",
        help="most that one submission may write in files; one file may be half of it",
    )


def limits(options: argparse.Namespace):
    """The limits that were asked for, the usual ones where none were."""
    from autograder.sandbox import Limits

    found = Limits()
    for name, value in (("cell_seconds", options.cell_seconds), ("notebook_seconds", options.notebook_seconds)):
        found = replace(found, **{name: value}) if value else found
    if options.memory_gb:
        found = replace(found, memory=int(options.memory_gb * 2**30))
    if options.disk_mb:
        found = replace(found, disk_bytes=int(options.disk_mb * 2**20))
    return found
