"""What lesson 12 lets a learner cite of other lessons, by these lessons' own cells: python -m benchmarks briefs

Its figures stand in course/evidence/recorded.csv, each with its date and this command.
"""

from __future__ import annotations

import re
import tempfile
from contextlib import chdir

import numpy as np

from autograder.authoring import lesson as lessons
from benchmarks.figures import figure, heading
from course import training

SEEDS = range(8)
PHOTOS = (5, 12)  # seeds of lesson 05's photographs, as in its claims
BRIEFS, BETTER = "12-which-would-you-choose", "05-better-or-more"


class Nothing:
    """Stands where a lesson draws."""

    def __getattr__(self, name):
        return lambda *given, **named: None


def main() -> None:
    """Print the figures."""
    training.one_thread()
    heading("What the briefs of lesson 12 rest on")
    forecast = forecasts()
    figure("ridge, °C off a day ahead, test year 2015", forecast["ridge_error"]())
    _figures("network, °C off a day ahead, test year 2015", [network_error(forecast, seed) for seed in SEEDS])
    found = [recalls(seed) for seed in SEEDS]
    for name in found[0]:
        _figures(f"recall of green apples, {name}", [each[name] for each in found])
    for name, found in accuracies().items():
        _figures(f"accuracy of the {name} from 800 photographs (dial 0.4)", found)


def cells(name: str) -> list[str]:
    """The code of a lesson's cells."""
    notebook = lessons.read(lessons.SOLUTIONS / f"{name}.py").notebook
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def forecasts() -> dict:
    """The two models of lesson 12's weather: `ridge_error` and `network_error`."""
    sources, names = cells(BRIEFS), {}
    for start in ("import math", "days = weather", "def network_error"):
        exec(next(source for source in sources if source.startswith(start)), names)
    return names


def network_error(forecast: dict, seed: int) -> float:
    """The network's error with another seed than the lesson's."""
    original = training.set_seed
    training.set_seed = lambda _: original(seed)
    try:
        return float(forecast["network_error"]())
    finally:
        training.set_seed = original


def recalls(seed: int) -> dict[str, float]:
    """Lesson 12's recalls of green apples on photographs of another seed; 0 is the lesson's own."""
    sources, names = cells(BRIEFS), {}
    with tempfile.TemporaryDirectory() as folder, chdir(folder):  # where the cell records them
        for start in ("import math", "def measured"):
            source = next(source for source in sources if source.startswith(start))
            exec(re.sub(r"measured\((\d+), ", rf"measured(\1, {10 * seed} + ", source), names)
    return names["recalls"]


def accuracies() -> dict[str, list[float]]:
    """Lesson 05's table and network after 800 photographs: three draws from each of two sets of photographs."""
    found: dict[str, list[float]] = {"table": [], "network": []}
    for seed in PHOTOS:
        names: dict = {"figures": Nothing()}
        for source in cells(BETTER):
            if "quick_question" in source:
                continue
            source = re.sub(r"^SEED = \d+", f"SEED = {seed}", source, flags=re.MULTILINE)
            source = source.replace("((50, 100), (200, 200), (800, 240))", "((800, 240),)")
            exec(source, names)
            names["figures"] = Nothing()
            if "scores" in names:
                break
        for name, own in found.items():
            own += names["scores"][name][800]
    return found


def _figures(what: str, found: list[float]) -> None:
    figure(f"{what}: mean of {len(found)}", float(np.mean(found)), of=f"({min(found):.3g} to {max(found):.3g})")


if __name__ == "__main__":
    main()
