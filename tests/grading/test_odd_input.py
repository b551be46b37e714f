"""What cannot be opened or read is a row and a decision with points at stake, never the end of a run."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys

import pytest
from support.handmade import NAME

from autograder.gradebook.folder import Folder
from autograder.gradebook.results import Result
from autograder.gradebook.status import Status

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def graded(template, tmp_path_factory) -> dict[str, Result]:
    """A class with odd submissions, graded in an ASCII locale; whoever runs this cannot read what cyd handed in."""
    course = shutil.copytree(template, tmp_path_factory.mktemp("odd") / "course")
    folder = Folder(course)
    for student in ("ana", "ben", "cyd", "données"):
        shutil.copytree(folder.source(NAME), folder.submitted(student, NAME))
    for notebook in folder.submitted("ben", NAME).glob("*.ipynb"):
        notebook.with_name(f"{notebook.name}.gz").write_bytes(gzip.compress(notebook.read_bytes()))
        notebook.unlink()
    for notebook in folder.submitted("données", NAME).glob("*.ipynb"):
        notebook.rename(notebook.with_suffix(".html"))
    closed = folder.submitted("cyd", NAME).parent
    closed.chmod(0)
    locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "autograder", "grade", NAME, "--course", str(course)]
    try:
        done = subprocess.run(command, env={**os.environ, **locale}, capture_output=True, text=True, errors="replace")
    finally:
        closed.chmod(0o755)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert "4 submissions graded" in done.stdout
    return {student: Result.read(folder.result(student, NAME)) for student in folder.students(NAME)}


def points(result: Result) -> float:
    return sum(item.score or 0 for one in result.notebooks.values() for item in one.items)


def at_stake(result: Result) -> float:
    return sum(flag.points for flag in result.flags if flag.decide)


def test_a_packed_notebook_earns_what_the_loose_one_earns(graded):
    assert points(graded["ana"]) > 0
    assert points(graded["ben"]) == points(graded["ana"])
    assert at_stake(graded["ben"]) == 0


def test_an_export_that_nothing_can_run_is_for_the_instructor_to_decide_with_all_points_at_stake(graded):
    assert points(graded["données"]) == 0
    decide = [flag for flag in graded["données"].flags if flag.decide]
    assert all("first.html" in flag.text for flag in decide)
    items = [item for one in graded["données"].notebooks.values() for item in one.items]
    assert at_stake(graded["données"]) == sum(item.max for item in items)
    assert {item.status for item in items} == {Status.TROUBLE}, "it is not said that nothing was attempted"
    repaired = [flag.text for flag in graded["données"].flags if flag.kind == "repaired"]
    assert not any("none of the lesson's graded cells" in text for text in repaired), "nobody has seen its cells"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root can read every folder")
def test_one_folder_that_cannot_be_read_costs_one_row_and_says_how_to_mend_it(graded):
    assert at_stake(graded["cyd"]) > 0
    assert any("mend the permissions of 'cyd'" in flag.text for flag in graded["cyd"].flags)
