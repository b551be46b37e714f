"""Warm kernels: as good as ordinary ones, for the autograder, for plain nbgrader, and where they are not to be had."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from classroom import assignment, honest
from jupyter_client.manager import KernelManager

from autograder import sandbox
from autograder.forkserver.client import ForkServer, bare_environment
from autograder.grade import grade
from autograder.gradebook.folder import Folder

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def forkserver():
    with ForkServer(("numpy", "pandas", "torch")) as forkserver:
        yield forkserver


def said(manager: KernelManager, code: str) -> str:
    """What a kernel prints."""
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    out = []
    client.execute_interactive(code, timeout=60, output_hook=lambda message: out.append(message["content"]))
    client.stop_channels()
    return "".join(content.get("text", "") or str(content.get("evalue", "")) for content in out).strip()


def in_a_kernel(forkserver: ForkServer, code: str, monkeypatch, folder: Path) -> str:
    monkeypatch.setenv("AUTOGRADER_WARM", forkserver.address)
    manager = KernelManager(kernel_name="python3")
    manager.kernel_spec.metadata["kernel_provisioner"] = {"provisioner_name": "autograder-warm"}
    manager.start_kernel(cwd=str(folder), env=bare_environment())
    try:
        return said(manager, code)
    finally:
        manager.shutdown_kernel(now=True)


LEAVE = """
import os, random, sys, numpy, torch, pandas
random.seed(1); numpy.random.seed(1); torch.manual_seed(1)
os.environ["LEFT"] = "behind"
os.chdir("/")
pandas.options.display.width = 17
numpy.left = "behind"
sys.path.append("/left")
kept = open({folder!r} + "/kept.txt", "w")
print(random.random(), numpy.random.rand(), torch.rand(1).item())
"""
LOOK = """
import os, random, sys, numpy, torch, pandas
files = [os.path.realpath(f"/proc/self/fd/{{name}}") for name in os.listdir("/proc/self/fd")]
print(os.environ.get("LEFT"), os.getcwd() == {folder!r}, pandas.options.display.width, hasattr(numpy, "left"),
      "/left" in sys.path, {folder!r} + "/kept.txt" in files, "kept" in globals())
"""


def test_nothing_of_one_kernel_is_in_the_next(forkserver, monkeypatch, tmp_path):
    leave, look = LEAVE.format(folder=str(tmp_path)), LOOK.format(folder=str(tmp_path))
    first = in_a_kernel(forkserver, leave, monkeypatch, tmp_path)
    assert in_a_kernel(forkserver, look, monkeypatch, tmp_path) == "None True 80 False False False False"
    assert in_a_kernel(forkserver, leave, monkeypatch, tmp_path) == first  # the same seed gives the same numbers


def test_two_kernels_do_not_draw_the_same_numbers(forkserver, monkeypatch, tmp_path):
    code = "import random, numpy, torch\nprint(random.random(), numpy.random.rand(), torch.rand(1).item())"
    one, other = (in_a_kernel(forkserver, code, monkeypatch, tmp_path).split() for _ in range(2))
    assert not set(one) & set(other)


def test_it_is_warm_and_a_cell_can_be_interrupted(forkserver, monkeypatch, tmp_path):
    code = "import os, sys, time\nprint('torch' in sys.modules)\nos.kill(os.getpid(), 2)\ntime.sleep(5)\nprint('slept')"
    assert in_a_kernel(forkserver, code, monkeypatch, tmp_path) == "True"


SHOW = "import sys\nprint('warm' if 'pandas' in sys.modules else 'ordinary')"


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """A right and a wrong submission of the small assignment; their first cell says what kernel it ran in."""
    course = assignment.make(tmp_path_factory.mktemp("warm") / "course")
    task = honest.small(course)
    for one in (honest.right(task, "right"), honest.wrong(task, "wrong", task.lesson.wrong_answers[:1])):
        one.paper.insert(SHOW, 0)
        one.paper.hand_in(course / "submitted" / one.student / "small")
    return course


def scores(course: Path) -> dict:
    with Folder(course).gradebook() as book:
        return {
            (submission.student.id, row.name): row.auto_score
            for submission in book.assignment_submissions("small")
            for notebook in submission.notebooks
            for row in notebook.grades
        }


def kernel_of(course: Path) -> str:
    notebook = nbformat.read(course / "autograded/right/small/small.ipynb", as_version=4)
    return next(
        output.text.strip() for cell in notebook.cells for output in cell.get("outputs", ()) if "text" in output
    )


@pytest.fixture(scope="module")
def expected(course) -> dict:
    """The scores of plain nbgrader with ordinary kernels."""
    plain = Path(shutil.copytree(course, course.parent / "plain"))
    autograde(plain)
    assert kernel_of(plain) == "ordinary"
    return scores(plain)


def autograde(course: Path, **environment: str) -> None:
    command = [sys.executable, "-m", "nbgrader", "autograde", "small"]
    done = subprocess.run(command, cwd=course, env={**os.environ, **environment}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_its_tracebacks_are_quick(forkserver, monkeypatch, tmp_path):
    assert (
        in_a_kernel(forkserver, "print(type(get_ipython().InteractiveTB).__name__)", monkeypatch, tmp_path)
        == "Tracebacks"
    )


def test_plain_nbgrader_uses_it_through_the_environment(course, expected):
    here = Path(shutil.copytree(course, course.parent / "environment"))
    autograde(here, JUPYTER_DEFAULT_PROVISIONER_NAME="autograder-warm")
    assert kernel_of(here) == "warm"
    assert scores(here) == expected


def test_plain_nbgrader_uses_it_through_the_kernelspec(course, expected):
    here = Path(shutil.copytree(course, course.parent / "kernelspec"))
    kernel = here / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    spec = {
        "argv": ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Warm",
        "language": "python",
        "metadata": {"kernel_provisioner": {"provisioner_name": "autograder-warm"}},
    }
    (kernel / "kernel.json").write_text(json.dumps(spec))
    autograde(here, JUPYTER_PATH=str(here / "jupyter"))
    assert kernel_of(here) == "warm"
    assert scores(here) == expected


def test_where_nothing_can_be_forked_ordinary_kernels_grade_the_same_and_it_is_said(
    course, expected, monkeypatch, capsys
):
    here = Path(shutil.copytree(course, course.parent / "cold"))
    monkeypatch.setattr(ForkServer, "possible", staticmethod(lambda: False))
    monkeypatch.setattr(sandbox, "missing", lambda: ["files, network, processes, memory (a test)"])
    fork = multiprocessing.get_context("fork")  # spawned jobs would not know of the two lines above
    monkeypatch.setattr(multiprocessing, "get_context", lambda kind: fork)
    grade(here, "small")
    warnings = capsys.readouterr().err
    assert "cannot wall submissions" in warnings
    assert "ordinary kernels are used" in warnings
    assert kernel_of(here) == "ordinary"
    assert scores(here) == expected


def test_what_is_not_installed_is_left_out(monkeypatch, tmp_path):
    code = "import sys\nprint('no_such_module' in sys.modules, 'pandas' in sys.modules)"
    with ForkServer(("no_such_module", "pandas")) as forkserver:
        assert in_a_kernel(forkserver, code, monkeypatch, tmp_path) == "False True"
