"""The memory of a GPU: choose a network and a GPU, drag the size of the batch, and read whether it fits."""

from __future__ import annotations

from course.cost import memory
from course.figures.figure import Figure
from course.plots import memory as twin

BATCHES = sorted({whole << power for whole in (2, 3) for power in range(12)} | {1})  # 1, 2, 3, 4, 6, ... 4096, 6144
# One that a person met, not one that this course made up
MESSAGE = {
    "source": "a user in a training, on a GPU of 79.26 GiB (GitHub, pytorch/pytorch, issue 152135, 2025-04-24)",
    "words": "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 250.00 MiB. GPU 0 has a total capacity of "
    "79.26 GiB of which 104.75 MiB is free. Process 1007710 has 79.14 GiB memory in use. Of the allocated memory "
    "74.77 GiB is allocated by PyTorch, and 3.87 GiB is reserved by PyTorch but unallocated. […]",
    "read": "It names the last piece that was asked for, not all that is missing. “Reserved but unallocated” are gaps. "
    "What helps, in this order: a smaller batch, mixed precision, a larger GPU.",
}


def gpu_memory(
    network: str = "ResNet-50", way: str = "training, 32-bit", *, batch: int = 128, gpu: str = "T4"
) -> Figure:
    """What a training or an inference needs, part by part, beside the memory of the GPUs of `course.cost`.

    network   one of `course.cost.memory.networks()`; way: one of `course.cost.memory.WAYS`
    batch     examples at once; gpu: one of `course.cost.memory.cards()`
    Its twin in plain code: `plots.gpu_memory`, with the same arguments.
    """
    still = twin.gpu_memory(network, way, batch=batch, gpu=gpu)
    data = {
        "networks": [_network(one) for one in memory.networks().values()],
        "network": list(memory.networks()).index(network),
        "ways": memory.WAYS,
        "way": memory.WAYS.index(way),
        "cards": list(memory.cards().items()),
        "card": list(memory.cards()).index(gpu),
        "batches": sorted({*BATCHES, batch}),
        "batch": batch,
        "parts": list(twin.PARTS.items()),
        "widest": twin.WIDEST,
        "left_out": twin.LEFT_OUT,
        "message": MESSAGE,
    }
    return Figure("gpu_memory", twin.TITLE, data, still)


def _network(one: memory.Network) -> dict:
    """Name, origin of its numbers, and for each way the bytes of its parts and of one more example."""
    made = memory.recorded()
    if one.counted:
        versions = f"PyTorch {made['versions']['torch']}"
        origin = (
            f"Counted, {made['date']}, {versions}, on a CPU: {made['command']}. Photographs of {one.side} × {one.side}."
        )
    else:
        origin = "Calculated from the number of its weights alone."
    ways = []
    for way in memory.WAYS:
        first, (_, each) = memory.needed(one.name, 1, way), memory.of_a_batch(one.name, way)
        ways.append([first.weights, first.gradients, first.optimizer, first.activations - each, each])
    return {"name": one.name, "counted": one.counted, "origin": origin, "ways": ways}
