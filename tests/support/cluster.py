"""A Dask cluster on this machine, started by Dask's own commands as an instructor types them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

import psutil

from support.denied import without

TESTS = str(Path(__file__).resolve().parents[1])


class Cluster:
    """A scheduler, and workers with two threads each; they talk by TLS where there is a certificate."""

    def __init__(self, top: Path, certificate: Path | None = None, threads: int = 2):
        top.mkdir(parents=True)
        self.top, self.file, self.certificate, self.threads = top, top / "scheduler.json", certificate, threads
        self.names = count()
        self.workers: list[subprocess.Popen] = []
        self.scheduler = self._start("scheduler", "--port", "0", "--scheduler-file", str(self.file), "--no-dashboard")
        until = time.monotonic() + 120
        while not self.file.exists():
            assert self.scheduler.poll() is None, self.said("scheduler")
            assert time.monotonic() < until, self.said("scheduler")
            time.sleep(0.05)
        self.address = json.loads(self.file.read_text())["address"]

    def start_worker(self, denied: tuple[str, ...] = ()) -> subprocess.Popen:
        """One more worker; `denied` are system calls that its machine refuses."""
        name = f"worker-{next(self.names)}"
        own = ("--name", name, "--nthreads", str(self.threads), "--local-directory", str(self.top / name))
        self.workers.append(self._start("worker", self.address, "--no-dashboard", *own, name=name, denied=denied))
        return self.workers[-1]

    def close(self) -> None:
        for each in (*self.workers, self.scheduler):
            kill(each)

    def said(self, name: str) -> str:
        return (self.top / f"{name}.log").read_text(errors="replace")

    def _start(self, what: str, *arguments: str, name: str = "", denied: tuple[str, ...] = ()) -> subprocess.Popen:
        options = ["--host", "127.0.0.1"]
        if self.certificate:
            options += ["--protocol", "tls"] if what == "scheduler" else []
            for option in ("--tls-ca-file", "--tls-cert", "--tls-key"):
                options += [option, str(self.certificate)]
        command = ["-m", "dask", what, *options, *arguments]
        with (self.top / f"{name or what}.log").open("wb") as log:
            return subprocess.Popen(
                without(denied, *command) if denied else [sys.executable, *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, "PYTHONPATH": TESTS, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "60s"},
            )


def kill(process: subprocess.Popen) -> None:
    """SIGKILL for a process and those it has started, as a machine that loses its power."""
    with suppress(psutil.NoSuchProcess):
        family = psutil.Process(process.pid).children(recursive=True)
        for each in (psutil.Process(process.pid), *family):
            with suppress(psutil.NoSuchProcess):
                each.send_signal(signal.SIGKILL)
    process.wait()
