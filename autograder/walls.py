"""Walls around one process: what it can see, reach and use up. Linux namespaces, made by the process itself.

bubblewrap can only wall a program that it starts; a kernel forked from a warm process is already running when its
walls go up, so they are made with the system calls that bubblewrap makes, in its order.
"""

from __future__ import annotations

import ctypes
import fcntl
import importlib.metadata
import importlib.util
import itertools
import os
import resource
import select
import signal
import site
import socket
import struct
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import psutil

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
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 36, 38
SYS_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
SYS_CAPSET = {"x86_64": 126, "aarch64": 91}
SYSTEM = (
    "/usr",
    "/lib",
    "/lib64",
    "/lib32",
    "/bin",
    "/sbin",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/fonts",
    "/etc/localtime",
    "/etc/alternatives",
    "/etc/ssl/certs",
    "/etc/matplotlibrc",
)
SIOCSIFFLAGS, IFF_UP = 0x8914, 1
DEVICES = ("null", "zero", "full", "random", "urandom")


@dataclass(frozen=True)
class Limits:
    """What one submission may use up. Bytes are of the whole tree of processes; output is of each cell."""

    memory: int = 4 << 30  # bytes
    processes: int = 64  # threads count
    cell_seconds: float = 120.0
    notebook_seconds: float = 600.0
    output_bytes: int = 1 << 20
    disk_bytes: int = 256 << 20


@dataclass(frozen=True)
class Walls:
    """What a walled process sees: `folder`, as `inside`, and read-only libraries. Nothing else of the machine."""

    folder: Path
    inside: str = "/home/learner"
    readable: tuple[Path, ...] = field(default_factory=lambda: libraries())
    sockets: Path | None = None
    writable: bool = True


class WallError(OSError):
    """A wall that this machine does not allow; the message names it."""


@cache
def libraries() -> tuple[Path, ...]:
    """Folders and files that Python and its packages need: never the root of a repository or a home folder."""
    found = [Path(name) for name in SYSTEM]
    found += [Path(sys.prefix), Path(sys.base_prefix), *(Path(each) for each in site.getsitepackages())]
    found += _installed_from_sources()
    return tuple(dict.fromkeys(path for path in found if path.exists()))


def _installed_from_sources() -> list[Path]:
    """The packages of editable installs (`pip install -e`): each package's own folder, not the one above."""
    folders = []
    for distribution in importlib.metadata.distributions():
        if '"editable": true' not in (distribution.read_text("direct_url.json") or ""):
            continue
        for name in (distribution.read_text("top_level.txt") or "").split():
            spec = importlib.util.find_spec(name)
            folders += [Path(place).resolve() for place in (spec and spec.submodule_search_locations) or ()]
    return [folder for folder in folders if (folder / "__init__.py").exists()]


@cache
def missing() -> list[str]:
    """The walls that this machine cannot give, in words; [] when all stand. Tried for real in a child process."""
    if not sys.platform.startswith("linux") or os.uname().machine not in SYS_PIVOT_ROOT:
        return [f"files, network, processes, memory (they need Linux, and this is {sys.platform})"]
    with tempfile.TemporaryDirectory() as folder:
        own, secret = Path(folder, "own"), Path(folder, "secret")
        own.mkdir()
        secret.write_text("not for learners")
        said, say = os.pipe()
        child = os.fork()
        if child == 0:
            words = "the walls"
            try:
                enter(Walls(own), Limits(), kept=(say,))
                words = "" if os.listdir() == [] and not secret.exists() else "files"
            except BaseException as error:
                words = str(error) or type(error).__name__
            os.write(say, words.encode())
            os._exit(0)
        os.close(say)
        with os.fdopen(said, "rb") as pipe:
            words = pipe.read().decode(errors="replace")
        os.waitpid(child, 0)
    return [words] if words else []


def warning(missing: list[str]) -> str:
    """What an instructor reads before submissions run with less than all walls."""
    return (
        f"WARNING: this machine cannot wall submissions in ({'; '.join(missing)}).\n"
        "What students wrote runs with your rights: it can read and change your files. Grade on a machine where that "
        "does no harm, or on Linux with user namespaces; --require-walls refuses to go on."
    )


def enter(walls: Walls | None, limits: Limits, *, leash: int | None = None, kept: tuple[int, ...] = ()) -> None:
    """Wall this process in. It must have one thread. It comes back in a child, the first process of its own world.

    The process that called stays outside: it ends when its child ends, and ends the child, with everything that
    the child started, when the other end of the socket `leash` is closed. `walls` None keeps only that. `kept` are
    file descriptors that stay open in the child, beside `leash`.

    Raises
    ------
    WallError
        The machine does not allow one of the walls, which is named. Nothing of a learner may run then.
    """
    if walls is not None:
        user, group = os.getuid(), os.getgid()
        _call("namespaces", _libc().unshare, sum(CLONE.values()))
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"1000 {user} 1")
        _write("/proc/self/gid_map", f"1000 {group} 1")
    _libc().prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    inner = os.fork()  # a process namespace begins with the next child
    if inner:
        _stay_outside(inner, leash, alone=walls is not None)
    _libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    os.setsid()
    _limit(limits)
    if walls is None:
        return
    _loopback()
    _new_root(walls)
    os.chdir(walls.inside)
    _call("privileges", _libc().prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # Linux capability version 3, this process
    _call("capabilities", _libc().syscall, SYS_CAPSET[os.uname().machine], header, (ctypes.c_uint32 * 6)())


def _loopback() -> None:
    """Bring up 127.0.0.1 of the own, empty network: processes of one notebook may talk to each other."""
    with socket.socket() as any_socket:
        try:
            fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))
        except OSError as error:
            raise WallError(f"network: {error.strerror}") from None


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


