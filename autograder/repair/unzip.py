"""The members of a zip."""

from __future__ import annotations

import os
import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import BinaryIO

from autograder.repair import gather
from autograder.repair.members import Member

MAX_LIST_BYTES = 4 * gather.MB  # of a zip's own list of its members: about 40,000 files

PASSWORD = "it has a password"
PACKED = "it is packed in a way that is not supported"


@contextmanager
def members(file: BinaryIO) -> Iterator[list[Member]]:
    """The members of a zip, to be read while it is open."""
    _check_list(file)
    with zipfile.ZipFile(file) as archive:
        yield [member(archive, info) for info in archive.infolist() if not (info.filename and info.is_dir())]


def member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    """One member of an open zip, to be read while it is open."""
    return Member(_name(info), info.file_size, partial(_read, archive, info), _why_not(info), info.orig_filename)


def _name(info: zipfile.ZipInfo) -> str:
    """The name, also where it is in UTF-8 and the zip does not say so, as macOS and old Moodles write it."""
    if not info.flag_bits & 0x800:
        with suppress(UnicodeError):
            return info.filename.encode("cp437").decode()
    return info.filename


def _check_list(file: BinaryIO) -> None:
    """Refuse a zip whose list of members would fill the memory before the first of them is looked at."""
    file.seek(0, os.SEEK_END)
    file.seek(max(0, file.tell() - (1 << 16) - 22))
    tail = file.read()
    said = re.findall(rb"PK\x05\x06(?=.{8}(.{4}))", tail, re.DOTALL)  # all, whichever zipfile takes
    if not said or b"PK\6\7" in tail or any(int.from_bytes(size, "little") > MAX_LIST_BYTES for size in said):
        raise zipfile.BadZipFile("no list of members, or one that is too long")


def _why_not(info: zipfile.ZipInfo) -> str:
    """Why a member is left out, empty if it is not."""
    kind = stat.S_IFMT(info.external_attr >> 16)  # of the system where it was packed
    if kind not in (0, stat.S_IFREG):
        return gather.LINK if kind == stat.S_IFLNK else gather.SPECIAL
    if info.flag_bits & 1:
        return PASSWORD
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return PACKED  # the others cannot be unpacked in bounded memory
    return ""


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as file:
        return file.read(info.file_size + 1)  # without a number it unpacks everything, whatever the size says
