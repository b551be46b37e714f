"""What the warm process imports before the first notebook asks for it. What is not installed is left out.

A rehearsal notes what the author's own notebook imported; until there was one, it is what lessons usually need.
"""

from __future__ import annotations

from pathlib import Path

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
    "course.plots",
    "course.timing",
    "course.training",
    "course.widgets",
)


def noted(folder: Path) -> tuple[str, ...]:
    """The modules in the notes of a folder, one note for each notebook; the usual ones where there is none."""
    notes = sorted(folder.glob(f"*.{NOTE}"))
    names = [name for note in notes for name in note.read_text(encoding="utf-8").split()]
    return tuple(dict.fromkeys(names)) or MODULES
