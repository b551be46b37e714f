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
import tempfile
import tomllib
import venv
from collections.abc import Set
from pathlib import Path

from course import torch_index as indexes
from course.errors import CourseError
from course.supported import refusal

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "course-installed.json"
CONSTRAINTS = ROOT / "constraints.txt"
DISK_GB = 8  # torch's CUDA build and everything else take about 6.5 GB, and pip unpacks beside it
CPU_DISK_GB = 4  # with torch's CPU build under 2 GB, and likewise
DOWNLOAD_GB = 4  # pip keeps all wheels in the folder for temporary files until it installs them: 3.2 GB


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


def install(
    extras: Set[str] = frozenset(), *, torch_index: str | None = None, wheels: str = "", offline: bool = False
) -> bool:
    """Install the course with `extras` into `.venv`; return whether there was anything to do.

    Parameters
    ----------
    extras : set of str
        Optional groups of pyproject.toml, such as {"test"}.
    torch_index : str, optional
        A package index to prefer for torch, "" for none. By default that of its CPU builds where this is Linux without
        an NVIDIA driver, if it can be reached.
    wheels : str
        A folder of wheels to look into as well (a class without a fast network).
    offline : bool
        Take everything from `wheels` and ask no index.

    Raises
    ------
    SetupError
        A Python that is not supported, too little disk, wheels that are not there, or pip failed. What was downloaded
        stays, so a second call goes on from there.
    """
    have = installed_extras()
    if have is not None and extras <= have:
        return False
    extras = set(extras) | (have or set())
    if why := refusal():
        raise SetupError(why)
    sources = _sources(torch_index, wheels, offline)
    small = "--extra-index-url" in sources and sources[-1].rstrip("/").endswith("/cpu")
    if not _has_torch():
        _check_disk(CPU_DISK_GB if small else DISK_GB)
    _make_environment()
    STAMP.unlink(missing_ok=True)
    target = f"{ROOT}[{','.join(sorted(extras))}]" if extras else str(ROOT)
    size = "" if small or offline else "about 6 GB with torch's CUDA build; "
    print(f"Installing the course ({size}a few minutes) ...", flush=True)
    _pip("install", *sources, "--constraint", CONSTRAINTS, "--editable", target)
    STAMP.write_text(json.dumps({"digest": digest(), "extras": sorted(extras)}))
    return True


def download(folder: str, extras: Set[str] = frozenset(), *, torch_index: str | None = None) -> Path:
    """Fill `folder` with every wheel that the course with `extras` needs on this system and Python; return its path.

    `install(wheels=folder, offline=True)` then needs no network. Raises SetupError as `install` does.
    """
    if why := refusal():
        raise SetupError(why)
    target = Path(folder).resolve()
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SetupError(f"{target} cannot be made: {error.strerror}.", do="Name another folder.") from None
    _check_disk(DOWNLOAD_GB, target)
    _make_environment()  # a system's Python may have no pip
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = settings["project"].get("optional-dependencies", {})
    wanted = [*settings["project"].get("dependencies", []), *(each for name in sorted(extras) for each in groups[name])]
    builder = settings.get("build-system", {}).get("requires", ["setuptools"])  # what makes an editable installation
    index = indexes.preferred(CONSTRAINTS) if torch_index is None else torch_index  # whatever `.venv` has
    sources = _sources(index, str(target), offline=False)
    _pip("download", *sources, "--constraint", CONSTRAINTS, "--dest", target, *wanted, *builder)
    return target


def _make_environment() -> None:
    """Make `.venv`, with pip in it, if it is not there."""
    if not environment_python().exists():
        print(f"Making {ENVIRONMENT.relative_to(ROOT)} ...", flush=True)
        try:
            venv.create(ENVIRONMENT, with_pip=True, clear=ENVIRONMENT.exists())
        except (OSError, subprocess.CalledProcessError) as error:
            raise SetupError(
                f"Python could not make a virtual environment: {error}.",
                do="On Debian and Ubuntu: sudo apt install python3-venv. Then run the same command again.",
            ) from error


def _sources(torch_index: str | None, wheels: str, offline: bool) -> list[str]:
    """What pip is told about where to look."""
    if wheels and not Path(wheels).is_dir():
        raise SetupError(f"there is no folder {Path(wheels).resolve()}.", do="Name the folder that holds the wheels.")
    found = ["--find-links", str(Path(wheels).resolve())] if wheels else []  # pip starts others, in other folders
    if offline:
        if not wheels:
            raise SetupError("--offline asks no index, and no folder of wheels is named.", do="Add --wheels FOLDER.")
        return ["--no-index", *found]
    if torch_index is None:
        torch_index = "" if _has_torch() else indexes.preferred(CONSTRAINTS)
    return [*found, "--extra-index-url", torch_index] if torch_index else found


def _pip(command: str, *arguments: object) -> None:
    """Run pip of `.venv`; it shows its progress in bytes where somebody looks on."""
    call = [environment_python(), "-m", "pip", command, *arguments]
    if subprocess.run([str(part) for part in call], cwd=ROOT, env=_environment()).returncode:
        raise SetupError(
            "pip stopped with the message above.",
            why="Often the network was away, or the disk is full.",
            do="Run the same command again: what is already downloaded is kept.",
        )


def _has_torch() -> bool:
    """Whether the pinned torch is in `.venv` already, so that the largest part is neither looked for nor downloaded."""
    name = f"torch-{indexes.pins(CONSTRAINTS)['torch']}"
    return any(True for end in ("", "+*") for _ in ENVIRONMENT.glob(f"[Ll]ib/**/site-packages/{name}{end}.dist-info"))


def _environment() -> dict[str, str]:
    """The environment for pip: nothing of another virtual environment, no word about a newer pip."""
    inherited = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    }
    # A file that breaks off goes on from there, if pip is new enough to know how; an older one passes over it
    return {**inherited, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_RESUME_RETRIES": "20"}


def _check_disk(needed: float, folder: Path | None = None) -> None:
    """Say before anything is downloaded that a disk has too little room for it."""
    temporary = Path(tempfile.gettempdir())
    wanted = {folder or ROOT: needed}
    if os.stat(temporary).st_dev != os.stat(folder or ROOT).st_dev:
        wanted[temporary] = min(needed, DOWNLOAD_GB)
    for place, room in wanted.items():
        free = shutil.disk_usage(place).free / 1e9
        if free < room:
            raise SetupError(
                f"the course needs {room:g} GB on the disk of {place}, and {free:.1f} GB are free.",
                do="Free some space"
                + (
                    ", or set TMPDIR to a folder elsewhere."
                    if place == temporary
                    else "; or install torch without CUDA"
                )
                + ("" if place == temporary else f" (under 2 GB): --torch-index {indexes.CPU_INDEX}"),
            )
