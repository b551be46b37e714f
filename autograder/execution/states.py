"""A notebook's folder as it was at each test cell: a test finds the files that its place in the notebook had.

Tests run when the notebook is over, and a function that a test calls may write files. Before each test the folder is
put back: what later cells and other tests have written is gone, as if it had run at its place and alone.
"""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
from itertools import count
from pathlib import Path, PurePath

from autograder.execution.view import files_of
from autograder.files import remove
from autograder.sandbox.limits import MOST_FILES

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


class States:
    """The states of `folder`, which a learner's code rules; its files are kept in `store`, which it cannot see.

    Files are copied as long as there is room, small ones first. One that has no copy is moved to the store when a test
    must not find it, and back for the next that wants it.
    """

    def __init__(self, folder: Path, store: Path, most_bytes: int):
        self.folder, self.store = folder, store
        remove(store)
        store.mkdir()
        self.at: dict[int, dict[str, tuple]] = {}  # by index of a test cell: the state of each file, by name
        self.copies: dict[tuple, Path] = {}  # by name and state
        self.uncopied: set[tuple] = set()
        self.moved: dict[tuple, Path] = {}
        self.numbers = count()
        self.left = most_bytes

    def note(self, index: int) -> None:
        """Remember the folder as it is now, for the test cell `index`."""
        found = {name: _state(file) for name, file in files_of(self.folder)}
        for name, state in sorted(found.items(), key=lambda pair: pair[1][0]):  # a log before a checkpoint
            if (name, state) not in self.copies and state[0] <= self.left:
                copy = self.store / str(next(self.numbers))
                with suppress(OSError):
                    _copy(self.folder, name, copy, state[0])
                    self.copies[name, state], self.left = copy, self.left - state[0]
        self.at[index] = found
        self.uncopied |= found.items() - self.copies.keys()

    def restore(self, index: int) -> None:
        """Put the folder back as it was at the test cell `index`. Never raises for what a learner made of it."""
        if index not in self.at:
            return
        wanted, there = self.at[index], {name: _state(file) for name, file in files_of(self.folder)}
        if max(len(there), len(wanted)) > MOST_FILES // 2:  # perhaps not all were seen
            return
        for name, state in there.items() - wanted.items():
            obtainable = (name, wanted.get(name)) in self.copies or (name, wanted.get(name)) in self.moved
            with suppress(OSError):
                if (name, state) in self.uncopied and (obtainable or name not in wanted):
                    place = self.store / str(next(self.numbers))
                    _move(self.folder, name, place)
                    self.moved[name, state] = place
                elif name not in wanted:
                    _remove(self.folder, name)
        for name, state in wanted.items() - there.items():
            with suppress(OSError):
                if (name, state) in self.copies:
                    _write(self.folder, name, self.copies[name, state], state)
                elif (name, state) in self.moved:
                    _move_back(self.folder, name, self.moved[name, state])
                    del self.moved[name, state]


def _state(file: os.stat_result) -> tuple[int, int, int, int, int]:
    return file.st_size, file.st_mtime_ns, file.st_mode, file.st_uid, file.st_gid


def _folder(top: Path, name: str, *, make: bool = False) -> tuple[int, str]:
    """The folder of a file, opened step by step: a link that a learner has put on the way leads nowhere."""
    *above, last = PurePath(name).parts
    here = os.open(top, FOLDER)
    try:
        for each in above:
            if make:
                with suppress(FileExistsError):
                    os.mkdir(each, dir_fd=here)
            here, before = os.open(each, FOLDER, dir_fd=here), here
            os.close(before)
    except OSError:
        os.close(here)
        raise
    return here, last


def _copy(top: Path, name: str, copy: Path, most: int) -> None:
    here, last = _folder(top, name)
    try:
        with open(os.open(last, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=here), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError("no file any more")
            copy.write_bytes(file.read(most))  # it may grow meanwhile
    finally:
        os.close(here)


def _remove(top: Path, name: str) -> None:
    here, last = _folder(top, name)
    try:
        os.unlink(last, dir_fd=here)
    finally:
        os.close(here)


def _move(top: Path, name: str, place: Path) -> None:
    """Move a file out of the folder; whatever it has become, it is not opened."""
    here, last = _folder(top, name)
    try:
        os.rename(last, place, src_dir_fd=here)
    finally:
        os.close(here)


def _move_back(top: Path, name: str, place: Path) -> None:
    here, last = _folder(top, name, make=True)
    try:
        os.rename(place, last, dst_dir_fd=here)
    finally:
        os.close(here)


def _write(top: Path, name: str, content: Path, state: tuple) -> None:
    """Write over the very file, if it is there: the notebook may hold it open."""
    _, modified, mode, user, group = state
    here, last = _folder(top, name, make=True)
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK
        with open(os.open(last, flags, 0o600, dir_fd=here), "wb") as file, content.open("rb") as kept:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError("no file any more")
            file.truncate()
            shutil.copyfileobj(kept, file)
            file.flush()
            with suppress(OSError):
                os.fchown(file.fileno(), user, group)
            os.fchmod(file.fileno(), stat.S_IMODE(mode))
            os.utime(file.fileno(), ns=(modified, modified))
    finally:
        os.close(here)
