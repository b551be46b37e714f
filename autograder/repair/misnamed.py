"""Files that an assignment expects, handed in under a name that a browser or a system has made of theirs.

A second download is called `observations (1).json`, a copy `observations copy.json`, and some put it into a folder.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath

from autograder.text import listed, quoted

_COPY = re.compile(r"(\s*\(\d+\)|[\s_-]+\d+|[\s_-]+\(?(copy|kopie)(\s*\(?\d+\)?)?\)?)$|^copy of\s+")


def put_right(files: dict[str, bytes | Path], expected: Iterable[str], given: Collection[str] = ()) -> list[str]:
    """Give a file of the dictionary `files` (by name) the name of an expected one that is absent, if it alone may be
    meant; what was done, in words. The instructor's own files, `given`, are no learner's work and never taken.
    """
    reasons = []
    for name in expected:
        alike = [file for file in sorted(files) if file not in given and _plain(file) == _plain(name)]
        taken = name in files or name in given or any(file.startswith(f"{name}/") for file in files)
        if taken or not alike:
            continue
        if len(alike) == 1:
            files[name] = files.pop(alike[0])
            reasons.append(f"the file {quoted(alike[0])} is taken for {quoted(name)}, which was not there")
        else:
            several = "more than one file may be meant, so none is taken"
            reasons.append(f"there is no file {quoted(name)}, and {several}: {listed(alike)}")
    return reasons


def _plain(file: str) -> tuple[str, str]:
    """Name and ending of a file without its folder, its case, and what is added to the names of copies."""
    path = PurePosixPath(unicodedata.normalize("NFC", file).casefold())
    name = path.stem.strip()
    for _ in range(3):
        name = _COPY.sub("", name).strip()
    return name, path.suffix.strip()
