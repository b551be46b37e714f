"""The GPU: which one PyTorch can use, and if none, the reason in words that say what to do."""

from __future__ import annotations

import functools
import os
import platform
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CPU_ONLY = "This PyTorch was built for CPUs only"
NO_DRIVER = "no NVIDIA driver answers"
OLD_DRIVER = "The NVIDIA driver is too old for this PyTorch"
HIDDEN = "The GPU is hidden"


@dataclass(frozen=True)
class Facts:
    """What was seen, before any judgement; `usable` holds (name, PyTorch's name, memory in GiB)."""

    usable: tuple[tuple[str, str, float | None], ...] = ()
    kind: str = "cuda"
    torch_version: str = ""
    cuda_build: str = ""  # the CUDA version that this PyTorch was built for; "" for a CPU-only build
    cuda_error: str = ""  # what PyTorch said when it was asked to start CUDA
    visible: str | None = None  # CUDA_VISIBLE_DEVICES
    cards: tuple[str, ...] = ()  # makers of the graphics cards on the bus
    system: str = field(default_factory=platform.system)
    machine: str = field(default_factory=platform.machine)
    missing: str = ""  # why PyTorch itself could not be loaded


def look() -> Facts:
    """Ask PyTorch and the machine. Starts CUDA only where PyTorch says there is none, to learn why."""
    seen: dict[str, Any] = {"visible": os.environ.get("CUDA_VISIBLE_DEVICES"), "cards": cards()}
    try:
        import torch
    except Exception as failed:  # a broken installation raises OSError, ImportError, RuntimeError
        return Facts(missing=f"{type(failed).__name__}: {failed}".splitlines()[0], **seen)
    seen |= {"torch_version": torch.__version__, "cuda_build": torch.version.cuda or torch.version.hip or ""}
    accelerator = torch.accelerator.current_accelerator(check_available=True)
    if accelerator is not None:
        return Facts(usable=tuple(_usable(accelerator.type)), kind=accelerator.type, **seen)
    error = ""
    if seen["cuda_build"]:
        try:
            torch.cuda.init()
        except (RuntimeError, AssertionError) as raised:
            error = str(raised)
    return Facts(cuda_error=error, **seen)


def reason(facts: Facts) -> str:
    """Why no GPU can be used, and what to do about it; "" if one can."""
    if facts.usable:
        return ""
    if facts.missing:
        return (
            f"PyTorch could not be loaded ({facts.missing}). Install the course again: run `make setup` in its folder."
        )
    if facts.system == "Darwin":
        return _apple(facts)
    if not facts.cuda_build:
        return _cpu_build(facts)
    if facts.visible is not None and _hides(facts.visible):
        return (
            f'{HIDDEN}: the environment variable CUDA_VISIBLE_DEVICES is "{facts.visible}", which shows '
            "no GPU to this process. Remove it where Jupyter is started, then restart the kernel."
        )
    return _cuda(facts)


def loss(error: BaseException) -> tuple[str, str] | None:
    """(what, why) if this exception of PyTorch means that the device is gone or full; None for any other."""
    text = str(error)
    if type(error).__name__ == "OutOfMemoryError" or "out of memory" in text:
        return "its memory is full", (
            "The model, the batch and what other programs keep there did not fit. A smaller batch size needs less."
        )
    signs = (
        "CUDA error",
        "HIP error",
        "MPS backend",
        "XPU error",
        "device-side",
        "No CUDA GPUs are avail",
        "no NVIDIA driver",
        "driver shutting down",
        "unspecified launch failure",
        "cudaError",
    )
    if type(error).__name__ == "AcceleratorError" or any(sign in text for sign in signs):
        return "it stopped answering", f"PyTorch says: {text.splitlines()[0]}"
    return None


@functools.cache
def cards() -> tuple[str, ...]:
    """Makers of the graphics cards that the machine shows on its bus (Linux), e.g. ("NVIDIA",)."""
    makers = {"0x10de": "NVIDIA", "0x1002": "AMD", "0x8086": "Intel"}
    seen = []
    for folder in Path("/sys/bus/pci/devices").glob("*"):
        try:
            if (folder / "class").read_text().startswith("0x03"):
                seen.append(makers.get((folder / "vendor").read_text().strip(), "another maker"))
        except OSError:
            continue
    if not seen and Path("/dev/nvidiactl").exists():  # a container shows the driver's files, not the bus
        seen.append("NVIDIA")
    return tuple(sorted(seen))


