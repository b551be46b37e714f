"""A kernel provisioner for jupyter_client: its kernels are forks of a warm process.

For plain `nbgrader autograde`, too: name it in a kernel's kernel.json,

    "metadata": {"kernel_provisioner": {"provisioner_name": "autograder-warm"}}

or for one command with JUPYTER_DEFAULT_PROVISIONER_NAME=autograder-warm.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import sys
from contextlib import suppress
from typing import Any

from jupyter_client.provisioning import LocalProvisioner
from traitlets import log

from autograder.forkserver.client import Child, ForkServer
from autograder.forkserver.modules import MODULES
from autograder.sandbox import Limits, Sandbox

KILLED = 5.0  # seconds for a kernel that was killed to end; then jupyter_client waits as long as it always does
_own: list[ForkServer] = []  # the warm process of this process, if nobody named one


class ForkServerProvisioner(LocalProvisioner):
    """Starts a kernel as a fork of the warm process at AUTOGRADER_WARM, or of one of its own.

    Another one, a sandbox and limits may be given to `start_kernel` as `forkserver`, `sandbox` and `limits`. Where
    processes cannot be forked, and for kernels that are not this very Python's, an ordinary kernel starts, and that is
    said.
    """

    child: Child | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        self._forkserver: ForkServer | None = kwargs.pop("forkserver", None)
        self._sandbox: Sandbox | None = kwargs.pop("sandbox", None)
        self._limits: Limits | None = kwargs.pop("limits", None)
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any):
        why = _why_not(cmd)
        if why:
            if self._sandbox is not None:
                raise OSError(f"A kernel with walls cannot be started: {why}.")
            log.get_logger().warning("This is an ordinary kernel, seconds slower than a warm one: %s.", why)
            return await super().launch_kernel(cmd, **kwargs)
        self.child = (self._forkserver or _at_hand()).kernel(
            cmd[cmd.index("-m") + 2 :],
            environment=dict(kwargs.get("env") or os.environ),
            cwd=str(kwargs.get("cwd") or os.getcwd()),
            sandbox=self._sandbox,
            limits=self._limits or Limits(memory=1 << 62, disk_bytes=1 << 62),
            stays=self._limits is not None,
        )
        self.process = _Process(self.child)  # type: ignore[assignment]  # as much of a Popen as is asked for
        self.pid, self.pgid = self.child.pid, None
        self.cwd = kwargs.get("cwd")
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait for the end of the kernel; the usual provisioner looks only ten times a second."""
        await self._ended()
        return await super().wait()

    async def kill(self, restart: bool = False) -> None:
        """End the kernel, and wait a while for it: the usual manager looks only ten times a second."""
        if self.child is None:
            await super().kill(restart)
        elif self.process:
            self.child.kill()
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._ended(), KILLED)

    async def _ended(self) -> None:
        while self.child is not None and self.child.poll() is None:
            await asyncio.sleep(0.005)


class _Process:
    """The fork as LocalProvisioner wants its process."""

    stdin = stdout = stderr = None

    def __init__(self, child: Child):
        self.pid, self.poll, self.wait = child.pid, child.poll, child.wait
        self.send_signal, self.kill, self.terminate = child.send_signal, child.kill, child.kill


def _why_not(command: list[str]) -> str:
    if not ForkServer.possible():
        return "this system cannot fork a warm process"
    module = command[command.index("-m") + 1] if "-m" in command[:-1] else ""
    if module != "ipykernel_launcher":
        return "the kernel is not one of ipykernel's"
    if os.path.realpath(command[0]) != os.path.realpath(sys.executable) and os.path.basename(command[0]) != "python":
        return f"the kernel's Python is {command[0]}, and the warm process is {sys.executable}"
    return ""


def _at_hand() -> ForkServer:
    address = os.environ.get("AUTOGRADER_WARM")
    if address:
        return ForkServer.at(address)
    if not _own:
        _own.append(ForkServer(MODULES).__enter__())
        atexit.register(_own[0].__exit__)
    return _own[0]
