"""What a sandboxed process may not ask of the kernel, call by call, and what notebooks go on doing all the same.

The calls are made by a process that keeps all the rights of whoever runs this test, root's too, and has only the
filter: what is refused there, nothing else refuses. Every argument is one that no call accepts.
"""

from __future__ import annotations

import errno
import os
import platform
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from support.sandboxed import inside

from autograder import sandbox
from autograder.sandbox import syscalls

pytestmark = [
    pytest.mark.root,
    pytest.mark.skipif(bool(sandbox.missing()), reason="; ".join(sandbox.missing()) or "all walls stand"),
]
ROOT = Path(__file__).resolve().parents[2]
X86 = platform.machine() == "x86_64"

FILTERED = """
import ctypes, errno, mmap, os, signal, socket, sys
from autograder.sandbox import syscalls, system
libc = system.libc()
libc.prctl(system.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)  # or only root may set a filter
syscalls.refuse_calls()

def ask(number, *arguments):
    given = [ctypes.c_long(each) for each in (*arguments, *[-1] * 6)[:6]]
    answer = libc.syscall(ctypes.c_long(number), *given)
    return errno.errorcode.get(ctypes.get_errno(), "?") if answer < 0 else f"answered {answer}"

def number(name):
    return syscalls._libseccomp().seccomp_syscall_resolve_name(name.encode())
"""


def filtered(code: str, folder: Path = ROOT) -> list[str]:
    """The lines that `code` prints behind the filter alone."""
    command = [sys.executable, "-c", FILTERED + textwrap.dedent(code)]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("refused", syscalls.REFUSED, ids=lambda refused: refused.names[0])
def test_each_call_is_refused(refused):
    lines = filtered(f"for name in {refused.names}:\n    print(name, number(name) < 0 or ask(number(name)))")
    expected = errno.errorcode[refused.error] if refused.error else "answered 0"
    elsewhere = [f"{name} True" for name in refused.names]  # calls of other architectures
    assert [line for line in lines if line not in elsewhere] == [
        f"{name} {expected}" for name, line in zip(refused.names, lines, strict=True) if line not in elsewhere
    ]
    assert set(lines) - set(elsewhere), "at least one is a call of this machine"


def test_a_reason_stands_beside_each_call_and_none_is_named_twice():
    names = [name for refused in syscalls.REFUSED for name in refused.names]
    assert len(names) == len(set(names))
    assert all(len(refused.why) > 15 for refused in syscalls.REFUSED)


def test_a_process_that_asks_to_come_last_keeps_its_place():
    code = """
    os.nice(19)
    os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    print(os.getpriority(os.PRIO_PROCESS, 0), os.sched_getscheduler(0) == os.SCHED_OTHER)
    """
    assert filtered(code) == [f"{os.getpriority(os.PRIO_PROCESS, 0)} True"]


def test_a_fork_with_a_new_namespace_is_refused_and_an_ordinary_one_is_not():
    code = """
    for flag in (0, *syscalls.CLONE_FLAGS):
        child = libc.syscall(number("clone"), ctypes.c_long(flag | signal.SIGCHLD), 0, 0, 0, 0)
        if child == 0:
            os._exit(0)
        print(hex(flag), "forked" if child > 0 else errno.errorcode[ctypes.get_errno()])
    """
    lines = filtered(code)
    assert lines[0] == "0x0 forked"
    assert len(lines) == 8
    assert all(line.endswith("EPERM") for line in lines[1:])


@pytest.mark.skipif(not X86, reason="other architectures have one set of calls")
def test_the_other_two_sets_of_calls_of_this_processor_do_not_exist():
    code = """
    print(ask(0x40000000 | 101), ask(0x40000000 | 39), ask(0x40000000 | 520))  # ptrace, getpid, execve as x32
    memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    memory.write(bytes([0x53, 0xB8, 20, 0, 0, 0, 0xCD, 0x80, 0x5B, 0xC3]))  # getpid as a program of 32 bits asks it
    call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(memory)))
    print(call() == -errno.ENOSYS)
    """
    assert filtered(code) == ["ENOSYS ENOSYS ENOSYS", "True"]


def test_calls_that_are_younger_than_the_list_do_not_exist():
    assert set(filtered("for each in syscalls.NOT_YET: print(ask(each))")) == {"ENOSYS"}


def test_sockets_are_for_files_and_the_internet_and_no_other_family():
    code = """
    for family in range(64):
        try:
            socket.socket(family, socket.SOCK_DGRAM).close()
            print(family)
        except OSError as error:
            if error.errno != errno.EAFNOSUPPORT:
                print(family, error)
    print(ask(number("socket"), 1 << 32 | socket.AF_PACKET, socket.SOCK_DGRAM, 0))  # the kernel reads 32 bits of it
    """
    assert filtered(code) == ["1", "2", "10", "16", "EAFNOSUPPORT"]


