"""Measure the work of lesson 09 on a GPU that you may use for some minutes: Colab, Kaggle, Azure, a friend's laptop.

Run this file there, or paste it into a cell. It needs PyTorch 2.1 or newer and nothing else of the course, takes about
two minutes, and writes `borrowed-....json`. Put that beside the notebook of lesson 09: its pictures then show the GPU.
"""

import datetime
import gc
import hashlib
import json
import math
import os
import platform
import statistics
import time

import torch
from torch import nn

ROWS = (8, 32, 128, 512, 1024, 2048, 4096, 8192)
BATCHES = (1, 4, 16, 64, 256, 1024)
COPIES = (1, 64, 256, 1024)  # photographs
FEWEST, MOST, SECONDS, SHORTEST = 5, 25, 0.5, 0.002  # samples of a measurement; seconds for all; of the shortest
NO_GPU = (
    "PyTorch finds no GPU here. In Colab choose Runtime, Change runtime type, T4 GPU; in Kaggle Settings, "
    "Accelerator; on your own machine install PyTorch's build for your card. Then run this again."
)


def product(rows, device):
    """A product of two square tables."""
    table = torch.rand(rows, rows, device=device)
    return lambda: table @ table


def step(batch, device):
    """A training step of lesson 04's network on a batch of photographs of 32 x 32 pixels."""
    torch.manual_seed(0)
    net = network().to(device, memory_format=torch.channels_last)
    optimizer, loss = torch.optim.Adam(net.parameters()), nn.BCEWithLogitsLoss()
    photos, labels = torch.rand(batch, 3, 32, 32).to(device), torch.ones(batch).to(device)

    def train():
        error = loss(net(photos), labels)
        optimizer.zero_grad()
        error.backward()
        optimizer.step()

    return train


def copy(count, device):
    """Photographs from the memory of the CPU into that of the device."""
    photos = torch.rand(count, 3, 32, 32)
    return lambda: photos.to(device, copy=True)


def network(width=16):
    """Lesson 04's network: photographs (n, 3, 32, 32) -> n logits."""
    layers, channels = [], 3
    for patterns in (width, 2 * width, 4 * width):
        layers += [nn.Conv2d(channels, patterns, 3, padding=1), nn.BatchNorm2d(patterns), nn.ReLU(), nn.MaxPool2d(2)]
        channels = patterns
    layers[-1] = nn.AdaptiveMaxPool2d(1)
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(channels, 1), nn.Flatten(0))


# name, sizes, what makes a call of a size, the size as the log has it, and the work of a call
WORKLOADS = (
    ("matrix product", ROWS, product, lambda rows: rows, lambda rows: {"flop": 2.0 * rows**3}),
    ("training step", BATCHES, step, lambda batch: batch, lambda batch: {"photographs": float(batch)}),
    ("copy of photographs", COPIES, copy, lambda n: n * 12288, lambda n: {"bytes": n * 12288.0}),
)


def main(device=None, most=math.inf, into="."):
    """Measure all workloads up to the size `most`, write the file, and return its path; None where there is no GPU."""
    device = device or find_gpu()
    if device is None:
        print(NO_GPU)
        return None
    observations, name = [], name_of(device)
    print("Measuring on:", name)
    for workload, sizes, make, logged, work in WORKLOADS:
        for size in (size for size in sizes if size <= most):
            try:
                seen = measure(make(size, device), device)
            except RuntimeError as error:  # out of memory: smaller sizes are there
                print(f"  {workload}, size {size}: not measured ({str(error).splitlines()[0][:80]})")
                break
            about = {"workload": workload, "size": logged(size), "work": work(size), "device_name": name}
            observations.append({**about, **seen, "number": len(observations)})
            print(f"  {workload}, size {size}: {1000 * seen['statistics']['median']:.3g} ms", flush=True)
    return write(name, observations, into)


def find_gpu():
    """The device of a GPU that PyTorch can use, or None."""
    backends = {"cuda": torch, "xpu": torch, "mps": torch.backends}
    found = (kind for kind, place in backends.items() if hasattr(place, kind) and getattr(place, kind).is_available())
    kind = next(found, None)
    return torch.device(kind) if kind else None


def name_of(device):
    """What the device calls itself."""
    if device.type in ("cuda", "xpu"):
        return getattr(torch, device.type).get_device_name(device)
    return "Apple GPU (Metal)" if device.type == "mps" else platform.processor() or platform.machine()


def measure(call, device):
    """Warm up, wait for the device before the clock is read, repeat: the protocol of the course's `timing.measure`."""

    def run(calls):
        synchronise(device)
        begin = time.perf_counter()
        for _ in range(calls):
            call()
        synchronise(device)
        return time.perf_counter() - begin

    started, begin, calls = time.time(), time.perf_counter(), 1
    gc.disable()
    try:
        first = run(1)
        while (once := run(calls)) < SHORTEST:
            calls = max(2 * calls, min(100 * calls, math.ceil(1.2 * calls * SHORTEST / max(once, 1e-9))))
        samples = [run(calls) / calls for _ in range(min(MOST, max(FEWEST, int(SECONDS / once))))]
    finally:
        gc.enable()
    low, middle, high = statistics.quantiles(samples, n=4, method="inclusive")
    elapsed = time.perf_counter() - begin
    return {
        "record": "observation",
        "device": "cpu" if device.type == "cpu" else "gpu",
        "cores": os.cpu_count() or 1,
        "threads": torch.get_num_threads(),
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
        "first": first,
        "calls": calls,
        "repeats": len(samples),
        "samples": samples,
        "statistics": {"median": middle, "q1": low, "q3": high, "min": min(samples), "max": max(samples)},
        "tick": time.get_clock_info("perf_counter").resolution,
        "started": started,
        "elapsed": elapsed,
        "ended": started + elapsed,
        "prediction": None,
    }


def synchronise(device):
    """Wait until the device has done all that it was asked for: a GPU answers before it is done."""
    if device.type != "cpu":
        getattr(torch, device.type).synchronize()


def seal(content):
    """SHA-256 of the content; a whole number counts as the float that it equals."""

    def floats(value):
        if isinstance(value, dict):
            return {key: floats(each) for key, each in value.items()}
        if isinstance(value, list):
            return [floats(each) for each in value]
        return float(value) if isinstance(value, int) else value

    return hashlib.sha256(json.dumps(floats(content), sort_keys=True).encode()).hexdigest()


def write(name, observations, into):
    """Write the measurements with a seal, so that a change by mistake is seen."""
    document = {
        "schema": "apples-course/borrowed",
        "version": 1,
        "device_name": name,
        "date": datetime.date.today().isoformat(),
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
        "command": "python borrow_gpu.py",
        "observations": observations,
    }
    document["seal"] = seal(document)
    slug = "".join(letter if letter.isalnum() else "-" for letter in name.lower()).strip("-")[:60]
    path = os.path.join(into, f"borrowed-{slug}.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1)
    print(f"Written: {path}. Put it beside the notebook of lesson 09, and run the lesson's race again.")
    return path


if __name__ == "__main__":
    main()
