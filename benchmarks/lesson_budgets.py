"""Seconds and peak memory of every lesson, run from top to bottom in a fresh kernel on two cores."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from pathlib import Path

import psutil
from nbclient import NotebookClient

from autograder.authoring import lesson as lessons
from benchmarks.figures import figure, heading, note

SECONDS, BYTES = 60.0, 2 * 2**30
STEP = 0.0108  # s of a training step on the AMD EPYC on which the seconds in the lessons' front matter were measured
GIB = 2**30


class MemoryWatch(threading.Thread):
    """Looks every fifth of a second at the memory of all new child processes; what they share counts once."""

    def __init__(self):
        super().__init__(daemon=True)
        self.peak, self.over = 0, threading.Event()
        self.before = set(psutil.Process().children(recursive=True))  # a server or a browser of somebody else's

    def run(self) -> None:
        me = psutil.Process()
        while not self.over.wait(0.2):
            new = set(me.children(recursive=True)) - self.before
            self.peak = max(self.peak, sum(map(_memory, new)))


def _memory(process: psutil.Process) -> int:
    """Proportional set size where the system tells it, else the resident size; 0 when the process is gone."""
    try:
        full = process.memory_full_info()
        return getattr(full, "pss", full.rss)
    except psutil.Error:
        return 0


def run(lesson: lessons.Lesson) -> tuple[float, int, list[str]]:
    """(wall seconds with the start of the kernel, peak bytes, errors) of the solved lesson."""
    watch = MemoryWatch()
    with tempfile.TemporaryDirectory() as folder:
        if (given := lessons.SOLUTIONS / lesson.name).is_dir():
            shutil.copytree(
                given, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.ipynb", "observations*")
            )
        client = NotebookClient(
            lesson.notebook,
            timeout=600,
            allow_errors=True,
            resources={"metadata": {"path": folder}},
            extra_arguments=["--log-level=ERROR"],
        )
        watch.start()
        began = time.perf_counter()
        client.execute()
        took = time.perf_counter() - began
    watch.over.set()
    watch.join()
    errors = [o.ename for c in lesson.notebook.cells for o in c.get("outputs", []) if o.output_type == "error"]
    return took, watch.peak, errors


def step_seconds() -> float:
    """Median seconds of a training step of lesson 04's network on 64 photographs of 32 x 32 pixels, on one thread."""
    import torch

    from course import training

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        network = training.apple_net(seed=0).to(memory_format=torch.channels_last)
        optimizer, loss = torch.optim.Adam(network.parameters()), torch.nn.BCEWithLogitsLoss()
        photographs = torch.rand(64, 3, 32, 32).to(memory_format=torch.channels_last)
        labels, took = torch.ones(64), []
        for _ in range(60):
            began = time.perf_counter()
            training.step(network, photographs, labels, optimizer, loss)
            took.append(time.perf_counter() - began)
    finally:
        torch.set_num_threads(threads)
    return sorted(took[10:])[25]


def main() -> None:
    """Print the figures."""
    heading("Lessons from top to bottom")
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    if cores:
        os.sched_setaffinity(0, sorted(cores)[:2])  # the kernels inherit it
    else:
        note("This system cannot keep a process on two cores: all of them are used.")
    try:
        step = step_seconds()
        figure("a training step of lesson 04 on 64 photographs", 1000 * step, "ms")
        note(f"That is {step / STEP:.1f} times as long as where the limit of {SECONDS:.0f} s is meant.")
        note("First with an empty cache, as on a learner's first day, then with the photographs kept.")
        with tempfile.TemporaryDirectory() as cache:
            for script in lessons.scripts():
                _figures(script, "", cache)
                _figures(script, ", again", cache)
    finally:
        if cores:
            os.sched_setaffinity(0, cores)


def _figures(script: Path, when: str, cache: str) -> None:
    before = os.environ.get("COURSE_CACHE")
    os.environ["COURSE_CACHE"] = cache
    try:
        took, peak, errors = run(lessons.read(script))
    finally:
        os.environ.pop("COURSE_CACHE")
        if before is not None:
            os.environ["COURSE_CACHE"] = before
    figure(f"{script.stem}{when}: seconds", took, "s", limit=SECONDS)
    figure(f"{script.stem}{when}: peak memory", peak / GIB, "GiB", limit=BYTES / GIB)
    if errors:
        note(f"{script.stem} stopped with {', '.join(sorted(set(errors)))}: its figures mean nothing.")


if __name__ == "__main__":
    main()
