"""The system calls that a sandbox is made of; each failure names its wall."""

from __future__ import annotations

import ctypes
import os
import struct
from functools import cache
from pathlib import Path

CLONE_NEWUSER = 0x10000000
NAMESPACES = {"mount": 0x20000, "process": 0x20000000, "network": 0x40000000, "ipc": 0x08000000, "name": 0x04000000}
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = (
    1,
    2,
    4,
    8,
    32,
    4096,
    16384,
    1 << 18,
)
MNT_DETACH = 2
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV, MOUNT_ATTR_IDMAP = 1, 2, 4, 1 << 20
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 36, 38
PR_SET_THP_DISABLE = 41
KEYCTL_JOIN_SESSION_KEYRING = 1
# what glibc has no function for: numbers that differ, and those that every architecture shares
SYS_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
SYS_CAPSET = {"x86_64": 126, "aarch64": 91}
SYS_KEYCTL = {"x86_64": 250, "aarch64": 219}
SYS_OPEN_TREE, SYS_MOVE_MOUNT, SYS_MOUNT_SETATTR = 428, 429, 442
AT_FDCWD, AT_EMPTY_PATH, AT_RECURSIVE = -100, 0x1000, 0x8000
OPEN_TREE_CLONE, MOVE_MOUNT_F_EMPTY_PATH = 1, 4
SIOCSIFFLAGS, IFF_UP = 0x8914, 1


class SandboxError(OSError):
    """A wall that this machine does not allow; the message names it."""


def mount(wall: str, source, target, kind: str | None, flags: int, data: str | None = None) -> None:
    encoded = [None if value is None else os.fsencode(value) for value in (source, target, kind)]
    call(wall, libc().mount, *encoded, ctypes.c_ulong(flags), data and data.encode())


def bind(wall: str, source: Path, target: Path, attributes: int, owner: int | None = None) -> bool:
    """Show `source`, with everything mounted below it, at `target`, with MOUNT_ATTR flags.

    `owner` is a file descriptor of a user namespace: files of its root show there as those of whom that stands for.
    Returns whether they do: not every file system can.
    """
    syscall = libc().syscall
    flags = OPEN_TREE_CLONE | os.O_CLOEXEC | AT_RECURSIVE
    tree = call(wall, syscall, SYS_OPEN_TREE, AT_FDCWD, os.fsencode(source), ctypes.c_uint(flags))
    try:
        _set_attributes(wall, tree, AT_EMPTY_PATH | AT_RECURSIVE, attributes)
        mapped = owner is not None
        if owner is not None:
            try:
                _set_attributes(wall, tree, AT_EMPTY_PATH, MOUNT_ATTR_IDMAP, owner)
            except SandboxError:
                mapped = False
        call(wall, syscall, SYS_MOVE_MOUNT, tree, b"", AT_FDCWD, os.fsencode(target), MOVE_MOUNT_F_EMPTY_PATH)
    finally:
        os.close(tree)
    return mapped


def _set_attributes(wall: str, tree: int, flags: int, attributes: int, user_namespace: int = 0) -> None:
    about = struct.pack("4Q", attributes, 0, 0, user_namespace)
    call(wall, libc().syscall, SYS_MOUNT_SETATTR, tree, b"", flags, about, ctypes.c_size_t(len(about)))


def write(path: str, text: str) -> None:
    try:
        Path(path).write_text(text)
    except OSError as error:
        raise SandboxError(f"user ids: {error}") from None


def call(wall: str, function, *arguments) -> int:
    answer = function(*arguments)
    if answer < 0:
        raise SandboxError(f"{wall}: {os.strerror(ctypes.get_errno())}")
    return answer


@cache
def libc():
    return ctypes.CDLL(None, use_errno=True)
