"""Who a sandboxed process is: never the instructor, and never root, on the outside either.

An ordinary user cannot become anybody else: the process keeps its user id outside, and a namespace of users shows it as
another one and lets it make the other namespaces. Root can: the process becomes a user that nobody is, and what belongs
to root is shown to it as its own where the sandbox shows it at all, so that no file has to change its owner and Python
may stand in a folder that is closed to others.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
from contextlib import suppress
from functools import cache

from autograder.sandbox import system
from autograder.sandbox.system import SandboxError, call

LEARNER = 1000  # the user id inside, of an ordinary user's sandbox
UNUSED = range(61184, 65520)  # by systemd's convention: users that are there only while something runs


@cache
def other_user() -> int | None:
    """The id of a user that nobody is and that this process may become; None where it may not."""
    if os.geteuid() != 0:
        return None
    with open("/proc/self/uid_map", encoding="ascii") as file:
        known = [range(first, first + count) for first, _, count in (map(int, line.split()) for line in file)]
    for uid in UNUSED[os.getpid() % len(UNUSED) :]:
        if any(uid in each for each in known) and not _exists(uid):
            return uid
    return None


def _exists(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


@cache
def ownership() -> int | None:
    """A file descriptor for `system.bind`: what belongs to root shows as that user's. None where there is none."""
    user = other_user()
    if user is None:
        return None
    (ready, say), (wait, go) = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:  # a namespace is known by a process in it
        try:
            answer = system.libc().unshare(system.CLONE_NEWUSER)
            os.write(say, b"yes" if answer == 0 else b"no")
            os.close(go)
            os.read(wait, 1)
        finally:
            os._exit(0)
    os.close(say)
    try:
        if os.read(ready, 3) == b"yes":
            for kind in ("uid", "gid"):
                system.write(f"/proc/{child}/{kind}_map", f"0 {user} 1")
            return os.open(f"/proc/{child}/ns/user", os.O_RDONLY)
    except OSError:
        pass
    finally:
        for each in (ready, wait, go):
            os.close(each)
        with suppress(ChildProcessError):
            os.waitpid(child, 0)
    return None


def make_namespaces() -> None:
    """Namespaces of its own for this process, and for its children a namespace of processes."""
    ownership()  # behind a namespace of processes it could not be made
    users = 0 if other_user() else system.CLONE_NEWUSER
    user, group = os.getuid(), os.getgid()
    call("namespaces", system.libc().unshare, users | sum(system.NAMESPACES.values()))
    if users:
        system.write("/proc/self/setgroups", "deny")
        system.write("/proc/self/uid_map", f"{LEARNER} {user} 1")
        system.write("/proc/self/gid_map", f"{LEARNER} {group} 1")


def drop_privileges() -> None:
    """Become somebody without any right, for ever."""
    if (owner := ownership()) is not None:
        os.close(owner)
    prctl = system.libc().prctl
    for capability in range(64):
        prctl(system.PR_CAPBSET_DROP, capability, 0, 0, 0)
    if user := other_user():
        try:
            os.setgroups([])
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
        except OSError as error:
            raise SandboxError(f"another user: {error.strerror}") from None
        prctl(system.PR_SET_DUMPABLE, 1, 0, 0, 0)  # or its own /proc/self would be root's
        prctl(system.PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # forgotten with the user id
    call("privileges", prctl, system.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    machine, keyctl = os.uname().machine, system.KEYCTL_JOIN_SESSION_KEYRING
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # Linux capability version 3, this process
    call("capabilities", system.libc().syscall, system.SYS_CAPSET[machine], header, (ctypes.c_uint32 * 6)())
    system.libc().syscall(system.SYS_KEYCTL[machine], keyctl, None)  # a kernel without keyrings has nothing to hide
