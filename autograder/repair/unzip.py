"""What a submission has packed in zips: unpacked in memory, never on disk, within the limits of `gather`."""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
from pathlib import Path
from typing import BinaryIO

from autograder.repair import gather
from autograder.repair.gather import Gathered, depth, is_ignored, is_notebook
from autograder.text import quoted

MAX_LIST_BYTES = 4 * gather.MB  # of a zip's own list of its members: about 40,000 files
MAX_ROUNDS = 3  # zips in zips
MAX_NAME = 255  # bytes of one part, as file systems have it
MAX_PATH = 1_000

OUTSIDE = "its name points out of the submission"
NAME_TOO_LONG = "its name is too long"
PASSWORD = "it has a password"
PACKED = "it is packed in a way that is not supported"
NO_NAME = "it has no name"


def look_further(gathered: Gathered) -> bool:
    """Add what stands beside the folder, then what is inside zips; whether that brought anything."""
    if gathered.rounds == MAX_ROUNDS:
        return False
    gathered.rounds += 1
    before = set(gathered.files)
    if gathered.rounds == 1:
        _add_beside(gathered)
    for name, content in list(gathered.files.items()):
        if _is_zip(name, content):
            del gathered.files[name]
            _unzip(gathered, name, content)
    return set(gathered.files) != before


def _add_beside(gathered: Gathered) -> None:
    """`<folder>.ipynb` and `<folder>.zip`."""
    for ending in (".ipynb", ".zip"):
        path = gathered.folder.with_name(gathered.folder.name + ending)
        if path.is_symlink():
            gathered.leave_out(path.name, gather.LINK)
        elif path.is_file() and path.name not in gathered.files:
            gathered.notes.append(f"{quoted(path.name)} was handed in instead of a folder")
            gathered.files[path.name] = path


def _is_zip(name: str, content: Path | bytes) -> bool:
    if name.lower().endswith(".zip"):
        return True
    try:
        return is_notebook(name) and gather.read(content, 4) == b"PK\3\4"
    except OSError:
        return False


def _unzip(gathered: Gathered, name: str, content: Path | bytes) -> None:
    """Add what is in a zip, at the place where the zip stands."""
    try:
        with io.BytesIO(content) if isinstance(content, bytes) else gather.open_file(content) as file:
            _check_list(file)
            with zipfile.ZipFile(file) as archive:
                _add_members(gathered, archive, name.rpartition("/")[0])
    except UnicodeDecodeError:
        gathered.notes.append(f"{quoted(name)} cannot be unpacked: a name in it is not in UTF-8, as it claims")
    except Exception as error:  # zipfile raises whatever its arithmetic on broken bytes raises
        gathered.notes.append(f"{quoted(name)} cannot be unpacked ({type(error).__name__})")
    else:
        gathered.notes.append(f"{quoted(name)} was unpacked")


def _check_list(file: BinaryIO) -> None:
    """Refuse a zip whose list of members would fill the memory before the first of them is looked at."""
    file.seek(0, os.SEEK_END)
    file.seek(max(0, file.tell() - (1 << 16) - 22))
    tail = file.read()
    sizes = re.findall(rb"PK\x05\x06(?=.{8}(.{4}))", tail, re.DOTALL)  # all, whichever zipfile takes
    if not sizes or b"PK\6\7" in tail or any(int.from_bytes(size, "little") > MAX_LIST_BYTES for size in sizes):
        raise zipfile.BadZipFile("no list of members, or one that is too long")


def _add_members(gathered: Gathered, archive: zipfile.ZipFile, where: str) -> None:
    members: dict[str, zipfile.ZipInfo] = {}
    for info in archive.infolist():
        if not info.filename:  # zipfile cuts a name at its first NUL
            gathered.leave_out(info.orig_filename, NO_NAME)
            continue
        name = _inside(f"{where}/{info.filename}")
        if info.is_dir() or (name and is_ignored(name)):
            continue
        why = _why_not(name, info)
        if why:
            gathered.leave_out(info.filename, why)
        else:
            members[name] = info
    for name in sorted(members, key=lambda name: (not is_notebook(name), depth(name), name)):
        _add_member(gathered, archive, name, members[name])


def _inside(name: str) -> str | None:
    """The relative posix path of a member, None where it points out of the zip; absolute names count from the top."""
    parts = [part for part in re.split(r"[/\\]", name) if part not in ("", ".")]
    if parts and re.fullmatch("[A-Za-z]:", parts[0]):
        parts = parts[1:]
    return "/".join(parts) if parts and ".." not in parts else None


def _why_not(name: str | None, info: zipfile.ZipInfo) -> str:
    """Why a member is left out, empty if it is not."""
    if name is None:
        return OUTSIDE
    if max(len(os.fsencode(part)) for part in name.split("/")) > MAX_NAME or len(os.fsencode(name)) > MAX_PATH:
        return NAME_TOO_LONG
    if depth(name) > gather.MAX_DEPTH:
        return gather.TOO_DEEP
    kind = stat.S_IFMT(info.external_attr >> 16)  # of the system where it was packed
    if kind not in (0, stat.S_IFREG):
        return gather.LINK if kind == stat.S_IFLNK else gather.SPECIAL
    if info.flag_bits & 1:
        return PASSWORD
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return PACKED  # the others cannot be unpacked in bounded memory
    return ""


def _add_member(gathered: Gathered, archive: zipfile.ZipFile, name: str, info: zipfile.ZipInfo) -> None:
    if name in gathered.files:
        return
    if len(gathered.files) >= gather.MAX_FILES + gather.MAX_NOTEBOOKS:
        gathered.leave_out(name, gather.TOO_MANY)
        return
    left = gather.MAX_BYTES - gathered.size
    if info.file_size > left:
        gathered.leave_out(name, gather.TOO_LARGE)
        return
    gathered.size += info.file_size  # now: a member whose checksum turns out to be wrong was unpacked, too
    try:
        with archive.open(info) as file:
            content = file.read(info.file_size + 1)  # without a number it unpacks everything, whatever the size says
    except Exception:  # of many kinds, as above; the other members may be whole
        gathered.leave_out(name, gather.UNREADABLE)
        return
    gathered.files[name] = content
