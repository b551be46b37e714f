"""A machine that cannot wall submissions in: it is found out by trying, said with a remedy, and grading still works."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from classroom import assignment, honest
from support.denied import without

from autograder import sandbox
from autograder.gradebook.folder import Folder
from autograder.sandbox import missing, syscalls, system
from autograder.sandbox.missing import SETTINGS

module = sys.modules[missing.__module__]
pytestmark = pytest.mark.skipif(bool(sandbox.missing()), reason="; ".join(sandbox.missing()) or "all walls stand")
ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, denied: tuple[str, ...], cwd: Path = ROOT) -> subprocess.CompletedProcess:
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PYTHONPATH": path, "PATH": programs}
    command = without(denied, *arguments)
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize(
    ("denied", "wall"),
    [("unshare", "namespaces"), ("mount", "private"), ("move_mount", "files"), ("pivot_root", "root")],
)
def test_a_wall_that_the_kernel_refuses_is_named(denied, wall):
    said = run("-m", "autograder.sandbox", denied=(denied,))
    assert said.returncode == 1, said.stderr
    assert f"cannot wall submissions in ({wall}" in said.stdout
    assert "Operation not permitted" in said.stdout
    assert "runs with your rights" in said.stdout


def test_a_kernel_that_is_too_old_is_told_apart(monkeypatch):
    def answer(wall, *_):
        raise system.SandboxError(f"{wall}: Function not implemented")

    monkeypatch.setattr(system, "bind", answer)
    (words,) = missing.__wrapped__()
    assert words == "files (usr): Function not implemented"
    assert "need Linux 5.12 or newer" in sandbox.warning([words])


def test_a_machine_without_libseccomp_is_told_what_to_install(monkeypatch):
    load = syscalls.ctypes.CDLL

    def absent(name, *arguments, **options):
        if name and "seccomp" in name:
            raise OSError(f"{name}: cannot open shared object file")
        return load(name, *arguments, **options)

    for kept in (syscalls.program, syscalls._libseccomp):
        kept.cache_clear()
    monkeypatch.setattr(syscalls.ctypes, "CDLL", absent)
    (words,) = missing.__wrapped__()
    assert words.startswith("system calls: libseccomp is not installed")
    assert "apt install libseccomp2" in sandbox.warning([words])


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("kernel/apparmor_restrict_unprivileged_userns", "1", "AppArmor, as in Ubuntu 24.04, does not allow them"),
        ("kernel/unprivileged_userns_clone", "0", "older ones of Debian"),
        ("user/max_user_namespaces", "0", "sudo sysctl user.max_user_namespaces=10000"),
    ],
)
def test_the_setting_that_forbids_namespaces_is_named_with_its_remedy(tmp_path, monkeypatch, name, value, words):
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text(value + "\n")
    monkeypatch.setattr(module, "SETTINGS", tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    said = sandbox.warning(["namespaces: Operation not permitted"])
    assert words in said
    assert f"sudo sysctl {name.replace('/', '.')}=" in said
    (tmp_path / name).unlink()
    assert "sysctl" not in sandbox.warning(["namespaces: Operation not permitted"])


def test_the_settings_that_are_asked_for_are_those_of_this_kernel():
    assert Path("/proc/sys") == SETTINGS
    assert (SETTINGS / "user/max_user_namespaces").exists()


@pytest.mark.parametrize("system_name", ["darwin", "win32"])
def test_another_system_is_told_of_a_virtual_machine(monkeypatch, system_name):
    monkeypatch.setattr(sys, "platform", system_name)
    said = sandbox.warning(missing.__wrapped__())
    assert f"this is {system_name}" in said
    assert "a virtual machine has them, and WSL 2 on Windows" in said


@pytest.mark.timeout(300)
@pytest.mark.slow
def test_without_namespaces_the_scores_are_the_same_and_it_is_said_or_refused(tmp_path):
    here = assignment.make(tmp_path / "course")
    task = honest.small(here)
    submissions = [honest.right(task, "right"), honest.wrong(task, "wrong", task.lesson.wrong_answers[:1])]
    for one in submissions:
        one.paper.hand_in(here / "submitted" / one.student / "small")
    command = ("-m", "autograder", "grade", "small", "--workers", "1")
    refused = run(*command, "--require-walls", denied=("unshare",), cwd=here)
    assert refused.returncode == 1
    assert "cannot wall submissions in: namespaces: Operation not permitted. Nothing was graded." in refused.stderr
    with Folder(here).gradebook() as book:
        assert list(book.assignment_submissions("small")) == []
    graded = run(*command, denied=("unshare",), cwd=here)
    assert graded.returncode == 0, graded.stderr
    assert "runs with your rights" in graded.stderr
    with Folder(here).gradebook() as book:
        found = {each.student.id: each.score for each in book.assignment_submissions("small")}
    assert found == {one.student: pytest.approx(sum(filter(None, one.scores.values()))) for one in submissions}
