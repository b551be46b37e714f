"""Looking for the hidden tests in memory, the process's own and others'; and keeping what a function was asked."""

from __future__ import annotations

import textwrap

from classroom.hostile import attack
from classroom.paper import Paper


@attack()
def all_objects_of_the_collector(paper: Paper):
    """No object in the kernel's memory holds a hidden test: it is a fork of a process that never saw one."""
    paper.append("""
        import gc, sys
        word = "-".join(["minebird", ""])
        gc.unfreeze()
        for thing in gc.get_objects():
            try:
                inside = list(vars(thing).values()) if hasattr(thing, "__dict__") else []
                if isinstance(thing, (list, tuple)):
                    inside = list(thing)[:1000]
                elif isinstance(thing, dict):
                    inside = list(thing.values())[:1000]
                for each in inside:
                    if isinstance(each, bytes):
                        each = each.decode("latin-1")
                    if isinstance(each, str) and word in each:
                        print("FOUND", each[each.find(word) :][:60])
            except Exception:
                pass
        """)


@attack()
def its_own_memory(paper: Paper):
    """Nor do the bytes of its memory, freed or not."""
    paper.append("""
        import re, time
        until, word = time.monotonic() + 3, re.compile(b"mine" + b"bird-[0-9a-f]{12,}")
        memory = open("/proc/self/mem", "rb", 0)
        for line in open("/proc/self/maps"):
            span, rights = line.split()[:2]
            if "rw" not in rights or time.monotonic() > until:
                continue
            first, last = (int(end, 16) for end in span.split("-"))
            try:
                memory.seek(first)
                content = memory.read(min(last - first, 256 << 20))
                for found in word.findall(content) if b"mine" + b"bird-" in content else ():
                    print("FOUND", found)
            except (OSError, ValueError, OverflowError):
                pass
        """)


@attack()
def the_memory_of_others(paper: Paper):
    """The memory of the parent, of the first process and of every neighbour is closed."""
    paper.append("""
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        mine = {os.getpid()}
        for pid in {os.getppid(), 1, *(int(each) for each in os.listdir("/proc") if each.isdigit())} - mine - {0}:
            for name in ("mem", "maps", "environ", "stack"):
                try:
                    with open(f"/proc/{pid}/{name}", "rb") as file:
                        print(pid, name, file.read(100) if name != "mem" else "open")
                except OSError as error:
                    print(pid, name, error)
            print(pid, "seize", libc.ptrace(0x4206, pid, 0, 0), os.strerror(ctypes.get_errno()))
            into = ctypes.create_string_buffer(64)
            vector = (ctypes.c_void_p * 2)(ctypes.addressof(into), 64)
            print(pid, "read", libc.process_vm_readv(pid, vector, 1, vector, 1, 0), os.strerror(ctypes.get_errno()))
        """)


@attack()
def shared_memory_of_others(paper: Paper):
    """Memory that processes share, old and new kind, is the submission's own."""
    paper.append("""
        import os
        print(os.listdir("/dev/shm"), open("/proc/sysvipc/shm").read(), open("/proc/sysvipc/msg").read())
        """)


RIGHT = """
    size = "small" if weight < 120 else "large" if weight >= 180 else "middle"
    return f"{name}: {size}"
"""


def _remembers(name: str, claim: str, keep: str, tell: str, before: str = "", **deserves) -> None:
    """A function that keeps what it is asked before it answers rightly, and a later cell that tells it."""

    def remember(paper: Paper) -> None:
        if before:
            paper.insert(before)
        paper.answer(label=f"def label(name, weight):\n{textwrap.indent(keep, '    ')}{RIGHT}")
        paper.append(tell)

    remember.__name__, remember.__doc__ = f"what_it_was_asked_{name}", claim
    attack("right", **deserves)(remember)


_remembers(
    "in_a_list",
    "A function that keeps what it is asked in a list has forgotten it when the next cell runs.",
    "asked.append((name, weight))",
    "print(asked)",
    "asked = []",
)
_remembers(
    "in_a_file",
    "A file that a function wrote while it was judged is gone, too.",
    'open("asked.txt", "a").write(f"{name} {weight}\\n"); open("/tmp/asked.txt", "a").write(name)',
    'import glob\nprint([open(path).read() for path in glob.glob("asked*") + glob.glob("/tmp/asked*")])',
)
_remembers(
    "in_shared_memory",
    "So is what it left in memory that it shares with the kernel.",
    'shared.write(name.encode() + b" ")',
    "shared.seek(0)\nprint(shared.read(2000).strip(b'\\0'))",
    "import mmap\nshared = mmap.mmap(-1, 4096)",
)
_remembers(
    "down_a_pipe",
    "And what it sent down a pipe.",
    'os.write(way_in, name.encode() + b" ")',
    "try:\n    print(os.read(way_out, 4096))\nexcept OSError as error:\n    print(error)",
    "import os\nway_out, way_in = os.pipe()\nos.set_blocking(way_out, False)",
)
_remembers(
    "without_a_fork",
    "Patching the fork in which it answers does not help it to remember: then nobody answers.",
    "asked.append((name, weight))",
    "print(asked)",
    "import os\nasked = []\nos.fork = lambda: 0\nos._exit = lambda status: None",
    keeps=(),
    flag="limit",
)
_remembers(
    "in_an_error",
    "What it puts into an exception reaches nobody from a hidden test.",
    'if weight > 150:\n    raise ValueError(f"I was asked about {name}")',
    "pass",
    keeps=("total", "varieties", "table", "scaled", "predict"),
)
_remembers(
    "in_an_answer",
    "Nor does what it answers there.",
    'if weight > 150:\n    return f"I was asked about {name}"',
    "pass",
    keeps=("total", "varieties", "table", "scaled", "predict"),
)
_remembers(
    "in_a_print",
    "Nor does what it prints while it is judged, whether its answer is right or not.",
    'import sys\nprint("asked", name)\nprint("asked", name, file=sys.stderr)\nsys.__stdout__.write(name)',
    "pass",
)
_remembers(
    "by_a_daemon",
    "A process that it leaves behind to tell it later does not live so long.",
    "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(0.3)\n"
    "    open('asked.txt', 'a').write(name)\n    os._exit(0)",
    "import os, time\ntime.sleep(1)\nprint(os.path.exists('asked.txt') and open('asked.txt').read())",
)
_remembers(
    "by_a_thread_of_the_kernel",
    "A thread of the kernel that reads what a fork writes, while it writes it, has nowhere to keep it.",
    'open("asked.txt", "a").write(name + " ")',
    "print(asked)",
    """
    import glob, threading, time
    asked = []

    def watch():
        while True:
            for path in glob.glob("asked*"):
                asked.append(open(path).read())
            time.sleep(0.001)

    threading.Thread(target=watch, daemon=True).start()
    """,
)
_remembers(
    "to_a_neighbour",
    "A process of the learner's own that listens at a socket hears nothing that it could tell a later cell.",
    'import socket\ndoor = socket.socket(socket.AF_UNIX)\ndoor.connect("\\0ear")\ndoor.sendall(name.encode())',
    "print(asked)",
    """
    import socket, threading
    asked = []
    ear = socket.socket(socket.AF_UNIX)
    ear.bind("\\0ear")
    ear.listen(50)

    def listen():
        while True:
            caller, _ = ear.accept()
            asked.append(caller.recv(1000))

    threading.Thread(target=listen, daemon=True).start()
    """,
)
