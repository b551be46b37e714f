"""What this machine can compute on, in words a learner understands.

    devices.found()         every device, and for one that cannot be used the reason
    devices.choose("gpu")   use the GPU from here on, or say why that is impossible
    devices.chosen()        the device to send models and pictures to (the CPU unless you chose)
    devices.inside()        the second device that most processors hold: bf16, or their other cores

A GPU may be an NVIDIA or AMD one ("cuda" in PyTorch), the one inside an Apple chip ("mps") or an Intel one
("xpu"): the lessons say "cpu" and "gpu" and run on all of them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from course.devices import cpu, gpu
from course.devices.processor import Inside as Inside
from course.devices.processor import inside as inside
from course.errors import CourseError

if TYPE_CHECKING:
    import torch

KINDS = {"cpu": ("cpu",), "gpu": ("gpu", "cuda", "mps", "xpu")}  # as lessons say, and as PyTorch does
_chosen = "cpu"


class DeviceUnavailable(CourseError):
    """The device cannot be used; the message says why and what to do."""

    heading = "This device cannot be used"


class DeviceLost(CourseError):
    """A device that worked before stopped answering, or its memory is full."""

    heading = "The device stopped"


@dataclass(frozen=True)
class Device:
    """One thing to compute on. `kind` is "cpu" or "gpu"; `torch` is what PyTorch calls it."""

    kind: str
    name: str
    torch: str
    available: bool
    reason: str = ""
    memory_gib: float | None = None
    cores: int | None = None

    def __str__(self) -> str:
        size = f"{self.memory_gib:.1f} GiB of memory" if self.memory_gib else ""
        cores = f"{self.cores} core{'s' if self.cores != 1 else ''}" if self.cores else ""
        parts = ", ".join(part for part in (self.name, cores, size) if part)
        if not self.available:
            return f"{self.kind.upper()}: not available. {self.reason}"
        return f"{self.kind.upper()}: {parts}. Ready."


def found() -> list[Device]:
    """The CPU, then every GPU. A machine without a usable GPU has one entry that says why (`reason`)."""
    devices = [Device("cpu", cpu.name(), "cpu", True, memory_gib=cpu.memory_gib(), cores=cpu.cores())]
    facts = gpu.look()
    for name, kind, memory_gib in facts.usable:
        devices.append(Device("gpu", name, kind, True, memory_gib=memory_gib))
    if not facts.usable:
        devices.append(Device("gpu", "GPU", facts.kind, False, gpu.reason(facts)))
    return devices


def describe() -> str:
    """What `found` knows, one line for each device, the chosen one marked."""
    lines = [("-> " if device.kind == _chosen else "   ") + str(device) for device in found()]
    return "\n".join(lines)


def choose(kind: str) -> torch.device:
    """Use this device from here on: "cpu" or "gpu" (PyTorch's own names "cuda", "mps", "xpu" mean "gpu").

    Returns the `torch.device`. Raises `DeviceUnavailable`, and keeps the present choice, if it cannot be.
    While a notebook is graded the choice is noted, and the work runs on whatever the grading machine has.
    """
    global _chosen
    wanted = _kind_of(kind)
    if wanted == "gpu":
        facts = gpu.look()
        if not facts.usable and not _graded():
            why = gpu.reason(facts)
            raise DeviceUnavailable(
                "there is no GPU that PyTorch can use here.",
                why=why,
                do='Nothing in the lessons needs one: go on with devices.choose("cpu").',
            )
    _chosen = wanted
    return chosen()


def chosen() -> torch.device:
    """The `torch.device` to compute on: the CPU, unless `choose` or the toggle said otherwise.

    Raises `DeviceLost` if the chosen GPU has disappeared since.
    """
    import torch

    if _chosen == "cpu":
        return torch.device("cpu")
    accelerator = torch.accelerator.current_accelerator(check_available=True)
    if accelerator is not None:
        return accelerator
    if _graded():
        return torch.device("cpu")
    raise _lost("it is not there any more", gpu.reason(gpu.look()))


def chosen_kind() -> str:
    """ "cpu" or "gpu", as chosen; known without loading PyTorch."""
    return _chosen


def kind_of(device: object) -> str:
    """ "cpu" or "gpu" for a device given in any way: a name, a `torch.device`, or None for the chosen one."""
    return _chosen if device is None else _kind_of(getattr(device, "type", device))


def resolve(device: Any = None) -> torch.device:
    """The `torch.device` for "cpu", "gpu", PyTorch's names, a `torch.device`, or None (the chosen one)."""
    import torch

    if isinstance(device, torch.device):
        return device
    if device is None:
        return chosen()
    if _kind_of(device) == "cpu":
        return torch.device("cpu")
    facts = gpu.look()
    if not facts.usable:
        raise DeviceUnavailable(
            "there is no GPU that PyTorch can use here.", why=gpu.reason(facts), do='Use device="cpu".'
        )
    return torch.device(facts.kind) if device == "gpu" else torch.device(device)


def name_of(device: object = None) -> str:
    """The name of a device as its maker gave it, e.g. "AMD EPYC 7763" or "NVIDIA T4"."""
    if kind_of(device) == "cpu":
        return cpu.name()
    usable = gpu.look().usable
    return usable[0][0] if usable else "GPU"


def synchronise(device: object = None) -> None:
    """Wait until the device has finished all the work it was given.

    A GPU works through a queue: without this, a clock measures how quickly work is queued. The CPU does each
    thing at once, so there is nothing to wait for. Raises `DeviceLost` if the device does not answer.
    """
    if kind_of(device) == "cpu" or "torch" not in sys.modules:
        return
    import torch

    with answering():
        where = resolve(device)
        if where.type != "cpu":
            torch.accelerator.synchronize(where)


@contextmanager
def answering() -> Iterator[None]:
    """Turn what PyTorch raises when a device disappears or its memory is full into words (`DeviceLost`)."""
    try:
        yield
    except (RuntimeError, AssertionError) as error:
        if isinstance(error, CourseError):
            raise
        words = gpu.loss(error)
        if words is None:
            raise
        raise _lost(*words) from error


def _lost(what: str, why: str) -> DeviceLost:
    return DeviceLost(
        f"the GPU: {what}.",
        why=why,
        do='Your log and checkpoints are kept. Restart the kernel, or go on with devices.choose("cpu").',
    )


def _kind_of(device: object) -> str:
    word = str(device).split(":")[0].lower()
    for kind, words in KINDS.items():
        if word in words:
            return kind
    raise DeviceUnavailable(f"{device!r} is not a device of this course.", do='Write "cpu" or "gpu".')


def _graded() -> bool:
    return bool(os.environ.get("NBGRADER_EXECUTION"))
