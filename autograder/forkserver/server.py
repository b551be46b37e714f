"""The warm process: imports modules once and forks for each connection: a kernel, or what serves it.

    python -m autograder.forkserver.server SOCKET    and then, on standard input, one line with the names of modules

It has one thread and never reads what a client sends: the fork does. So nothing of one submission, and no hidden
test, is ever in the memory that the next fork gets. It ends when its standard input closes.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import random
import select
import signal
import socket
import sys
from contextlib import suppress

from autograder.sandbox import PR_SET_THP_DISABLE, Limits, Sandbox, enter, prepare
from autograder.serialization import messages

READY = "ready\n"
HUGE, MADV_COLLAPSE = 2 << 20, 25


def serve(path: str) -> None:
    """Import the modules, listen on the Unix socket `path`, and fork for each connection until standard input ends."""
    prepare()
    from autograder.forkserver import kernel  # noqa: F401 - what a kernel is made of
    from autograder.forkserver.modules import import_all

    import_all(sys.stdin.readline().split())
    sys.path[:] = [place for place in sys.path if place not in ("", os.getcwd())]  # no fork imports from here
    gc.collect()
    gc.freeze()  # or the first collection in each fork would copy every page
    _huge_pages()
    signal.signal(signal.SIGCHLD, _reap)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the instructor's terminal ends it through its client
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path)
        door.listen(64)
        print(READY, end="", flush=True)
        while True:
            ready, _, _ = select.select([door, sys.stdin], [], [])
            if sys.stdin in ready:
                return
            connection, _ = door.accept()
            with connection, suppress(OSError):  # no memory for a fork: the client is told nothing, and sees the end
                if os.fork() == 0:
                    door.close()
                    _child(connection)


def _huge_pages() -> None:
    """Put memory into pages of 2 MB: a fork then copies some hundred entries of a table, not a hundred thousand."""
    madvise = ctypes.CDLL(None).madvise
    with open("/proc/self/maps", encoding="ascii") as maps:
        regions = [line.split() for line in maps]
    for region in regions:
        if region[1] == "rw-p" and (len(region) == 5 or region[5] == "[heap]"):
            start, end = (int(address, 16) for address in region[0].split("-"))
            start, end = -(-start // HUGE) * HUGE, end // HUGE * HUGE
            if end > start:  # where the system cannot, forks are as slow as they were
                madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), MADV_COLLAPSE)


def _reap(*_) -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _child(connection: socket.socket) -> None:
    """Read what is wanted, put up the walls, and be it."""
    status = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        wanted = messages.receive(connection)
        messages.send(connection, {"pid": os.getpid()})
        _quiet()
        _environment(wanted["environment"], wanted["cwd"])
        sandbox = wanted["sandbox"] and Sandbox.from_data(wanted["sandbox"])
        ctypes.CDLL(None).prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0)  # in large ones, memory runs out faster than it is seen
        private = "module" in wanted  # its memory will hold the tests
        try:
            enter(sandbox, Limits(**wanted["limits"]), private=private, leash=connection.fileno())
            module = importlib.import_module(wanted["module"]) if private else None
        except Exception as error:
            messages.send(connection, {"trouble": str(error) or type(error).__name__})
            return
        messages.send(connection, {"pid": os.getpid()})
        _fresh()
        if module:
            module.serve(connection)
        else:
            connection.close()
            importlib.import_module("autograder.forkserver.kernel").run(wanted["arguments"], stays=wanted["stays"])
        status = 0
    except BaseException as error:
        with suppress(OSError):
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(status)


def _quiet() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    os.close(nothing)


def _environment(environment: dict[str, str], cwd: str | None) -> None:
    os.environ.clear()
    os.environ.update(environment)
    if cwd and os.path.isdir(cwd):
        os.chdir(cwd)


def _fresh() -> None:
    """What a new process would have of its own: random states."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    if "torch" in sys.modules:
        sys.modules["torch"].default_generator.seed()  # those of GPUs begin when they are first used


if __name__ == "__main__":
    serve(sys.argv[1])
