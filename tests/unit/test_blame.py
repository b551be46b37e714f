"""Which cell is left out when a submission has taken too much."""

import subprocess
import sys
import time

import psutil
import pytest

from autograder.blame import Interrupted


@pytest.fixture
def start():
    """A function: starts a process that waits, and gives the time at which the system says that it began."""
    started = []

    def one() -> float:
        time.sleep(0.05)  # several ticks, by which the system counts
        started.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE))
        time.sleep(0.05)
        return psutil.Process(started[-1].pid).create_time() - psutil.boot_time()

    yield one
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.skipif(sys.platform != "linux", reason="nobody looks at processes from outside here")
def test_an_interrupted_cell_is_blamed_for_its_processes_and_no_other_for_them(start):
    interrupted, began = Interrupted(), []
    for cell in range(5):
        interrupted.begin_cell(cell)
        began.append(start())
        if cell in (1, 3):
            interrupted.end_cell()
    assert interrupted.blamed(4) == 3, "without a process that tells, it is the last"
    interrupted.find(began[:1] + began[2:3] + began[4:])
    assert interrupted.left is None
    interrupted.find(began)
    assert interrupted.left == interrupted.blamed(4) == 1
    interrupted = Interrupted()
    assert interrupted.blamed(4) == 4
    interrupted.find(began)
    assert interrupted.blamed(4) == 4
