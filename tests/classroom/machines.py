"""Logs and checkpoints of machines that we do not have: real ones, told again as another machine wrote them.

Logs are honest in form: written by the functions of `course.timing`, on a clock that stands in for the machine's, with
samples whose jitter was really measured a moment ago. No two are the same, whether the machine is slow or has a GPU.
"""

from __future__ import annotations

import hashlib
import json
import os
import statistics
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest import mock

from course.timing import logfile, machine
from course.timing.logfile import Log, seal
from course.timing.record import Observation, to_record

GPU = "A GPU of a learner"
DAY = 86400.0


class Clock:
    """The clock of that machine: it began yesterday, and goes on when told to."""

    def __init__(self):
        self.now = time.time() - DAY

    def time(self) -> float:
        self.now += 0.01  # two looks at a clock are never the same
        return self.now


def retold(log: Log, path: Path, *, machine_of: str, slower: float = 1.0, gpu: bool = False) -> Path:
    """Write to `path` what the machine of `machine_of` (a student) measures where `log`'s machine measured.

    `slower` is how many times longer everything takes; with `gpu`, each measurement is there on a GPU, too.
    """
    path.unlink(missing_ok=True)
    with _machine(machine_of, path.parent) as clock:
        told, numbers = logfile.open_log(path), {}
        for record in log.records:
            if record["record"] == "prediction":
                clock.now += 20
                revised = numbers.get(record["revises"])
                added = told.add({**_content(record), "made": clock.time(), "revises": revised})
                numbers[record["number"]] = added["number"]
            elif record["record"] == "observation":
                observed = next(one for one in log.observations if one.number == record["number"])
                if observed.prediction:
                    number = numbers[observed.prediction.number]
                    observed = replace(observed, prediction=replace(observed.prediction, number=number))
                if gpu:
                    told.add(to_record(_again(replace(observed, device="gpu", device_name=GPU), slower / 20, clock)))
                told.add(to_record(_again(observed, slower, clock)))
    return path


def retrained(content: bytes, change=lambda history: None) -> bytes:
    """A checkpoint with the times of another run of the same training; `change` may change its history further."""

    def again(notes: dict) -> None:
        history = json.loads(notes["history"])
        for epoch, near in zip(history["epochs"], jitter(len(history["epochs"])), strict=True):
            epoch["seconds"] *= near
        change(history)
        notes["history"] = json.dumps(history)

    return with_notes(content, again)


def with_notes(content: bytes, change) -> bytes:
    """A safetensors file with other metadata: `change` gets them as a dictionary."""
    (length,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8 : 8 + length])
    change(header["__metadata__"])
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + content[8 + length :]


def jitter(count: int) -> list[float]:
    """How far each of `count` samples is from their median, as a factor: real ones, damped by five times."""
    samples = []
    for _ in range(count):
        began = time.perf_counter()
        sum(range(3000))
        samples.append(time.perf_counter() - began)
    middle = statistics.median(samples)
    return [1 + 0.2 * min(4.0, sample / middle - 1) for sample in samples]


def _again(observed: Observation, slower: float, clock: Clock) -> Observation:
    samples = [
        sample * slower * near for sample, near in zip(observed.samples, jitter(len(observed.samples)), strict=True)
    ]
    started, first = clock.time(), observed.first * slower
    elapsed = (first + observed.calls * sum(samples)) * 1.01 + 0.001
    clock.now = started + elapsed
    return replace(observed, samples=samples, first=first, started=started, elapsed=elapsed, ended=clock.now)


def _content(record: dict) -> dict:
    return {key: value for key, value in record.items() if key not in ("number", "machine", "previous", "seal")}


@contextmanager
def _machine(name: str, folder: Path) -> Iterator[Clock]:
    clock, fingerprint = Clock(), hashlib.sha256(name.encode()).hexdigest()[:16]
    outside = {key: value for key, value in os.environ.items() if key != "NBGRADER_EXECUTION"}
    with (
        mock.patch.object(logfile, "time", clock),
        mock.patch.object(logfile.tempfile, "gettempdir", return_value=str(folder)),  # for its lock
        mock.patch.object(machine, "fingerprint", return_value=fingerprint),
        mock.patch.dict(os.environ, outside, clear=True),
    ):
        yield clock


def sealed(document: dict) -> dict:
    """Seal everything again, as somebody would who read the code: the seals alone no longer tell."""
    before = document["log"]
    for number, record in enumerate(document["records"]):
        record["number"], record["previous"] = number, before
        record["seal"] = before = seal(record)
    document["count"] = len(document["records"])
    document["seal"] = seal(document)
    return document
