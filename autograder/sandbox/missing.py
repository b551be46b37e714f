"""Which walls this machine cannot give: found by trying them, said in words, with what an instructor can do."""

from __future__ import annotations

import os
import sys
import tempfile
from functools import cache
from pathlib import Path

from autograder.sandbox import system
from autograder.sandbox.enter import enter
from autograder.sandbox.identity import ownership
from autograder.sandbox.limits import Limits
from autograder.sandbox.plan import Sandbox, libraries
from autograder.sandbox.syscalls import program

SETTINGS = Path("/proc/sys")
OTHERWISE = "Grade on a machine where that does no harm, or on another Linux; --require-walls refuses to go on."
# a setting of the kernel, the value that forbids user namespaces, who sets it so, and the remedy
FORBIDDING = (
    ("kernel/apparmor_restrict_unprivileged_userns", 1, "AppArmor, as in Ubuntu 24.04,", 0),
    ("kernel/unprivileged_userns_clone", 0, "this system, as older ones of Debian,", 1),
    ("user/max_user_namespaces", 0, "this system", 10_000),
)


@cache
def missing() -> list[str]:
    """The walls that this machine cannot give, in words; [] when all stand.

    Tried for real, in child processes: for one that runs what a learner wrote, and for a `private` one.
    """
    if not sys.platform.startswith("linux") or os.uname().machine not in system.SYS_PIVOT_ROOT:
        return [f"files, network, processes, memory (they need Linux, and this is {sys.platform})"]
    return list(dict.fromkeys(words for words in map(_tried, (False, True)) if words))


def prepare() -> None:
    """Make once what all forks of this process would make again."""
    if not missing():
        libraries()
        ownership()
        program()


def warning(missing: list[str]) -> str:
    """What an instructor reads before submissions run with less than all walls."""
    return (
        f"WARNING: this machine cannot wall submissions in ({'; '.join(missing)}).\n"
        f"What students wrote runs with your rights: it can read and change your files. {remedy(missing)}"
    )


def remedy(missing: list[str]) -> str:
    """What to do about walls that are missing, as far as this machine tells why they are."""
    if not sys.platform.startswith("linux"):
        return f"The walls are made of Linux's own: a virtual machine has them, and WSL 2 on Windows. {OTHERWISE}"
    words = "; ".join(missing)
    if words.startswith("system calls"):
        return f"Install libseccomp: `apt install libseccomp2` or `dnf install libseccomp`. {OTHERWISE}"
    if "not implemented" in words:
        return f"The walls need Linux 5.12 or newer, and this is {os.uname().release}. {OTHERWISE}"
    for setting, forbids, who, allows in FORBIDDING:
        if os.geteuid() != 0 and _setting(setting) == forbids:
            name = setting.replace("/", ".")
            return (
                f"Walls need user namespaces, and {who} does not allow them to ordinary users. An administrator allows "
                f"them with `sudo sysctl {name}={allows}`, for good with a line `{name}={allows}` in a file of "
                f"/etc/sysctl.d. {OTHERWISE}"
            )
    if container := _container():
        return (
            f"This is a container ({container}), and containers do not allow namespaces in themselves. Start it with "
            "`--security-opt seccomp=unconfined --security-opt systempaths=unconfined --security-opt "
            f"apparmor=unconfined` and grade as an ordinary user in it. {OTHERWISE}"
        )
    return OTHERWISE


def _setting(name: str) -> int | None:
    try:
        return int((SETTINGS / name).read_text())
    except (OSError, ValueError):
        return None


def _container() -> str:
    signs = {"/.dockerenv": "Docker", "/run/.containerenv": "Podman", "/run/systemd/container": "systemd says so"}
    return next((name for file, name in signs.items() if os.path.exists(file)), "")


def _tried(private: bool) -> str:
    """What goes wrong when a child of this process walls itself in; "" if nothing does."""
    with tempfile.TemporaryDirectory() as folder:
        own, secret = Path(folder, "own"), Path(folder, "secret")
        own.mkdir()
        secret.write_text("not for learners")
        said, say = os.pipe()
        child = os.fork()
        if child == 0:
            words = "the walls"
            try:
                enter(Sandbox(own), Limits(), private=private)
                Path("made").touch()
                words = "" if os.listdir() == ["made"] and not secret.exists() else "files"
            except BaseException as error:
                words = str(error) or type(error).__name__
            os.write(say, words.encode())
            os._exit(0)
        os.close(say)
        with os.fdopen(said, "rb") as pipe:
            words = pipe.read().decode(errors="replace")
        os.waitpid(child, 0)
    return words
