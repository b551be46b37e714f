"""A test finds the files that its place in the notebook had, and nothing outside the folder is ever written."""

from __future__ import annotations

import os

import pytest

from autograder.execution.states import States
from autograder.execution.view import files_of


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "run" / "data").mkdir(parents=True)
    (tmp_path / "run" / "step.txt").write_text("one")
    (tmp_path / "run" / "data" / "a.csv").write_text("1,2")
    return tmp_path / "run"


def test_what_later_cells_have_written_changed_and_removed_is_put_back(folder, tmp_path):
    states = States(folder, tmp_path / "states", 256 << 20)
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
    states = States(folder, tmp_path / "states", 100)
    (folder / "cache.bin").write_bytes(bytes(90))
    states.note(1)
    (folder / "checkpoint.bin").write_bytes(bytes(80))
    (folder / "log.json").write_text("a")
    states.note(2)
    (folder / "log.json").write_text("ab")
    states.note(3)
    states.restore(1)
    assert not (folder / "log.json").exists()
    assert not (folder / "checkpoint.bin").exists()
    states.restore(2)
    assert (folder / "log.json").read_text() == "a"
    assert (folder / "checkpoint.bin").read_bytes() == bytes(80)
    states.restore(1)
    states.restore(3)
    assert (folder / "log.json").read_text() == "ab"
    assert (folder / "checkpoint.bin").read_bytes() == bytes(80)


def test_a_large_file_that_was_overwritten_by_a_larger_one_is_the_first_again(folder, tmp_path, monkeypatch):
    states = States(folder, tmp_path / "states", 100)
    (folder / "model.bin").write_bytes(b"1" * 90)
    states.note(1)
    (folder / "model.bin").write_bytes(b"2" * 95)
    states.note(2)
    for index, expected in ((1, b"1" * 90), (2, b"2" * 95), (1, b"1" * 90), (2, b"2" * 95)):
        states.restore(index)
        assert (folder / "model.bin").read_bytes() == expected


def test_of_several_large_files_each_is_where_its_test_wants_it(folder, tmp_path, monkeypatch):
    states = States(folder, tmp_path / "states", 10)
    names = ("a.bin", "b.bin", "data/c.bin")
    for index, name in enumerate(names):
        (folder / name).write_bytes(name.encode() * 90)
        states.note(index)
    for index in (0, 2, 1, 0, 1, 2, 0, 2):
        states.restore(index)
        there = {name for name in names if (folder / name).exists()}
        assert there == set(names[: index + 1])
        assert all((folder / name).read_bytes() == name.encode() * 90 for name in there)


def test_small_files_are_copied_before_large_ones(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "autograder.execution.states.files_of", lambda top: sorted(files_of(top), key=lambda pair: -pair[1].st_size)
    )
    (folder / "large.bin").write_bytes(bytes(98))
    states = States(folder, tmp_path / "states", 100)
    states.note(1)
    (folder / "step.txt").write_text("two")
    states.restore(1)
    assert (folder / "step.txt").read_text() == "one"


def test_a_file_that_is_held_open_is_the_same_file(folder, tmp_path):
    states = States(folder, tmp_path / "states", 256 << 20)
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
    states = States(folder, tmp_path / "states", 256 << 20)
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
    states = States(folder, tmp_path / "states", 256 << 20)
    states.note(1)
    (folder / "step.txt").unlink()
    os.mkfifo(folder / "step.txt")
    states.restore(1)  # and does not wait for a reader
    assert (folder / "data" / "a.csv").read_text() == "1,2"
