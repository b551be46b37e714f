"""`make test` shares the tests out among two processes, and a folder or a file stays in one of them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from course.__main__ import SIDE_BY_SIDE

ROOT = Path(__file__).resolve().parents[2]
FILES = ["tests/unit/test_view.py", "tests/unit/test_misnamed.py", "tests/grading/test_given.py"]
FILES += ["tests/grading/test_commit.py"]


@pytest.mark.slow
def test_the_tests_of_a_folder_that_fills_the_machine_run_in_one_process_and_other_files_each_in_one():
    command = [sys.executable, "-m", "pytest", *SIDE_BY_SIDE, "-v", "-p", "no:cacheprovider", "-k", "not kill", *FILES]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-3000:]
    ran = re.findall(r"^\[(gw\d+)\] .* PASSED (\S+?)::", done.stdout, re.MULTILINE)
    where = {file: {worker for worker, each in ran if each == file} for file in FILES}
    assert [len(workers) for workers in where.values()] == [1] * len(FILES)
    assert where[FILES[2]] == where[FILES[3]]
    assert set().union(*where.values()) == {"gw0", "gw1"}
