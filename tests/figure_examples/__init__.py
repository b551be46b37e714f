"""One example or more of each figure: a module of the figure's name with `examples()`, which gives {name: figure}.

The tests of all figures, in tests/unit/test_figures.py and tests/browser/test_figures_by_hand.py, try every one.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache


@cache
def every_figure() -> dict:
    """All examples, by name."""
    found = {}
    for module in pkgutil.iter_modules(__path__):
        for name, figure in importlib.import_module(f"{__name__}.{module.name}").examples().items():
            found[f"{module.name}, {name}"] = figure
    return found
