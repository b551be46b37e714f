"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import uuid
from contextlib import suppress
from pathlib import Path

UNFINISHED = ".unfinished-*"  # what a killed program may leave beside the files that it wrote


def write_atomic(path: str | Path, content: str | bytes | memoryview, *, durable: bool = False) -> None:
    """Write a file so that whoever reads it, also after a crash, sees the old one or the new one, never a part.

    Text is written as UTF-8, and the odd bytes of file names as they were.
    `durable` waits until the disk has it, for what cannot be made again.
    Raises OSError when it cannot be written; the old file is then as it was.
    """
    path = Path(path)
    unfinished = path.with_name(UNFINISHED.replace("*", f"{path.name}-{uuid.uuid4().hex}"))
    try:
        with open(unfinished, "xb") as file:  # a new file, so that the user's umask decides who may read it
            file.write(content.encode(errors="surrogateescape") if isinstance(content, str) else content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:  # also when the learner presses stop
        with suppress(OSError):
            unfinished.unlink()
        raise
    if durable and hasattr(os, "O_DIRECTORY"):
        _sync_folder(path.parent)


def _sync_folder(path: Path) -> None:
    """Make a new name in a folder outlast a power cut; some network mounts cannot."""
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):
            os.fsync(folder)
    finally:
        os.close(folder)
