"""Two who use one course folder at once: the second waits or is told, and nothing is lost."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from support.handmade import NAME, SmallCourse, failed

from autograder.files import sweep, temporary
from autograder.grade import grade
from autograder.gradebook.assignment import read_assignment
from autograder.gradebook.commit import commit
from autograder.gradebook.folder import FolderError
from autograder.gradebook.turns import one_run

HOLD = """
import sys, time
from autograder.gradebook.folder import Folder
from autograder.gradebook.turns import one_run
with one_run(Folder(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def small(template, tmp_path) -> SmallCourse:
    return SmallCourse(shutil.copytree(template, tmp_path / "course"))


def test_a_locked_gradebook_is_waited_for_and_that_is_said(small, capsys):
    assignment = read_assignment(small.folder, NAME)
    result = small.judge("ana", {"double-check": failed()})
    held = sqlite3.connect(small.folder.database.removeprefix("sqlite:///"), check_same_thread=False)
    held.execute("BEGIN EXCLUSIVE")
    release = threading.Timer(12, held.rollback)  # later than SQLite itself waits
    release.start()
    try:
        assert commit(small.folder, assignment, result)
        assert not release.is_alive(), "the gradebook was not locked at all"
    finally:
        release.join()
        held.close()
    assert capsys.readouterr().err.count("The gradebook is locked by another program. Waiting for it") == 1
    with small.gradebook() as book:
        assert book.find_submission(NAME, "ana").score == 4


def test_a_second_run_of_an_assignment_is_told_who_grades_it_and_a_killed_run_holds_up_nobody(small):
    shutil.copytree(small.folder.release(NAME), small.folder.submitted("ana", NAME))
    first = subprocess.Popen([sys.executable, "-c", HOLD, small.folder.root, NAME], stdout=subprocess.PIPE, text=True)
    try:
        assert first.stdout.readline() == "held\n"
        with pytest.raises(FolderError, match=rf"being graded by another run \(process {first.pid}, since"):
            grade(small.folder.root, NAME, quiet=True)
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait()
        first.stdout.close()
    time.sleep(0.1)
    with one_run(small.folder, NAME):
        pass


@pytest.mark.parametrize("kind", ["grade", "warm"])
def test_what_a_killed_process_left_is_removed_by_the_next_run_and_was_never_for_others_to_read(kind, monkeypatch):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    used = Path(temporary(kind))
    monkeypatch.setattr("os.getpid", lambda: ended.pid)
    left = Path(temporary(kind))
    monkeypatch.undo()
    (left / "answer.txt").write_text("mine")
    assert left.stat().st_mode & 0o077 == 0
    sweep()
    assert not left.exists()
    assert used.exists()
    used.rmdir()


@pytest.mark.parametrize("name", ["grade-9-maths-submissions", "autograder-grade-9", "autograder-warm-9-up"])
def test_a_folder_of_the_instructors_is_never_swept(name, tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.files.SHORT", str(tmp_path))
    monkeypatch.setattr("psutil.pid_exists", lambda number: False)
    (tmp_path / name).mkdir()
    sweep()
    assert (tmp_path / name).is_dir()
