"""The command: find the notebooks, run each in a fresh kernel, and print what its checks say."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

from course import home, language
from course.errors import CourseError
from course.selfcheck import find, report

CELL_SECONDS = 180.0


def main(arguments: list[str] | None = None) -> int:
    """Check notebooks; return 0 if every visible check is right, 1 if not, 2 if there was nothing to check.

    Ctrl-C ends the kernel, says so and returns 130.
    """
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that cannot show a letter shows a question mark
            stream.reconfigure(errors="replace")
    try:
        reports = [_check(path, options) for path in find.notebooks(options.lesson)]
        if options.json:
            print(json.dumps({"schema": report.SCHEMA, "notebooks": [one.document() for one in reports]}, indent=1))
        elif len(reports) > 1:
            print(report.together(reports))
    except CourseError as error:
        print("\n".join(report.wrapped(f"{error.heading}: {error}")), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped. Your notebook is as it was; the same command checks it from the top.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # who read it, such as `less`, has left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0 if all(one.right for one in reports) else 1


def _check(path: Path, options: argparse.Namespace) -> report.Report:
    """One notebook; its report is printed as soon as it is there."""
    if not options.json:
        print(report.opening(path), flush=True)
    try:
        from course.selfcheck.progress import Progress

        with Progress(sys.stderr) as progress:
            from course.selfcheck import items, kernel  # a second passes here: the lines above should not wait for it

            notebook = find.read(path)
            ran = kernel.run(notebook, path.parent, cell_seconds=options.cell_seconds, before=progress.cell)
    except ModuleNotFoundError as error:
        raise find.NotChecked(
            f"this Python, {sys.executable}, has no package {error.name}.",
            do="Run `make setup` in the folder of the course, or `conda activate course` where conda installed it.",
        ) from None
    problems = [*find.problems(notebook, path), *([ran.ended] if ran.ended else [])]
    made = report.Report(path, items.items(notebook, ran), problems, items.unmeasured(notebook))
    _keep(made)
    if not options.json:
        print(made.text(report.painter(sys.stdout)), flush=True)
    return made


def _keep(made: report.Report) -> None:
    """Leave the points for the page `home`; a notebook that is not in the folder of its lesson leaves nothing."""
    folder = made.path.resolve().parent
    if made.path.stem != folder.name:
        return
    try:
        home.keep(home.LastCheck(*made.points, made.by_hand, made.right, time.time()), folder)
        home.write(folder.parent.parent if language.current(folder) else folder.parent)  # lessons/fr/00-start-here
    except OSError as error:
        print(f"The page home does not learn of this check: {folder} says {error.strerror}.", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m course check",
        description="Run the visible checks of a lesson in a fresh kernel: what is right, what is not yet, what to "
        "read again, and the points. Save the notebook first. It is read, and never changed.",
        epilog="The exit status is 0 when every visible check is right, 1 when one is not, 2 when nothing was checked.",
    )
    parser.add_argument(
        "lesson",
        nargs="*",
        default=["."],
        help="a folder, a notebook, or a lesson by name or number, such as 04; the current folder if none is named",
    )
    parser.add_argument(
        "--cell-seconds",
        type=_seconds,
        default=CELL_SECONDS,
        metavar="S",
        help=f"interrupt a cell that takes longer than this (default {CELL_SECONDS:g})",
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON, for a program to read")
    return parser


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 1 <= seconds < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds; it should be 1 or more")
    return seconds
