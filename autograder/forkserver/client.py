"""Start the warm process, and ask it for forks: kernels, and whatever serves a connection."""

from __future__ import annotations

import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from autograder.files import temporary
from autograder.sandbox import Limits, Sandbox, SandboxError
from autograder.serialization import messages

INLINE = "module://matplotlib_inline.backend_inline"  # the backend of a kernel's figures
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


KEPT = ("LANG", "LC_", "PATH", "TZ", "LD_LIBRARY_PATH", "OPENBLAS_", "CUDA_", "SYSTEMROOT")  # names, or how they begin


def bare_environment() -> dict[str, str]:
    """What a learner's process may know of this one's environment: nothing of the instructor's."""
    kept = {name: value for name, value in os.environ.items() if name.startswith(KEPT)}
    return {**kept, **ONE_THREAD}


class ForkServerError(OSError):
    """The warm process cannot be asked for a fork; the message says why."""


class Child:
    """A fork of the warm process. It lives as long as its connection: closing that ends it and all it started."""

    def __init__(self, pid: int, connection: socket.socket):
        self.pid, self.connection = pid, connection
        self.returncode: int | None = None
        try:
            self.ended = os.pidfd_open(pid)
        except ProcessLookupError:
            self.ended, self.returncode = -1, 0

    def poll(self) -> int | None:
        """None while it runs, else a number (its real status is its parent's to know)."""
        return self.wait(0)

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait up to `timeout` seconds for its end."""
        if self.returncode is None and select.select([self.ended], [], [], timeout)[0]:
            self.returncode = 0
            os.close(self.ended)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to the process inside; SIGKILL ends everything."""
        if number in (signal.SIGKILL, signal.SIGTERM):
            self.kill()
        elif self.poll() is None:
            signal.pidfd_send_signal(self.ended, number)  # the process outside hands it on

    def kill(self) -> None:
        """End it with everything that it started."""
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        self.connection.close()

    terminate = kill

    def inside(self) -> list[psutil.Process]:
        """The processes behind the wall that run now, the first one first."""
        try:
            return psutil.Process(self.pid).children(recursive=True)
        except psutil.Error:
            return []


class ColdServer:
    """A module that serves a connection and was not forked but started, where processes cannot be forked."""

    def __init__(self, module: str, environment: dict[str, str], cwd: str | None):
        self.connection, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", module, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env={**environment, "PYTHONPATH": os.pathsep.join(filter(None, _import_path()))},
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self.wait = self.process.wait

    def kill(self) -> None:
        """End it."""
        self.connection.close()
        self.process.kill()


