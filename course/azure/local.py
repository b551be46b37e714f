"""Run a command job's command on this machine: the same script, inputs and number of processes."""

from __future__ import annotations

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from course.azure.specification import INPUT, file_of, read, section, value_of
from course.errors import CourseError, NotAttempted

LONGEST = 300  # seconds; a job that hangs here would hang there, and be paid for


class JobFailed(CourseError):
    """The command of the job ended with an error; its last lines say which."""

    heading = "The job failed"


class NotRun(NotAttempted):
    """A graded notebook asks for a run whose metrics were not handed in."""

    heading = "Not run yet"


def run_here(
    job: dict | str | Path, name: str, *, processes: int = 1, folder: str | Path = ".", **inputs: object
) -> list[dict]:
    """Run a command job here, show what it prints, and return its metrics: one dictionary for each epoch.

    name       the run's results go to the folder runs/NAME
    processes  how many share the work, started by torchrun, each with one thread
    folder     where the relative paths of YAML text or a dictionary start; for a file it is the file's folder
    inputs     other values for inputs of the job

    While a notebook is graded nothing is trained: the metrics that were handed in are returned.
    Raises `JobFailed` when the command ends with an error, `NotRun` when a graded notebook lacks the run.
    """
    runs = Path.cwd() / "runs" / name
    metrics, failure = runs / "metrics.jsonl", runs / "failed.txt"
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        if failure.is_file():
            raise JobFailed(failure.read_text(encoding="utf-8"))
        if not metrics.is_file():
            raise NotRun(f"runs/{name} was not handed in.", do="Run the notebook from top to bottom, then submit all.")
        return _read(metrics)
    file = file_of(job)
    place = file.absolute().parent if file else Path(folder).absolute()
    words = _words(read(job), place, inputs)
    if not words or words[0] != "python":
        raise JobFailed("The command does not begin with `python`.", do="Only Python scripts are run here.")
    words = [sys.executable, *_launcher(processes), *words[1:], "--output", str(runs)]
    code = read(job).get("code")
    runs.mkdir(parents=True, exist_ok=True)
    metrics.unlink(missing_ok=True)
    failure.unlink(missing_ok=True)
    try:
        _run(words, place / code if code else place)
    except JobFailed as failed:
        failure.write_text(str(failed), encoding="utf-8")
        raise
    return _read(metrics)


def _words(job: dict, place: Path, inputs: dict) -> list[str]:
    """The command as a list; inputs that are files or folders get their absolute path."""
    values = {
        name: str(place / value_of(given)) if isinstance(given, dict) else str(value_of(given))
        for name, given in section(job, "inputs").items()
    } | {name: str(value) for name, value in inputs.items()}

    def value(match: re.Match) -> str:
        if match[1] not in values:
            raise JobFailed(
                f"The command uses ${{{{inputs.{match[1]}}}}}, and no input has that name.",
                do="Define it under `inputs`.",
            )
        return values[match[1]]

    # split first: a path with a space stays one word
    return [
        INPUT.sub(value, word)
        for word in shlex.split(
            re.sub(r"\{\{\s*inputs\.([\w-]+)\s*\}\}", r"{{inputs.\1}}", str(job.get("command") or ""))
        )
    ]


def _launcher(processes: int) -> list[str]:
    if processes == 1:
        return []
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return [
        "-m",
        "torch.distributed.run",
        "--nproc-per-node",
        str(processes),
        "--master-addr",
        "127.0.0.1",
        "--master-port",
        str(port),
    ]


def _run(words: list[str], folder: Path) -> None:
    """Show standard output as it comes; keep standard error for the message."""
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"}
    if sys.platform == "linux":
        environment["GLOO_SOCKET_IFNAME"] = "lo"  # the processes of one machine need no network, and find each other
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints:
        try:
            job: Any = subprocess.Popen(  # with a pipe
                words,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
                encoding="utf-8",
                errors="replace",
            )
        except OSError as error:
            raise JobFailed(f"The job could not start: {error.strerror or error}.", do="Look at `code`.") from None
        late = threading.Event()

        def stop() -> None:
            late.set()
            job.terminate()

        watch = threading.Timer(LONGEST, stop)
        watch.start()
        try:
            for line in job.stdout:
                print(line, end="", flush=True)
        finally:  # also when the cell is stopped by hand; torchrun ends its processes when it is told to end
            watch.cancel()
            if sys.exc_info()[0] is not None:
                job.terminate()
            status = job.wait()
            job.stdout.close()
        complaints.seek(0)
        said = complaints.read()
    if late.is_set():
        raise JobFailed(f"The job was stopped after {LONGEST} seconds.", do="Use fewer epochs.")
    if status:
        lines = [line for line in said.splitlines() if line.strip() and "torch.distributed" not in line]
        told = [line for line in lines if not line.startswith((" ", "=", "-", "W", "E", "Traceback"))]
        told = [line for line in dict.fromkeys(told) if not line.endswith(" FAILED")]  # each process says the same
        raise JobFailed("\n".join((told or lines)[:3]) or f"exit status {status}")


def _read(path: Path) -> list[dict]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError):
        raise JobFailed(f"{path.name} of this run cannot be read.", do="Run the cell again.") from None
