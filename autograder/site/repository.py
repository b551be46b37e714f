"""Where the course's repository is on the web: one setting, `repository` of `[tool.course]` in pyproject.toml.

While it is empty, the site neither links to the repository nor offers Colab.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from autograder.authoring import lesson as lessons
from autograder.site.errors import SiteError

BRANCH = "main"
COLAB = "https://colab.research.google.com"
TIMINGS = ("09", "10")  # lessons whose logs others read
# What the lessons import and Colab lacks; torch, pandas and the others are there, and stay as they are.
NOT_IN_COLAB = ("pooch", "safetensors", "vega_datasets")
OPEN_IN_COLAB = """\
[Open in Colab]({address}). There, run this first, in a cell of its own; it changes no package that Colab has:

```
%pip install --no-deps git+{repository} {packages}
```
"""


def repository() -> str:
    """The address as it is set, without a slash at its end; "" where none is.

    Raises
    ------
    SiteError
        It is no address of the web.
    """
    settings = tomllib.loads((lessons.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return checked(settings.get("tool", {}).get("course", {}).get("repository", ""))


def checked(address: str) -> str:
    """The address without a slash at its end. Raises SiteError where it is not one of the web."""
    parts = urlsplit(address)
    if address and not (parts.scheme == "https" and parts.netloc and parts.path.strip("/")):
        raise SiteError(
            f"repository = {address!r} in pyproject.toml is no address of a repository.\n"
            "Write it as https://github.com/OWNER/NAME, or leave it empty."
        )
    return address.rstrip("/").removesuffix(".git")


def file(address: str, path: str) -> str:
    """A file's page in the repository; "" while the repository has no address."""
    return f"{address}/blob/{BRANCH}/{path}" if address else ""


def colab(address: str, folder: Path) -> str:
    """Markdown that offers to open the lesson of a released folder in Colab; "" where that makes no sense.

    Colab opens one notebook of GitHub, alone: a lesson that has files beside it, or reads what another left, stays out.
    """
    parts = urlsplit(address)
    beside = [path for path in folder.rglob("*") if path.suffix not in (".ipynb", ".svg") and path.is_file()]
    needs = lessons.read(lessons.SOLUTIONS / f"{folder.name}.py").front.needs
    if parts.netloc != "github.com" or beside or any(name[:2] in TIMINGS for name in needs):
        return ""
    notebook = f"{COLAB}/github{parts.path}/blob/{BRANCH}/lessons/{folder.name}/{folder.name}.ipynb"
    return OPEN_IN_COLAB.format(address=notebook, repository=address, packages=" ".join(NOT_IN_COLAB))