class ForkServer:
    """The warm process as a context: `with ForkServer(modules) as server: child = server.kernel(...)`.

    `begin` lets it start while the caller still does something else.
    """

    def __init__(self, modules: Sequence[str] = ()):
        self.modules, self.folder, self.address = modules, "", ""
        self.process: Any = None  # a Popen with pipes

    @classmethod
    def at(cls, address: str) -> ForkServer:
        """The warm process that listens at `address`; it is not ended with this object."""
        forkserver = cls()
        forkserver.address = address
        return forkserver

    @staticmethod
    def possible() -> bool:
        """Whether this system can fork a process that has imported what notebooks need."""
        return hasattr(os, "fork") and hasattr(os, "pidfd_open")  # macOS can fork, but its libraries cannot be forked

    def begin(self) -> ForkServer:
        """Start it, and do not wait until it is ready."""
        if self.process is None and not self.address and self.possible():
            self.folder = temporary("warm")
            self.said = tempfile.TemporaryFile(dir=self.folder)  # noqa: SIM115 - libraries talk while they are imported
            self.process = subprocess.Popen(
                [sys.executable, "-m", "autograder.forkserver.server", os.path.join(self.folder, "socket")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self.said,
                env={
                    **bare_environment(),
                    "PYTHONPATH": os.pathsep.join(filter(None, _import_path())),
                    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",  # memory in pages of 2 MB from the start, where it can
                    "PYTORCH_NVML_BASED_CUDA_CHECK": "1",  # to look for a GPU must not begin to use it: forks could not
                    "MPLBACKEND": INLINE,  # matplotlib asks for it once, when it is imported
                },
                cwd=self.folder,
            )
            self.process.stdin.write(" ".join(self.modules).encode() + b"\n")
            self.process.stdin.flush()
        return self

    def __enter__(self) -> ForkServer:
        self.begin()
        if self.process is not None and not self.address:
            with self.said:
                if self.process.stdout.readline() != b"ready\n":
                    self.said.seek(0)
                    words = self.said.read().decode(errors="replace").strip()[-2000:]
                    self.__exit__()
                    raise OSError(f"The warm process did not start. What it said: {words or 'nothing'}")
            self.address = os.path.join(self.folder, "socket")
        return self

    def __exit__(self, *failed) -> None:
        if self.process is not None:
            self.process.stdin.close()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process.stdout.close()
            shutil.rmtree(self.folder, ignore_errors=True)
            self.process, self.address = None, ""

    def serve(
        self,
        module: str,
        *,
        environment: dict[str, str],
        cwd: str | None = None,
        sandbox: Sandbox | None = None,
        limits: Limits | None = None,
    ) -> Child | ColdServer:
        """A fork that runs `serve(connection)` of a module; nobody else may read its memory. Raises as `kernel` does.

        Where processes cannot be forked, `python -m module` is started with the number of a socket.
        """
        if not self.address:
            return ColdServer(module, environment, cwd)
        return self._fork({"module": module}, environment, cwd, sandbox, limits)

    def kernel(
        self,
        arguments: Sequence[str],
        *,
        environment: dict[str, str],
        cwd: str | None = None,
        sandbox: Sandbox | None = None,
        limits: Limits | None = None,
        stays: bool = False,
    ) -> Child:
        """A fork that is a kernel, with the `arguments` of ipykernel_launcher.

        One that `stays` does not end by a cell's quit().

        Raises
        ------
        SandboxError
            The walls that were asked for do not stand; nothing was started.
        ForkServerError
            The warm process is gone, or has no memory for a fork.
        """
        return self._fork({"arguments": list(arguments), "stays": stays}, environment, cwd, sandbox, limits)

    def try_to_start(self, module: str, *, limits: Limits, sandboxed: bool) -> None:
        """Start what serves, and a kernel, and end them. Raises as `kernel` does.

        What `sandbox.missing` tries in a small process is tried here in the state in which submissions will need it.
        """
        with tempfile.TemporaryDirectory() as folder:
            sandbox = Sandbox(Path(folder)) if sandboxed else None
            given: dict = {"environment": bare_environment(), "cwd": folder, "sandbox": sandbox, "limits": limits}
            starts: list[Callable[..., Child | ColdServer]] = [partial(self.serve, module)]
            starts += [partial(self.kernel, ["-f", "kernel.json"])] if self.address else []
            for start in starts:
                child = start(**given)
                child.kill()
                child.wait()

    def _fork(
        self, what: dict, environment: dict, cwd: str | None, sandbox: Sandbox | None, limits: Limits | None
    ) -> Child:
        wanted = {
            **what,
            "environment": environment,
            "cwd": cwd,
            "sandbox": sandbox and sandbox.as_data(),
            "limits": asdict(limits or Limits()),
        }
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(self.address)
            messages.send(connection, wanted)
            child = Child(messages.receive(connection)["pid"], connection)
        except (OSError, EOFError) as error:
            connection.close()
            raise ForkServerError(f"the warm process, of which kernels are forks, does not answer ({error})") from None
        try:
            said = messages.receive(connection)
        except (OSError, EOFError):
            said = {"trouble": "the process ended before it began"}
        if "trouble" in said:
            child.kill()
            raise SandboxError(said["trouble"])
        return child


def _import_path() -> list[str]:
    """So that the warm process finds this very package, installed or not."""
    return [str(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH", "")]
