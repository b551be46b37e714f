"""Which package index to prefer for torch: that of its CPU builds where a Linux machine has no NVIDIA driver.

The default index holds CUDA builds for Linux, several times larger, which are of no use without a driver. On macOS and
Windows its builds are for CPUs.
"""

from __future__ import annotations

import platform
import re
import shutil
import sys
import time
import urllib.request
from pathlib import Path
from threading import Thread

CPU_INDEX = "https://download.pytorch.org/whl/cpu"
PACKAGES = ("torch", "torchvision")  # a matching pair: both from there, or neither
DRIVER = Path("/proc/driver/nvidia/version")
SECONDS = 5.0  # how long an index may take to answer


def preferred(constraints: Path) -> str:
    """The index to prefer for torch on this machine, "" for the default one; says why in a line on stderr.

    `constraints` pins the versions: an index that lacks one of them for this Python and processor is not taken.
    """
    if not sys.platform.startswith("linux") or has_driver():
        return ""
    pages = {package: f"{CPU_INDEX}/{package}/" for package in PACKAGES}
    answers = _fetch(list(pages.values()))
    wanted = pins(constraints)
    if len(answers) < len(pages):
        why = "cannot be reached"
    elif lacks := [
        f"{name} {wanted[name]}" for name in PACKAGES if not _offers(answers[pages[name]], name, wanted[name])
    ]:
        why = f"lacks {' and '.join(lacks)}"
    else:
        print(f"No NVIDIA driver here: torch's CPU build is taken, from {CPU_INDEX}.", file=sys.stderr)
        return CPU_INDEX
    print(f"No NVIDIA driver here, but {CPU_INDEX} {why}: torch's CUDA build is taken instead.", file=sys.stderr)
    return ""


def has_driver() -> bool:
    """Whether this machine has a driver of NVIDIA's."""
    return DRIVER.exists() or shutil.which("nvidia-smi") is not None


def _fetch(pages: list[str]) -> dict[str, str]:
    """The text of the pages that answer in time, by address; all are asked at once."""
    answers: dict[str, str] = {}

    def fetch(page: str) -> None:
        try:
            with urllib.request.urlopen(page, timeout=SECONDS) as answer:
                answers[page] = answer.read().decode()
        except (OSError, ValueError):
            pass  # it does not count as an answer

    threads = [Thread(target=fetch, args=[page], daemon=True) for page in pages]  # a look-up of a name may hang
    for thread in threads:
        thread.start()
    until = time.monotonic() + SECONDS
    for thread in threads:
        thread.join(max(0, until - time.monotonic()))
    return dict(answers)


def pins(constraints: Path) -> dict[str, str]:
    """The version that `constraints` pins of each of the packages, "" where it pins none."""
    text = constraints.read_text(encoding="utf-8")
    found = {name: re.search(rf"^{name}==([^\s;+]+)", text, re.MULTILINE) for name in PACKAGES}
    return {name: pin[1] if pin else "" for name, pin in found.items()}


def _offers(page: str, name: str, version: str) -> bool:
    """Whether an index page has a CPU wheel of this version for this Python and processor."""
    python = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    wheel = rf"{name}-{re.escape(version)}(?:\+|%2B)cpu-{python}-{python}-[\w.]*linux[\w.]*_{platform.machine()}\.whl"
    return bool(version) and re.search(wheel, page) is not None
