"""Whether a job and its cluster fit together: the place where a GPU is paid for and not used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from course.azure import sizes
from course.azure.specification import Problem, command_of, nearest, section, whole

GPU_IMAGE = re.compile(r"cuda|gpu|rocm|cu1\d\d", re.IGNORECASE)
ASKS_FOR_GPU = re.compile(r"\b(cuda|gpu)\b(?!=)", re.IGNORECASE)
ASKS_FOR_CPU = re.compile(r"--device[ =]cpu\b", re.IGNORECASE)
UNITS = {"b": 1, "k": 2**10, "m": 2**20, "g": 2**30}


def fit_problems(job: dict, clusters: dict[str, dict]) -> Iterator[Problem]:
    """Problems of a command job on its cluster; `clusters` are specifications by name."""
    name = str(job.get("compute") or "").removeprefix("azureml:")
    if not name or name == "local":
        return
    if name not in clusters:
        yield Problem(
            "compute",
            f"no cluster here is called “{name}”.{nearest(name, clusters)}",
            f"There are: {', '.join(clusters)}.",
            "unknown-compute",
        )
        return
    cluster = clusters[name]
    yield from _machines(job, cluster)
    size = sizes.find(str(cluster.get("size")))
    if size is not None:
        yield from _device(job, size)
        yield from _memory(job, size)


def _machines(job: dict, cluster: dict) -> Iterator[Problem]:
    count = _of(job, "resources", "instance_count", 1)
    most = cluster.get("max_instances", 1)
    if whole(count) and whole(most) and count > most > 0:
        yield Problem(
            "resources.instance_count",
            f"the job waits for {count} machines for ever: its cluster has {most} at most.",
            f"Ask for {most}, or raise max_instances.",
            "instance-count",
        )


def _device(job: dict, size: sizes.Machine) -> Iterator[Problem]:
    command = command_of(job)
    environment = job.get("environment")
    image = environment.get("image", "") if isinstance(environment, dict) else str(environment or "")
    judged = image and (isinstance(environment, dict) or "://" in image)  # of an own environment only the name is known
    if size.gpus:
        if not ASKS_FOR_GPU.search(command) or ASKS_FOR_CPU.search(command):
            yield Problem(
                "command",
                f"{size.name} has a GPU ({size.gpu}), which is paid for, and nothing here tells "
                "the script to use it: it would train on the CPU.",
                "Give the script `--device cuda`, or choose a CPU size.",
                "ignored-gpu",
            )
        if judged and not GPU_IMAGE.search(image):
            yield Problem(
                "environment",
                f"this one has no CUDA, so torch cannot use the GPU of {size.name}.",
                "Name one with cuda in it, such as acpt-pytorch-2.8-cuda12.6, or choose a CPU size.",
                "cpu-environment-on-gpu",
            )
        yield from _processes(job, size)
    else:
        if ASKS_FOR_GPU.search(command):
            yield Problem(
                "command",
                f"the script is told to use a GPU, and {size.name} has none.",
                "Write `--device cpu`, or choose a GPU size.",
                "no-gpu",
            )
        if judged and GPU_IMAGE.search(image):
            yield Problem(
                "environment",
                f"this one is made for a GPU, and {size.name} has none: gigabytes of CUDA are "
                "fetched while the machine is paid for.",
                "Name an image without cuda, or choose a GPU size.",
                "gpu-environment-on-cpu",
            )


def _processes(job: dict, size: sizes.Machine) -> Iterator[Problem]:
    processes = _of(job, "distribution", "process_count_per_instance", 1)
    if not whole(processes) or processes < 1:
        return
    if processes > size.gpus:
        yield Problem(
            "distribution.process_count_per_instance",
            f"{processes} processes would share {size.gpus} GPU{'s' if size.gpus > 1 else ''} of {size.name}.",
            f"Write {size.gpus}.",
            "process-count",
        )
    elif processes < size.gpus:
        yield Problem(
            "distribution.process_count_per_instance",
            f"{size.name} has {size.gpus} GPUs, and "
            f"{processes} process{'es use' if processes > 1 else ' uses'} {processes}: the others are paid "
            "for and idle.",
            f"Write {size.gpus}, or choose a size with {processes}.",
            "idle-gpus",
        )


def _memory(job: dict, size: sizes.Machine) -> Iterator[Problem]:
    text = str(_of(job, "resources", "shm_size", ""))
    if re.fullmatch(r"[1-9]\d*[bkmg]", text):
        asked = int(text[:-1]) * UNITS[text[-1]]
        if asked > float(size.memory_gib) * 2**30:
            yield Problem(
                "resources.shm_size",
                f"{text} is more than the {size.memory_gib} GiB of {size.name}.",
                "Write half of the memory at most.",
                "shm-size",
            )


def _of(job: dict, group: str, name: str, default: object) -> Any:
    return section(job, group).get(name, default)
