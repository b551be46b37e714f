"""Walls around one process: what it can see, reach and use up. Linux namespaces, made by the process itself.

bubblewrap can only wall a program that it starts; a kernel forked from a warm process is already running when its
walls go up, so they are made with the system calls that bubblewrap makes, in its order.

    limits     what it may use up
    plan       what it may see
    enter      the walls go up, and somebody stays outside
    identity   who it is: nobody with any right
    root       the files: a root of its own
    missing    which walls this machine cannot give, and why
    syscalls   what it may not ask of the kernel
    system     the system calls that all this is made of
"""

from autograder.sandbox.enter import enter
from autograder.sandbox.limits import Limits
from autograder.sandbox.missing import missing, prepare, remedy, warning
from autograder.sandbox.plan import Sandbox, libraries
from autograder.sandbox.system import PR_SET_PDEATHSIG, PR_SET_THP_DISABLE, SandboxError

__all__ = [
    "PR_SET_PDEATHSIG",
    "PR_SET_THP_DISABLE",
    "Limits",
    "Sandbox",
    "SandboxError",
    "enter",
    "libraries",
    "missing",
    "prepare",
    "remedy",
    "warning",
]
