"""Whether something was graded before: the digest of everything that a score can depend on."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from autograder.repair.gather import MAX_BYTES, MAX_SEEN, beside


def digest_of(submitted: Path, about: str) -> str:
    """Of what stands in the place `submitted` or beside it, and of `about`, which tells how it is graded."""
    digest = hashlib.sha256(about.encode())
    for path in _files(submitted):
        digest.update(os.fsencode(str(path)) + b"\0")
        with suppress(OSError):
            if path.is_symlink():
                digest.update(os.fsencode(os.readlink(path)))
            elif path.is_file() and path.stat().st_size <= MAX_BYTES:
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
            else:  # nobody will look into it
                digest.update(f"{path.stat().st_size} {path.stat().st_mtime_ns}".encode())
    return digest.hexdigest()


def _files(top: Path) -> list[Path]:
    found = [path for path in beside(top) if path.is_file()]
    if os.path.isdir(top) and not os.path.islink(top):
        waiting = [top]
        while waiting and len(found) < MAX_SEEN:  # os.walk calls itself, and folders may be a thousand deep
            with suppress(OSError), os.scandir(waiting.pop()) as entries:
                for entry in sorted(entries, key=lambda entry: entry.name):
                    (waiting if entry.is_dir(follow_symlinks=False) else found).append(Path(entry.path))
    elif os.path.lexists(top):
        found.append(top)
    return found
