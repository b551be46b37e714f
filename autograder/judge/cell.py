"""In the learner's process: run a test cell as nbgrader itself would, and keep what it puts out.

IPython runs it, with magics, top-level await and the learner's own objects. Nothing of it reaches the notebook: its
outputs are kept in a list, and the process is a fork that ends with the test.
"""

from __future__ import annotations

import asyncio
import io
import sys
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

LINES = 50  # of a traceback, beyond which only the ends are kept


class Outputs:
    """The outputs of one cell in nbformat's form, up to `most` characters."""

    def __init__(self, most: int):
        self.left, self.all = most, []

    def add(self, output: dict) -> None:
        """Keep an output, if there is room."""
        size = len(str(output))
        if size <= self.left:
            self.left -= size
            self.all.append(output)

    def write(self, stream: str, text: str) -> None:
        """Text on standard output or standard error; it continues what was written there just before."""
        text = text[: max(0, self.left)]
        last = self.all[-1] if self.all else {}
        if text and last.get("name") == stream and last["output_type"] == "stream":
            last["text"] += text
        elif text:
            self.all.append({"output_type": "stream", "name": stream, "text": text})
        self.left -= len(text)

    def error(self, kind: type, error: BaseException, lines: list[str]) -> None:
        """An exception, as IPython shows it."""
        lines = [str(line) for line in lines]
        kept = lines if len(lines) <= LINES else [*lines[: LINES // 2], "...", *lines[-LINES // 2 :]]
        said = {"ename": str(kind.__name__), "evalue": _words(error)[:10_000], "traceback": kept}
        if len(str(said)) > self.left:  # without its error the cell would be worth all points
            said["traceback"], self.left = [], self.left + len(str(said))
        self.add({"output_type": "error", **said})


class _Stream(io.TextIOBase):
    encoding, errors = "utf-8", "replace"

    def __init__(self, outputs: Outputs, name: str):
        self.outputs, self.stream = outputs, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self.outputs.write(self.stream, text)
        return len(text)


class _Publisher(DisplayPublisher):
    outputs: Outputs

    def publish(self, data, metadata=None, **_) -> None:  # type: ignore[override]  # nobody gives a third
        self.outputs.add({"output_type": "display_data", "data": dict(data), "metadata": dict(metadata or {})})

    def clear_output(self, wait: bool = False) -> None:
        self.outputs.all.clear()


class _Hook(DisplayHook):
    outputs: Outputs

    def write_output_prompt(self) -> None:
        """Nothing: the number of the cell stands beside its output."""

    def write_format_data(self, format_dict, md_dict=None) -> None:
        self.outputs.add(
            {
                "output_type": "execute_result",
                "data": dict(format_dict),
                "metadata": md_dict or {},
                "execution_count": 1,
            }
        )

    def finish_displayhook(self) -> None:
        """Nothing: there is no line to end."""


def run(source: str, before: list[str], most: int) -> dict:
    """Run a test cell; cells `before` it are run first, for what they bind and change, and what they say is dropped.

    Gives `outputs`, at most `most` characters, and of an exception `lines`, those of the cell that it has passed, and
    `kinds`, the names of its classes.
    """
    shell = InteractiveShell.instance()
    with _loop() as loop:
        for cell in before:
            _run(shell, loop, cell, Outputs(most))
        outputs = Outputs(most)
        result = _run(shell, loop, source, outputs)
    error = result.error_in_exec or result.error_before_exec
    if error is not None and not any(each["output_type"] == "error" for each in outputs.all):
        outputs.error(type(error), error, ["An error occurred while showtraceback was disabled"])
    lines = []
    if result.error_in_exec is not None:
        frames = traceback.walk_tb(error.__traceback__)
        name = shell.compile.get_code_name(source, shell.transform_cell(source), shell.execution_count - 1)
        lines = [number for frame, number in frames if frame.f_code.co_filename == name]
    kinds = [each.__name__ for each in type(error).__mro__] if error is not None else []
    return {"value": {"outputs": outputs.all, "lines": lines, "kinds": kinds}}


def _run(shell: InteractiveShell, loop: asyncio.AbstractEventLoop, source: str, outputs: Outputs):
    publisher, hook = _Publisher(shell=shell), _Hook(shell=shell, cache_size=shell.cache_size)
    publisher.outputs = hook.outputs = outputs
    hook.exec_result = None
    try:
        transformed, failed = shell.transform_cell(source), None
    except Exception:
        transformed, failed = source, sys.exc_info()
    with ExitStack() as stack:
        for owner, name, value in (
            (shell, "display_pub", publisher),
            (shell, "displayhook", hook),
            (shell.display_trap, "hook", hook),
            (shell, "_showtraceback", outputs.error),
            (sys, "displayhook", hook),
            (sys, "stdout", _Stream(outputs, "stdout")),
            (sys, "stderr", _Stream(outputs, "stderr")),
        ):
            stack.callback(setattr, owner, name, getattr(owner, name))  # not mock.patch: it would delete a trait
            setattr(owner, name, value)
        cell = shell.run_cell_async(
            source, store_history=True, transformed_cell=transformed, preprocessing_exc_tuple=failed
        )
        return loop.run_until_complete(cell)


@contextmanager
def _loop() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop of the fork's own: the kernel's runs in the kernel, and waits for this very call."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        yield loop
    finally:
        asyncio._set_running_loop(running)
        asyncio.set_event_loop(running)


def _words(error: BaseException) -> str:
    try:
        return str(error)
    except BaseException as again:
        return f"(its words cannot be read: {type(again).__name__})"
