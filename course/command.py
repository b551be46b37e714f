"""`python -m course ...`: set up the course, open it, check your answers, and ask whether this machine is ready."""

from __future__ import annotations

import argparse
import importlib.util
import os
import signal
import subprocess
import sys
from pathlib import Path

from course import home, install, lab, torch_index
from course.errors import CourseError

EXTRAS = ("azure", "site", "test")
EXTRA = "optional group to install as well"
TORCH_INDEX = (
    'package index to prefer for torch, "" for none; by default PyTorch\'s CPU builds without an NVIDIA driver'
)
SIDE_BY_SIDE = ["--numprocesses=2"]  # tests/conftest.py says what


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m course", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, says in (
        ("setup", "make .venv if it is missing or stale, and install the course in it"),
        ("lab", "the same, then open JupyterLab on the lessons"),
        ("teach", "the same, then open JupyterLab on the whole course, with nbgrader's menus for instructors"),
        ("test", "the same with the test extras, then run the tests (what follows goes to pytest)"),
    ):
        command = commands.add_parser(name, help=says, description=says)
        command.add_argument("--torch-index", metavar="URL", help=TORCH_INDEX)
        command.add_argument("--wheels", default="", metavar="FOLDER", help="folder of wheels to look into as well")
        command.add_argument("--offline", action="store_true", help="take everything from there, and ask no index")
        if name == "setup":
            command.add_argument("--extra", action="append", default=[], choices=EXTRAS, help=EXTRA)
    commands.add_parser("torch-index", help="print the package index that setup would prefer for torch, or nothing")
    house = commands.add_parser(
        "wheelhouse", help="download every wheel into a folder, to install from without internet"
    )
    house.add_argument("folder", help="filled for this system and this Python")
    house.add_argument("--torch-index", metavar="URL", help=TORCH_INDEX)
    house.add_argument("--extra", action="append", default=[], choices=EXTRAS, help=EXTRA)
    commands.add_parser("check", help="run the visible checks of a lesson, and count the points", add_help=False)
    pages = commands.add_parser("home", help="write home.md, the page with the lessons and your points so far")
    pages.add_argument("folder", nargs="?", default="", help="the folder of the lessons")
    commands.add_parser("doctor", help="what this machine has, what is missing, and what to do", add_help=False)
    options, rest = parser.parse_known_args(arguments)
    if rest and options.command == "setup":
        parser.error(f"unknown options: {' '.join(rest)}")
    try:
        return _run(options, rest)
    except CourseError as error:
        print(f"{error.heading}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Nothing is lost: run the same command to go on.", file=sys.stderr)
        return 130


def _run(options: argparse.Namespace, rest: list[str]) -> int:
    if options.command in ("check", "doctor"):
        return _ask(options.command, rest)
    if options.command == "home":
        return _home(options.folder)
    if options.command == "torch-index":
        print(torch_index.preferred(install.CONSTRAINTS))
        return 0
    if options.command == "wheelhouse":
        folder = install.download(options.folder, set(options.extra), torch_index=options.torch_index)
        print(f"Every wheel is in {folder}. There: python3 -m course setup --wheels {folder.name} --offline")
        return 0
    extras = {"setup": set(getattr(options, "extra", [])), "test": {"test"}}.get(options.command, set())
    changed = install.install(extras, torch_index=options.torch_index, wheels=options.wheels, offline=options.offline)
    python = str(install.environment_python())
    if options.command == "setup":
        print("The course is installed." if changed else "The course is installed; nothing to do.")
        return 0
    if options.command == "lab":
        home.write(install.ROOT / "lessons")
        command = lab.for_learners(python, str(install.ROOT / "lessons"), rest)
    elif options.command == "teach":
        command = lab.for_instructors(python, str(install.ROOT), rest)
    else:
        command = [python, "-m", "pytest", *SIDE_BY_SIDE, *rest]
    # JupyterLab and the tests find nbgrader and jupytext of this environment, whatever the caller's PATH
    path = os.pathsep.join([os.path.dirname(python), os.environ.get("PATH", "")])
    return subprocess.run(command, cwd=install.ROOT, env={**os.environ, "PATH": path}).returncode


def _home(folder: str) -> int:
    """Write the page of the lessons in a folder: the one that is named, this one, or that of the course."""
    for place in [Path(folder)] if folder else [Path(), Path("lessons"), install.ROOT / "lessons"]:
        try:
            path = home.write(place)
        except OSError as error:
            raise CourseError(f"{place.resolve()} cannot be written to: {error.strerror}.") from None
        if path:
            print(f"{path.resolve()} shows your lessons and points: open it in Jupyter (Open With, Markdown Preview).")
            return 0
    raise CourseError(
        f"there are no lessons in {Path(folder).resolve()}.",
        do="Name the folder that holds 00-start-here and the others.",
    )


def _ask(command: str, rest: list[str]) -> int:
    """Ask the Python that has the course: this one, or the one in .venv if this one lacks it."""
    python = install.environment_python()
    if importlib.util.find_spec("torch") is None and python.exists():
        signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C reaches the other Python too, which answers it
        return subprocess.run([str(python), "-m", "course", command, *rest]).returncode
    if command == "check":
        from course import selfcheck

        return selfcheck.main(rest)
    from course import doctor

    return doctor.main(rest)
