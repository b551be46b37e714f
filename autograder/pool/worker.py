"""What runs in a Dask worker: it has a station for each run, and takes jobs to it.

A worker has no gradebook and no course, only what the errand of a run brought.
"""

from __future__ import annotations

import json
import multiprocessing.connection
import pickle
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import Any

from autograder.files import remove, temporary
from autograder.pool import parcel
from autograder.pool.errand import PREPARING, Errand, version
from autograder.pool.station import COURSE, DOOR, GIVEN, RUN, course_in
from autograder.repair import gather
from autograder.serialization import messages

IDLE = 120.0  # seconds after which the station of another run gives its memory back
_stations: dict[str, _Station] = {}
_turn = threading.Lock()


class _Station:
    """One run's station: a process, and its folder."""

    def __init__(self, errand: Errand):
        self.top = Path(temporary("station"))
        self.turns: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self.used, self.busy = time.monotonic(), 0
        course = self.top / COURSE
        course.mkdir()
        (course / "nbgrader_config.json").write_text(errand.settings, encoding="utf-8")
        (self.top / RUN).write_bytes(errand.run)
        self.folder = course_in(self.top)
        self._put(errand)
        self.process: Any = subprocess.Popen(
            [sys.executable, "-m", "autograder.pool.station", str(self.top)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=self.top,
        )
        self.said = self._answer()

    def _answer(self) -> dict:
        if not multiprocessing.connection.wait([self.process.stdout], PREPARING):
            return {"walls": [], "trouble": f"the warm process has not begun within {PREPARING:.0f} s"}
        try:
            return json.loads(self.process.stdout.readline())
        except ValueError:
            return {"walls": [], "trouble": "the warm process ended while it began"}

    def _put(self, errand: Errand) -> None:
        """The instructor's files, where a job looks for them."""
        given = self.top / GIVEN
        parcel.open_all(errand.files, given)
        places = {"source": self.folder.source, "release": self.folder.release, "cache": lambda name: self.folder.cache}
        for step in errand.folders:
            place = places[step](errand.assignment)
            place.parent.mkdir(parents=True, exist_ok=True)
            (given / step).mkdir(parents=True, exist_ok=True)
            shutil.move(given / step, place)

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def close(self) -> None:
        self.process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        remove(self.top)


def prepare(content: bytes) -> dict:
    """See `tasks`."""
    errand: Errand = pickle.loads(content)
    with _turn:
        for key, station in list(_stations.items()):
            idle = not station.busy and time.monotonic() - station.used > IDLE
            if idle or not station.alive:
                _stations.pop(key).close()
        if errand.id not in _stations:
            station = _Station(errand)
            if station.said["trouble"]:
                station.close()
                return {**station.said, "version": version()}
            _stations[errand.id] = station
        return {**_stations[errand.id].said, "version": version()}


def finish(key: str) -> None:
    """See `tasks`. A station of which a job is still at work ends later, when it is idle."""
    with _turn:
        if key in _stations and not _stations[key].busy:
            threading.Thread(target=_stations.pop(key).close).start()  # Dask's own thread must not wait


def grade(key: str, assignment: str, student: str, digest: str, submission: bytes) -> bytes:
    """See `tasks`."""
    with _turn:
        station = _stations.get(key)
        if station is None or not station.alive:
            return b""
        station.busy += 1
    try:
        with station.turns[student]:  # a job of a head that was killed may still be at work on the same folder
            return _graded(station, assignment, student, digest, submission)
    finally:
        with _turn:  # or two that end at once count as one, and the station never gives its memory back
            station.busy -= 1
            station.used = time.monotonic()


def _graded(station: _Station, assignment: str, student: str, digest: str, submission: bytes) -> bytes:
    folder = station.folder
    submitted, judged = folder.submitted(student, assignment), folder.judged(student, assignment)
    result = folder.result(student, assignment)
    try:
        submitted.parent.mkdir(parents=True, exist_ok=True)
        parcel.open_all(submission, submitted.parent)
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(station.top / DOOR))
            messages.send(connection, (student, digest))
            why = messages.receive(connection)
        return parcel.WORDS + why.encode() if why else parcel.of_result(result, judged)
    except (EOFError, ConnectionError):
        return b""  # the station has ended: it is asked for again
    finally:
        for path in (submitted, *gather.beside(submitted), judged, result.parent):
            remove(path)
