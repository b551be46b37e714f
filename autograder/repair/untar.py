"""The members of a tar that is not compressed (`unpack` does that first)."""

from __future__ import annotations

import itertools
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import BinaryIO

from autograder.repair import gather
from autograder.repair.members import Member

HEAD = 512  # bytes, of the first header


def is_tar(data: bytes) -> bool:
    """Whether bytes begin as a tar does: with a header whose checksum is right."""
    try:
        tarfile.TarInfo.frombuf(data[:HEAD], "utf-8", "surrogateescape")
        return True
    except (tarfile.HeaderError, ValueError):
        return False


@contextmanager
def members(file: BinaryIO) -> Iterator[list[Member]]:
    """The members of a tar, to be read while it is open."""
    with tarfile.open(fileobj=file, mode="r:") as archive:
        yield [
            Member(info.name, info.size, partial(_read, archive, info), _why_not(info), info.name)
            for info in itertools.islice(archive, gather.MAX_SEEN)
            if not info.isdir()
        ]


def _why_not(info: tarfile.TarInfo) -> str:
    """Why a member is left out, empty if it is not."""
    if info.issym() or info.islnk():
        return gather.LINK
    return "" if info.isfile() and not info.issparse() else gather.SPECIAL  # a sparse one says what size it likes


def _read(archive: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(info)
    return file.read(info.size)  # type: ignore[union-attr]  # only of what is a file
