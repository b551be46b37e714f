"""How the tests share one machine: how many threads each takes, and which may run side by side (`make test`).

pytest-xdist's own groups (`--dist=loadgroup`) have no effect with pytest 9.2, whose node ids cannot be changed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import PurePosixPath

import pytest
from support import SOLVED

# Two processes share the machine. With a thread for each core in both, every thread would wait for another's.
for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")

pytest_plugins = ["pytester"]  # for the hooks that decide what is recorded

# What measures limits, counts processes or drives a browser, and so would be in the way of its like: one at a time.
WHOLE_MACHINE = {"browser", "test_class", "test_cluster", "test_forkserver", "test_hostile", "test_resume"}
WHOLE_MACHINE |= {"test_sandbox"}


# Minutes for each lesson, and nothing is made for a whole file: each lesson by itself.
BY_LESSON = {"test_lessons", "test_judge_agrees"}


def group(nodeid: str) -> str:
    """What runs in one process: all that needs the whole machine; else a file, so that its fixtures are made once."""
    path, _, test = nodeid.partition("::")
    file = PurePosixPath(path)
    if WHOLE_MACHINE & {file.stem, file.parent.name}:
        return "whole machine"
    return f"{path} {test.partition('[')[2]}" if file.stem in BY_LESSON else path


def pytest_configure(config):
    """Make the folder that all processes of this run share for solved lessons."""
    if not hasattr(config, "workerinput"):
        os.environ[SOLVED] = tempfile.mkdtemp(prefix="solved-")


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(SOLVED), ignore_errors=True)


def pytest_addoption(parser):
    """`--record` and `--first-seeds`; see `support.record`."""
    parser.addoption("--first-seeds", action="store_true", help="try the first seed of claims that have a record, too")
    parser.addoption("--record", action="store_true", help="run long tests of a file too that have a record; renew it")


def pytest_collection_modifyitems(items):
    """Processes share the tests by their names, so a name may not hold what each process has otherwise."""
    for item in items:
        if " at 0x" in item.nodeid:
            raise pytest.UsageError(f"{item.nodeid} has an address in its name: give its parameters `ids`.")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give each group to one process; the longest stand first, in browser/ and grading/, and the small ones last."""
    from xdist.scheduler import LoadScopeScheduling

    config.option.loadscopereorder = False  # which would put those with few tests last, however long they are

    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = group
    return scheduler
