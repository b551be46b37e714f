"""Programs behind the walls of a folder, each in a process of its own: a long run of tests fills this one."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from dataclasses import asdict
from pathlib import Path

from autograder.sandbox import Limits

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import os, sys
from pathlib import Path
from autograder import sandbox
{before}
readable = (*sandbox.libraries(), *map(Path, {readable}))
sandbox.enter(sandbox.Sandbox(Path({folder!r}), readable=readable), sandbox.Limits(**{limits}))
os.execve(sys.executable, [sys.executable, "-c", {code!r}], {{"PATH": "/usr/bin:/bin", "OMP_NUM_THREADS": "1"}})
"""


def program(
    code: str, folder: Path, *, limits: Limits | None = None, readable: tuple[Path, ...] = (), before: str = ""
) -> str:
    """A program that walls itself in `folder` and then is `code`; `before` runs outside."""
    return PROGRAM.format(
        folder=str(folder),
        limits=asdict(limits or Limits()),
        code=textwrap.dedent(code),
        readable=[str(each) for each in readable],
        before=before,
    )


def inside(code: str, folder: Path, **given) -> str:
    """What `code` prints behind the walls of `folder`."""
    command = [sys.executable, "-c", program(code, folder, **given)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    return (done.stdout + done.stderr).strip()
