"""The log of an earlier lesson, for a lesson that builds on its measurements.

It is copied beside the notebook as it is, seals and all, so that it travels with the submission and can be judged
like any log: in grading there is only the lesson's own folder.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from course.files import write_atomic
from course.timing.logfile import NAME, Log, LogBroken, LogTooNew, log, parse, read_only
from course.timing.record import Observation


def copy_of(lesson: str) -> Path:
    """Where the copy of a lesson's log stands: beside this notebook."""
    return Path(f"observations-of-{lesson}.json")


def earlier(lesson: str) -> list[Observation]:
    """Your observations of an earlier lesson (a folder name such as "09-cpu-or-gpu"), oldest first; [] if none.

    Its log is looked for in the folder beside this lesson's, and copied here; the copy is what is read. While a
    notebook is graded nothing is copied. A log that cannot be read is said and left where it is.
    """
    source, copy = Path("..") / lesson / NAME, copy_of(lesson)
    if not read_only():
        _take(source, copy)
    try:
        return Log(copy, parse(copy.read_bytes())).observations
    except FileNotFoundError:
        return []
    except (LogBroken, LogTooNew, OSError) as error:
        print(f"{copy.name} cannot be read, and nothing is taken from it: {error}")
        return []


def _take(source: Path, copy: Path) -> None:
    try:
        content = source.read_bytes()
        parse(content)
        if not copy.exists() or copy.read_bytes() != content:
            write_atomic(copy, content)
    except FileNotFoundError:
        pass
    except (LogBroken, LogTooNew, OSError) as error:
        print(f"The log of lesson {source.parent.name} cannot be taken from there: {error}")


def logs() -> dict[str, Log]:
    """The logs of all lessons that can be read, by folder name and in order; this lesson's own comes last.

    Those of the folders beside this one are copied here first, as `earlier` does; in grading only the copies are there.
    """
    here = Path.cwd().resolve()
    if not read_only():
        for source in sorted(Path("..").glob(f"[0-9][0-9]-*/{NAME}")):
            if source.parent.resolve() != here and source.parent.name < here.name:
                _take(source, copy_of(source.parent.name))
    found = {}
    for copy in sorted(Path().glob("observations-of-[0-9][0-9]-*.json")):
        with suppress(LogBroken, LogTooNew, OSError):
            found[copy.stem.removeprefix("observations-of-")] = Log(copy, parse(copy.read_bytes()))
    own = log()
    if own.records:
        found[here.name if here.name[:2].isdigit() else "this lesson"] = own
    return found
