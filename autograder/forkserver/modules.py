"""What the warm process imports before the first notebook asks for it. What is not installed is left out.

A rehearsal notes what the author's own notebook imported; until there was one, it is what lessons usually need.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

NOTE = "modules.txt"
# a last cell of a rehearsal: what was imported so far, but for files beside the notebook
TAKE_NOTE = f"""
import os, sys
with open({NOTE!r}, "w") as note:
    for name, module in list(sys.modules.items()):
        if getattr(module, "__spec__", None) and not str(getattr(module, "__file__", "")).startswith(os.getcwd()):
            print(name, file=note)
"""

MODULES = (
    "numpy",
    "numpy.random",
    "pandas",
    "scipy.stats",
    "sklearn.datasets",
    "sklearn.ensemble",
    "sklearn.linear_model",
    "sklearn.metrics",
    "sklearn.model_selection",
    "sklearn.pipeline",
    "sklearn.preprocessing",
    "sklearn.tree",
    "matplotlib.pyplot",
    "torch",
    "torch._dynamo",
    "torch.nn.functional",
    "torch.optim",
    "torch.utils.benchmark",
    "torchvision",
    "ipywidgets",
    "safetensors.torch",
    "jsonschema",
    "course.azure",
    "course.checks",
    "course.cost",
    "course.data.diabetes",
    "course.data.fruit",
    "course.data.gate",
    "course.data.measure",
    "course.data.weights",
    "course.devices",
    "course.timing",
    "course.training",
)


def noted(folder: Path) -> tuple[str, ...]:
    """The modules in the notes of a folder, one note for each notebook; the usual ones where there is none."""
    notes = sorted(folder.glob(f"*.{NOTE}"))
    names = [name for note in notes for name in note.read_text(encoding="utf-8").split()]
    return tuple(dict.fromkeys(names)) or MODULES


def import_all(names: Iterable[str]) -> None:
    """Import modules for every notebook that comes; what is not installed is not needed.

    A module that sets up a notebook when it is imported is left for the notebook to import: matplotlib's inline
    backend, and whatever changes matplotlib's settings.
    """
    names = list(names)
    for name in ["matplotlib"] * ("matplotlib" in names or "matplotlib.pyplot" in names) + names:  # its settings first
        before, settings = set(sys.modules), _settings()
        with suppress(BaseException):
            importlib.import_module(name)
        if settings and settings != _settings():
            _settle(settings)
            _drop(each for each in set(sys.modules) - before if each.partition(".")[0] == name.partition(".")[0])
    _drop(["matplotlib_inline.backend_inline"])


def _settings() -> dict:
    """matplotlib's settings, where it was imported."""
    matplotlib: Any = sys.modules.get("matplotlib")
    return dict(dict.items(matplotlib.rcParams)) if hasattr(matplotlib, "rcParams") else {}


def _settle(settings: dict) -> None:
    for name, value in settings.items():
        dict.__setitem__(sys.modules["matplotlib"].rcParams, name, value)


def _drop(names: Iterable[str]) -> None:
    """Forget that modules were imported."""
    for name in names:
        module, (package, _, last) = sys.modules.pop(name, None), name.rpartition(".")
        if module is not None and getattr(sys.modules.get(package), last, None) is module:
            delattr(sys.modules[package], last)
