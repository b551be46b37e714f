"""A test finds the files that its place in the notebook had, and nothing outside the folder is ever written."""

from __future__ import annotations

import os

import pytest

from autograder.execution.states import States


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "run" / "data").mkdir(parents=True)
    (tmp_path / "run" / "step.txt").write_text("one")
    (tmp_path / "run" / "data" / "a.csv").write_text("1,2")
    return tmp_path / "run"


def test_what_later_cells_have_written_changed_and_removed_is_put_back(folder, tmp_path):
    states = States(folder, tmp_path / "states")
    states.note(1)
    (folder / "step.txt").write_text("two")
    (folder / "new.txt").write_text("x")
    (folder / "data" / "a.csv").unlink()
    (folder / "data").rmdir()
    states.note(2)
    states.restore(1)
    assert (folder / "step.txt").read_text() == "one"
    assert (folder / "data" / "a.csv").read_text() == "1,2"
    assert not (folder / "new.txt").exists()
    states.restore(2)
    assert (folder / "step.txt").read_text() == "two"
    assert (folder / "new.txt").read_text() == "x"
    assert not (folder / "data" / "a.csv").exists()


def test_what_is_too_large_for_a_copy_is_lost_to_no_test(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.execution.states.MOST_BYTES", 100)
    states = States(folder, tmp_path / "states")
    (folder / "cache.bin").write_bytes(bytes(90))
    states.note(1)
    (folder / "checkpoint.bin").write_bytes(bytes(80))
    (folder / "log.json").write_text("a")
    states.note(2)
    (folder / "log.json").write_text("ab")
    states.note(3)
    states.restore(1)
    assert not (folder / "log.json").exists()
    assert (folder / "checkpoint.bin").exists()
    states.restore(2)
    assert (folder / "log.json").read_text() == "a"
    states.restore(3)
    assert (folder / "log.json").read_text() == "ab"
    assert (folder / "checkpoint.bin").read_bytes() == bytes(80)


def test_small_files_are_kept_before_large_ones(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.execution.states.MOST_BYTES", 100)
    for number in range(9):
        (folder / f"{number}.bin").write_bytes(bytes(60))
    states = States(folder, tmp_path / "states")
    states.note(1)
    (folder / "step.txt").write_text("two")
    states.restore(1)
    assert (folder / "step.txt").read_text() == "one"


def test_a_file_that_is_held_open_is_the_same_file(folder, tmp_path):
    states = States(folder, tmp_path / "states")
    states.note(1)
    with (folder / "step.txt").open("r+") as held:
        held.write("changed")
        held.flush()
        states.restore(1)
        held.seek(0)
        assert held.read() == "one"


@pytest.mark.parametrize("name", ["data/a.csv", "step.txt"])
def test_a_link_leads_nowhere(folder, tmp_path, name):
    outside = tmp_path / "outside"
    outside.mkdir()
    for each in ("a.csv", "step.txt"):
        (outside / each).write_text("the instructor's")
    states = States(folder, tmp_path / "states")
    states.note(1)
    (folder / name).unlink()
    if "/" in name:
        (folder / "data").rmdir()
        (folder / "data").symlink_to(outside)
    else:
        (folder / name).symlink_to(outside / name)
    states.restore(1)
    assert {each.read_text() for each in outside.iterdir()} == {"the instructor's"}


def test_what_is_no_file_is_left(folder, tmp_path):
    states = States(folder, tmp_path / "states")
    states.note(1)
    (folder / "step.txt").unlink()
    os.mkfifo(folder / "step.txt")
    states.restore(1)  # and does not wait for a reader
    assert (folder / "data" / "a.csv").read_text() == "1,2"
