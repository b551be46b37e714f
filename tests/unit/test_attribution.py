"""Which cell is left out when a submission has taken too much."""

import subprocess
import sys
import time

import psutil
import pytest

from autograder.execution.attribution import ResourceAttribution


@pytest.fixture
def start():
    """A function: starts a process that waits, and gives the time at which the system says that it began."""
    started = []

    def one() -> float:
        time.sleep(0.05)  # several ticks, by which the system counts
        started.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE))
        return psutil.Process(started[-1].pid).create_time() - psutil.boot_time()

    yield one
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.skipif(sys.platform != "linux", reason="nobody looks at processes from outside here")
def test_the_interrupted_cell_is_left_out_whose_processes_took_most(start):
    blame, kernel = ResourceAttribution(), start()
    assert blame.cell(8) == 8
    began = {}
    for cell in (2, 4, 6, 8):
        time.sleep(0.05)
        blame.begin(cell)
        began[cell] = start()
        if cell in (2, 6):
            blame.interrupt()
    assert blame.cell(8) == 6, "nobody has looked: the last one"
    for taken, left_out in [
        ([(began[2], 3.0), (began[6], 1.0)], 2),
        ([(began[2], 2.0), (began[6], 3.0)], 6),
        ([(began[2], 2.0), (began[6], 3.0), (began[2], 2.0)], 2),
        ([(kernel, 3.0), (began[2], 1.0)], 6),  # a thread, which may be of any cell
        ([(began[8], 3.0), (began[2], 1.0)], 6),
        ([], 6),
    ]:
        blame.find(taken)
        assert blame.cell(8) == left_out, taken


def test_the_cell_is_left_out_whose_limit_to_computing_time_the_kernel_has_reached():
    blame = ResourceAttribution()
    for cell, seconds in ((2, float("inf")), (4, 30.0), (6, 5.0), (8, 5.0)):
        blame.begin(cell)
        blame.limit(seconds)
    assert blame.out_of_time(4.5) is None, "the kernel has ended by itself"
    assert blame.out_of_time(5.5) == 6
    assert blame.out_of_time(31.0) == 6
