"""Where rendered and downloaded things are kept between lessons: the user's cache folder, never more than a limit.

The folder is the operating system's usual one for caches; the environment variable COURSE_CACHE names
another, COURSE_CACHE_GIB another limit. Deleting the folder loses nothing but time.
A cache never stops a lesson: a file that is damaged is made again, and a disk that is full or read-only
means that nothing is kept. Both are said in one line.
"""

from __future__ import annotations

import contextlib
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from course.files import write_atomic

LIMIT_GIB = 2.0

_said: set[str] = set()


def folder(*parts: str) -> Path:
    """The cache folder, or a folder inside it. It is not made before something is kept there."""
    named = os.environ.get("COURSE_CACHE")
    if named:
        return Path(named).expanduser().joinpath(*parts)
    from platformdirs import user_cache_path

    return user_cache_path("apples-course", appauthor=False).joinpath(*parts)


def limit_bytes() -> int:
    """The largest total size of the folder, bytes."""
    try:
        return int(float(os.environ.get("COURSE_CACHE_GIB", LIMIT_GIB)) * 2**30)
    except ValueError:
        say(f"COURSE_CACHE_GIB is {os.environ['COURSE_CACHE_GIB']!r}, not a number: {LIMIT_GIB} GiB is used.")
        return int(LIMIT_GIB * 2**30)


def say(message: str) -> None:
    """Tell the learner once. On standard output, because a notebook shows standard error as an alarm."""
    if message not in _said:
        _said.add(message)
        print(message)


def arrays(
    name: str, make: Callable[[], dict[str, np.ndarray]], *, what: str = "data", fresh: bool = False
) -> dict[str, np.ndarray]:
    """The arrays kept under `name`, or those of `make()`, which are then kept; `fresh` makes them in any case.

    name must tell apart everything that changes the arrays: put all settings into it. The arrays hold
    numbers or text, never objects: reading a cache file cannot run anything.
    """
    path = folder("arrays", f"{name}.npz")
    kept = None if fresh else _read(path, what)
    if kept is not None:
        return kept
    made: dict[str, Any] = make()
    file = io.BytesIO()
    np.savez(file, **made)
    keep(path, file.getbuffer(), what=what)
    return made


def _read(path: Path, what: str) -> dict[str, np.ndarray] | None:
    try:
        with np.load(path, allow_pickle=False) as file:
            found = {key: file[key] for key in file.files}  # reading an array also checks its CRC
    except FileNotFoundError:
        return None
    except OSError as problem:
        if problem.errno is not None:  # the disk's problem, not the file's
            say(f"The kept {what} cannot be read ({problem.strerror}): they are made again.")
            return None
        _spoilt(path, what)
        return None
    except (ValueError, KeyError, EOFError, zipfile.BadZipFile, NotImplementedError):
        _spoilt(path, what)
        return None
    with contextlib.suppress(OSError):
        os.utime(path)  # what was used last is removed last
    return found


def _spoilt(path: Path, what: str) -> None:
    say(f"The kept {what} are damaged (file {path.name}): they are made again.")
    with contextlib.suppress(OSError):
        path.unlink()


def keep(path: Path, content: str | bytes | memoryview, *, what: str = "data") -> bool:
    """Write a file whole or not at all, then make room. False, and one line said, when it cannot be kept."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, content)
    except OSError as problem:
        say(
            f"The {what} cannot be kept in {path.parent} ({problem.strerror or problem}). "
            "Everything works, they are only made again next time."
        )
        return False
    shrink(spare=path)
    return True


def shrink(limit: int | None = None, *, spare: Path | None = None) -> int:
    """Remove the kept arrays that were used longest ago until the rest fit the limit (bytes); bytes removed.

    Only what can be made again without the internet goes: downloads stay.
    """
    limit = limit_bytes() if limit is None else limit
    files = []
    with contextlib.suppress(OSError):
        for path in folder("arrays").iterdir():
            with contextlib.suppress(OSError):
                about = path.stat()
                files.append((about.st_mtime, about.st_size, path))
    total, removed = sum(size for _, size, _ in files), 0
    for _, size, path in sorted(files):
        if total - removed <= limit:
            break
        if path == spare and size <= limit:
            continue
        with contextlib.suppress(OSError):
            path.unlink()
            removed += size
    return removed
