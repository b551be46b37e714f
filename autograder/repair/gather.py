"""The files of a submission, whatever it was handed in as. What is packed comes with `unpack.look_further`.

All of it is hostile: no link is followed, nothing but ordinary files is opened, nothing is written, and everything has
a limit. What is left out is said in words.
"""

from __future__ import annotations

import io
import os
import stat
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from autograder.text import listed, quoted

MB = 1 << 20
MAX_FILES = 2_000
MAX_NOTEBOOKS = 200
MAX_BYTES = 256 * MB  # of all files but the notebooks that may be graded, and of all that comes out of archives
MAX_SEEN = 50_000  # entries of folders that are looked at
MAX_DEPTH = 30

CHECKPOINTS = ".ipynb_checkpoints"
PACKED = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".tbz", ".xz", ".txz")  # what `unpack` opens
BESIDE = (".ipynb", *PACKED, ".tar.gz", ".tar.bz2", ".tar.xz", ".ipynb.gz", ".7z", ".rar", ".html", ".py")
IGNORED = {"__pycache__", "__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"}

LINK = "links are not followed"
SPECIAL = "not an ordinary file"
UNREADABLE = "it cannot be read"
TOO_MANY = f"a submission may have {MAX_FILES:,} files"
TOO_LARGE = f"the files of a submission may have {MAX_BYTES // MB} MB"
TOO_DEEP = f"files may stand {MAX_DEPTH} folders deep"


@dataclass
class Gathered:
    """The files of one submission.

    `files` maps a relative posix path to the file's place on disk, or to its bytes where it came out of an
    archive. `failed` is what could not be looked into.
    """

    folder: Path
    files: dict[str, Path | bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)  # names
    left_out: dict[str, list[str]] = field(default_factory=dict)  # why: names
    size: int = 0  # of what counts for MAX_BYTES
    others: int = 0  # files that are not notebooks
    rounds: int = 0  # of looking further

    @property
    def reasons(self) -> list[str]:
        """What was unusual, and what was left out and why, in words."""
        return self.notes + [f"left out, because {why}: {listed(names)}" for why, names in self.left_out.items()]

    def leave_out(self, name: str, why: str) -> None:
        self.left_out.setdefault(why, []).append(name)

    def fail(self, name: str, why: str) -> None:
        """There is something that could not be looked into; `why` is UNREADABLE or a sentence."""
        self.failed.append(name)
        if why == UNREADABLE:
            self.leave_out(name, why)
        else:
            self.notes.append(why)


def gather(folder: Path) -> Gathered:
    """The files that stand in `folder`, or the file that stands in its place."""
    gathered = Gathered(folder)
    try:
        mode = os.lstat(folder).st_mode
    except FileNotFoundError:
        return gathered
    except OSError as error:
        why = f"what was handed in cannot be read ({error.strerror})"
        gathered.fail(folder.name, f"{why}; mend the permissions of {quoted(folder.parent.name)} and grade again")
        return gathered
    if stat.S_ISDIR(mode):
        for name, path, status in _entries(gathered):
            _add(gathered, name, path, status)
    elif stat.S_ISREG(mode):
        gathered.notes.append("a file was handed in instead of a folder")
        gathered.files[folder.name + _ending(folder)] = folder
    elif stat.S_ISLNK(mode):
        gathered.notes.append("the submission is a link to somewhere else; links are not followed")
    else:
        gathered.notes.append("the submission is neither a folder nor an ordinary file")
    return gathered


def read(content: Path | bytes, most: int) -> bytes:
    """The first `most` bytes of a file; raises OSError where it is not an ordinary file that can be read."""
    if isinstance(content, bytes):
        return content[:most]
    with open_file(content) as file:
        return file.read(most)


def opened(content: Path | bytes) -> BinaryIO:
    """A file to read, wherever its content is."""
    return io.BytesIO(content) if isinstance(content, bytes) else open_file(content)


def beside(folder: Path) -> list[Path]:
    """What may have been handed in instead of a folder, and is there: `<folder>.zip` and the like."""
    places = [folder.with_name(folder.name + ending) for ending in dict.fromkeys(BESIDE)]
    return [place for place in places if os.path.lexists(place)]


def open_file(path: Path) -> BinaryIO:
    """Open an ordinary file: no link, and no waiting for whoever is at the other end of a pipe."""
    flags = ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")  # not every system has all of them
    handle = os.open(path, os.O_RDONLY | sum(getattr(os, flag, 0) for flag in flags))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(SPECIAL)
    return os.fdopen(handle, "rb")


def depth(name: str) -> int:
    return name.count("/")


def is_notebook(name: str) -> bool:
    """Whether a name says that it is a notebook: `x.ipynb`, and also `x.ipynb.txt`."""
    return ".ipynb" in name.rpartition("/")[2].lower()


def is_ignored(name: str) -> bool:
    """What systems and Python leave in folders, and all of Jupyter's checkpoints but the notebooks."""
    *folders, last = name.split("/")
    if any(part in IGNORED or part.startswith("._") for part in (*folders, last)):
        return True
    return CHECKPOINTS in folders and not is_notebook(last)


def _ending(path: Path) -> str:
    """What is missing at the end of a name to say what the file is."""
    return "" if path.suffix.lower() in BESIDE else ".ipynb"  # which may be packed, too


def _add(gathered: Gathered, name: str, path: Path, status: os.stat_result) -> None:
    counted = 0 if is_notebook(name) else status.st_size
    notebooks = len(gathered.files) - gathered.others
    if stat.S_ISLNK(status.st_mode):
        gathered.leave_out(name, LINK)
    elif not stat.S_ISREG(status.st_mode):
        gathered.leave_out(name, SPECIAL)
    elif notebooks >= MAX_NOTEBOOKS if is_notebook(name) else gathered.others >= MAX_FILES:
        gathered.leave_out(name, TOO_MANY)
    elif gathered.size + counted > MAX_BYTES:
        gathered.leave_out(name, TOO_LARGE)
    else:
        try:
            open_file(path).close()
        except OSError:
            gathered.fail(name, UNREADABLE)
            return
        gathered.files[name] = path
        gathered.size += counted
        gathered.others += not is_notebook(name)


def _entries(gathered: Gathered) -> Iterator[tuple[str, Path, os.stat_result]]:
    """Everything below the folder that is not a folder: what stands highest first."""
    folders = deque([("", gathered.folder)])
    seen = 0
    while folders:
        prefix, folder = folders.popleft()
        try:
            with os.scandir(folder) as found:
                entries = [entry for _, entry in zip(range(MAX_SEEN), found, strict=False)]
        except OSError:
            gathered.fail(prefix or folder.name, UNREADABLE)
            continue
        for entry in sorted(entries, key=lambda entry: entry.name):
            seen += 1
            name = prefix + entry.name
            if seen > MAX_SEEN:
                gathered.notes.append(f"only the first {MAX_SEEN:,} files and folders were looked at")
                return
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:
                gathered.leave_out(name, UNREADABLE)
                continue
            if not stat.S_ISDIR(status.st_mode):
                if not is_ignored(name):
                    yield name, Path(entry.path), status
            elif depth(name) >= MAX_DEPTH:
                gathered.leave_out(name, TOO_DEEP)
            elif not is_ignored(f"{name}/x.ipynb"):
                folders.append((f"{name}/", Path(entry.path)))
