"""The work that a workload of the lessons does at a given size, so that a log can be checked against it."""

from __future__ import annotations

from collections.abc import Callable

# for one call; size is what the lesson passes to `timing.measure`
WORK: dict[str, Callable[[float], dict[str, float]]] = {
    "matrix product": lambda rows: {"flop": 2.0 * rows**3},  # square matrices: rows^2 sums of rows products
    "matrix product, inside": lambda rows: {"flop": 2.0 * rows**3},
    "training step": lambda batch: {"photographs": float(batch)},
    "squares by hand": lambda numbers: {"numbers": float(numbers)},
    "squares in one call": lambda numbers: {"numbers": float(numbers)},
    "squares, converted first": lambda numbers: {"numbers": float(numbers)},
}
