"""The system calls that are refused inside, each with its reason; everything else a notebook may ask of the kernel.

What is refused needs rights that a learner's process does not have anyway, serves what no notebook does, or harms only
who asks (a lower priority). This is a second wall behind the namespaces, and takes most of the kernel's rarely used,
often broken code out of reach. Flatpak, Docker and systemd refuse the same kinds. libseccomp, which comes with every
Debian, Ubuntu and Fedora, translates names into numbers and rules into a program for the kernel.
"""

from __future__ import annotations

import ctypes
import errno
import os
import socket
import tempfile
from dataclasses import dataclass
from functools import cache

from autograder.sandbox import system
from autograder.sandbox.system import SandboxError, call


@dataclass(frozen=True)
class Refused:
    """Calls that fail with `error`, or do nothing where it is 0, and why."""

    why: str
    names: tuple[str, ...]
    error: int = errno.EPERM


REFUSED = (
    Refused("a new namespace would give all rights over what is in it", ("unshare", "setns")),
    Refused("its flags cannot be looked at: the C library goes on with clone", ("clone3",), errno.ENOSYS),
    Refused(
        "what is shown, and read-only, stays so, and no memory is taken beside the limits",
        ("mount", "umount2", "pivot_root", "chroot", "open_tree", "move_mount", "mount_setattr"),
    ),
    Refused("new file systems, and what is asked of old ones", ("fsopen", "fsconfig", "fsmount", "fspick")),
    Refused("room on the disks", ("swapon", "swapoff", "quotactl", "quotactl_fd")),
    Refused("files by a number, past every folder", ("name_to_handle_at", "open_by_handle_at")),
    Refused(
        "other processes' memory, calls and open files",
        ("ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "kcmp", "pidfd_getfd"),
    ),
    Refused("keys belong to users, not to submissions", ("keyctl", "add_key", "request_key")),
    Refused("memory that no process has: it would be missed by the limit", ("shmget", "msgget")),
    Refused(
        "a second way to every call, which no filter sees", ("io_uring_setup", "io_uring_enter", "io_uring_register")
    ),
    Refused("code in the kernel", ("bpf", "init_module", "finit_module", "delete_module", "kexec_load")),
    Refused("code in the kernel, on x86 and some others", ("kexec_file_load", "modify_ldt", "ioperm", "iopl")),
    Refused("a look at what all processors do, and a rich source of errors", ("perf_event_open",)),
    Refused("stops the kernel in the middle of an access to memory: for attacks on it", ("userfaultfd",)),
    Refused("watches the files of others", ("fanotify_init", "fanotify_mark")),
    Refused("the machine's clock", ("settimeofday", "clock_settime", "clock_adjtime", "adjtimex")),
    Refused(
        "the machine's name, its log, its end", ("sethostname", "setdomainname", "syslog", "reboot", "acct", "vhangup")
    ),
    Refused("old calls that nothing uses", ("uselib", "ustat", "sysfs", "_sysctl", "lookup_dcookie", "nfsservctl")),
    Refused("its flags cannot be looked at: programs go on with openat", ("openat2",), errno.ENOSYS),
    Refused(
        "who comes last on a busy machine would be cut by the limit of time",
        ("setpriority", "sched_setscheduler", "sched_setparam", "sched_setattr", "ioprio_set"),
        error=0,
    ),
)
YOUNGEST = 450  # of Linux 5.17: of a younger call nobody here has thought, and programs go on without it
NOT_YET = range(YOUNGEST + 1, 512)

CLONE_FLAGS = (*system.NAMESPACES.values(), system.CLONE_NEWUSER, 0x02000000)  # the last is that of control groups
FAMILIES = (socket.AF_UNSPEC, 1, 2, 10, 16)  # sockets: files, internet, and the kernel's list of network cards
O_CREAT, S_ISUID = 0o100, 0o4000
TIOCSTI, TIOCLINUX = 0x5412, 0x541C

_ALLOW, _ERROR = 0x7FFF0000, 0x00050000  # SCMP_ACT_ALLOW, SCMP_ACT_ERRNO
_OTHER_ARCHITECTURE, _OPTIMIZE, _BINARY_TREE = 2, 8, 2  # SCMP_FLTATR_ACT_BADARCH, SCMP_FLTATR_CTL_OPTIMIZE
_UNKNOWN = -1  # __NR_SCMP_ERROR; other negative numbers are calls of other architectures
_EQUAL, _GREATER, _MASKED = 4, 6, 7
_PR_SET_SECCOMP, _FILTER = 22, 2


class _Comparison(ctypes.Structure):
    _fields_ = (("argument", ctypes.c_uint), ("operator", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def refuse_calls() -> None:
    """From now on the kernel refuses these calls to this process and to all that it starts.

    Raises
    ------
    SandboxError
        There is no libseccomp, or the kernel takes no filters.
    """
    instructions = program()
    filter = _Program(len(instructions) // 8, instructions)
    call("system calls", system.libc().prctl, _PR_SET_SECCOMP, _FILTER, ctypes.byref(filter), 0, 0)


@cache
def program() -> bytes:
    """The filter as the kernel takes it, for this machine's own architecture; calls of another one do not exist."""
    library = _libseccomp()
    context = library.seccomp_init(_ALLOW)
    try:
        library.seccomp_attr_set(context, _OTHER_ARCHITECTURE, _ERROR | errno.ENOSYS)
        library.seccomp_attr_set(context, _OPTIMIZE, _BINARY_TREE)
        for refused in REFUSED:
            for name in refused.names:
                _refuse(library, context, name, refused.error)
        for number in NOT_YET:
            _add(library, context, number, errno.ENOSYS)
        for flag in CLONE_FLAGS:
            _refuse(library, context, "clone", errno.EPERM, (0, _MASKED, flag, flag))
        for family in sorted(set(range(max(FAMILIES))) - set(FAMILIES)):
            _refuse(library, context, "socket", errno.EAFNOSUPPORT, (0, _EQUAL, family))
        _refuse(library, context, "socket", errno.EAFNOSUPPORT, (0, _GREATER, max(FAMILIES)))
        for request in (TIOCSTI, TIOCLINUX):  # typing into a terminal
            _refuse(library, context, "ioctl", errno.EPERM, (1, _MASKED, 0xFFFFFFFF, request))
        _refuse_programs_of_another_user(library, context)
        with tempfile.TemporaryFile() as file:
            call("system calls", library.seccomp_export_bpf, context, file.fileno())
            file.seek(0)
            return file.read()
    finally:
        library.seccomp_release(context)


def _refuse_programs_of_another_user(library, context) -> None:
    """A file that runs with its owner's rights, whoever starts it, would be one of the instructor's."""
    suid = (S_ISUID, S_ISUID)
    for name, mode in (("chmod", 1), ("fchmod", 1), ("fchmodat", 2), ("mknod", 1), ("mknodat", 2), ("creat", 1)):
        _refuse(library, context, name, errno.EPERM, (mode, _MASKED, *suid))
    for name, flags in (("open", 1), ("openat", 2)):
        creates = (flags, _MASKED, O_CREAT, O_CREAT)
        _refuse(library, context, name, errno.EPERM, creates, (flags + 1, _MASKED, *suid))


def _refuse(library, context, name: str, error: int, *comparisons: tuple) -> None:
    number = library.seccomp_syscall_resolve_name(name.encode())
    if number == _UNKNOWN:
        raise SandboxError(f"system calls: this libseccomp does not know {name}; version 2.5.2 or newer is needed")
    if number >= 0:
        _add(library, context, number, error, *comparisons)


def _add(library, context, number: int, error: int, *comparisons: tuple) -> None:
    rules = (_Comparison * len(comparisons))(*(_Comparison(*each) for each in comparisons))
    answer = library.seccomp_rule_add_array(context, _ERROR | error, number, len(comparisons), rules)
    if answer < 0:
        raise SandboxError(f"system calls: {os.strerror(-answer)} for number {number}")


@cache
def _libseccomp():
    try:
        library = ctypes.CDLL("libseccomp.so.2")
    except OSError:
        raise SandboxError(
            "system calls: libseccomp is not installed (the package is called libseccomp2, or libseccomp)"
        ) from None
    library.seccomp_init.restype = ctypes.c_void_p
    library.seccomp_init.argtypes = [ctypes.c_uint32]
    library.seccomp_release.argtypes = [ctypes.c_void_p]
    library.seccomp_attr_set.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_uint32]
    library.seccomp_export_bpf.argtypes = [ctypes.c_void_p, ctypes.c_int]
    types = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.POINTER(_Comparison)
    library.seccomp_rule_add_array.argtypes = types
    return library
