"""The kernel that a fork becomes: ipykernel's own, with what a graded notebook needs otherwise.

Shell, kernel and application are subclasses, named to each other through the traits that ipykernel has for that.
"""

from __future__ import annotations

import os
import subprocess
import sys

import ipykernel.debugger
import ipykernel.ipkernel
import zmq
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell
from traitlets import Type

from autograder.forkserver.tracebacks import Tracebacks


class Shell(ZMQInteractiveShell):
    """Its tracebacks are quick, and `!command` needs no terminal."""

    def init_traceback_handlers(self, custom_exceptions) -> None:
        super().init_traceback_handlers(custom_exceptions)
        self.InteractiveTB = Tracebacks(mode=self.xmode, theme_name=self.colors, tb_offset=1)

    def init_io(self) -> None:
        super().init_io()
        if not os.path.exists("/dev/ptmx"):
            self.system = self._without_terminal  # type: ignore[method-assign]  # of this object only

    def _without_terminal(self, command: str) -> None:
        """Run `!command` as IPython does, where there is no terminal for it."""
        done = subprocess.run(
            self.var_expand(command, depth=1),
            shell=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        print(done.stdout, end="")
        self.user_ns["_exit_code"] = done.returncode


class Kernel(IPythonKernel):
    """As `python -m ipykernel_launcher` has it."""

    shell_class = Type(Shell)


class StayingShell(Shell):
    """quit() in a cell, and the cells behind it run all the same."""

    def ask_exit(self) -> None:
        """Do not engage the exit actions."""


class StayingKernel(Kernel):
    """It is ended from outside only."""

    shell_class = Type(StayingShell)

    def do_shutdown(self, restart: bool) -> dict:  # type: ignore[override]  # nor is ipykernel's own async
        """Say that it shuts down, and do not."""
        return {"status": "ok", "restart": restart}


class Application(IPKernelApp):
    """No message is lost, however many wait to be read."""

    kernel_class = Type(Kernel)

    def init_iopub(self, context: zmq.Context) -> None:
        """As usual, but without a limit to the messages that wait: the rest of a thousand would be lost."""
        context.setsockopt(zmq.SNDHWM, 0)  # of sockets that are made from now on
        super().init_iopub(context)


class StayingApplication(Application):
    """The application of a kernel that is ended from outside only."""

    kernel_class = Type(StayingKernel)


class _WithoutModules:
    """`sys` for ipykernel, which asks every module for its file, for a debugger: a fork would copy 30 MB for it.

    The one thing that is put in place of ipykernel's: it asks in the middle of a method.
    """

    def __init__(self):
        self.modules = {}

    def __getattr__(self, name: str):
        return getattr(sys, name)


ipykernel.ipkernel.sys = _WithoutModules()  # type: ignore[assignment]  # all of `sys` but that


def run(arguments: list[str], *, stays: bool) -> None:
    """Be a kernel, with the `arguments` of ipykernel_launcher; the working folder comes onto the path when it is made.

    One that `stays` is ended from outside only.
    """
    sys.argv = ["ipykernel_launcher", *arguments]
    application = (StayingApplication if stays else Application).instance()
    application.initialize(arguments)
    if "" not in sys.path:
        sys.path.insert(0, "")
    application.start()
