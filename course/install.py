"""Make `.venv` and install the course in it: `python -m course setup`. Needs Python and nothing else.

What is installed is remembered in a stamp inside `.venv` (a digest of pyproject.toml, constraints.txt and
the Python version), so a second call with nothing changed has nothing to do.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Set
from pathlib import Path

from course.errors import CourseError
from course.supported import refusal

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "course-installed.json"
CONSTRAINTS = ROOT / "constraints.txt"
DISK_GB = 8  # torch's CUDA build and everything else take about 6.5 GB, and pip unpacks beside it


class SetupError(CourseError):
    """The course could not be installed."""

    heading = "The course is not installed"


def environment_python() -> Path:
    """The Python inside `.venv`."""
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def digest() -> str:
    """What decides whether an environment is stale, as a hex digest."""
    sources = [(ROOT / "pyproject.toml").read_bytes(), CONSTRAINTS.read_bytes(), repr(sys.version_info[:2]).encode()]
    return hashlib.sha256(b"\0".join(sources)).hexdigest()


def installed_extras() -> set[str] | None:
    """The extras in an environment that is up to date, or None where there is no such environment."""
    try:
        stamp = json.loads(STAMP.read_text())
        current = stamp["digest"] == digest() and environment_python().exists()
        return set(stamp["extras"]) if current else None
    except (OSError, ValueError, KeyError):
        return None


def install(extras: Set[str] = frozenset(), *, torch_index: str = "", wheels: str = "") -> bool:
    """Install the course with `extras` into `.venv`; return whether there was anything to do.

    Parameters
    ----------
    extras : set of str
        Optional groups of pyproject.toml, such as {"test"}.
    torch_index : str
        A package index to prefer for torch, for example PyTorch's own index of CPU-only builds.
    wheels : str
        A folder of wheels to look into as well (a class without a fast network).

    Raises
    ------
    SetupError
        A Python that is not supported, too little disk, or pip failed. What was downloaded stays, so a second call goes
        on from there.
    """
    have = installed_extras()
    if have is not None and extras <= have:
        return False
    extras = set(extras) | (have or set())
    _check_machine()
    if not environment_python().exists():
        print(f"Making {ENVIRONMENT.relative_to(ROOT)} ...", flush=True)
        try:
            venv.create(ENVIRONMENT, with_pip=True, clear=ENVIRONMENT.exists())
        except (OSError, subprocess.CalledProcessError) as error:
            raise SetupError(
                f"Python could not make a virtual environment: {error}.",
                do="On Debian and Ubuntu: sudo apt install python3-venv. Then run the same command again.",
            ) from error
    STAMP.unlink(missing_ok=True)
    target = f"{ROOT}[{','.join(sorted(extras))}]" if extras else str(ROOT)
    command = [environment_python(), "-m", "pip", "install", "--constraint", CONSTRAINTS, "--editable", target]
    command += ["--extra-index-url", torch_index] if torch_index else []
    command += ["--find-links", wheels] if wheels else []
    print("Installing the course (about 6 GB with torch's CUDA build; a few minutes) ...", flush=True)
    if subprocess.run([str(part) for part in command], cwd=ROOT, env=_environment()).returncode:
        raise SetupError(
            "pip stopped with the message above.",
            why="Often the network was away, or the disk is full.",
            do="Run the same command again: what is already downloaded is kept.",
        )
    STAMP.write_text(json.dumps({"digest": digest(), "extras": sorted(extras)}))
    return True


def _environment() -> dict[str, str]:
    """The environment for pip: nothing of another virtual environment, no word about a newer pip."""
    inherited = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    }
    return {**inherited, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def _check_machine() -> None:
    if why := refusal():
        raise SetupError(why)
    free = shutil.disk_usage(ROOT).free / 1e9
    if free < DISK_GB and not ENVIRONMENT.exists():
        raise SetupError(
            f"the course needs {DISK_GB} GB on this disk, and {free:.1f} GB are free.",
            do="Free some space; or install torch without CUDA (under 2 GB): see “A small install” in README.md.",
        )
