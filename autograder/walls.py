"""Walls around one process: what it can see, reach and use up. Linux namespaces, made by the process itself.

bubblewrap can only wall a program that it starts; a kernel forked from a warm process is already running when its
walls go up, so they are made with the system calls that bubblewrap makes, in its order.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import resource
import signal
import site
import sys
import tempfile
from dataclasses import dataclass, field
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
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
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
    inside = [path.resolve() for path in found]
    for name in sorted({name.partition(".")[0] for name in sys.modules}):
        spec = importlib.util.find_spec(name) if name not in ("__main__", "__mp_main__") and _has_spec(name) else None
        for place in (spec and spec.submodule_search_locations) or ():
            path = Path(place).resolve()
            if (
                path.is_dir()
                and (path / "__init__.py").exists()
                and not any(path == each or each in path.parents for each in inside)
            ):
                found.append(path)  # a package installed from its sources: its own folder, not the one above
    return tuple(dict.fromkeys(path for path in found if path.exists()))


def _has_spec(name: str) -> bool:
    return getattr(sys.modules[name], "__spec__", None) is not None


@cache
def missing() -> list[str]:
    """The walls that this machine cannot give, in words; [] when all stand. Tried for real in a child process."""
    if not sys.platform.startswith("linux") or os.uname().machine not in SYS_PIVOT_ROOT:
        return ["files", "network", "processes", "memory"]
    with tempfile.TemporaryDirectory() as folder:
        said, say = os.pipe()
        child = os.fork()
        if child == 0:
            words = "the walls"
            try:
                enter(Walls(Path(folder)), Limits())
                words = "" if os.getcwd() == "/home/learner" and not Path("/root").exists() else "files"
            except BaseException as error:
                words = str(error) or type(error).__name__
            os.write(say, words.encode())
            os._exit(0)
        os.close(say)
        os.waitpid(child, 0)
        with os.fdopen(said, "rb") as pipe:
            words = pipe.read().decode(errors="replace")
    return [words] if words else []


def enter(walls: Walls, limits: Limits) -> None:
    """Wall this process in. It must have one thread. It comes back in a child, the first process of its own world.

    The process that called stays outside as the parent: it waits, and ends as its child ended.

    Raises
    ------
    WallError
        The machine does not allow one of the walls, which is named. Nothing of a learner may run then.
    """
    user, group = os.getuid(), os.getgid()
    flags = sum(CLONE.values())
    _call("namespaces", _libc().unshare, flags)
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"1000 {user} 1")
    _write("/proc/self/gid_map", f"1000 {group} 1")
    inner = os.fork()  # a process namespace begins with the next child
    if inner:
        _wait_as(inner)
    _call("parent", _libc().prctl, PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    _new_root(walls)
    os.chdir(walls.inside)
    _limit(limits)
    _call("privileges", _libc().prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # Linux capability version 3, this process
    _call("capabilities", _libc().syscall, SYS_CAPSET[os.uname().machine], header, (ctypes.c_uint32 * 6)())


def _wait_as(child: int) -> None:
    """Wait outside; close everything first, so that nothing is held open here."""
    os.closerange(3, 1 << 16)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: os.kill(child, number))
    while True:
        try:
            _, status = os.waitpid(child, 0)
            break
        except InterruptedError:
            continue
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def _new_root(walls: Walls) -> None:
    """A root of our own in memory, with what `walls` names in it, and the old root gone."""
    libc = _libc()
    _mount("private", None, "/", None, MS_REC | MS_PRIVATE)
    root = Path(tempfile.gettempdir())
    # what is bound is opened before anything is covered
    folder, sockets = os.fspath(walls.folder.resolve()), walls.sockets and os.fspath(walls.sockets.resolve())
    kept = {name: os.open(name, os.O_PATH) for name in (folder, sockets) if name}
    _mount("root", "tmpfs", root, "tmpfs", MS_NOSUID | MS_NODEV, "size=64m,mode=755")
    for source in walls.readable:
        if source.is_symlink():
            place = root / str(source).lstrip("/")
            place.parent.mkdir(parents=True, exist_ok=True)
            if not os.path.lexists(place):
                place.symlink_to(os.readlink(source))
            continue
        if source.exists() and root not in source.parents:
            _bind(source, root / str(source).lstrip("/"), writable=False)
    _bind(f"/proc/self/fd/{kept[folder]}", root / walls.inside.lstrip("/"), writable=walls.writable, folder=True)
    for name, size in (("tmp", "256m"), ("dev/shm", "256m")):
        place = root / name
        place.mkdir(parents=True, exist_ok=True)
        _mount("files in memory", "tmpfs", place, "tmpfs", MS_NOSUID | MS_NODEV, f"size={size},mode=1777")
    if sockets:
        _bind(f"/proc/self/fd/{kept[sockets]}", root / sockets.lstrip("/"), writable=True, folder=True)
    for name in DEVICES:
        _bind(f"/dev/{name}", root / "dev" / name, writable=True, device=True)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        (root / "dev" / name).symlink_to(f"/proc/self/fd/{number}")
    (root / "dev" / "fd").symlink_to("/proc/self/fd")
    (root / "etc").mkdir(exist_ok=True)
    (root / "etc" / "passwd").write_text("learner:x:1000:1000::/home/learner:/bin/sh\n")
    (root / "proc").mkdir()
    _mount("own /proc", "proc", root / "proc", "proc", MS_NOSUID | MS_NODEV)
    old = root / ".old"
    old.mkdir()
    _call("root", libc.syscall, SYS_PIVOT_ROOT[os.uname().machine], os.fsencode(root), os.fsencode(old))
    os.chdir("/")
    _call("old root", libc.umount2, b"/.old", MNT_DETACH)
    os.rmdir("/.old")
    for descriptor in kept.values():
        os.close(descriptor)
    _mount("root", None, "/", None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)


def _bind(source, place: Path, *, writable: bool, folder: bool | None = None, device: bool = False) -> None:
    if folder is None:
        folder = os.path.isdir(source)
    if folder:
        place.mkdir(parents=True, exist_ok=True)
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists():
            place.touch()
    _mount(f"files ({place.name})", source, place, None, MS_BIND | MS_REC)
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
