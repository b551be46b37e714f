"""What travels between the head and a worker: files in one piece of bytes, a tar archive.

A submission arrives as it was handed in, with its links, pipes and closed folders: what is wrong with it is said where
it is graded, in the words of one machine. What is too large to be looked at travels as its size. What comes back is
ordinary files only, and anything else is refused.
"""

from __future__ import annotations

import io
import os
import stat
import tarfile
from collections import deque
from collections.abc import Iterator
from itertools import chain
from pathlib import Path, PurePosixPath

from autograder.repair import gather

RESULT, JUDGED = "result.json", "judged"
WORDS = b"why: "  # what an answer begins with that is no parcel
LARGEST = 400 << 20  # bytes of one parcel
MOST_FILES = 60_000
DEEPEST = gather.MAX_DEPTH + 1


class ParcelError(ValueError):
    """This is no parcel, or none that may be opened; the message says why."""


def of_submission(submitted: Path) -> bytes:
    """What was handed in, in the place `submitted` or beside it, by names that begin with that of the place.

    Raises
    ------
    ParcelError
        It is larger than a parcel may be.
    """
    carried = {path for path in gather.gather(submitted).files.values() if isinstance(path, Path)}
    beside = [path for path in gather.beside(submitted) if path.is_file()]
    entries = chain(_tree(submitted), ((path.name, path) for path in beside))
    return _packed(entries, {*carried, *beside})


def of_result(result: Path, judged: Path) -> bytes:
    """A result and the ordinary files that were judged, as `inspection` expects them."""
    files = {RESULT: result}
    for path in sorted(judged.rglob("*")):
        if path.is_file() and not path.is_symlink():
            files[f"{JUDGED}/{path.relative_to(judged)}"] = path
    return of_files(files)


def of_files(files: dict[str, Path]) -> bytes:
    """Files by the names that they shall have."""
    return _packed(iter(files.items()), set(files.values()))


def open_all(parcel: bytes, folder: Path) -> None:
    """Open what the head has sent."""
    modes = []
    for member, content in _members(parcel):
        path = folder / member.name
        path.parent.mkdir(parents=True, exist_ok=True)
        if member.isdir():
            path.mkdir(exist_ok=True)
        elif member.issym():
            os.symlink(member.linkname, path)
            continue
        elif member.isfifo():
            os.mkfifo(path)
        else:
            path.write_bytes(content)
            if size := member.pax_headers.get("COURSE.size"):
                os.truncate(path, int(size))
        modes.append((path, member.mode))
    for path, mode in reversed(modes):
        os.chmod(path, mode)


def open_files(parcel: bytes, folder: Path) -> None:
    """Open what a worker has sent: ordinary files below `folder`, else ParcelError."""
    for member, content in _members(parcel):
        parts = PurePosixPath(member.name).parts
        if not member.isreg() or not parts or member.name.startswith("/") or ".." in parts or "\0" in member.name:
            raise ParcelError(f"{member.name[:120]!r} is no ordinary file with a name of its own")
        path = folder.joinpath(*parts)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(content)
        except (FileExistsError, NotADirectoryError):
            raise ParcelError(f"{member.name[:120]!r} is there twice") from None


def _members(parcel: bytes) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    if len(parcel) > LARGEST:
        raise ParcelError(f"it has {len(parcel):,} bytes, more than the {LARGEST:,} of a parcel")
    try:
        with tarfile.open(fileobj=io.BytesIO(parcel), mode="r:") as archive:
            for number, member in enumerate(archive):
                if number >= MOST_FILES:
                    raise ParcelError(f"it has more than {MOST_FILES:,} files")
                if member.issparse() or member.size > len(parcel):
                    raise ParcelError("a file in it is larger than it is itself")
                file = archive.extractfile(member) if member.isreg() else None
                yield member, file.read() if file else b""
    except tarfile.TarError as error:
        raise ParcelError(f"it is no archive ({error})") from None


def _packed(entries: Iterator[tuple[str, Path]], carried: set[Path]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, path in entries:
            try:
                status = os.lstat(path)
            except OSError:
                continue  # it has gone since
            member = tarfile.TarInfo(name)
            member.mode, content = stat.S_IMODE(status.st_mode), b""
            if stat.S_ISDIR(status.st_mode):
                member.type = tarfile.DIRTYPE
            elif stat.S_ISLNK(status.st_mode):
                member.type, member.linkname = tarfile.SYMTYPE, os.readlink(path)
            elif not stat.S_ISREG(status.st_mode):
                member.type = tarfile.FIFOTYPE
            else:
                content = _content(path, carried)
                if len(content) != status.st_size:
                    member.pax_headers = {"COURSE.size": str(status.st_size)}
            member.size = len(content)
            if packed.tell() + member.size > LARGEST - (1 << 20):
                raise ParcelError(f"its files have more than the {LARGEST >> 20} MB that travel to a cluster")
            archive.addfile(member, io.BytesIO(content))
    return packed.getvalue()


def _content(path: Path, carried: set[Path]) -> bytes:
    if path not in carried:
        return b""
    try:
        with gather.open_file(path) as file:
            return file.read(LARGEST)
    except OSError:
        return b""


def _tree(top: Path) -> Iterator[tuple[str, Path]]:
    """What stands in a place and below it, what stands highest first, as far as anybody will look."""
    if not os.path.lexists(top):
        return
    yield top.name, top
    folders, seen = deque([(top.name, top, 0)] if top.is_dir() and not top.is_symlink() else []), 0
    while folders:
        prefix, folder, depth = folders.popleft()
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError:
            continue  # closed here, and there
        for entry in entries:
            seen += 1
            if seen >= MOST_FILES - 100:
                return
            name, path = f"{prefix}/{entry.name}", folder / entry.name
            yield name, path
            if entry.is_dir(follow_symlinks=False) and depth < DEEPEST:
                folders.append((name, path, depth + 1))
