"""What the judge sees of a submission's folder: what the notebook made of it, but for what was not its to make.

The instructor's files, and the records of a learner's measurements and trainings, are as they were handed in, whatever
a cell writes over them while it is graded.
"""

from __future__ import annotations

import fnmatch
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from autograder.files import copy_all
from autograder.sandbox.limits import MOST_FILES

RECORDS = ("observations*.json", "*.safetensors")
DEEPEST = 30  # folders in folders


class View:
    """A copy of a folder for the judge.

    Parameters
    ----------
    submitted : the folder as it was handed in, with the instructor's files in it.
    run : the folder in which the notebook runs.
    copy : where the copy is made.
    given : the names of the instructor's files.
    most_bytes : the most that is brought over at a time; what a notebook may write is less (`Limits.disk_bytes`).
    """

    def __init__(self, submitted: Path, run: Path, copy: Path, given: set[str], most_bytes: int):
        self.run, self.copy, self.given, self.most_bytes = run, copy, given, most_bytes
        copy_all(submitted, copy, symlinks=True)
        self.seen = {name: _state(file) for name, file in files_of(submitted)}

    def refresh(self) -> None:
        """Bring over what has changed in the run folder since the last time. Never raises for what is there."""
        there, left = set(), self.most_bytes
        for name, file in sorted(files_of(self.run), key=lambda pair: pair[1].st_size):  # small ones are never missing
            there.add(name)
            if not self._is_fixed(name) and self.seen.get(name) != _state(file) and file.st_size <= left:
                left -= file.st_size
                self.seen[name] = _state(file)
                with suppress(OSError):
                    _copy(self.run / name, self.copy / name, file.st_size)
        for name in [name for name in self.seen if name not in there and not self._is_fixed(name)]:
            del self.seen[name]
            with suppress(OSError):
                (self.copy / name).unlink()

    def _is_fixed(self, name: str) -> bool:
        return name in self.given or any(fnmatch.fnmatch(Path(name).name, record) for record in RECORDS)


def files_of(top: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Regular files below a folder, by name. A learner's folders may be many and deep: no recursion, and limits."""
    waiting, count = [(top, 0)], 0
    while waiting:
        where, depth = waiting.pop()
        with suppress(OSError), os.scandir(where) as entries:
            for entry in entries:
                count += 1
                if count > MOST_FILES:
                    return
                with suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        if depth < DEEPEST:
                            waiting.append((Path(entry.path), depth + 1))
                    elif entry.is_file(follow_symlinks=False):
                        yield str(Path(entry.path).relative_to(top)), entry.stat(follow_symlinks=False)


def _state(file: os.stat_result) -> tuple[int, int]:
    return file.st_size, file.st_mtime_ns


def _copy(source: Path, target: Path, most: int) -> None:
    """Copy a file that a learner's process may exchange for something else, or lengthen, at any moment."""
    with open(os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        about = os.fstat(file.fileno())
        if stat.S_ISREG(about.st_mode):
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as copy:
                copy.write(file.read(most)) if about.st_blocks else copy.truncate(most)  # a hole stays one
