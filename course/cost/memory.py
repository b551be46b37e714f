"""What a network needs in the memory of a GPU: counted for known networks, calculated for a large one.

    from course.cost import memory
    memory.needed("ResNet-50", 128, "training, 32-bit").total     bytes of a training with Adam, 128 photographs at once
    memory.largest_batch("ResNet-50", "training, 32-bit", 16)      the largest batch that fits into 16 GB
    memory.kept_for_backward(model, inputs)                        bytes that autograd keeps for any model of yours

A GB is 10**9 bytes. Weights, gradients and the two numbers that Adam keeps for each weight (Kingma and Ba, 2015,
algorithm 1) follow from the number of weights. Activations do not: they are counted, on the CPU, as
`python -m benchmarks.memory --record` did it, and lie in `memory.json`. Left out is what only a GPU knows: CUDA's own
context, workspace of its convolutions, gradients on their way through the layers, gaps between pieces (fragmentation).
So the true need is higher, and the largest batch smaller, than what is said here.
"""

from __future__ import annotations

import json
import weakref
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from course.cost import catalogue
from course.errors import CourseError

if TYPE_CHECKING:
    import torch

RECORDED = Path(__file__).with_suffix(".json")
FULL, SHORT = 4, 2  # bytes of a number of 32 and of 16 bits
ADAM = 2  # numbers for each weight: the running means of its gradient and of the gradient's square
GB = 10**9
WAYS = ("training, 32-bit", "training, mixed precision", "inference, 32-bit", "inference, 16-bit")
LARGE = "a language model of 7 billion weights"


@dataclass(frozen=True)
class Network:
    """A network as far as memory goes.

    activations   way -> (fixed, each): bytes whatever the batch, and bytes for each example; none where nobody counted
    side          pixels of a photograph's side, None for a network that sees no photographs
    """

    name: str
    weights: int
    activations: dict[str, tuple[int, int]]
    side: int | None = None

    @property
    def counted(self) -> bool:
        return bool(self.activations)


@dataclass(frozen=True)
class Need:
    """Bytes, by what they hold. In an inference, activations are those that are alive at once, at most."""

    weights: int
    gradients: int
    optimizer: int
    activations: int

    @property
    def total(self) -> int:
        return self.weights + self.gradients + self.optimizer + self.activations


@cache
def networks() -> dict[str, Network]:
    """The networks by name: those that were counted, and a large one of which only the weights are known."""
    found = {
        name: Network(name, row["weights"], {way: tuple(pair) for way, pair in row["bytes"].items()}, row["side"])
        for name, row in json.loads(RECORDED.read_text(encoding="utf-8"))["networks"].items()
    }
    return found | {LARGE: Network(LARGE, 7 * GB, {})}


def network(name: str) -> Network:
    """The network of this name. CourseError for another."""
    if name not in networks():
        raise CourseError(f"There is no network {name!r} here.", do=f"Choose one of: {', '.join(networks())}.")
    return networks()[name]


def needed(name: str, batch: int, way: str) -> Need:
    """The bytes of a training or an inference: `batch` examples at once, in one of `WAYS`. CourseError otherwise.

    Mixed precision keeps weights, gradients and Adam's numbers in 32 bits (Micikevicius et al., 2018); of its weights
    it makes copies of 16 bits, which stand among the weights here, and most of its activations have 16.
    """
    if batch < 1 or batch != int(batch):
        raise CourseError(f"A batch of {batch} cannot be counted.", do="Write a whole number, 1 or more.")
    one, (fixed, each) = network(name), of_a_batch(name, way)
    weights = one.weights * (SHORT if way == "inference, 16-bit" else FULL)
    trained = one.weights * FULL if way.startswith("training") else 0
    copies = 0
    if way == "training, mixed precision":
        copies, fixed = (fixed if one.counted else SHORT * one.weights), 0
    return Need(weights + copies, trained, ADAM * trained, fixed + each * int(batch))


def of_a_batch(name: str, way: str) -> tuple[int, int]:
    """(fixed, each) bytes of a network's activations; (0, 0) for one of which they are not known."""
    if way not in WAYS:
        raise CourseError(f"{way!r} is none of the ways here.", do=f"Choose one of: {'; '.join(WAYS)}.")
    return network(name).activations.get(way, (0, 0))


def largest_batch(name: str, way: str, gb: float) -> int | None:
    """The largest batch that fits into so many GB; 0 if not even one does, None where nobody counted activations."""
    one, (_, each) = network(name), of_a_batch(name, way)
    if not one.counted:
        return None
    room = gb * GB - (needed(name, 1, way).total - each)
    return max(0, int(room // each))


def cards() -> dict[str, int]:
    """The GPUs of the machines that one can rent, the smallest first: name -> GB. One of each size of memory."""
    found: dict[int, str] = {}
    for size in catalogue.priced(gpu=True).values():
        found.setdefault(size.gpu_memory_gb, size.gpu)
    return {found[gb]: gb for gb in sorted(found)}


def recorded() -> dict:
    """When, with which command and versions the networks were counted."""
    return {key: value for key, value in json.loads(RECORDED.read_text("utf-8")).items() if key != "networks"}


def kept_for_backward(model: torch.nn.Module, inputs: torch.Tensor, *, mixed: bool = False) -> int:
    """Bytes that autograd keeps from a forward pass until `backward`, without the model's own numbers.

    Each piece of memory counts once, however many layers look at it. With `mixed` the pass runs in mixed precision
    (bf16); 16-bit copies of weights are then among what is kept.
    """
    import torch

    own = {each.untyped_storage().data_ptr() for each in (*model.parameters(), *model.buffers())}
    kept = {}

    def keep(tensor):
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in own:
            kept[storage.data_ptr()] = storage  # held, so that no other piece can take its place
        return tensor

    mixed_precision = torch.autocast(inputs.device.type, torch.bfloat16, enabled=mixed)
    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor), mixed_precision:
        model(inputs)
    return sum(storage.nbytes() for storage in kept.values())


def alive_at_once(model: torch.nn.Module, inputs: torch.Tensor) -> int:
    """The most bytes that are alive together in an inference, the inputs too, without the model's own numbers."""
    import torch
    from torch.utils._python_dispatch import TorchDispatchMode

    alive, now, most = {each.untyped_storage()._cdata for each in (*model.parameters(), *model.buffers())}, 0, 0

    def born(tensor):
        nonlocal now, most
        storage = tensor.untyped_storage()
        if storage._cdata not in alive:
            alive.add(storage._cdata)
            now += storage.nbytes()
            most = max(most, now)
            weakref.finalize(storage, died, storage._cdata, storage.nbytes())

    def died(place, count):
        nonlocal now
        alive.discard(place)
        now -= count

    class Watch(TorchDispatchMode):
        def __torch_dispatch__(self, function, types, args=(), kwargs=None):
            result = function(*args, **(kwargs or {}))
            for each in result if isinstance(result, tuple | list) else (result,):
                if isinstance(each, torch.Tensor):
                    born(each)
            return result

    with torch.no_grad(), Watch():
        born(inputs)
        model(inputs)
    return most
