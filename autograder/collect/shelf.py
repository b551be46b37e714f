"""One learner's files in their folder: whole or not at all, and nothing overwritten by something older.

What was collected before is recognised by its content, and its age by the files' times, which are those of the zip.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from autograder.files import FULL, remove
from autograder.repair.gather import MAX_BYTES, MB, UNREADABLE
from autograder.repair.members import Member, inside, why_not
from autograder.repair.submission import TIMESTAMP
from autograder.text import quoted

NOTE = "not collected.txt"  # in a learner's folder, so that they get a row, and a flag where no notebook is there
LARGE = f"a submission may have {MAX_BYTES // MB} MB"


class Outcome(StrEnum):
    """What became of a learner's folder."""

    NEW = "new"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    KEPT = "kept"  # what was there is newer than the zip


@dataclass(frozen=True)
class File:
    """A file for a learner's folder: its path in it, the member of the zip, and the moment (epoch, s) that it has."""

    name: str
    member: Member
    moment: float


def fill(target: Path, files: Sequence[File], replaced: Path) -> tuple[Outcome, list[str]]:
    """Put files into the folder `target`, and say which could not be read, and why.

    Of files of one name all are kept, and the first keeps the name. A folder with other content is moved to `replaced`
    if it is older, and stays if it is not. What cannot be read is named in `NOTE`.

    Raises
    ------
    OSError
        The disk is full, or nobody may write there.
    """
    half = target.with_name(f".{target.name}.half-made")
    remove(half)
    half.mkdir(parents=True)
    newest = max(file.moment for file in files)
    unread = sorted(words for file in files if (words := _write(half, file)))
    if unread:
        note = _free(half, PurePosixPath(NOTE))
        note.write_text("\n".join(unread) + "\n", encoding="utf-8", errors="replace")
        os.utime(note, (newest, newest))
    if not os.path.lexists(target):
        outcome = Outcome.NEW
    elif _content(half) == _content(target):
        outcome = Outcome.UNCHANGED
    else:
        outcome = Outcome.REPLACED if newest > _newest(target) else Outcome.KEPT
    if outcome == Outcome.REPLACED:
        remove(replaced)
        replaced.parent.mkdir(parents=True, exist_ok=True)
        os.rename(target, replaced)
    if outcome in (Outcome.NEW, Outcome.REPLACED):
        os.rename(half, target)
    remove(half)
    return outcome, unread


def _write(top: Path, file: File) -> str:
    """Write one file below `top`; why not, in words, where that cannot be done."""
    name = inside(file.name)
    why = why_not(name) or file.member.why or (LARGE if file.member.size > MAX_BYTES else "")
    if not why:
        try:
            content = file.member.read()
        except Exception:  # the readers raise whatever their arithmetic on broken bytes raises
            why = UNREADABLE
    if why or name is None:
        return f"{quoted(file.name)}: {why}"
    path = _free(top, PurePosixPath(name))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (file.moment, file.moment))
    except OSError as error:
        if error.errno in FULL:
            raise
        return f"{quoted(file.name)}: {error.strerror}"
    return ""


def _free(top: Path, name: PurePosixPath) -> Path:
    """Where a file of this name can be written: `x (1).csv` where `x.csv` is taken. nbgrader's own name is, always."""
    path = top
    for level, part in enumerate(name.parts, 1):
        taken = Path.exists if level == len(name.parts) else Path.is_file
        number, wanted = 0, path / part
        path = wanted
        while taken(path) or path == top / TIMESTAMP:
            number += 1
            path = wanted.with_stem(f"{wanted.stem} ({number})")
    return path


def _content(top: Path) -> dict[str, str]:
    """A digest of each file below a folder, but for the timestamp, which is ours."""
    found = {}
    for path in sorted(top.rglob("*")):
        if path.is_file() and not path.is_symlink() and path != top / TIMESTAMP:
            with path.open("rb") as file:
                found[path.relative_to(top).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _newest(top: Path) -> float:
    """The time (epoch, s) of the newest file in a folder, or of what stands in its place."""
    files = [path for path in top.rglob("*") if not path.is_dir() and path != top / TIMESTAMP] or [top]
    return max(path.lstat().st_mtime for path in files)
