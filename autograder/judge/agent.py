"""In the learner's process: answers the judge's questions about names, in plain data.

Nothing here is trusted: whatever a learner does to this process, only plain data leave it. Where it can it answers in
a fork of the kernel; see `autograder.execution.snapshots`.
"""

from __future__ import annotations

import builtins
import io
import os
import queue
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, process, thread
from contextlib import redirect_stderr, redirect_stdout, suppress
from multiprocessing import util
from multiprocessing.pool import RUN, Pool

from autograder import serialization
from autograder.serialization import messages

MOST_PRINTED = 20_000  # characters of one call
_forks: list[int] = []
_left: list = []  # by pools that begin anew: to end it would speak to the kernel's threads and processes


def serve(address: str) -> None:
    """Connect to the Unix socket `address` and answer about the global names of the caller until it closes."""
    namespace = sys._getframe(1).f_globals
    for pid in list(_forks):
        with suppress(OSError):
            if os.waitpid(pid, os.WNOHANG)[0]:
                _forks.remove(pid)
    if sys.platform != "linux":
        _answer(address, namespace)
        return
    pid = os.fork()
    if pid:
        _forks.append(pid)
        return
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nothing, number)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if "torch" in sys.modules:  # a fork has one thread: to compute with several would be to wait for ever
            sys.modules["torch"].set_num_threads(1)
        _answer(address, namespace, _fresh_pools)
    finally:
        os._exit(0)


def _fresh_pools() -> None:
    """Let pools begin anew: the threads that did the work of a learner's pool, or handed it on, are not in a fork."""
    with suppress(Exception):
        for worker in list(thread._threads_queues):
            pool = worker._args[0]() if hasattr(worker, "_args") else None
            if pool is not None:
                pool._threads, pool._idle_semaphore = set(), threading.Semaphore(0)
                pool._work_queue, pool._shutdown_lock = queue.SimpleQueue(), threading.Lock()
    with suppress(Exception):
        for manager in list(process._threads_wakeups):
            pool = manager.executor_reference()
            if pool is not None:
                _left.append(dict(vars(pool)))
                how = pool._max_workers, pool._mp_context, pool._initializer, pool._initargs
                ProcessPoolExecutor.__init__(pool, *how, max_tasks_per_child=pool._max_tasks_per_child)
    with suppress(Exception):
        for pool in [each._weakref and each._weakref() for each in util._finalizer_registry.values()]:
            if isinstance(pool, Pool) and pool._state == RUN:
                _left.append(dict(vars(pool)))
                how = pool._processes, pool._initializer, pool._initargs, pool._maxtasksperchild, pool._ctx
                Pool.__init__(pool, *how)
    for name in ("joblib.externals.loky.reusable_executor", "loky.reusable_executor"):
        with suppress(Exception):
            loky = sys.modules[name]
            _left.append(loky._executor)
            loky._executor, loky._executor_lock = None, threading.RLock()


def _answer(address: str, namespace: dict, before: Callable[[], None] = lambda: None) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(None)  # a learner may have set one for every new socket
        connection.connect(address)
        agent = Agent(namespace, connection)
        with suppress(EOFError, OSError):
            question = messages.receive(connection)
            before()  # not while nobody asks: it may start processes
            while True:
                messages.send_bytes(connection, agent.answer(question))
                question = messages.receive(connection)


class Agent:
    """Answers one question at a time. `connection` is where a function of the judge's is called back."""

    def __init__(self, namespace: dict, connection: socket.socket | None = None):
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
    frames = [
        [frame.filename, frame.lineno, frame.name, frame.line]
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename != __file__
    ]
    told = {
        "module": str(kind.__module__),
        "name": str(kind.__qualname__),
        "bases": [each.__name__ for each in kind.__mro__ if each.__module__ == "builtins"],
        "text": _safe(lambda: str(error)[:10_000], ""),
        "frames": frames[-50:],
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
