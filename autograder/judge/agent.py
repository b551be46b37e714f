"""In the learner's process: answers the judge's questions about names, in plain data.

Nothing here is trusted: whatever a learner does to this process, only plain data leave it. Where it can it answers in
a fork of the kernel; see `autograder.execution.snapshots`.
"""

from __future__ import annotations

import builtins
import ctypes
import io
import os
import select
import signal
import socket
import sys
import threading
import traceback
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from typing import Any

from autograder import serialization
from autograder.sandbox import PR_SET_PDEATHSIG
from autograder.serialization import messages

MOST_PRINTED = 20_000  # characters of one call
MOST_FRAMES = 50  # of an error
ENDED = 73  # the status of a session that ended when it was told to
GONE = serialization.encode({"gone": True})  # in place of an answer: the session ended by itself
KERNEL_THREADS = "ipykernel", "IPython", "zmq", "tornado", "jupyter_client"  # libraries whose threads are no learner's
_forks: list[int] = []


def serve(address: str) -> None:
    """Connect to the Unix socket `address` and hold the caller's state for sessions in which it is asked.

    Each session is a fork of this state. What it changes ends with it, and the next one begins as this one did.
    """
    namespace, threads = sys._getframe(1).f_globals, _threads()
    for pid in list(_forks):
        with suppress(OSError):
            if os.waitpid(pid, os.WNOHANG)[0]:
                _forks.remove(pid)
    if sys.platform != "linux":
        with _connected(address) as connection:
            _session(connection, namespace, threads)
        return
    pid = os.fork()
    if pid:
        _forks.append(pid)
        return
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nothing, number)
        with _connected(address) as connection:
            _hold(connection, namespace, threads)
    finally:
        os._exit(0)


