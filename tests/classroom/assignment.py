"""A course of another kind than ours: nbgrader's own layout, plain asserts, nothing of the package `course`.

It holds "small", six graded cells about forty apples, and "naive", whose one test believes what it is told. Both are
percent scripts as `autograder.authoring.lesson` reads them, so that right and wrong answers stand beside the questions.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd

from autograder.authoring import lesson as lessons

SCRIPTS = Path(__file__).parent / "scripts"
NAMES = ("small", "naive")
CONFIG = """\
import os, sys
ROOT = os.path.dirname(os.path.abspath(__file__))
os.environ["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")])  # for alembic
c = get_config()
c.CourseDirectory.root = ROOT
c.CourseDirectory.course_id = "orchard"
c.Execute.timeout = 60
c.Execute.shutdown_kernel = "immediate"
"""


def make(root: Path, canary: str = "") -> Path:
    """Write the course folder `root` and release both assignments; `canary` stands in the hidden tests.

    The canary is a word that no learner may ever see; a random one where none is given. `asked(canary)` is an argument
    that a hidden test calls a learner's function with: the function sees it, and no file that the learner gets may.
    """
    canary = canary or f"minebird-{secrets.token_hex(8)}"
    root.mkdir(parents=True, exist_ok=True)
    (root / "nbgrader_config.py").write_text(CONFIG)
    for name in NAMES:
        folder = root / "source" / name
        folder.mkdir(parents=True)
        nbformat.write(source(name, canary), folder / f"{name}.ipynb")
        if name == "small":
            apples().to_csv(folder / "apples.csv", index=False)
        command = [sys.executable, "-m", "nbgrader", "generate_assignment", name]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=300)
        if done.returncode:
            raise RuntimeError(f"{name} could not be released:\n{done.stderr}")
    return root


def lesson(name: str) -> lessons.Lesson:
    """An assignment with its wrong answers; the numbers that its hidden tests expect are not filled in."""
    return lessons.read(SCRIPTS / f"{name}.py")


def source(name: str, canary: str) -> nbformat.NotebookNode:
    """The instructor's notebook, with the numbers that the hidden tests expect."""
    table, notebook = apples(), lesson(name).notebook
    means = table.groupby("variety").weight.mean()
    scaled = (table.weight - table.weight.mean()) / table.weight.std(ddof=0)
    numbers = {
        "COUNTS": repr([int(count) for count in table.groupby("variety").size()]),
        "MEANS": repr([round(float(mean), 3) for mean in means]),
        "SCALED": repr([round(float(each), 4) for each in scaled[:3]]),
        "CANARY": canary,
        "ASKED": asked(canary),
    }
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            for word, number in numbers.items():
                cell.source = cell.source.replace(word, number)
    return notebook


def asked(canary: str) -> str:
    """The word that a hidden test asks a learner's function about."""
    return f"asked-{canary.rpartition('-')[2]}"


def apples() -> pd.DataFrame:
    """Forty apples: variety, width and height in millimetres, weight in grams; the same ones each time."""
    random = np.random.default_rng(7)
    width = random.uniform(62, 92, 40).round(1)
    height = (width * random.uniform(0.85, 0.95, 40)).round(1)
    weight = (0.00046 * width**2 * height + random.normal(0, 3, 40)).round(1)
    variety = random.choice(["Elstar", "Boskoop", "Gala", "Jonagold"], 40)
    return pd.DataFrame({"variety": variety, "width": width, "height": height, "weight": weight})
