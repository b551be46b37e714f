"""Folders are copied and removed whatever learners have made of them."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from autograder.files import copy_all, remove
from autograder.repair.digest import _files

ROOT = Path(__file__).resolve().parents[2]


def deep(top: Path, depth: int = 1200) -> None:
    """A folder in a folder in a folder."""
    here = os.getcwd()
    os.chdir(top)
    for _ in range(depth):
        os.mkdir("a")
        os.chdir("a")
    Path("last.txt").write_text("deep")
    os.chdir(here)


def test_a_deep_folder_is_looked_through_and_removed():
    top = Path(tempfile.mkdtemp())
    deep(top)
    assert [path.name for path in _files(top)] == ["last.txt"]
    remove(top)
    assert not top.exists()


def test_a_closed_folder_is_removed_by_its_owner():
    code = """
import os, tempfile
from pathlib import Path
from autograder.files import remove
if os.getuid() == 0:
    os.setuid(65534)  # for root nothing is closed
top = Path(tempfile.mkdtemp())
(top / "data" / "inner").mkdir(parents=True)
(top / "data" / "file").write_text("x")
(top / "data").chmod(0o500)
remove(top)
assert not top.exists()
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def _refuses(number: int):
    """A way to copy files that fails for one of them as a disk does."""

    def copy(source: str, target: str, **_) -> str:
        if source.endswith("10:15.png"):
            raise OSError(number, os.strerror(number), target)
        return shutil.copyfile(source, target)

    return copy


def test_a_file_that_the_disk_refuses_costs_only_itself(tmp_path):
    for name in ("a.txt", "10:15.png", "z.txt"):
        (tmp_path / "source" / "in").mkdir(parents=True, exist_ok=True)
        (tmp_path / "source" / "in" / name).write_text(name)
    refused = copy_all(tmp_path / "source", tmp_path / "copy", copy_function=_refuses(errno.EINVAL))
    assert refused == ["in/10:15.png"]
    assert sorted(path.name for path in (tmp_path / "copy/in").iterdir()) == ["a.txt", "z.txt"]


def test_a_full_disk_is_an_error(tmp_path):
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "10:15.png").write_text("x")
    with pytest.raises(OSError, match="No space left"):
        copy_all(tmp_path / "source", tmp_path / "copy", copy_function=_refuses(errno.ENOSPC))
