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

from autograder import serialization
from autograder.execution import kernel
from autograder.judge.agent import GONE
from autograder.judge.client import Unreachable
from autograder.serialization import messages

POSSIBLE = sys.platform == "linux"  # elsewhere the kernel itself answers, at once, and each test is judged at its place
BEGIN = 10.0  # seconds for a fork to fork
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
    lost : why the kernel had to be ended; "" while it lives.
    """

    def __init__(
        self,
        door: socket.socket,
        address: str,
        run: Callable[[str], None],
        kernel_pid: int | None,
        lost: Callable[[], str],
    ):
        self.lost = lost
        self.door, self.address, self.run, self.kernel_pid = door, address, run, kernel_pid
        self.lines: dict[int, tuple[socket.socket, int | None]] = {}  # by index of the test cell
        self.absent: dict[int, str] = {}
        self.session: int | None = None  # the test cell whose fork is being asked
        self.patience = FIRST_CALL

    @classmethod
    def none(cls, why: str) -> Snapshots:
        """Of a kernel that did not start."""
        return cls(None, "", lambda code: None, None, lambda: why)  # type: ignore[arg-type]  # nobody takes one

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

    def begun(self, index: int) -> bool:
        """Whether a session with the fork of a test cell goes on."""
        return self.session == index

    def begin(self, index: int) -> list[str]:
        """Begin a session, and name the learner's threads that are not there. Raises Unreachable."""
        self.session = index
        try:
            said = serialization.decode(self.ask(index, serialization.encode({"do": "begin"}), BEGIN))
            return [str(each) for each in said["threads"]]
        except (ValueError, KeyError, TypeError) as error:
            self.close(index)
            raise Unreachable(f"the notebook's process does not answer the judge ({error})") from None

    def ask(self, index: int, request: bytes, seconds: float) -> bytes:
        """Carry one question to the fork of a test cell and its answer back. Raises Unreachable."""
        if self.lost():
            raise Unreachable(self.lost())
        if index not in self.lines:
            raise Unreachable(self.absent.get(index, "the notebook's process does not answer the judge"))
        connection, _ = self.lines[index]
        try:
            connection.settimeout(max(0.1, seconds))
            messages.send_bytes(connection, request)
            answer = messages.receive_bytes(connection)
            if answer != GONE:
                return answer
            self.session, why = None, "the notebook's process ended while it answered"
            self.absent[index] = why
            raise Unreachable(why)
        except TimeoutError:
            self.absent[index] = f"no answer within {seconds:.3g} s"
        except (OSError, EOFError, ValueError) as error:
            self.absent[index] = f"the notebook's process ended while it answered ({type(error).__name__})"
        self.close(index)
        raise Unreachable(self.absent[index])

    def end(self, index: int) -> None:
        """End the session, if one goes on; another may begin where it began."""
        if self.session == index and index in self.lines:
            try:
                messages.send_bytes(self.lines[index][0], serialization.encode({"do": "end"}))
            except OSError:
                self.close(index)
        self.session = None

    def close(self, index: int) -> None:
        """Hang up, and end the fork: what a test passed to a function is gone with it."""
        self.session = None if self.session == index else self.session
        if index in self.lines:
            connection, pid = self.lines.pop(index)
            connection.close()
            if pid not in (None, self.kernel_pid):
                with suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
