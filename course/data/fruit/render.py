"""Many photographs at once: processes of one thread each, started with nothing of the caller in them.

The workers are plain Python programs that are sent wishes through a pipe and send pixels back. So they import
neither the caller's notebook nor its torch, and no lock of the caller can hang them. Where a process cannot
be started, or one dies, the photographs are rendered here.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np

from .album import Fruit
from .scene import Wish, photograph

CHUNK = 32  # photographs that a worker is sent at once
WORTH_IT = 160  # fewer photographs are done before a worker has started
SINGLE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}

Picture = tuple[np.ndarray, tuple[Fruit, ...]]


def cores() -> int:
    """Cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows
        return os.cpu_count() or 1


def photographs(wishes: list[Wish], workers: int | None = None, done: Callable[[int], None] | None = None):
    """A Picture for each wish, in their order; `done(count)` is called as they come in.

    workers: None for one on each core; 1 renders in this process.
    """
    workers = min(cores() if workers is None else workers, -(-len(wishes) // CHUNK))
    pictures: list[Picture | None] = [None] * len(wishes)
    waiting: queue.SimpleQueue[range] = queue.SimpleQueue()
    for start in range(0, len(wishes), CHUNK):
        waiting.put(range(start, min(start + CHUNK, len(wishes))))
    finished: queue.SimpleQueue[int] = queue.SimpleQueue()
    processes = _start(workers) if workers > 1 and len(wishes) >= WORTH_IT else []
    threads = [
        threading.Thread(target=_serve, args=(process, wishes, waiting, pictures, finished), daemon=True)
        for process in processes
    ]
    try:
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            with contextlib.suppress(queue.Empty):
                count = finished.get(timeout=0.05)
                if done:
                    done(count)
        while not finished.empty():
            count = finished.get()
            if done:
                done(count)
    finally:  # also when the learner presses stop
        for process in processes:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):  # closing flushes, and nobody reads any more
                    pipe.close()
    for number, picture in enumerate(pictures):
        if picture is None:
            pictures[number] = photograph(wishes[number])
            if done:
                done(1)
    return pictures


def _start(count: int) -> list[subprocess.Popen]:
    root = str(Path(__file__).resolve().parents[3])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, **SINGLE_THREAD, "PYTHONPATH": os.pathsep.join(paths)}
    # -P: a numpy.py or course.py beside the notebook must not be imported
    command = [sys.executable, "-P", "-c", "from course.data.fruit.render import work; work()"]
    started: list[subprocess.Popen] = []
    try:
        for _ in range(count):
            started.append(
                subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
                )
            )
    except (OSError, ValueError):  # no more processes allowed, or no interpreter to start: fewer will do
        pass
    return started


def _serve(process, wishes, waiting, pictures, finished) -> None:
    """Send one worker chunk after chunk until none is left or the worker is gone."""
    while True:
        try:
            rows = waiting.get_nowait()
        except queue.Empty:
            return
        try:
            _send(process.stdin, [wishes[row] for row in rows])
            answer = _receive(process.stdout)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            waiting.put(rows)  # for another worker, or for the caller
            return
        for row, picture in zip(rows, answer, strict=True):
            pictures[row] = picture
        finished.put(len(rows))


def _send(pipe, message) -> None:
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(struct.pack("<Q", len(data)))
    pipe.write(data)
    pipe.flush()


def _receive(pipe):
    header = pipe.read(8)
    if len(header) < 8:
        raise EOFError
    (length,) = struct.unpack("<Q", header)
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)


def work() -> None:
    """The worker: wishes in, pictures out, until the pipe is closed."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a stray print must not end up among the pixels
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            _send(target, [photograph(wish) for wish in _receive(source)])
