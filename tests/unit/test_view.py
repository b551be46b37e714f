"""The judge sees what a notebook made of its folder, but for what was not its to make."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from autograder.execution.view import View, files_of


@pytest.fixture
def folders(tmp_path) -> tuple[Path, View]:
    """The run folder and the view of a submission with a file of its own, one of the instructor's, and a log."""
    submitted, run = tmp_path / "submitted", tmp_path / "run"
    (submitted / "data").mkdir(parents=True)
    for name in ("own.txt", "data/given.csv", "observations.json"):
        (submitted / name).write_text("as it was")
    shutil.copytree(submitted, run)
    return run, View(submitted, run, tmp_path / "view", {"data/given.csv"}, 256 << 20)


def read(view: View, name: str) -> str:
    path = view.copy / name
    return path.read_text() if path.exists() else "nothing"


def test_what_the_notebook_wrote_is_seen_and_what_it_deleted_is_not(folders):
    run, view = folders
    (run / "made").mkdir()
    (run / "made" / "out.txt").write_text("one")
    view.refresh()
    assert read(view, "made/out.txt") == "one"
    (run / "made" / "out.txt").write_text("another")
    (run / "own.txt").unlink()
    view.refresh()
    assert read(view, "made/out.txt") == "another"
    assert read(view, "own.txt") == "nothing"


def test_the_instructor_s_files_and_the_records_are_as_they_were_handed_in(folders):
    run, view = folders
    (run / "data" / "given.csv").write_text("forged")
    (run / "observations.json").unlink()
    (run / "observations-of-09.json").write_text("forged")
    (run / "net.safetensors").write_text("forged")
    view.refresh()
    assert read(view, "data/given.csv") == "as it was"
    assert read(view, "observations.json") == "as it was"
    assert read(view, "observations-of-09.json") == "nothing"
    assert read(view, "net.safetensors") == "nothing"


def test_links_and_pipes_are_not_followed_and_nothing_raises(folders, tmp_path):
    run, view = folders
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    (run / "link.txt").symlink_to(secret)
    (run / "own.txt").unlink()
    (run / "own.txt").symlink_to(secret)
    os.mkfifo(run / "pipe")
    shutil.rmtree(run / "data")
    (run / "data").symlink_to(tmp_path)
    view.refresh()
    assert read(view, "link.txt") == read(view, "own.txt") == "nothing"
    assert read(view, "data/given.csv") == "as it was"
    assert not (view.copy / "pipe").exists()


def test_folders_deeper_than_any_walk_and_files_larger_than_they_say_are_left_out(folders):
    run, view = folders
    deep = os.open(run, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=deep)
        deep, above = os.open("d", os.O_RDONLY, dir_fd=deep), deep
        os.close(above)
    os.close(os.open("bottom.txt", os.O_CREAT, dir_fd=deep))
    os.close(deep)
    for number in range(3):
        with open(run / f"sparse-{number}", "wb") as file:
            file.truncate(200 << 20)
    view.refresh()
    assert [path.stat().st_size for path in view.copy.glob("sparse-*")] == [200 << 20]  # of three; no file in part
    assert not (view.copy / "d").exists()
    assert read(view, "own.txt") == "as it was"
    subprocess.run(["rm", "-rf", run], check=True)


def test_a_small_file_is_there_at_once_whatever_stands_beside_it(folders, monkeypatch):
    monkeypatch.setattr(
        "autograder.execution.view.files_of", lambda top: sorted(files_of(top), key=lambda pair: -pair[1].st_size)
    )
    run, view = folders
    view.most_bytes = 100
    (run / "large.bin").write_bytes(bytes(98))
    (run / "small.txt").write_text("small")
    view.refresh()
    assert read(view, "small.txt") == "small"
