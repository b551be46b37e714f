"""The system calls that walls are made of; each failure names its wall."""

from __future__ import annotations

import ctypes
import os
from functools import cache
from pathlib import Path

CLONE = {
    "user": 0x10000000,
    "mount": 0x20000,
    "process": 0x20000000,
    "network": 0x40000000,
    "ipc": 0x08000000,
    "name": 0x04000000,
}
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS, PR_SET_THP_DISABLE = 1, 4, 36, 38, 41
SYS_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
SYS_CAPSET = {"x86_64": 126, "aarch64": 91}
SIOCSIFFLAGS, IFF_UP = 0x8914, 1


class SandboxError(OSError):
    """A wall that this machine does not allow; the message names it."""


def mount(wall: str, source, target, kind: str | None, flags: int, data: str | None = None) -> None:
    encoded = [None if value is None else os.fsencode(value) for value in (source, target, kind)]
    call(wall, libc().mount, *encoded, ctypes.c_ulong(flags), data and data.encode())


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
