"""The warm process of one run on a worker, and the jobs forked beside it: python -m autograder.pool.station FOLDER

A process of its own, with one thread, for a Dask worker has many and must not be forked. It says in one line of JSON
which walls stand, then takes jobs at the socket `door`, one a connection. Who hangs up wants no answer: that job ends.
All ends with the worker, when standard input closes.
"""

from __future__ import annotations

import json
import logging
import multiprocessing.connection
import os
import pickle
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder import sandbox
from autograder.execution import kernel
from autograder.files import sweep
from autograder.forkserver.client import ForkServer
from autograder.gradebook.folder import Folder
from autograder.job import GradingRun
from autograder.pool.jobs import Job
from autograder.pool.processes import Processes
from autograder.serialization import messages

COURSE, RUN, DOOR, GIVEN = "course", "run", "door", "given"  # in the station's folder


def course_in(top: Path) -> Folder:
    """The station's own folder of a course: without a gradebook."""
    return Folder(top / COURSE)


def main() -> int:
    """Serve until standard input closes."""
    top = Path(sys.argv[1])
    said = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever libraries print is not the answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    walls = sandbox.missing()
    run = pickle.loads((top / RUN).read_bytes())  # of the head, which may run what it likes here
    if walls and run["require_walls"]:
        print(json.dumps({"walls": walls, "trouble": f"{'; '.join(walls)}. {sandbox.remedy(walls)}"}), file=said)
        return 1
    try:
        with _warm(top, run, walls) as grading, _door(top) as door:
            print(json.dumps({"walls": walls, "trouble": ""}), file=said, flush=True)
            _serve(grading, door)
    except OSError as error:
        print(json.dumps({"walls": walls, "trouble": str(error)}), file=said)
        return 1
    return 0


@contextmanager
def _warm(top: Path, run: dict, walls: list[str]) -> Iterator[GradingRun]:
    sweep()
    with ForkServer(run["modules"]) as forkserver:
        grading = replace(run["grading"], folder=course_in(top), missing_walls=walls, forkserver=forkserver.address)
        kernel.find_provisioner()
        if not walls:
            sandbox.libraries()
        forkserver.try_to_start("autograder.judge.process", limits=grading.limits, sandboxed=not walls)
        yield grading


@contextmanager
def _door(top: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(top / DOOR))
        os.chmod(top / DOOR, 0o600)
        door.listen(64)
        yield door


def _serve(grading: GradingRun, door: socket.socket) -> None:
    processes, waiting = Processes(grading), {}
    try:
        while True:
            everything: list[Any] = [door, sys.stdin, *processes.sentinels, *waiting]
            ready = multiprocessing.connection.wait(everything, timeout=1.0)
            if sys.stdin in ready:
                return
            if door in ready:
                connection, _ = door.accept()
                connection.settimeout(10)
                with suppress(OSError, EOFError, ValueError):
                    waiting[connection] = Job(*messages.receive(connection))
                    processes.start(waiting[connection])
            for connection in [each for each in ready if each in waiting]:
                processes.end(waiting.pop(connection))  # nobody says more than once what is wanted: it is the end
                connection.close()
            ended = [each for each in ready if each in processes.running]
            for outcome in processes.outcomes(ended):
                for connection in [each for each, job in waiting.items() if job == outcome.job]:
                    with suppress(OSError):
                        messages.send(connection, outcome.why)
                    connection.close()
                    del waiting[connection]
            processes.end_stuck()
    finally:
        processes.close()


if __name__ == "__main__":
    sys.exit(main())
