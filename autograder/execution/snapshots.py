"""Forks of a learner's kernel, one for each test cell, that wait until the notebook is over and then answer the judge.

What a test asks a function is so known to no process in which another cell will run. A call that crashes, hangs or
changes something costs only its own fork.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress

from autograder.execution import kernel
from autograder.judge.client import Unreachable
from autograder.serialization import messages

POSSIBLE = sys.platform == "linux"  # elsewhere the kernel itself answers, at once, and each test is judged at its place
FIRST_CALL, LATER_CALL = 10.0, 2.0  # seconds for a fork to call; fewer when the one before did not
# an import statement looks up no name that a learner may have given to something else, as `globals` and `print` are
CODE = "import autograder.judge.agent as _agent_of_the_judge; _agent_of_the_judge.serve({!r}); del _agent_of_the_judge"


class Snapshots:
    """The forks of one kernel.

    Parameters
    ----------
    door : the Unix socket at which they call, and `address` its path.
    run : has a line of code run in the kernel, and does not wait for it.
    kernel_pid : the kernel's own process, which must not answer in place of a fork; None where it does answer.
    """

    def __init__(self, door: socket.socket, address: str, run: Callable[[str], None], kernel_pid: int | None):
        self.door, self.address, self.run, self.kernel_pid = door, address, run, kernel_pid
        self.lines: dict[int, tuple[socket.socket, int | None]] = {}  # by index of the test cell
        self.absent: dict[int, str] = {}
        self.patience = FIRST_CALL

    def take(self, index: int) -> None:
        """Fork the kernel as it is now, for the test cell `index`; a fork that does not come is missed when asked."""
        try:
            self.run(CODE.format(self.address))
            self.door.settimeout(self.patience)
            self.patience = LATER_CALL
            connection, _ = self.door.accept()
            self.patience = FIRST_CALL
            self.lines[index] = connection, kernel.other_end(connection)
            if POSSIBLE and self.lines[index][1] == self.kernel_pid:
                self.close(index)
                raise OSError("the kernel answers in place of a copy of it")
        except OSError as error:
            self.absent[index] = f"the notebook's process does not answer the judge ({error})"

    def waiting(self) -> set[int]:
        """The processes of the forks that were not judged yet, as the system knows them and not as they say."""
        return {pid for _, pid in list(self.lines.values()) if pid is not None}

    def ask(self, index: int, request: bytes, seconds: float) -> bytes:
        """Carry one question to the fork of a test cell and its answer back. Raises Unreachable."""
        if index not in self.lines:
            raise Unreachable(self.absent.get(index, "the notebook's process does not answer the judge"))
        connection, _ = self.lines[index]
        try:
            connection.settimeout(max(0.1, seconds))
            messages.send_bytes(connection, request)
            return messages.receive_bytes(connection)
        except TimeoutError:
            self.absent[index] = f"no answer within {seconds:.3g} s"
        except (OSError, EOFError, ValueError) as error:
            self.absent[index] = f"the notebook's process ended while it answered ({type(error).__name__})"
        self.close(index)
        raise Unreachable(self.absent[index])

    def close(self, index: int) -> None:
        """Hang up, and end the fork: what a test passed to a function is gone with it."""
        if index in self.lines:
            connection, pid = self.lines.pop(index)
            connection.close()
            if pid not in (None, self.kernel_pid):
                with suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
