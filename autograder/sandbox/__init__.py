"""Walls around one process: what it can see, reach and use up. Linux namespaces, made by the process itself.

bubblewrap can only wall a program that it starts; a kernel forked from a warm process is already running when its
walls go up, so they are made with the system calls that bubblewrap makes, in its order.

    plan     what a process may see and use
    enter    the walls go up, and somebody stays outside
    root     the files: a root of its own
    system   the system calls
"""

from autograder.sandbox.enter import enter, missing, warning
from autograder.sandbox.plan import Limits, Sandbox, libraries
from autograder.sandbox.system import PR_SET_DUMPABLE, PR_SET_PDEATHSIG, PR_SET_THP_DISABLE, SandboxError

__all__ = [
    "PR_SET_DUMPABLE",
    "PR_SET_PDEATHSIG",
    "PR_SET_THP_DISABLE",
    "Limits",
    "Sandbox",
    "SandboxError",
    "enter",
    "libraries",
    "missing",
    "warning",
]