def _new_root(walls: Walls) -> None:
    """A root of our own in memory, with what `walls` names in it, and the old root gone."""
    libc = _libc()
    _mount("private", None, "/", None, MS_REC | MS_PRIVATE)
    sources = [(path, path.resolve()) for path in walls.readable if path.exists()]
    shown = {source for place, source in sources if place == source}
    sources = [(place, source) for place, source in sources if not shown.intersection(place.parents)]
    folder, sockets = walls.folder.resolve(), walls.sockets and walls.sockets.resolve()
    base = Path("/tmp")  # as bubblewrap does: it is there everywhere, and uncovered again when this becomes the root
    _mount("root", "tmpfs", base, "tmpfs", MS_NOSUID | MS_NODEV, "size=64m,mode=755")
    (base / ".old").mkdir()
    _call("root", libc.syscall, SYS_PIVOT_ROOT[os.uname().machine], os.fsencode(base), os.fsencode(base / ".old"))
    os.chdir("/")
    for name, size in (("/tmp", "256m"), ("/dev/shm", "256m")):
        Path(name).mkdir(parents=True, exist_ok=True)
        _mount("files in memory", "tmpfs", name, "tmpfs", MS_NOSUID | MS_NODEV, f"size={size},nr_inodes=50k,mode=1777")
    for place, source in sources:
        if place != source and place.parent == source.parent == Path("/"):
            place.symlink_to(source)  # /lib and its like
        else:
            _bind(source, place, writable=False)
    _bind(folder, Path(walls.inside), writable=walls.writable)
    if sockets:
        _bind(sockets, sockets, writable=True)
    for name in DEVICES:
        _bind(Path("/dev", name), Path("/dev", name), writable=True, device=True)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        Path("/dev", name).symlink_to(f"/proc/self/fd/{number}")
    Path("/dev/fd").symlink_to("/proc/self/fd")
    Path("/etc").mkdir(exist_ok=True)
    Path("/etc/passwd").write_text("learner:x:1000:1000::/home/learner:/bin/sh\n")
    Path("/proc").mkdir()
    _mount("own /proc", "proc", "/proc", "proc", MS_NOSUID | MS_NODEV)
    _call("old root", libc.umount2, b"/.old", MNT_DETACH)
    os.rmdir("/.old")
    _mount("root", None, "/", None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)


def _bind(source: Path, place: Path, *, writable: bool, device: bool = False) -> None:
    """Show `source` of the old root at `place`."""
    old = Path("/.old", *source.parts[1:])
    if old.is_dir():
        place.mkdir(parents=True, exist_ok=True)
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    _mount(f"files ({place.name})", old, place, None, MS_BIND | MS_REC)
    flags = MS_REMOUNT | MS_BIND | MS_NOSUID | (0 if device else MS_NODEV) | (0 if writable else MS_RDONLY)
    try:
        _mount(f"files ({place.name})", None, place, None, flags | _locked_flags(place))
    except WallError:
        if not (writable or device):
            raise


def _locked_flags(place: Path) -> int:
    """Flags of the file system below that a user namespace may not take away."""
    told = os.statvfs(place).f_flag
    return sum(flag for flag in (MS_RDONLY, MS_NOSUID, MS_NODEV, 8, 1024, 2048) if told & flag)


def _limit(limits: Limits) -> None:
    with open("/proc/self/status", encoding="ascii") as file:
        kib = next(int(line.split()[1]) for line in file if line.startswith("VmData"))
    most = kib * 1024 + limits.memory  # a learner then reads MemoryError before anything is killed
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.disk_bytes, limits.disk_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))


def _mount(wall: str, source, target, kind: str | None, flags: int, data: str | None = None) -> None:
    encoded = [None if value is None else os.fsencode(value) for value in (source, target, kind)]
    _call(wall, _libc().mount, *encoded, ctypes.c_ulong(flags), data and data.encode())


def _write(path: str, text: str) -> None:
    try:
        Path(path).write_text(text)
    except OSError as error:
        raise WallError(f"user ids: {error}") from None


def _call(wall: str, function, *arguments) -> int:
    answer = function(*arguments)
    if answer < 0:
        raise WallError(f"{wall}: {os.strerror(ctypes.get_errno())}")
    return answer


@cache
def _libc():
    return ctypes.CDLL(None, use_errno=True)
