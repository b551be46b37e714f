"""What networks keep in memory, counted on the CPU: the figures of lesson 11's calculator.

    python -m benchmarks.memory [--record]

Each network is run on two sizes of batch; what does not grow is `fixed`, what grows is `each`, a photograph's share.
`--record` writes course/cost/memory.json. It takes a minute, and no GPU.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Callable, Sequence

import torch
import torchvision

from course import training
from course.cost import memory

NETWORKS: dict[str, tuple[Callable[[], torch.nn.Module], int]] = {
    "apple_net": (lambda: training.apple_net(seed=0), 32),
    "ResNet-50": (torchvision.models.resnet50, 224),
    "ViT-B/16": (torchvision.models.vit_b_16, 224),
}


def line(count: Callable[[torch.Tensor], int], side: int, dtype=torch.float32) -> tuple[int, int]:
    """(fixed, each) bytes of what `count` counts, from batches of two and of four photographs."""
    two, four = (count(torch.rand(batch, 3, side, side, dtype=dtype)) for batch in (2, 4))
    each = (four - two) // 2
    return two - 2 * each, each


def counted(make: Callable[[], torch.nn.Module], side: int) -> dict:
    """Weights, pixels and bytes of one network, in every way of `memory.WAYS`."""
    model = make().train()
    ways = [
        line(lambda inputs: memory.kept_for_backward(model, inputs), side),
        line(lambda inputs: memory.kept_for_backward(model, inputs, mixed=True), side),
    ]
    model.eval()
    ways.append(line(lambda inputs: memory.alive_at_once(model, inputs), side))
    model.bfloat16()
    ways.append(line(lambda inputs: memory.alive_at_once(model, inputs), side, torch.bfloat16))
    return {"weights": training.parameters(model), "side": side, "bytes": dict(zip(memory.WAYS, ways, strict=True))}


def main(arguments: Sequence[str] = ()) -> None:
    """Print the figures, and write them down where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args(arguments)
    networks = {}
    for name, (make, side) in NETWORKS.items():
        networks[name] = counted(make, side)
        print(f"{name}: {networks[name]['weights']:,} weights, photographs of {side} x {side} pixels")
        for way, (fixed, each) in networks[name]["bytes"].items():
            print(f"  {way}: {fixed / 1e6:.3g} MB, and {each / 1e6:.3g} MB for each photograph")
    record = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "command": "python -m benchmarks.memory --record",
        "versions": {each.__name__: each.__version__.partition("+")[0] for each in (torch, torchvision)},
        "networks": networks,
    }
    if options.record:
        memory.RECORDED.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
