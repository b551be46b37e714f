"""The members of an archive, whatever its format: which of them are taken, and where they stand in the submission."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from autograder.repair import gather
from autograder.repair.gather import Gathered, depth, is_ignored, is_notebook

MAX_NAME = 255  # bytes of one part, as file systems have it
MAX_PATH = 1_000

OUTSIDE = "its name points out of the submission"
NAME_TOO_LONG = "its name is too long"
NO_NAME = "it has no name"


@dataclass(frozen=True)
class Member:
    """One file in an archive.

    size : bytes, as the archive says.
    read : gives the content, never more than `size` and one byte more.
    why : why it cannot be taken, where its kind or its packing forbids it.
    original : its name in the archive, where `name` is cut.
    """

    name: str
    size: int
    read: Callable[[], bytes]
    why: str = ""
    original: str = ""


def add_members(gathered: Gathered, members: Iterable[Member], where: str) -> None:
    """Add the members of an archive that stands in the folder `where` of a submission."""
    taken: dict[str, Member] = {}
    for member in members:
        if not member.name:
            gathered.leave_out(member.original, NO_NAME)
            continue
        name = inside(f"{where}/{member.name}")
        if name and is_ignored(name):
            continue
        why = why_not(name) or member.why
        if why or name is None:
            gathered.leave_out(member.name, why)
        else:
            taken[name] = member
    for name in sorted(taken, key=lambda name: (not is_notebook(name), depth(name), name)):
        _add(gathered, name, taken[name])


def inside(name: str) -> str | None:
    """The relative posix path of a member, None where it points out; absolute names count from the top."""
    parts = [part for part in re.split(r"[/\\]", name) if part not in ("", ".")]
    if parts and re.fullmatch("[A-Za-z]:", parts[0]):
        parts = parts[1:]
    return "/".join(parts) if parts and ".." not in parts else None


def why_not(name: str | None) -> str:
    """Why a name is not taken, empty if it is."""
    if name is None:
        return OUTSIDE
    if max(len(os.fsencode(part)) for part in name.split("/")) > MAX_NAME or len(os.fsencode(name)) > MAX_PATH:
        return NAME_TOO_LONG
    return gather.TOO_DEEP if depth(name) > gather.MAX_DEPTH else ""


def _add(gathered: Gathered, name: str, member: Member) -> None:
    if name in gathered.files:
        return
    if len(gathered.files) >= gather.MAX_FILES + gather.MAX_NOTEBOOKS:
        gathered.leave_out(name, gather.TOO_MANY)
        return
    if member.size > gather.MAX_BYTES - gathered.size:
        gathered.leave_out(name, gather.TOO_LARGE)
        return
    gathered.size += member.size  # now: a member whose checksum turns out to be wrong was unpacked, too
    try:
        content = member.read()
    except Exception:  # of many kinds; the other members may be whole
        gathered.leave_out(name, gather.UNREADABLE)
        return
    gathered.files[name] = content
