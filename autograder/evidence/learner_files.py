"""Files that somebody handed in: opened only if they are plain files, and not too large."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def regular(path: Path, most: int) -> None:
    """Raises ValueError unless `path` is a plain file (no link, no pipe) of at most `most` bytes; OSError if absent."""
    about = os.lstat(path)
    if not stat.S_ISREG(about.st_mode):
        raise ValueError("it is a link or no plain file")
    if about.st_size > most:
        raise ValueError(f"it has {about.st_size:,} bytes, more than the {most:,} that are read")


def read_bytes(path: Path, most: int) -> bytes:
    """The content of a plain file. Raises as `regular` does."""
    regular(path, most)
    return path.read_bytes()
