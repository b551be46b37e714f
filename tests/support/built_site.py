"""The site as the tests look at it: every page, with one lesson executed, built once for all that share the tests.

That no output of another lesson gives an answer away is tried where each runs unsolved, in tests/lessons.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from filelock import FileLock

from autograder.site import build
from support import SOLVED

EXECUTED = "00-start-here"
ADDRESS = "https://github.com/someone/apples"


@cache
def site() -> Path:
    """The folder of the site, which nobody may change."""
    shared = Path(os.environ[SOLVED])
    folder = shared / "site"
    with FileLock(shared / "site.lock"):
        if not folder.exists():
            build.build(folder, execute=[EXECUTED], cache=shared / "executed-lessons", address=ADDRESS)
    return folder
