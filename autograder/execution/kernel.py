"""A learner's kernel behind walls: reached through files, asked as soon as it listens, and hung up on."""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import EntryPoint
from pathlib import Path
from queue import Empty

import zmq
import zmq.asyncio
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory
from traitlets import Type

from autograder.execution.output import LenientChannel
from autograder.files import remove

SOON = 2  # milliseconds until it is tried again to reach a kernel that does not listen yet; 100 are usual
GROUP, PROVISIONER = "jupyter_client.kernel_provisioners", "autograder-warm"


class LosslessClient(AsyncKernelClient):
    """A client that loses no output, and is ready when the kernel is: the usual one waits for more, for nothing."""

    shell_channel_class = iopub_channel_class = control_channel_class = Type(LenientChannel)

    def _context_default(self) -> zmq.asyncio.Context:
        context = super()._context_default()
        context.setsockopt(zmq.RECONNECT_IVL, SOON)
        return context

    def connect_iopub(self, identity: bytes | None = None):
        """As usual, but without a limit to the messages that wait."""
        socket = self._create_connected_socket("iopub", identity=identity)
        socket.set(zmq.RCVHWM, 0)
        socket.setsockopt(zmq.SUBSCRIBE, b"")
        return socket

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers. RuntimeError when it ends before it does."""
        left = patience = timeout or 60.0
        while left > 0:
            self.kernel_info()
            try:
                reply = await self.shell_channel.get_msg(timeout=1)
                await self.iopub_channel.get_msg(timeout=0.2)
                self._handle_kernel_info_reply(reply)
                return
            except Empty:
                left -= 1
            if not await self.is_alive():
                raise RuntimeError("the kernel ended before it answered")
        raise RuntimeError(f"the kernel did not answer within {patience:.0f} s")


def find_provisioner() -> None:
    """Have jupyter_client know ours, installed or not. It looks through all packages once: before forks, for them."""
    entry = EntryPoint(PROVISIONER, "autograder.forkserver.provisioner:ForkServerProvisioner", GROUP)
    KernelProvisionerFactory.instance().provisioners.setdefault(PROVISIONER, entry).load()


def through_files(manager: AsyncKernelManager, sockets: Path) -> AsyncKernelManager:
    """Set up a manager whose kernel is a fork of the warm process and is reached by files in the folder `sockets`."""
    for old in sockets.iterdir():
        remove(old)  # files, but for what a learner's cell has made there
    manager.transport, manager.ip = "ipc", str(sockets / "k")
    manager.connection_file = str(sockets / "kernel.json")
    manager.cache_ports = False
    manager.client_factory = LosslessClient
    find_provisioner()
    provisioner = {"provisioner_name": PROVISIONER}
    manager.kernel_spec.metadata["kernel_provisioner"] = provisioner  # type: ignore[union-attr]  # it has one
    return manager


@contextmanager
def door(path: Path) -> Iterator[socket.socket]:
    """A Unix socket at which the agent in the kernel knocks."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        os.chmod(path, 0o600)
        listening.listen(4)
        yield listening


def other_end(connection: socket.socket) -> int | None:
    """The process at the other end of a Unix socket, as the system knows it; None where it does not."""
    if not hasattr(socket, "SO_PEERCRED"):
        return None
    pid, _, _ = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    return pid or None
