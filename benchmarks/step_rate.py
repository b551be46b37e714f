"""How much of one core a training step uses: its arithmetic in a second, beside that of a large matrix product.

The step is lesson 04's, on batches of its size. torch counts the arithmetic (convolutions and products; a product and
its sum are two), so what a step does besides, such as the optimizer's part, lowers the share.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from benchmarks.figures import figure, heading
from benchmarks.training_pipeline import BATCH
from course import training

ROWS = 1024  # of the tables of the matrix product
READINGS = 60


def step(batch: int, *, fused: bool = True) -> Callable[[], object]:
    """One step on `batch` pictures of random numbers, as `training.fit` takes it."""
    import torch

    net = training.apple_net(seed=0).to(memory_format=torch.channels_last)
    pictures = torch.rand(batch, 3, 32, 32).to(memory_format=torch.channels_last)
    adam, loss = torch.optim.Adam(net.parameters(), fused=fused), torch.nn.BCEWithLogitsLoss()
    return lambda: training.step(net, pictures, torch.ones(batch), adam, loss)


def flop(work: Callable[[], object]) -> int:
    """The arithmetic of one call, as torch counts it."""
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counted:
        work()
    return counted.get_total_flops()


def quickest(work: Callable[[], object]) -> float:
    """Seconds of the quickest tenth: what the machine does when nobody disturbs."""
    readings = []
    for _ in range(READINGS):
        began = time.perf_counter()
        work()
        readings.append(time.perf_counter() - began)
    return sorted(readings)[READINGS // 10]


def main() -> None:
    """Print the figures."""
    import torch

    heading("Lesson 04's training step on one core")
    training.one_thread()
    table = torch.rand(ROWS, ROWS)
    peak = flop(lambda: table @ table) / quickest(lambda: table @ table) / 1e9
    for batch in (BATCH, 4 * BATCH):
        work = step(batch)
        seconds = quickest(work)
        rate = flop(work) / seconds / 1e9
        figure(
            f"a step on {batch} photographs",
            rate,
            "GFLOP/s",
            peer=peak,
            of=f"a matrix product of {ROWS} rows",
            more=True,
        )
        unfused = quickest(step(batch, fused=False))
        figure("  with a fused Adam, as in `fit`", 1e3 * seconds, "ms", peer=1e3 * unfused, of="with an ordinary one")


if __name__ == "__main__":
    main()
