"""Run a notebook from the top in a fresh kernel of this very Python, as `nbgrader validate` does.

An error in a cell stops nothing: the cells behind it run too. A cell that takes too long is interrupted.
"""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from course.notebook.place import place
from course.selfcheck.find import NotChecked

TOO_SLOW = "TooSlow"
LATE_OUTPUT = 30  # seconds for an interrupted cell to end, and for outputs to come on a busy machine
VALIDATE = {"NBGRADER_VALIDATING": "1", "NBGRADER_EXECUTION": "validate"}  # the log of timings is read, not written


@dataclass
class Ran:
    """What became of a notebook, beside the outputs in its cells."""

    reached: int = 0  # cells before this one ran
    ended: str = ""  # why the run ended early, in words
    too_slow: dict[int, float] = field(default_factory=dict)  # by index: seconds after which a cell was interrupted


def run(notebook: NotebookNode, folder: Path, *, cell_seconds: float, before: Callable[[list, int], None]) -> Ran:
    """Run all cells of `notebook` in `folder`; the outputs are put into it, in memory.

    `before(cells, index)` is called before each code cell.
    Raises `NotChecked` if the kernel does not start.
    """
    cells, ran = notebook.cells, Ran()
    for cell in cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None

    def executed(cell: NotebookNode, cell_index: int, execute_reply: dict) -> None:
        if execute_reply["content"].get("ename") == TOO_SLOW:
            ran.too_slow[cell_index] = cell_seconds

    # without folders of kernels only Jupyter's own one is left, which is this Python
    kernels = KernelSpecManager(kernel_dirs=[])
    client = NotebookClient(
        notebook,
        km=AsyncKernelManager(kernel_spec_manager=kernels),
        timeout=round(cell_seconds),
        interrupt_on_timeout=True,
        error_on_timeout={"ename": TOO_SLOW, "evalue": "", "traceback": []},
        iopub_timeout=LATE_OUTPUT,
        raise_on_iopub_timeout=True,
        allow_errors=True,
        skip_cells_with_tag="",
        record_timing=False,
        store_widget_state=False,
        shutdown_kernel="immediate",
        on_cell_execute=lambda cell, cell_index: before(cells, cell_index),
        on_cell_executed=executed,
    )
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of asyncio on Windows: not for a learner
        try:
            with client.setup_kernel(cleanup_kc=True, cwd=str(folder), env={**os.environ, **VALIDATE}, **quiet):
                _run_cells(client, cells, ran)
        except (OSError, RuntimeError) as error:
            raise _not_started(error) from None
    return ran


def _run_cells(client: NotebookClient, cells: list[NotebookNode], ran: Ran) -> None:
    try:
        for index, cell in enumerate(cells):
            client.execute_cell(cell, index)
            ran.reached = index + 1
    except DeadKernelError:
        ran.ended = (
            f"The kernel, the process that runs the notebook, ended in {place(cells, ran.reached)}. Often the memory "
            "was full, or the code ends its own process. What stands below that cell was not reached."
        )
    except CellTimeoutError:
        ran.ended = (
            f"The kernel was ended: {place(cells, ran.reached)} took longer than {client.timeout} s and could not "
            "be interrupted. What stands below that cell was not reached."
        )


def _not_started(error: Exception) -> NotChecked:
    return NotChecked(
        f"the kernel, the process that runs the notebook, did not start: {error}.",
        why=f"It should run on {sys.executable}.",
        do="`python -m course doctor` looks at this machine; `make setup` repairs the course.",
    )
