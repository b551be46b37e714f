"""A root of the process's own: its folder, read-only libraries, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

from autograder.sandbox import system
from autograder.sandbox.plan import Sandbox
from autograder.sandbox.system import SandboxError, call, mount

DEVICES = ("null", "zero", "full", "random", "urandom")


def new_root(sandbox: Sandbox) -> None:
    """A root of our own in memory, with what `walls` names in it, and the old root gone."""
    mount("private", None, "/", None, system.MS_REC | system.MS_PRIVATE)
    sources = [(path, path.resolve()) for path in sandbox.readable if path.exists()]
    shown = {source for place, source in sources if place == source}
    sources = [(place, source) for place, source in sources if not shown.intersection(place.parents)]
    folder, sockets = sandbox.folder.resolve(), sandbox.sockets and sandbox.sockets.resolve()
    base = Path("/tmp")  # as bubblewrap does: it is there everywhere, and uncovered again when this becomes the root
    mount("root", "tmpfs", base, "tmpfs", system.MS_NOSUID | system.MS_NODEV, "size=64m,mode=755")
    (base / ".old").mkdir()
    call(
        "root",
        system.libc().syscall,
        system.SYS_PIVOT_ROOT[os.uname().machine],
        os.fsencode(base),
        os.fsencode(base / ".old"),
    )
    os.chdir("/")
    for name, size in (("/tmp", "256m"), ("/dev/shm", "256m")):
        Path(name).mkdir(parents=True, exist_ok=True)
        mount(
            "files in memory",
            "tmpfs",
            name,
            "tmpfs",
            system.MS_NOSUID | system.MS_NODEV,
            f"size={size},nr_inodes=50k,mode=1777",
        )
    for place, source in sources:
        if place != source and place.parent == source.parent == Path("/"):
            place.symlink_to(source)  # /lib and its like
        else:
            _bind(source, place, writable=False)
    _bind(folder, Path(sandbox.inside), writable=sandbox.writable)
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
    mount("own /proc", "proc", "/proc", "proc", system.MS_NOSUID | system.MS_NODEV)
    call("old root", system.libc().umount2, b"/.old", system.MNT_DETACH)
    os.rmdir("/.old")
    mount(
        "root",
        None,
        "/",
        None,
        system.MS_REMOUNT | system.MS_BIND | system.MS_RDONLY | system.MS_NOSUID | system.MS_NODEV,
    )


def _bind(source: Path, place: Path, *, writable: bool, device: bool = False) -> None:
    """Show `source` of the old root at `place`."""
    old = Path("/.old", *source.parts[1:])
    if old.is_dir():
        place.mkdir(parents=True, exist_ok=True)
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    mount(f"files ({place.name})", old, place, None, system.MS_BIND | system.MS_REC)
    flags = (
        system.MS_REMOUNT
        | system.MS_BIND
        | system.MS_NOSUID
        | (0 if device else system.MS_NODEV)
        | (0 if writable else system.MS_RDONLY)
    )
    try:
        mount(f"files ({place.name})", None, place, None, flags | _locked_flags(place))
    except SandboxError:
        if not (writable or device):
            raise


def _locked_flags(place: Path) -> int:
    """Flags of the file system below that a user namespace may not take away."""
    told = os.statvfs(place).f_flag
    return sum(flag for flag in (system.MS_RDONLY, system.MS_NOSUID, system.MS_NODEV, 8, 1024, 2048) if told & flag)
