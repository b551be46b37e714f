"""A worker that never says whether its walls stand is refused in words, and a station counts its jobs under a lock."""

from __future__ import annotations

import pickle
import subprocess
import threading
from collections import defaultdict
from types import SimpleNamespace

import pytest

from autograder.gradebook.folder import FolderError
from autograder.pool import cluster, parcel, worker
from autograder.pool.errand import Errand
from autograder.pool.jobs import Job
from autograder.sandbox import Limits

WORKER = "tcp://127.0.0.1:40000"


class SilentClient:
    """A cluster with one worker, which does nothing that it is asked."""

    status = "running"
    scheduler = SimpleNamespace(address="tcp://127.0.0.1:8786")

    def nthreads(self) -> dict[str, int]:
        return {WORKER: 2}

    def submit(self, *_, **__):
        return SimpleFuture()


class SimpleFuture:
    def add_done_callback(self, _):
        """It is never done."""

    def cancel(self):
        """Nor does it stop."""


def test_a_worker_that_does_not_answer_is_refused(monkeypatch):
    monkeypatch.setattr(cluster, "DEADLINE", 0.1)
    monkeypatch.setattr(cluster, "LOOK", 0.05)
    words = []
    grading = SimpleNamespace(limits=Limits(), assignment=SimpleNamespace(cells={}))
    pool = cluster.ClusterPool(grading, SilentClient(), None, words.append)
    with pytest.raises(
        FolderError, match=r"No worker of .* can grade: .*has not said within .* whether its walls stand"
    ):
        list(pool.outcomes([Job("ana", "a digest")]))
    assert any(f"Worker {WORKER} gets no submission" in each for each in words)


def test_a_station_that_does_not_begin_is_ended_and_that_is_said(monkeypatch):
    monkeypatch.setattr(worker, "PREPARING", 0.1)
    begun = []

    class Sleep(subprocess.Popen):
        def __init__(self, command, **settings):
            station = "autograder.pool.station" in command
            super().__init__(["sleep", "60"] if station else command, **settings)
            begun.extend([self] if station else [])

    monkeypatch.setattr(worker.subprocess, "Popen", Sleep)
    errand = Errand("ps1", b"", "{}", parcel.of_files({}), ())
    assert "has not begun within" in worker.prepare(pickle.dumps(errand))["trouble"]
    assert begun[0].poll() is not None
    assert errand.id not in worker._stations


def test_jobs_of_a_station_are_counted_under_the_lock(monkeypatch):
    class Station:
        turns, alive, used = defaultdict(threading.Lock), True, 0.0

        def __setattr__(self, name, value):
            assert worker._turn.locked(), f"{name} was set without the lock"
            object.__setattr__(self, name, value)

    station = Station()
    object.__setattr__(station, "busy", 0)
    monkeypatch.setitem(worker._stations, "run", station)
    monkeypatch.setattr(worker, "_graded", lambda *_: b"done")
    assert worker.grade("run", "ps1", "ana", "a digest", b"") == b"done"
    assert station.busy == 0
