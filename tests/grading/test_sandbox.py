"""The walls stand on this machine: tried from inside, with system calls, by processes that want out."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from support.sandboxed import inside

from autograder import sandbox
from autograder.execution.attribution import now
from autograder.execution.resource_monitor import ResourceMonitor
from autograder.forkserver.client import ForkServer, bare_environment
from autograder.sandbox import Limits, Sandbox

pytestmark = pytest.mark.root

needs_walls = pytest.mark.skipif(bool(sandbox.missing()), reason=f"this machine has no {'; '.join(sandbox.missing())}")
ROOT = Path(__file__).resolve().parents[2]


@needs_walls
def test_nothing_of_the_course_or_of_this_machine_s_people_is_there(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "other").mkdir()
    places = [
        ROOT / "solutions",
        ROOT / "grading",
        ROOT / ".git",
        tmp_path / "other",
        Path.home() / ".ssh",
        "/var",
        "/run",
    ]
    found = inside(f"import os\nprint([p for p in {[str(p) for p in places]} if os.path.exists(p)])", tmp_path / "own")
    assert found == "[]"


@needs_walls
def test_the_own_folder_is_there_and_libraries_cannot_be_changed(tmp_path):
    (tmp_path / "data.txt").write_text("mine")
    code = """
    import os, sys
    print(open("data.txt").read(), os.getcwd())
    open("made.txt", "w").write("yes")
    for place in (os.path.dirname(os.__file__) + "/x.py", "/usr/x", "/x", "/etc/passwd"):
        try:
            open(place, "a")
            print("wrote", place)
        except OSError as error:
            pass
    import numpy, sklearn
    """
    assert inside(code, tmp_path) == "mine /home/learner"
    assert (tmp_path / "made.txt").read_text() == "yes"


@needs_walls
def test_there_is_no_network_but_the_own_loopback(tmp_path):
    code = """
    import socket
    server = socket.create_server(("127.0.0.1", 0))
    socket.create_connection(server.getsockname()).close()
    print(socket.if_nameindex())
    try:
        socket.create_connection(("192.0.2.1", 80), timeout=2)
    except OSError as error:
        print(type(error).__name__)
    """
    assert inside(code, tmp_path) == "[(1, 'lo')]\nOSError"


@needs_walls
def test_no_other_process_is_seen_and_the_parent_s_memory_is_out_of_reach(tmp_path):
    code = f"""
    import os, signal
    print(sorted(int(name) for name in os.listdir("/proc") if name.isdigit()), os.getpid())
    for act in (lambda: os.kill({os.getpid()}, 0), lambda: open("/proc/{os.getpid()}/mem", "rb").read(1)):
        try:
            act()
            print("reached")
        except OSError as error:
            pass
    """
    assert inside(code, tmp_path) == "[1] 1"


@needs_walls
def test_there_are_no_privileges_to_break_the_walls_with(tmp_path):
    code = """
    import ctypes, os
    libc = ctypes.CDLL(None, use_errno=True)
    told = dict(line.split(maxsplit=1) for line in open("/proc/self/status") if len(line.split()) == 2)
    print(told["CapEff:"].strip(), told["CapPrm:"].strip(), told["NoNewPrivs:"].strip())
    print(libc.mount(b"none", b"/tmp", b"tmpfs", 0, None), libc.umount2(b"/proc", 2), libc.chroot(b"/tmp"))
    libc.unshare(0x10000000 | 0x20000)  # users and mounts: whoever may do this has all rights over what is new there
    for place in (b"/", b"/usr", b"/proc"):
        print(libc.umount2(place, 2), libc.mount(None, place, None, 32 | 4096, None))
    """
    first, second, *others = inside(code, tmp_path).splitlines()
    assert first == "0000000000000000 0000000000000000 1"
    assert second == "-1 -1 -1"
    assert others == ["-1 -1"] * 3


@needs_walls
def test_files_cannot_grow_beyond_their_limit(tmp_path):
    code = """
    import signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        with open("big", "wb") as file:
            for _ in range(64):
                file.write(bytes(1 << 20))
                file.flush()
    except OSError as error:
        print(error.strerror)
    """
    assert inside(code, tmp_path, limits=Limits(disk_bytes=16 << 20)) == "File too large"
    assert (tmp_path / "big").stat().st_size <= 8 << 20


@needs_walls
def test_too_much_memory_is_an_error_that_a_learner_can_read(tmp_path):
    code = "try:\n    bytearray(2 << 30)\nexcept MemoryError:\n    print('MemoryError')"
    assert inside(code, tmp_path, limits=Limits(memory=1 << 30)) == "MemoryError"


DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True:
            open("alive", "a").write(".")
            time.sleep(0.05)
    os._exit(0)
time.sleep({seconds})
"""


@needs_walls
def test_a_forked_grandchild_does_not_survive(tmp_path):
    inside(DAEMON.format(seconds=0.5), tmp_path)
    size = (tmp_path / "alive").stat().st_size
    time.sleep(0.5)
    assert size > 0
    assert (tmp_path / "alive").stat().st_size == size


