"""Many photographs at once, in processes of one thread each that have nothing of the caller in them.

They are plain Python programs that read wishes from a pipe and write pictures to another. So they import neither the
caller's notebook nor its torch, no lock of the caller can hang them, and nothing of them is left for a fork of it.
joblib starts its processes with the notebook's folder on their path, and a kernel that is interrupted shows its errors.
Where no process can be started, or one dies, the photographs are rendered here.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from . import mixed
from .album import Fruit
from .photograph import Wish, photograph

CHUNK = 32  # photographs that come back at once
WORTH_IT = 160  # fewer photographs are done before a process has started
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

Wishes = list[Wish] | list[mixed.SceneWish]
Picture = tuple[np.ndarray, tuple[Fruit, ...] | tuple[mixed.Placed, ...]]


def cores() -> int:
    """Cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows
        return os.cpu_count() or 1


def photographs(
    wishes: Wishes, workers: int | None = None, done: Callable[[int], object] = lambda count: None
) -> list[Picture]:
    """A Picture for each wish, in their order; `done(count)` is called as they come in.

    workers: None for one on each core; 1 renders in this process.
    """
    workers = min(cores() if workers is None else workers, -(-len(wishes) // CHUNK))
    pictures: list[Picture] = []
    if workers > 1 and len(wishes) >= WORTH_IT:
        with contextlib.suppress(OSError, ValueError, EOFError, pickle.UnpicklingError):  # the rest is rendered below
            for chunk in _in_processes(wishes, workers):
                pictures += chunk
                done(len(chunk))
    for wish in wishes[len(pictures) :]:
        pictures.append(_picture(wish))
        done(1)
    return pictures


def watched(wishes: Wishes, workers: int | None, what: str, progress: bool) -> list[Picture]:
    """As `photographs`, with a bar when it takes more than two seconds and `progress` is wanted."""
    with tqdm(
        total=len(wishes),
        desc=f"Rendering {what}",
        unit=f" {what}",
        delay=2,
        mininterval=0.5,
        leave=False,
        disable=not progress,
        file=_Out(),
    ) as bar:
        return photographs(wishes, workers, bar.update)


class _Out:
    """Standard output at the time of writing, without end-of-line surprises: notebooks alarm at standard error."""

    @staticmethod
    def write(text):
        print(text, end="")

    @staticmethod
    def flush():
        print(end="", flush=True)


@cache
def version(*, scenes: bool = False) -> str:
    """A short name for the renderer as it is now: other code, other pictures, another cache file.

    `scenes`: with the code that draws scenes of mixed fruit, on which photographs do not depend.
    """
    total = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if scenes or path.name not in ("mixed.py", "orchard.py"):
            total.update(path.read_bytes())
    return total.hexdigest()[:16]


def _picture(wish: Wish | mixed.SceneWish) -> Picture:
    return mixed.scene(wish) if isinstance(wish, mixed.SceneWish) else photograph(wish)


def _in_processes(wishes: Wishes, workers: int) -> Iterator[list[Picture]]:
    """The pictures in their order, chunk by chunk; the processes take turns."""
    chunks = [wishes[first : first + CHUNK] for first in range(0, len(wishes), CHUNK)]
    processes: list[Any] = []  # with pipes
    try:
        for _ in range(workers):
            processes.append(_start())
        for number, process in enumerate(processes):
            pickle.dump(chunks[number::workers], process.stdin)
            process.stdin.close()
        for number in range(len(chunks)):
            yield pickle.load(processes[number % workers].stdout)
    finally:  # also when the learner presses stop
        for process in processes:
            process.kill()
            with contextlib.suppress(OSError), process:  # closes the pipes; what is still in them nobody reads
                pass


def _start() -> subprocess.Popen:
    root = str(Path(__file__).resolve().parents[3])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        # -P: a numpy.py or course.py beside the notebook must not be imported
        [sys.executable, "-P", "-c", "from course.data.fruit.render import work; work()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **ONE_THREAD, "PYTHONPATH": os.pathsep.join(paths)},
    )


def work() -> None:
    """A process: chunks of wishes in, chunks of pictures out."""
    target = sys.stdout.buffer
    sys.stdout = sys.stderr  # a stray print must not end up among the pixels
    for wishes in pickle.load(sys.stdin.buffer):
        pickle.dump([_picture(wish) for wish in wishes], target, protocol=pickle.HIGHEST_PROTOCOL)
        target.flush()
