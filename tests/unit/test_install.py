"""`python -m course setup`: what it does, what it leaves alone, and what it says."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from course import install
from course.__main__ import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A project folder of its own with a tiny package to install, so that nothing here touches the real .venv."""
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "tiny"\nversion = "1"\n[tool.setuptools]\npackages = []\n'
    )
    (tmp_path / "constraints.txt").write_text("")
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(install, "STAMP", tmp_path / ".venv" / "course-installed.json")
    monkeypatch.setattr(install, "CONSTRAINTS", tmp_path / "constraints.txt")
    monkeypatch.setattr(install.indexes, "preferred", lambda _: "")  # tests/unit/test_small_install.py has that
    return tmp_path


@pytest.fixture
def pip_calls(elsewhere, monkeypatch):
    """What would be asked of pip; the environment is marked as made."""
    calls = []

    def run(command, **_):
        calls.append(command)
        return subprocess.CompletedProcess(command, 0)

    python = elsewhere / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    monkeypatch.setattr(install.subprocess, "run", run)
    return calls


def test_a_second_call_with_nothing_changed_does_nothing(pip_calls):
    assert install.install() is True
    assert install.install() is False
    assert len(pip_calls) == 1


def test_a_changed_list_of_packages_makes_the_environment_stale(pip_calls, elsewhere):
    install.install()
    (elsewhere / "constraints.txt").write_text("torch==2.14.1\n")
    assert install.installed_extras() is None
    assert install.install() is True


def test_extras_are_added_and_stay(pip_calls):
    install.install()
    assert install.install({"test"}) is True
    assert install.install() is False
    assert install.installed_extras() == {"test"}
    assert pip_calls[-1][-1].endswith("[test]")


def test_the_pinned_versions_are_what_is_installed(pip_calls, elsewhere):
    install.install()
    assert pip_calls[0][pip_calls[0].index("--constraint") + 1] == str(elsewhere / "constraints.txt")


def test_an_interrupted_install_is_not_taken_for_a_whole_one(pip_calls, monkeypatch):
    install.install()
    monkeypatch.setattr(install.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1))
    with pytest.raises(install.SetupError, match="Run the same command again"):
        install.install({"test"})
    assert install.installed_extras() is None


def test_a_broken_stamp_means_install_again(pip_calls):
    install.install()
    install.STAMP.write_text("{")
    assert install.installed_extras() is None


def test_a_full_disk_is_said_before_anything_is_downloaded(elsewhere, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(install.shutil, "disk_usage", lambda _: usage(10**12, 10**12, 10**9))
    with pytest.raises(install.SetupError, match=r"1\.0 GB are free"):
        install.install()
    assert not install.ENVIRONMENT.exists()


def test_a_python_that_is_not_supported_is_refused_before_anything_is_made(elsewhere, monkeypatch):
    monkeypatch.setattr(
        install, "refusal", lambda: "this is Python 3.10.1, and the course runs on Python 3.11 to 3.14."
    )
    with pytest.raises(install.SetupError, match=r"runs on Python 3\.11 to 3\.14"):
        install.install()
    assert not install.ENVIRONMENT.exists()


def test_a_set_up_that_fails_ends_with_a_message_and_a_status(elsewhere, monkeypatch, capsys):
    monkeypatch.setattr(install.shutil, "disk_usage", lambda _: namedtuple("usage", "free")(10**9))
    assert main(["setup"]) == 1
    assert "The course is not installed" in capsys.readouterr().err


def test_every_make_target_of_the_contract_is_one_call_of_a_python_entry_point():
    makefile = (ROOT / "Makefile").read_text()
    for target in ("lab", "teach", "test", "setup", "release", "bench"):
        assert f"\n{target}:" in makefile
    recipes = [line.strip() for line in makefile.splitlines() if line.startswith("\t")]
    assert all("-m course" in line or "-m autograder" in line or "-m benchmarks" in line for line in recipes)


def test_importing_the_course_imports_no_torch():
    code = "import json, sys; from course import checks, devices, timing; print(json.dumps('torch' in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert json.loads(done.stdout) is False


@pytest.mark.slow
def test_a_real_environment_is_made_and_is_quick_to_find_again(elsewhere):
    assert install.install() is True
    listed = subprocess.run(
        [install.environment_python(), "-m", "pip", "list"], capture_output=True, text=True, check=True
    )
    assert "tiny" in listed.stdout
    assert install.install() is False