@pytest.mark.parametrize("sandboxed", [pytest.param(True, marks=needs_walls), False])
def test_closing_the_connection_ends_a_kernel_with_all_that_it_started(tmp_path, sandboxed):
    profile = tmp_path / "profile_default" / "startup"
    profile.mkdir(parents=True)
    (profile / "daemon.py").write_text(DAEMON.format(seconds=0))  # a kernel runs this when it starts
    with ForkServer() as forkserver:
        environment = {**bare_environment(), "IPYTHONDIR": "." if sandboxed else str(tmp_path)}
        kernel = forkserver.kernel(
            ["-f", "kernel.json"],
            environment=environment,
            cwd=str(tmp_path),
            sandbox=Sandbox(tmp_path) if sandboxed else None,
            limits=Limits(),
        )
        until = time.monotonic() + 30
        while not (tmp_path / "alive").exists() and time.monotonic() < until:
            time.sleep(0.05)
        processes = kernel.inside()
        assert processes
        kernel.kill()
        assert kernel.wait(10) is not None
        time.sleep(0.2)
        size = (tmp_path / "alive").stat().st_size
        time.sleep(0.3)
        assert (tmp_path / "alive").stat().st_size == size
        assert not [process for process in processes if process.is_running() and process.status() != "zombie"]


def test_where_a_wall_is_missing_it_is_said_and_a_run_can_be_refused(tmp_path, monkeypatch, capsys):
    from autograder import grade
    from autograder.gradebook.folder import FolderError

    monkeypatch.setattr(sandbox, "missing", lambda: ["network: Operation not permitted"])
    with pytest.raises(FolderError, match="cannot wall submissions in: network"):
        grade.grade(tmp_path, "any", require_walls=True)
    assert "runs with your rights" in sandbox.warning(sandbox.missing())


GROWS = """
import os, sys
copies = []
sys.stdin.readline()
for _ in range(4):
    copies.append(os.fork())
    if not copies[-1]:
        break
kept = b"x" * (60 << 20)
words = ["grown", *map(str, copies if copies[-1] else [])]
os.write(1, " ".join(words).encode() + b"\\n")  # at once: five processes write here
sys.stdin.read()
"""


class Tree:
    """A process and what it has forked, as a `Child` tells them."""

    def __init__(self, program: str = GROWS):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen([sys.executable, "-c", program], text=True, bufsize=1, **pipes)

    def inside(self) -> list[psutil.Process]:
        first = psutil.Process(self.process.pid)
        return [first, *first.children(recursive=True)]

    def grow(self) -> set[int]:
        """Each of five processes takes 60 MiB; the pids of the four forks."""
        print(file=self.process.stdin)
        return {int(word) for _ in range(5) for word in self.process.stdout.readline().split()[1:]}

    def kill(self) -> None:
        for process in reversed(self.inside()):
            process.kill()

    def __enter__(self) -> Tree:
        return self

    def __exit__(self, *failed) -> None:
        self.kill()
        self.process.communicate()


def watch(monitor: ResourceMonitor, seconds: float) -> list[tuple[float, float]]:
    """What each process had taken when the monitor ended them, or when the seconds were over."""
    monitor.start()
    monitor.join(seconds)
    taken = monitor.taken
    monitor.stop()
    return taken


@pytest.mark.skipif(sys.platform != "linux", reason="there are no copies that wait")
@pytest.mark.parametrize(
    ("memory", "known", "why"),
    [
        (170, True, ""),
        (170, False, "it used more than 0.166 GB"),
        (50, True, "it used more than 0.0488 GB"),
        (95, True, "it and the copies of it that wait for their tests used more than 0.186 GB"),
    ],
)
def test_copies_that_wait_for_the_judge_have_a_memory_of_their_own_and_that_ends_too(tmp_path, memory, known, why):
    began, copies, said = now(), set(), []
    with Tree() as tree:
        monitor = ResourceMonitor(
            tree, tmp_path, Limits(memory=memory << 20), said.append, lambda: copies if known else set()
        )
        copies |= tree.grow()
        taken = watch(monitor, 20 if why else 1)
    assert len(copies) == 4
    assert [words.startswith(why) for words in said] == ([True] if why else [])
    assert len(taken) == (0 if not why else 1 if known else 5)
    for when, amount in taken:
        assert began - 0.02 <= when <= now(), "to the hundredth of a second"
        assert amount > 60 << 20


STARTS_LATER = """
import os, sys, time
print("began", flush=True)
if not os.fork():
    time.sleep(1)
    os.fork()
    kept = b"x" * (60 << 20)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="nobody looks at processes from outside here")
def test_what_a_process_starts_later_counts_for_the_cell_that_has_started_it(tmp_path):
    with Tree(STARTS_LATER) as tree:
        assert tree.process.stdout.readline() == "began\n"
        later = now() + 0.5
        taken = watch(ResourceMonitor(tree, tmp_path, Limits(memory=100 << 20), lambda why: None), 20)
    assert len(taken) == 3
    assert max(when for when, _ in taken) < later
