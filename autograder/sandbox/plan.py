"""What a walled process may see and use."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import site
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

SYSTEM = (
    "/usr",
    "/lib",
    "/lib64",
    "/lib32",
    "/bin",
    "/sbin",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/fonts",
    "/etc/localtime",
    "/etc/alternatives",
    "/etc/ssl/certs",
    "/etc/matplotlibrc",
)


@cache
def libraries() -> tuple[Path, ...]:
    """Folders and files that Python and its packages need: never the root of a repository or a home folder."""
    found = [Path(name) for name in SYSTEM]
    found += [Path(sys.prefix), Path(sys.base_prefix), *(Path(each) for each in site.getsitepackages())]
    found += _installed_from_sources()
    return tuple(dict.fromkeys(path for path in found if path.exists()))


def _installed_from_sources() -> list[Path]:
    """The packages of editable installs (`pip install -e`): each package's own folder, not the one above."""
    folders = []
    for distribution in importlib.metadata.distributions():
        if '"editable": true' not in (distribution.read_text("direct_url.json") or ""):
            continue
        for name in (distribution.read_text("top_level.txt") or "").split():
            spec = importlib.util.find_spec(name)
            folders += [Path(place).resolve() for place in (spec and spec.submodule_search_locations) or ()]
    return [folder for folder in folders if (folder / "__init__.py").exists()]


@dataclass(frozen=True)
class Sandbox:
    """What a walled process sees: `folder`, as `inside`, and read-only libraries. Nothing else of the machine."""

    folder: Path
    inside: str = "/home/learner"
    readable: tuple[Path, ...] = field(default_factory=libraries)
    sockets: Path | None = None
    writable: bool = True

    def as_data(self) -> dict:
        """This as plain data, for a message; `from_data` reads it."""
        paths = {"folder": str(self.folder), "sockets": self.sockets and str(self.sockets)}
        return {**vars(self), **paths, "readable": [str(path) for path in self.readable]}

    @classmethod
    def from_data(cls, data: dict) -> Sandbox:
        """The sandbox that `as_data` told."""
        sockets = data["sockets"] and Path(data["sockets"])
        return cls(
            **{
                **data,
                "folder": Path(data["folder"]),
                "sockets": sockets,
                "readable": tuple(map(Path, data["readable"])),
            }
        )