@functools.cache
def driver() -> str:
    """What NVIDIA's own tool says about driver and card ("550.54, Tesla T4"), or "" without the tool."""
    tool = shutil.which("nvidia-smi")
    if not tool:
        return ""
    query = [tool, "--query-gpu=driver_version,name", "--format=csv,noheader"]
    try:
        answer = subprocess.run(query, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return "; ".join(answer.stdout.split("\n")).strip("; ") if answer.returncode == 0 else ""


def _usable(kind: str):
    import torch

    for number in range(torch.accelerator.device_count()):
        if kind in ("cuda", "xpu"):
            about = getattr(torch, kind).get_device_properties(number)
            yield about.name, kind, about.total_memory / 2**30
        else:
            yield ("Apple GPU" if kind == "mps" else kind.upper()), kind, None


def _hides(visible: str) -> bool:
    """CUDA stops reading the list at the first entry that is not a device, such as "" or "-1"."""
    first = visible.split(",")[0].strip()
    return first in ("", "-1", "NoDevFiles", "none", "void")


def _cpu_build(facts: Facts) -> str:
    start = f"{CPU_ONLY} (torch {facts.torch_version})"
    if "NVIDIA" in facts.cards:
        return (
            f"{start}, and this machine has an NVIDIA card. Install the CUDA build of the same version "
            "(the README of the course says how), then restart the kernel."
        )
    return (
        f"{start}: that is right for a machine without a GPU. If this machine has an NVIDIA card, "
        "install the CUDA build of the same version (the README of the course says how)."
    )


def _cuda(facts: Facts) -> str:
    if "too old" in facts.cuda_error:
        has = re.search(r"found version (\d+)", facts.cuda_error)
        version = f" (it knows CUDA up to {int(has[1]) // 1000}.{int(has[1]) % 1000 // 10})" if has else ""
        return (
            f"{OLD_DRIVER}: torch {facts.torch_version} needs CUDA {facts.cuda_build}, and the driver is "
            f"older{version}. Update the driver, or install the build of PyTorch that fits the driver: "
            "`nvidia-smi` shows its CUDA version."
        )
    if "no NVIDIA driver" in facts.cuda_error:
        if "NVIDIA" in facts.cards:
            return (
                f"There is an NVIDIA card, but {NO_DRIVER}. Install NVIDIA's driver for it "
                "(in a container: start the container with GPU access), then restart the kernel."
            )
        return (
            f"This PyTorch could use an NVIDIA GPU, but {NO_DRIVER} on this machine: either it has no "
            "NVIDIA card, and then all is well, or the driver is not installed. "
            "`nvidia-smi` in a terminal shows which."
        )
    if "No CUDA GPUs are available" in facts.cuda_error:
        which = f' (CUDA_VISIBLE_DEVICES is "{facts.visible}")' if facts.visible is not None else ""
        return (
            f"The NVIDIA driver works but shows no GPU to this process{which}. It may have been taken "
            "away, given to another job, or hidden: look at `nvidia-smi`, then restart the kernel."
        )
    said = facts.cuda_error.splitlines()[0] if facts.cuda_error else "nothing"
    return (
        f"PyTorch (built for CUDA {facts.cuda_build}) found no GPU that it can use; it says: {said}. "
        "Restart the kernel; if that does not help, look at `nvidia-smi` in a terminal."
    )


def _apple(facts: Facts) -> str:
    if facts.machine != "arm64":
        return (
            "This Mac has an Intel processor, or runs Python for Intel: PyTorch uses the GPU of Apple's "
            "own chips (M1 or newer) only. On such a Mac, install the arm64 build of Python."
        )
    return "PyTorch cannot use the GPU of this Mac: it needs macOS 14 or newer. Update macOS, then restart the kernel."
