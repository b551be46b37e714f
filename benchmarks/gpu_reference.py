"""Record the workloads of lesson 09 on a GPU, for learners who have none: python -m benchmarks gpu_reference

Writes one file for each device to course/timing/reference/, with the device's name, the day, the versions and this
command. Without a GPU it says so and writes nothing: a reference is measured or it does not exist.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from course import devices, timing, training
from course.devices import gpu
from course.timing.reference import SCHEMA, VERSION
from course.timing.workloads import WORK

COMMAND = "python -m benchmarks gpu_reference"
FOLDER = Path(timing.__file__).parent / "reference"
ROWS = (8, 32, 128, 512, 1024, 2048, 4096, 8192)  # the lesson's sizes, and larger ones that fill a GPU
BATCHES = (1, 4, 16, 64, 256, 1024)
COPIES = (1, 64, 256, 1024)  # photographs


def main(into: Path = FOLDER) -> Path | None:
    """Measure on the GPU and write the file; return its path, or None where there is no GPU."""
    print("\nGPU reference measurements for lesson 09")
    facts = gpu.look()
    if not facts.usable:
        print(f"  none recorded: {gpu.reason(facts)}")
        return None
    path = write(record("gpu"), into)
    print(f"  recorded: {path}")
    return path


def record(kind: str, *, rows=ROWS, batches=BATCHES, copies=COPIES) -> dict:
    """The document for a device ("gpu"; a test may take "cpu" and small sizes). Raises if the log is not sound."""
    with _own_log():
        timing.measure_sweep(
            "matrix product",
            lambda n: product(n, kind),
            rows,
            device=kind,
            work=WORK["matrix product"],
            needs_prediction=False,
        )
        timing.measure_sweep(
            "training step",
            lambda n: step(n, kind),
            batches,
            device=kind,
            work=WORK["training step"],
            needs_prediction=False,
        )
        for count in copies:
            timing.measure_copy("copy of photographs", photographs(count), device=kind, needs_prediction=False)
        found = timing.problems()
        if found:
            raise SystemExit(f"  not written: {found[0].message}")
        records = [one for one in timing.log().records if one["record"] == "observation"]
        versions = records[-1]["versions"]
    for one in records:
        print(f"  {one['workload']}, size {one['size']}: {one['statistics']['median']:.3g} s")
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "device_name": devices.name_of(kind),
        "date": str(date.today()),
        "driver": gpu.driver(),
        "cpu_name": devices.name_of("cpu"),
        "versions": versions,
        "command": COMMAND,
        "observations": [
            {key: one[key] for key in one if key not in ("machine", "previous", "seal")} for one in records
        ],
    }


def write(document: dict, into: Path) -> Path:
    """Write the document in one step, under the name of its device."""
    slug = re.sub(r"[^a-z0-9]+", "-", document["device_name"].lower()).strip("-")
    path = into / f"{slug}.json"
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    os.replace(unfinished, path)
    return path


def product(rows: int, kind: str):
    """As in the lesson: a product of two square tables on a device."""
    import torch

    table = torch.rand(rows, rows, device=devices.resolve(kind))
    return lambda: table @ table


def step(batch: int, kind: str):
    """As in the lesson: one training step of the apple network."""
    import torch

    where = devices.resolve(kind)
    net = training.apple_net(seed=0).to(where, memory_format=torch.channels_last)
    optimizer, loss = torch.optim.Adam(net.parameters()), torch.nn.BCEWithLogitsLoss()
    photos, labels = photographs(batch).to(where), torch.ones(batch).to(where)
    return lambda: training.step(net, photos, labels, optimizer, loss)


def photographs(count: int):
    """So many photographs of 32 x 32 pixels, as numbers."""
    import torch

    return torch.rand(count, 3, 32, 32)


@contextmanager
def _own_log() -> Iterator[None]:
    """A log of its own, so that nobody's observations are touched."""
    before = os.environ.get("COURSE_LOG")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COURSE_LOG"] = str(Path(folder) / "observations.json")
        try:
            yield
        finally:
            if before is None:
                del os.environ["COURSE_LOG"]
            else:
                os.environ["COURSE_LOG"] = before


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
