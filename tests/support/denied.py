"""A machine without namespaces: a program to which the kernel refuses them, as many containers and systems do."""

from __future__ import annotations

import sys

from autograder.sandbox import syscalls, system

DENIED = """
import os, sys
from support.denied import deny
deny({names})
os.execv(sys.executable, [sys.executable, *{arguments}])
"""


def without(names: tuple[str, ...], *arguments: str) -> list[str]:
    """The command `python ARGUMENTS`, to which the kernel refuses these calls."""
    return [sys.executable, "-c", DENIED.format(names=names, arguments=list(arguments))]


def deny(names: tuple[str, ...]) -> None:
    """Have the kernel refuse these calls to this process from now on, and nothing else of the sandbox's list."""
    system.libc().prctl(system.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    syscalls.REFUSED = (syscalls.Refused("this machine does not allow it", names),)
    syscalls.NOT_YET = range(0)
    syscalls.refuse_calls()