@contextmanager
def _connected(address: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as connection, suppress(EOFError, OSError):
        connection.settimeout(None)  # a learner may have set one for every new socket
        connection.connect(address)
        yield connection


def _hold(connection: socket.socket, namespace: dict, threads: list[str]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # a learner may have had it ignored, and nobody's end were known
    while True:
        if select.select([connection], [], [])[0] and not connection.recv(1, socket.MSG_PEEK):
            return
        pid = os.fork()
        if pid == 0:
            try:
                ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
                signal.signal(signal.SIGINT, signal.default_int_handler)
                if "torch" in sys.modules:  # a fork has one thread: to compute with several would be to wait for ever
                    sys.modules["torch"].set_num_threads(1)
                _session(connection, namespace, threads)
                os._exit(ENDED)
            finally:
                os._exit(1)
        _, status = os.waitpid(pid, 0)
        if not (os.WIFEXITED(status) and os.WEXITSTATUS(status) == ENDED):
            messages.send_bytes(connection, GONE)


def _session(connection: socket.socket, namespace: dict, threads: list[str]) -> None:
    """Answer until the judge ends the session; the answer to its beginning names the threads that are not here."""
    agent = Agent(namespace, connection)
    while (question := messages.receive(connection))["do"] != "end":
        if question["do"] == "begin":
            messages.send(connection, {"threads": threads})
        else:
            messages.send_bytes(connection, agent.answer(question))


def _threads() -> list[str]:
    """The learner's threads that run now, and those of pools: a fork has none of them."""
    return [
        f"{type(each).__name__} {each.name}"[:100]
        for each in threading.enumerate()
        if each is not threading.main_thread() and each.name != "IOPub" and not _module(each).startswith(KERNEL_THREADS)
    ][:20]


def _module(thread: threading.Thread) -> str:
    target = getattr(thread, "_target", None)
    return f"{getattr(target, '__module__', None) or type(thread).__module__}"


class Agent:
    """Answers one question at a time. `connection` is where a function of the judge's is called back."""

    def __init__(self, namespace: dict, connection: Any = None):
        self.namespace, self.connection = namespace, connection
        self.kept: list = []  # what the judge knows by number

    def answer(self, question: dict) -> bytes:
        """The answer as bytes; never raises for what the learner's objects do."""
        printed = io.StringIO()
        try:
            with redirect_stdout(printed), redirect_stderr(io.StringIO()):
                answer = getattr(self, f"_{question['do']}")(**{k: v for k, v in question.items() if k != "do"})
                answer = {"value": None, **answer, "printed": printed.getvalue()[:MOST_PRINTED]}
                return serialization.encode(answer, self._keep)
        except serialization.NotPlain as error:
            return serialization.encode({"not_plain": str(error)})
        except BaseException as error:
            return serialization.encode({"raised": _told(error), "printed": printed.getvalue()[:MOST_PRINTED]})

    def _get(self, name: str) -> dict:
        if name not in self.namespace:
            return {"absent": True}
        return {"value": self.namespace[name]}

    def _set(self, name: str, value: bytes) -> dict:
        self.namespace[name] = self._received(value)
        return {}

    def _delete(self, name: str) -> dict:
        del self.namespace[name]
        return {}

    def _attribute(self, of: int, name: str) -> dict:
        return {"value": getattr(self.kept[of], name)}

    def _apply(self, of: int, name: str, arguments: list[bytes]) -> dict:
        """One of the operations that Python spells with a sign or a function of its own, such as len."""
        return {"value": getattr(builtins, name)(self.kept[of], *map(self._received, arguments))}

    def _run(self, source: str, before: list[str], most: int) -> dict:
        """Run a test cell here, as nbgrader would."""
        from autograder.judge import cell  # it needs IPython, and most tests do not

        return cell.run(source, before, most)

    def _item(self, of: int, key: bytes) -> dict:
        return {"value": self.kept[of][self._received(key)]}

    def _call(self, of: int, arguments: list[bytes], named: dict[str, bytes]) -> dict:
        given = [self._received(each) for each in arguments]
        named_given = {name: self._received(each) for name, each in named.items()}
        value = self.kept[of](*given, **named_given)
        return {"value": value, "changed": _changed(zip(given, arguments, strict=True))}

    def _received(self, content: bytes):
        return serialization.decode(content, self._theirs)

    def _theirs(self, parts: list):
        kind, number = parts
        return self.kept[number] if kind == "learner" else lambda *arguments: self._call_back(number, arguments)

    def _call_back(self, number: int, arguments: tuple):
        """Call a function of the judge's: it stands in a test, and only its result comes here."""
        messages.send_bytes(
            self.connection, serialization.encode({"call_back": number, "arguments": list(arguments)}, self._keep)
        )
        reply = messages.receive(self.connection)
        if "raised" in reply:
            raise getattr(builtins, reply["raised"], RuntimeError)(reply["text"])
        return self._received(reply["value"])

    def _keep(self, value) -> list:
        """The node of something that is not plain: a number to ask about it, and what kind of thing it says to be."""
        self.kept.append(value)
        kind = type(value)
        about = {"callable": bool(callable(value)), "kind": str(kind.__qualname__), "kind_module": str(kind.__module__)}
        about["__name__"] = _safe(lambda: str(value.__name__), "")
        about["looks"] = _safe(lambda: repr(value)[:500], f"<{kind.__name__}>")
        return ["handle", len(self.kept) - 1, about]


def _changed(passed) -> bool:
    """Whether the call changed an argument in place."""
    for value, before in passed:
        if hasattr(value, "__setitem__") or isinstance(value, set):
            with suppress(serialization.NotPlain):
                if serialization.encode(value) != before:
                    return True
    return False


def _told(error: BaseException) -> dict:
    """An exception in plain data: its class by name, its arguments, and where it happened."""
    kind = type(error)
    last = deque(traceback.walk_tb(error.__traceback__), maxlen=MOST_FRAMES)  # a recursion has a great many
    frames = [
        [frame.filename, frame.lineno, frame.name, frame.line]
        for frame in traceback.StackSummary.extract(last)
        if frame.filename != __file__
    ]
    told = {
        "module": str(kind.__module__),
        "name": str(kind.__qualname__),
        "bases": [each.__name__ for each in kind.__mro__ if each.__module__ == "builtins"],
        "text": _safe(lambda: str(error)[:10_000], ""),
        "frames": frames,
    }
    about = getattr(error, "name", None)
    for key, value in (("args", list(error.args)), ("data", dict(vars(error))), ("about", about)):
        told[key] = value if _safe(lambda value=value: bool(serialization.encode(value)), False) else None
    return told


def _safe(attempt, otherwise):
    try:
        return attempt()
    except Exception:
        return otherwise
