"""Which machine this is: a fingerprint that says "the same one" without saying whose, and what it runs."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import platform
import sys
import time

from course.devices import cpu

PACKAGES = ("torch", "numpy", "pandas", "scikit-learn")
_MODULES = {"scikit-learn": "sklearn"}


@functools.cache
def fingerprint() -> str:
    """16 hexadecimal digits made from the names and sizes of this machine: the same tomorrow, no name in it."""
    memory = cpu.memory_gib()
    parts = (
        platform.node(),
        platform.system(),
        platform.machine(),
        cpu.name(),
        str(cpu.cores()),
        f"{memory:.0f}" if memory else "?",
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


@functools.cache
def about() -> dict[str, str | int | float | None]:
    """What a reader of the log may want to know about the machine."""
    memory = cpu.memory_gib()
    return {
        "system": platform.system(),
        "cpu": cpu.name(),
        "cores": cpu.cores(),
        "memory_gib": round(memory, 1) if memory else None,
        "python": platform.python_version(),
    }


def versions() -> dict[str, str]:
    """Versions of Python and of those packages that this process has loaded."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        if _MODULES.get(package, package) in sys.modules:
            found[package] = _version(package)
    return found


@functools.cache
def _version(package: str) -> str:
    return importlib.metadata.version(package)


def threads() -> int:
    """Threads that a computation may use: PyTorch's number once it is loaded, else the cores."""
    torch = sys.modules.get("torch")
    return int(torch.get_num_threads()) if torch is not None else cpu.cores()


@functools.cache
def clock_tick() -> float:
    """The smallest step, in seconds, that the clock of this machine was seen to make (a few milliseconds' look)."""
    steps = []
    until = time.perf_counter() + 0.05
    while len(steps) < 20 and (now := time.perf_counter()) < until:
        while (later := time.perf_counter()) == now:
            pass
        steps.append(later - now)
    return max(min(steps, default=0.05), 1e-9)
