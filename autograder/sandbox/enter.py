"""The walls go up around a process, and another one stays outside to end it."""

from __future__ import annotations

import fcntl
import itertools
import os
import resource
import select
import signal
import socket
import struct
from contextlib import suppress

import psutil

from autograder.sandbox import system
from autograder.sandbox.identity import drop_privileges, make_namespaces
from autograder.sandbox.limits import OPEN_FILES, Limits
from autograder.sandbox.plan import Sandbox
from autograder.sandbox.root import new_root
from autograder.sandbox.syscalls import refuse_calls
from autograder.sandbox.system import SandboxError


def enter(sandbox: Sandbox | None, limits: Limits, *, private: bool = False, leash: int | None = None) -> None:
    """Wall this process in. It must have one thread. It comes back in a child, the first process of its own world.

    The process that called stays outside: it ends when its child ends, and ends the child, with everything that
    the child started, when the other end of the socket `leash` is closed. `sandbox` None keeps only that. `private`:
    no process of the same user may read the child's memory.

    Raises
    ------
    SandboxError
        The machine does not allow one of the walls, which is named. Nothing of a learner may run then.
    """
    if sandbox is not None:
        make_namespaces()
    system.libc().prctl(system.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    inner = os.fork()  # a process namespace begins with the next child
    if inner:
        _stay_outside(inner, leash, alone=sandbox is not None)
    system.libc().prctl(system.PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    os.setsid()
    _limit(limits)
    if sandbox is not None:
        _loopback()
        new_root(sandbox)
        os.chdir(sandbox.inside)
        drop_privileges()
        refuse_calls()
    if private:  # not before: the maps of user ids in /proc would belong to root
        system.libc().prctl(system.PR_SET_DUMPABLE, 0, 0, 0, 0)


def _loopback() -> None:
    """Bring up 127.0.0.1 of the own, empty network: processes of one notebook may talk to each other."""
    with socket.socket() as any_socket:
        try:
            fcntl.ioctl(any_socket, system.SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", system.IFF_UP))
        except OSError as error:
            raise SandboxError(f"network: {error.strerror}") from None


def _stay_outside(child: int, leash: int | None, *, alone: bool) -> None:
    """Wait outside for the child or for the end of the leash, whichever comes first; then nothing of it is left.

    `alone`: the child is the first process of its own world, and what it started ends with it.
    """
    for low, high in itertools.pairwise(sorted({2, leash or 2, os.sysconf("SC_OPEN_MAX")})):
        os.closerange(low + 1, min(high, 1 << 16))
    signal.signal(signal.SIGINT, lambda number, _: os.kill(child, number))
    signal.signal(signal.SIGTERM, lambda *_: os.kill(child, signal.SIGKILL))
    ended = os.pidfd_open(child)
    waiting = select.poll()
    waiting.register(ended, select.POLLIN)
    if leash is not None:
        waiting.register(leash, select.POLLHUP | select.POLLRDHUP)
    while ended not in (seen := dict(waiting.poll())):
        if leash in seen:
            os.kill(child, signal.SIGKILL)
            waiting.unregister(leash)
    _, status = os.waitpid(child, 0)
    while not alone:  # what the child left behind became ours
        for each in psutil.Process().children(recursive=True):
            with suppress(psutil.Error):
                each.kill()
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            break
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def _limit(limits: Limits) -> None:
    with open("/proc/self/status", encoding="ascii") as file:
        kib = next(int(line.split()[1]) for line in file if line.startswith("VmData"))
    most = kib * 1024 + limits.memory  # a learner then reads MemoryError before anything is killed
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_bytes, limits.file_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
