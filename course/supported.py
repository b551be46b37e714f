"""Which Pythons the course runs on. Every Python can read this file and `__main__.py`: an old one must be told."""

import os
import sys

OLDEST, NEWEST = (3, 11), (3, 14)  # as in pyproject.toml; the pins of constraints.txt hold for each of them


def refusal(version=None, path=None):
    """What to tell somebody whose Python is not supported, "" where it is.

    `version` is that of this Python and `path` that of the environment, unless given.
    """
    version = tuple(version or sys.version_info)
    if OLDEST <= version[:2] <= NEWEST:
        return ""
    wanted = ["{}.{}".format(OLDEST[0], minor) for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    suffix = ".exe" if os.name == "nt" else ""
    folders = (os.environ.get("PATH", "") if path is None else path).split(os.pathsep)
    here = ["python" + minor for minor in wanted if any(_runs(folder, "python" + minor + suffix) for folder in folders)]
    found = "This machine has {0}: make lab PYTHON={0} (without make: {0} -m course lab)."
    install = "Install one from python.org or your system, and name it: make lab PYTHON=python{}"
    return "this is Python {}, and the course runs on Python {} to {}.\n{}".format(
        ".".join(str(part) for part in version[:3]),
        wanted[-1],
        wanted[0],
        found.format(here[0]) if here else install.format(wanted[1]),
    )


def _runs(folder, name):
    return os.access(os.path.join(folder, name), os.X_OK)
