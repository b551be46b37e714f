"""A Python that is too old or too new is refused in words, in the first second; no Python stumbles over the refusal."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from course.__main__ import main
from course.supported import NEWEST, OLDEST, refusal

ROOT = Path(__file__).resolve().parents[2]
READ_BY_ANY = ["course/__init__.py", "course/__main__.py", "course/supported.py"]
NEW_SYNTAX = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.Match, ast.AsyncFunctionDef, ast.Starred, ast.Nonlocal)
NOT_SUPPORTED = ["python2.7", "python3.6", "python3.7", "python3.8", "python3.9", "python3.10", "python3.15"]


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 11, 2), (3, 12, 9), (3, 13, 0), (3, 14, 3)])
def test_what_is_promised_is_not_refused(version):
    assert refusal(version) == ""


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13), (3, 15, 0), (4, 0, 0)])
def test_what_is_not_promised_is_named_with_what_is(version):
    words = refusal(version, path="")
    assert f"this is Python {'.'.join(map(str, version))}" in words
    assert "Python 3.11 to 3.14" in words
    assert "make lab PYTHON=python3.13" in words


def test_a_supported_python_that_is_there_already_is_named(tmp_path):
    for name in ("python3.12", "python3.11"):
        (tmp_path / name).touch(0o755)
    (tmp_path / "python3.14").touch(0o644)
    words = refusal((3, 10, 0), path=f"/nowhere{os.pathsep}{tmp_path}")
    assert "This machine has python3.12: make lab PYTHON=python3.12" in words


def test_the_command_ends_with_the_words_and_a_status(monkeypatch, capsys):
    monkeypatch.setattr("course.__main__.refusal", lambda: "this is Python 3.10.1, and ...")
    assert main(["lab"]) == 1
    assert capsys.readouterr().err == "The course is not installed: this is Python 3.10.1, and ...\n"


@pytest.mark.parametrize("file", READ_BY_ANY)
def test_an_old_python_can_read_what_refuses_it(file):
    source = (ROOT / file).read_bytes()
    source.decode("ascii")
    for node in ast.walk(ast.parse(source)):
        assert not isinstance(node, NEW_SYNTAX), ast.unparse(node)
        if isinstance(node, ast.FunctionDef):
            assert node.returns is None
            assert not any(argument.annotation for argument in node.args.args)
            assert not node.args.kwonlyargs + node.args.posonlyargs
        if isinstance(node, ast.ImportFrom):
            assert node.module != "__future__"


@pytest.mark.parametrize("python", NOT_SUPPORTED)
def test_a_real_python_that_is_not_supported_says_so_and_makes_nothing(python, tmp_path):
    if shutil.which(python) is None or subprocess.run([python, "--version"], capture_output=True).returncode:
        pytest.skip(f"there is no {python} here")
    shutil.copytree(ROOT / "course", tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    for command in ("setup", "lab", "test"):
        done = subprocess.run([python, "-m", "course", command], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 1, done.stderr
        assert "the course runs on Python {}.{} to {}.{}".format(*OLDEST, *NEWEST) in done.stderr
        assert "Traceback" not in done.stderr
    assert not (tmp_path / ".venv").exists()
