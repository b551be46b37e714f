"""How long `import course` takes: it must not be felt, so it imports nothing heavy."""

from __future__ import annotations

import statistics
import subprocess
import sys

from benchmarks.figures import figure, heading

LIMIT_S = 0.1
REPEATS = 9
CLOCK = "import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"


def seconds(module: str) -> float:
    """Median seconds of importing a module in a fresh interpreter; the first one, from a cold disk, is dropped."""
    command = [sys.executable, "-c", CLOCK.format(module=module)]
    took = [float(subprocess.run(command, capture_output=True, text=True, check=True).stdout) for _ in range(REPEATS)]
    return statistics.median(took[1:])


def main() -> None:
    """Print the figures."""
    heading("Importing")
    figure("import course", seconds("course"), "s", limit=LIMIT_S)
    figure("import course.data.fruit, what most lessons begin with", seconds("course.data.fruit"), "s")
    figure("import torch, for comparison", seconds("torch"), "s")


if __name__ == "__main__":
    main()