def test_no_file_can_run_with_its_owner_s_rights(tmp_path):
    code = """
    def tried(act):
        try:
            act()
        except PermissionError:
            return "refused"
        return "done"
    open("file", "w").close()
    print(tried(lambda: os.chmod("file", 0o4755)), tried(lambda: os.chmod("file", 0o755)))
    file = os.open("file", os.O_RDWR)
    print(tried(lambda: os.fchmod(file, 0o4755)), tried(lambda: os.chmod("file", 0o6711, dir_fd=os.open(".", 0))))
    print(tried(lambda: os.open("new", os.O_CREAT, 0o4755)), tried(lambda: os.mknod("other", 0o104755)))
    print(tried(lambda: os.open("file", os.O_RDONLY, 0o4755)))
    """
    assert filtered(code, tmp_path) == ["refused done", "refused refused", "refused refused", "done"]
    assert {path.name: oct(path.stat().st_mode) for path in tmp_path.iterdir()} == {"file": "0o100755"}


def test_nobody_types_into_a_terminal():
    code = """
    import fcntl, pty
    _, terminal = pty.openpty()
    for request in (syscalls.TIOCSTI, syscalls.TIOCLINUX, 0x7F00000000 | syscalls.TIOCSTI):
        print(ask(number("ioctl"), terminal, request))
    print(fcntl.ioctl(terminal, 0x5413, bytes(8)) == bytes(8))
    """
    assert filtered(code) == ["EPERM", "EPERM", "EPERM", "True"]


NOTEBOOK = """
import asyncio, concurrent.futures, mmap, multiprocessing, multiprocessing.shared_memory, os, signal, socket, subprocess
import sys, tempfile, threading

def square(number):
    return number * number

def main():
    import joblib, psutil, torch
    for how in ("fork", "spawn", "forkserver"):
        with multiprocessing.get_context(how).Pool(2) as pool:
            yield f"processes, {how}", pool.map(square, [2, 3])
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        yield "executor", list(pool.map(square, [2, 3]))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        yield "threads", list(pool.map(square, [2, 3]))
    yield "joblib", joblib.Parallel(n_jobs=2)(joblib.delayed(square)(each) for each in (2, 3))
    data = torch.utils.data.DataLoader(torch.tensor([4, 9]), num_workers=2)
    yield "torch", [int(each) for each in data]
    yield "program", subprocess.run("echo 4; echo 9", shell=True, capture_output=True, text=True).stdout.split()

    async def program():
        running = await asyncio.create_subprocess_exec("echo", "4", "9", stdout=subprocess.PIPE)
        return (await running.communicate())[0].split()

    yield "asyncio", asyncio.run(program())
    one, other = socket.socketpair()
    one.sendall(b"49")
    yield "socket pair", list(other.recv(2).decode())
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        client.sendall(b"49")
        yield "own network", list(server.accept()[0].recv(2).decode())
    shared = multiprocessing.shared_memory.SharedMemory(create=True, size=2)
    shared.buf[:2] = b"49"
    yield "shared memory", list(bytes(shared.buf[:2]).decode())
    shared.unlink()
    with tempfile.TemporaryFile() as file:
        file.write(b"49")
        file.flush()
        yield "mapped file", list(mmap.mmap(file.fileno(), 2)[:].decode())
    os.write(file := os.memfd_create("memory"), b"49")
    yield "file in memory", list(os.pread(file, 2, 0).decode())
    read, write = os.pipe()
    signal.signal(signal.SIGALRM, lambda *_: os.write(write, b"49"))
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    yield "timer", list(os.read(read, 2).decode())
    if os.fork() == 0:
        os._exit(49)
    yield "fork", list(str(os.waitstatus_to_exitcode(os.wait()[1])))
    yield "machine", [psutil.cpu_count() > 0, psutil.virtual_memory().total > 0, len(os.sched_getaffinity(0)) > 0]

if __name__ == "__main__":
    for name, value in main():
        if [str(each) for each in value] not in (["4", "9"], ["b'4'", "b'9'"], ["True"] * 3):
            print(name, value)
    print("all done")
"""


@pytest.mark.timeout(300)
def test_what_notebooks_do_goes_on_working(tmp_path):
    (tmp_path / "notebook.py").write_text(NOTEBOOK)
    assert (
        inside(
            "import subprocess, sys\nsubprocess.run([sys.executable, '-Wignore::DeprecationWarning', 'notebook.py'])",
            tmp_path,
        )
        == "all done"
    )
