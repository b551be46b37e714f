"""A root of the process's own: its folder, read-only libraries, and nothing else."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from autograder.sandbox import identity, system
from autograder.sandbox.limits import MEMORY_FILES, MEMORY_FILES_BYTES, ROOT_BYTES
from autograder.sandbox.plan import Sandbox
from autograder.sandbox.system import call, mount

DEVICES = ("null", "zero", "full", "random", "urandom")
# what programs read of /proc beside the folders of their own processes; whatever else a kernel has there is covered
PROC = {"cmdline", "cpuinfo", "devices", "filesystems", "loadavg", "meminfo", "mounts", "net", "self", "stat", "swaps"}
PROC |= {"thread-self", "uptime", "version", "vmstat"}
OLD = Path("/.old")


def new_root(sandbox: Sandbox) -> None:
    """A root of our own in memory, with what `sandbox` names in it, and the old root gone."""
    mount("private", None, "/", None, system.MS_REC | system.MS_PRIVATE)
    sources = [(path, path.resolve()) for path in sandbox.readable if path.exists()]
    shown = {source for place, source in sources if place == source}
    sources = [(place, source) for place, source in sources if not shown.intersection(place.parents)]
    folder, sockets = sandbox.folder.resolve(), sandbox.sockets and sandbox.sockets.resolve()
    _pivot()
    for name in ("/tmp", "/dev/shm"):
        _memory(Path(name), f"size={MEMORY_FILES_BYTES},nr_inodes={MEMORY_FILES},mode=1777")
    for place, source in sources:
        if place != source and place.parent == source.parent == Path("/"):
            place.symlink_to(source)  # /lib and its like
        else:
            _show(source, place, writable=False)
    _show(folder, Path(sandbox.inside), writable=sandbox.writable)
    if sockets:
        _show(sockets, sockets, writable=True)
    for name in DEVICES:
        _show(Path("/dev", name), Path("/dev", name), writable=True, device=True)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        Path("/dev", name).symlink_to(f"/proc/self/fd/{number}")
    Path("/dev/fd").symlink_to("/proc/self/fd")
    user = identity.other_user() or identity.LEARNER
    Path("/etc").mkdir(exist_ok=True)
    Path("/etc/passwd").write_text(f"learner:x:{user}:{user}::{sandbox.inside}:/bin/sh\n")
    _proc()
    call("old root", system.libc().umount2, os.fsencode(OLD), system.MNT_DETACH)
    OLD.rmdir()
    flags = system.MS_RDONLY | system.MS_NOSUID | system.MS_NODEV
    mount("root", None, "/", None, system.MS_REMOUNT | system.MS_BIND | flags)


def _pivot() -> None:
    """Make an empty file system in memory the root, with the old root in the folder `OLD`."""
    base = Path("/tmp")  # as bubblewrap does: it is there everywhere, and uncovered again when this becomes the root
    _memory(base, f"size={ROOT_BYTES},mode=755")
    (base / OLD.name).mkdir()
    number = system.SYS_PIVOT_ROOT[os.uname().machine]
    call("root", system.libc().syscall, number, os.fsencode(base), os.fsencode(base / OLD.name))
    os.chdir("/")


def _memory(place: Path, options: str) -> None:
    place.mkdir(parents=True, exist_ok=True)
    mount("files in memory", "tmpfs", place, "tmpfs", system.MS_NOSUID | system.MS_NODEV, options)


def _proc() -> None:
    """A /proc with the own processes only, in which nothing can be changed and nothing of the machine is told."""
    place = Path("/proc")
    place.mkdir()
    flags = system.MS_NOSUID | system.MS_NODEV | system.MS_NOEXEC | system.MS_RDONLY
    mount("own /proc", "proc", place, "proc", flags)
    nothing = Path("/dev/null"), Path("/.nothing")
    nothing[1].mkdir()
    for entry in os.scandir(place):
        if not entry.name.isdigit() and entry.name not in PROC:
            read_only = system.MOUNT_ATTR_RDONLY | system.MOUNT_ATTR_NOSUID
            system.bind("own /proc", nothing[entry.is_dir()], Path(entry.path), read_only)


def _show(source: Path, place: Path, *, writable: bool, device: bool = False) -> None:
    """Show `source` of the old root at `place`."""
    old = OLD / source.relative_to("/")
    if old.is_dir():
        place.mkdir(parents=True, exist_ok=True)
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    attributes = system.MOUNT_ATTR_NOSUID
    attributes |= 0 if device else system.MOUNT_ATTR_NODEV
    attributes |= 0 if writable else system.MOUNT_ATTR_RDONLY
    owner = None if device else identity.ownership()
    mapped = system.bind(f"files ({place.name})", old, place, attributes, owner)
    user = identity.other_user()
    if user and writable and not (device or mapped):
        _give(place, user)


def _give(top: Path, user: int) -> None:
    """Make everything in a folder a user's own: where the file system cannot only show it so."""
    for where, folders, files in os.walk(top):
        for name in (".", *folders, *files):
            with suppress(OSError):
                os.chown(os.path.join(where, name), user, user, follow_symlinks=False)
