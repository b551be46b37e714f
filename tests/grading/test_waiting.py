"""A limit of time is one of the submission's own time: what others do on the machine costs nobody a point."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest

from autograder.execution.execute import base_environment
from autograder.execution.kernel_run import KernelRun
from autograder.execution.waiting import OwnTime
from autograder.files import SHORT
from autograder.forkserver.client import ForkServer
from autograder.sandbox import Limits
from autograder.sandbox.limits import MOST_BY_CLOCK

pytestmark = pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="only Linux counts what a process waits")
LIMIT = 3  # seconds
COMPUTES = "import os\nos.sched_setaffinity(0, {processor})\n"
COMPUTES += "import time\nuntil = time.process_time() + {seconds}\n"
COMPUTES += "while time.process_time() < until:\n    sum(range(10_000))\nprint('ready')"
SLEEPS, NEVER_ENDS = "import time\ntime.sleep(60)", "while True:\n    pass"
WAITS_FOR_ITS_OWN = (
    "import os\nos.sched_setaffinity(0, {{{processor}}})\nfor _ in range(3):\n    os.fork()\n" + NEVER_ENDS
)


@contextmanager
def crowded(processor: int, others: int = 3):
    """A processor on which so many other programs compute, two minutes at most should nobody end them."""
    code = f"import os, time\nos.sched_setaffinity(0, {{{processor}}})\nend = time.monotonic() + 120\n"
    code += "while time.monotonic() < end:\n    sum(range(10_000))"
    running = [subprocess.Popen([sys.executable, "-c", code], start_new_session=True) for _ in range(others)]
    try:
        time.sleep(0.5)
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()


def run(source: str) -> tuple[nbformat.NotebookNode, list[str], float]:
    """A cell that ran in a kernel with `LIMIT` seconds: with its outputs, the limits that it met, and the seconds."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    with tempfile.TemporaryDirectory(dir=SHORT) as top, ForkServer() as forkserver:
        folder, sockets = Path(top, "run"), Path(top, "s")
        folder.mkdir()
        sockets.mkdir()
        kernel = KernelRun(
            notebook,
            forkserver=forkserver,
            sandbox=None,
            limits=Limits(cell_seconds=LIMIT),
            folder=folder,
            sockets=sockets,
            environment=base_environment(),
            test=lambda until: None,
        )
        began = time.monotonic()
        kernel.run()
        return notebook.cells[0], kernel.troubles, time.monotonic() - began


def test_a_cell_that_waits_for_a_processor_has_its_time_all_the_same():
    processor = min(os.sched_getaffinity(0))
    with crowded(processor):
        cell, troubles, seconds = run(COMPUTES.format(processor=f"{{{processor}}}", seconds=1))
    assert seconds > LIMIT, "by the clock it took longer than its limit"
    assert troubles == []
    assert [output.get("text") for output in cell.outputs] == ["ready\n"]


@pytest.mark.parametrize(
    ("source", "longest"),
    [(SLEEPS, 2 * LIMIT), (NEVER_ENDS, MOST_BY_CLOCK * LIMIT), (WAITS_FOR_ITS_OWN, MOST_BY_CLOCK * LIMIT)],
    ids=["sleeps", "never ends", "waits for its own processes"],
)
def test_one_that_sleeps_or_never_ends_is_interrupted(source, longest):
    cell, troubles, seconds = run(source.format(processor=min(os.sched_getaffinity(0))))
    assert troubles == [f"a cell ran longer than {LIMIT} s and was interrupted"]
    assert any("interrupted" in output.get("evalue", "") for output in cell.outputs)
    assert seconds < longest + 10


def test_what_a_process_waits_is_counted_and_has_an_end():
    processor = min(os.sched_getaffinity(0))
    with crowded(processor):
        own = subprocess.Popen([sys.executable, "-c", COMPUTES.format(processor=f"{{{processor}}}", seconds=60)])
        try:
            of_it = OwnTime(own.pid)
            time.sleep(3)
            assert of_it.waited() > 1
            assert 0 < of_it.left(3) <= of_it.waited() + 0.5
            assert of_it.left(0.5) < 0, "no more than four times the limit"
        finally:
            own.kill()
            own.wait()
    assert OwnTime(None).waited() == OwnTime(own.pid).waited() == 0
    assert of_it.waited() > 1, "what was seen last stays"
