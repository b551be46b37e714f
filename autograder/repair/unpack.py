"""What a submission has packed in archives: unpacked in memory, never on disk, within the limits of `gather`.

`unzip` and `untar` read the formats. What no reader here can open stays as it is, and `submission` tells of it.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import re
from collections.abc import Callable
from pathlib import Path

from autograder.repair import gather, untar, unzip
from autograder.repair.gather import Gathered, is_notebook
from autograder.repair.members import add_members
from autograder.text import quoted

MAX_ROUNDS = 10  # archives in archives
MAX_LZMA_BYTES = 128 * gather.MB  # that the reader of an .xz may take for itself

# what a compressed file begins with, and what its name ends with: what reads it
PACKERS: dict[bytes, tuple[tuple[str, ...], Callable]] = {
    b"\x1f\x8b": ((".gz", ".tgz"), gzip.open),
    b"BZh": ((".bz2", ".tbz2", ".tbz"), bz2.open),
    b"\xfd7zXZ\0": ((".xz", ".txz"), lzma.open),
}


def look_further(gathered: Gathered) -> bool:
    """Add what stands beside the folder, then what is inside archives; whether that brought anything."""
    if gathered.rounds == MAX_ROUNDS:
        return False
    gathered.rounds += 1
    before = set(gathered.files)
    if gathered.rounds == 1:
        _add_beside(gathered)
    packed = {name: opener for name, content in gathered.files.items() if (opener := _opener(name, content))}
    for name, opener in packed.items():
        _unpack(gathered, name, gathered.files.pop(name), opener)
    return bool(packed) or set(gathered.files) != before


def _add_beside(gathered: Gathered) -> None:
    """`<folder>.ipynb`, `<folder>.zip` and the like."""
    for path in gather.beside(gathered.folder):
        if path.is_symlink():
            gathered.leave_out(path.name, gather.LINK)
        elif path.is_file() and path.name not in gathered.files:
            gathered.notes.append(f"{quoted(path.name)} was handed in instead of a folder")
            gathered.files[path.name] = path


def _opener(name: str, content: Path | bytes) -> Callable | None:
    """What opens an archive, by its name or, where it is called a notebook, by its first bytes; None for a file."""
    ending = os.path.splitext(name.lower())[1]
    try:
        head = gather.read(content, untar.HEAD)
    except OSError:
        return None
    if ending == ".zip" or (is_notebook(name) and head.startswith(b"PK\3\4")):
        return unzip.members
    if untar.is_tar(head) and (ending == ".tar" or is_notebook(name)):
        return untar.members
    for magic, (endings, _) in PACKERS.items():
        if head.startswith(magic) and (ending in endings or is_notebook(name)):
            return _decompress
    return None


def _unpack(gathered: Gathered, name: str, content: Path | bytes, opener: Callable) -> None:
    """Add what is in an archive, at the place where the archive stands."""
    try:
        if opener is _decompress:
            _decompress(gathered, name, content)
        else:
            with gather.opened(content) as file, opener(file) as members:
                add_members(gathered, members, name.rpartition("/")[0])
    except UnicodeDecodeError:
        gathered.fail(name, f"{quoted(name)} cannot be unpacked: a name in it is not in UTF-8, as it claims")
    except Exception as error:  # the readers raise whatever their arithmetic on broken bytes raises
        gathered.fail(name, f"{quoted(name)} cannot be unpacked ({type(error).__name__})")
    else:
        gathered.notes.append(f"{quoted(name)} was unpacked")


def _decompress(gathered: Gathered, name: str, content: Path | bytes) -> None:
    """Put the one file that is compressed in the place of the compressed one; a .tar in it comes in the next round."""
    head = gather.read(content, 6)
    endings, reader = next(known for magic, known in PACKERS.items() if head.startswith(magic))
    left = gather.MAX_BYTES - gathered.size
    with gather.opened(content) as file:
        if reader is lzma.open:
            data = lzma.LZMADecompressor(memlimit=MAX_LZMA_BYTES).decompress(file.read(), left + 1)
        else:
            with reader(file) as stream:
                data = stream.read(left + 1)
    if len(data) > left:
        gathered.leave_out(name, gather.TOO_LARGE)
        return
    gathered.size += len(data)
    plain = re.sub("|".join(rf"\{ending}$" for ending in endings), "", name, flags=re.IGNORECASE)
    if untar.is_tar(data) and not plain.lower().endswith(".tar"):
        plain = f"{plain.removesuffix('.ipynb')}.tar"  # as a notebook it would be searched for whole cells
    gathered.files.setdefault(plain, data)
