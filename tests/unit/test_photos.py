"""Real photographs come whole or not at all, from a server that may lie, stumble or be gone.

A local server plays the public one with the photographs of ../shared/photos. A clone does not have that
folder: then the tests that need it are skipped, and say so.
"""

import csv
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from support.local_server import LocalHandler, Server

from course.data import photos
from course.data.photos import fetch, manifest
from course.errors import CourseError

SHARED = Path(__file__).resolve().parents[3] / "shared" / "photos"
need_shared = pytest.mark.skipif(
    not (SHARED / "manifest.csv").exists(), reason="no ../shared/photos beside this clone: nothing to serve"
)
FEW = {"kinds": ["apple", "tomato"], "per_class": 2}  # 16 files


class PhotoServer(Server):
    """Serves ../shared/photos under the paths of the public repository, and misbehaves as told."""

    def __init__(self):
        super().__init__(Handler, "data/")
        with (SHARED / "manifest.csv").open() as lines:
            self.files = {row["path_in_repository"]: SHARED / row["file"] for row in csv.DictReader(lines)}
        self.misbehave, self.wait = {}, 0.0


class Handler(LocalHandler):
    def do_GET(self):
        path = self.path.removeprefix("/data/")
        self.server.asked.append(path)
        time.sleep(self.server.wait)
        # a rule is for one path or for all (None); a list is used up, one rule for each request
        rule = self.server.misbehave.get(path, self.server.misbehave.get(None))
        if isinstance(rule, list):
            rule = rule.pop(0) if rule else None
        if isinstance(rule, int):
            return self.send_error(rule)
        if path not in self.server.files:
            return self.send_error(404)
        body = self.server.files[path].read_bytes()
        self.answer(body, sent={"flip": body[:-1] + b"x", "cut": body[:2000], None: body}[rule])


@pytest.fixture
def server():
    with PhotoServer().running() as running:
        yield running


@pytest.fixture(autouse=True)
def _no_waiting_and_no_home(monkeypatch, tmp_path):
    """pooch waits a second before it tries again; and nothing may touch the real cache or the real server."""
    monkeypatch.setattr("pooch.core.time", SimpleNamespace(sleep=lambda seconds: None))
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("COURSE_PHOTOS_URL", "http://127.0.0.1:9/")


def get(server, tmp_path, **change):
    return photos.download(**{"base_url": server.url, "to": tmp_path, "progress": False, **FEW, **change})


def files_in(folder):
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*.*") if p.is_file() and p.name != "LICENCE.txt")


# --- the list ---------------------------------------------------------------------------------------------


def test_the_list_names_1027_photographs_and_marks_a_sample_of_422():
    assert len(photos.choose("all")) == 1027
    sample = photos.choose()
    assert len(sample) == 422
    assert sum(entry.kind == "apple" for entry in sample) == 190
    assert {entry.variety for entry in sample if entry.kind == "apple"} == {"red", "green", "yellow", "striped"}
    assert len({entry.sha256 for entry in photos.choose("all")}) == 1027


def test_the_choice_can_be_narrowed_by_kind_and_by_number():
    chosen = photos.choose("all", kinds="tomato", per_class=3)
    assert {entry.fine for entry in chosen} == {"Beef-Tomato", "Regular-Tomato", "Vine-Tomato"}
    assert len(chosen) == 9


@pytest.mark.parametrize("wrong", [{"which": "some"}, {"kinds": ["cucumber"]}, {"kinds": []}, {"per_class": 0}])
def test_a_choice_of_nothing_says_what_there_is(wrong):
    with pytest.raises(photos.NoSuchPhotographs):
        photos.choose(**wrong)


def test_licence_and_citation_stand_beside_the_list():
    text = photos.licence()
    assert "MIT License" in text
    assert "Copyright (c) 2019 Marcus Klasson" in text
    assert "WACV" in text
    assert manifest.COMMIT in text
    assert manifest.COMMIT in fetch.BASE_URL


@need_shared
def test_the_list_agrees_with_the_photographs_themselves():
    with (SHARED / "manifest.csv").open() as lines:
        here = {row["path_in_repository"]: SHARED / row["file"] for row in csv.DictReader(lines)}
    assert set(here) == {entry.path for entry in photos.choose()}
    assert all(manifest.is_this(here[entry.path], entry) for entry in photos.choose())


# --- a good day -------------------------------------------------------------------------------------------


@need_shared
def test_chosen_photographs_are_fetched_checked_and_loaded(server, tmp_path):
    folder = get(server, tmp_path)
    assert folder == tmp_path
    assert len(files_in(folder)) == 16
    assert "Marcus Klasson" in (folder / "LICENCE.txt").read_text()
    real = photos.load(32, at=folder, **FEW)
    assert real.images.shape == (16, 32, 32, 3)
    assert real.images.dtype == np.uint8
    assert real.is_apple.tolist() == [1] * 10 + [0] * 6
    assert set(real.kinds) == {"apple", "tomato"}
    assert real.small(16).shape == (16, 3, 16, 16)
    assert len(real[real.is_apple == 1]) == 10


@need_shared
def test_a_loaded_picture_is_the_middle_of_the_photograph_averaged(server, tmp_path):
    from PIL import Image

    folder = get(server, tmp_path, kinds="apple", per_class=1)
    entry = photos.choose(kinds="apple", per_class=1)[0]
    with Image.open(folder / entry.path) as picture:
        full = np.asarray(picture.convert("RGB")).astype(float)
    assert full.shape == (348, 348, 3)
    by_hand = full.reshape(12, 29, 12, 29, 3).mean(axis=(1, 3))
    assert np.abs(photos.load(12, at=folder, kinds="apple", per_class=1).images[0] - by_hand).max() <= 1


@need_shared
def test_the_whole_sample_loads_in_the_shape_of_a_photo_set(tmp_path):
    photos.take_from(SHARED, to=tmp_path)
    real = photos.load(16, at=tmp_path)
    assert len(real) == 422
    assert real.is_apple.sum() == 190
    train, rest = real.split(0.75, seed=1)
    assert len(train) + len(rest) == 422


@need_shared
def test_a_second_call_asks_the_server_for_nothing(server, tmp_path):
    get(server, tmp_path)
    server.asked.clear()
    get(server, tmp_path)
    assert server.asked == []


@need_shared
def test_what_is_missing_or_damaged_is_fetched_again_and_nothing_else(server, tmp_path):
    folder = get(server, tmp_path)
    gone, damaged = photos.choose(**FEW)[3], photos.choose(**FEW)[7]
    (folder / gone.path).unlink()
    (folder / damaged.path).write_bytes((folder / damaged.path).read_bytes()[:-9])
    server.asked.clear()
    get(server, tmp_path)
    assert sorted(server.asked) == sorted([gone.path, damaged.path])
    assert photos.available(at=folder, **FEW)


@need_shared
def test_the_server_can_be_named_in_the_environment(server, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_PHOTOS_URL", server.url)
    folder = photos.download(progress=False, **FEW)
    assert folder.is_relative_to(tmp_path / "cache")
    assert photos.available(**FEW)


@need_shared
def test_a_bar_shows_the_progress(server, tmp_path, capfd):
    get(server, tmp_path, progress=True)
    assert "16 photographs: 100%" in capfd.readouterr().err


# --- bad days ---------------------------------------------------------------------------------------------


@need_shared
def test_a_file_with_a_wrong_checksum_is_never_kept(server, tmp_path):
    bad = photos.choose(**FEW)[5]
    server.misbehave[bad.path] = "flip"
    with pytest.raises(photos.DownloadFailed, match=f"{Path(bad.path).name} arrived incomplete") as caught:
        get(server, tmp_path)
    assert "15 of 16 photographs are here" in str(caught.value)
    assert not (tmp_path / bad.path).exists()
    assert server.asked.count(bad.path) == 3  # two retries
    assert len(files_in(tmp_path)) == 15  # and no half-made files


@need_shared
def test_a_broken_line_in_the_middle_of_a_file_is_tried_again(server, tmp_path):
    bad = photos.choose(**FEW)[2]
    server.misbehave[bad.path] = ["cut", "cut"]
    get(server, tmp_path)
    assert server.asked.count(bad.path) == 3
    assert photos.available(at=tmp_path, **FEW)


@need_shared
def test_a_line_that_stays_broken_leaves_no_partial_file(server, tmp_path):
    bad = photos.choose(**FEW)[2]
    server.misbehave[bad.path] = "cut"
    with pytest.raises(photos.DownloadFailed, match="arrived incomplete"):
        get(server, tmp_path)
    assert len(files_in(tmp_path)) == 15
    server.misbehave.clear()
    server.asked.clear()
    get(server, tmp_path)
    assert server.asked == [bad.path]


@need_shared
def test_a_missing_file_is_named(server, tmp_path):
    bad = photos.choose(**FEW)[0]
    server.misbehave[bad.path] = 404
    with pytest.raises(photos.DownloadFailed, match=f"does not have {Path(bad.path).name}.*404"):
        get(server, tmp_path)


@need_shared
def test_a_server_in_trouble_is_tried_again_and_then_reported(server, tmp_path):
    bad = photos.choose(**FEW)[0]
    server.misbehave[bad.path] = [500, 503]
    get(server, tmp_path)
    server.misbehave = {None: 500}
    with pytest.raises(photos.DownloadFailed, match="answers 500"):
        get(server, tmp_path / "other")


@need_shared
def test_a_server_that_refuses_everything_is_not_asked_for_everything(server, tmp_path):
    server.misbehave = {None: 429}
    with pytest.raises(photos.DownloadFailed, match="429"):
        get(server, tmp_path, kinds=None, per_class=None, retries=0)
    assert len(server.asked) < 40


def test_offline_the_message_says_so_at_once_and_that_nothing_needs_it(tmp_path):
    with socket.socket() as unused:  # a port on which nobody listens
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        with pytest.raises(photos.Offline) as caught:
            photos.download(base_url=url, to=tmp_path, retries=0, progress=False)
    for words in ("cannot be reached", "0 of 422", "works without", "take_from"):
        assert words in str(caught.value)


@need_shared
def test_a_network_that_goes_away_halfway_keeps_what_came(server, tmp_path):
    get(server, tmp_path, per_class=1)
    with pytest.raises(photos.Offline, match="8 of 16 photographs are here"):
        get(server, tmp_path, base_url="http://127.0.0.1:9/", retries=0)
    assert photos.available(at=tmp_path, kinds=FEW["kinds"], per_class=1)


@need_shared
def test_a_killed_download_leaves_whole_files_only_and_goes_on_where_it_was(server, tmp_path):
    server.wait = 0.15
    code = f"from course.data import photos; photos.download(base_url={server.url!r}, to={str(tmp_path)!r}, workers=1)"
    running = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    while len(server.asked) < 6 and running.poll() is None:
        time.sleep(0.02)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    server.wait = 0.0
    came = [entry.path for entry in photos.choose() if (tmp_path / entry.path).exists()]
    assert 4 <= len(came) < 422
    assert all(entry.is_whole(tmp_path) for entry in photos.choose() if entry.path in came)
    server.asked.clear()
    photos.download(base_url=server.url, to=tmp_path, progress=False)
    assert set(server.asked) == {entry.path for entry in photos.choose()} - set(came)
    assert photos.available(at=tmp_path)


@need_shared
def test_what_a_killed_download_left_half_made_is_swept_up_later(server, tmp_path):
    entry = photos.choose(**FEW)[0]
    old, young = ((tmp_path / entry.path).with_name(name) for name in ("tmpold", "tmpyoung"))
    old.parent.mkdir(parents=True)
    old.write_bytes(b"half")
    young.write_bytes(b"half")  # may belong to a download that is running now
    os.utime(old, (time.time() - 7200,) * 2)
    get(server, tmp_path)
    assert not old.exists()
    assert young.exists()


@need_shared
def test_a_folder_that_cannot_be_written_is_said(server, tmp_path):
    (tmp_path / "dataset").write_text("a file where a folder should be")
    with pytest.raises(photos.CannotWrite, match="cannot be written"):
        get(server, tmp_path)


@need_shared
def test_a_full_disk_is_said_and_what_came_is_kept(server, tmp_path, monkeypatch):
    import pooch.core

    move, moved = pooch.core.shutil.move, []

    def full_after_five(source, target):
        if len(moved) >= 5:
            raise OSError(28, "No space left on device")
        moved.append(target)
        return move(source, target)

    monkeypatch.setattr(pooch.core.shutil, "move", full_after_five)
    with pytest.raises(photos.CannotWrite, match=r"No space left(.|\n)*5 of 16"):
        get(server, tmp_path, workers=1)
    assert len(files_in(tmp_path)) == 5


# --- without a network ------------------------------------------------------------------------------------


def test_loading_before_downloading_says_what_to_do(tmp_path):
    assert not photos.available(at=tmp_path)
    with pytest.raises(photos.NotDownloaded, match=r"photos.download\(\)"):
        photos.load(at=tmp_path)


@need_shared
def test_photographs_can_be_taken_from_a_colleagues_folder_whatever_they_are_called(tmp_path):
    entry = photos.choose()[0]
    with (SHARED / "manifest.csv").open() as lines:
        where = {row["path_in_repository"]: row["file"] for row in csv.DictReader(lines)}
    stick = tmp_path / "stick" / "deep"
    stick.mkdir(parents=True)
    (stick / "renamed.bin").write_bytes((SHARED / where[entry.path]).read_bytes())
    (stick / "changed.jpg").write_bytes(b"not a photograph")
    assert photos.take_from(tmp_path / "stick", to=tmp_path / "here") == 1
    assert photos.take_from(tmp_path / "stick", to=tmp_path / "here") == 0
    assert entry.is_whole(tmp_path / "here")
    with pytest.raises(photos.DownloadFailed, match="None of the photographs"):
        photos.take_from(tmp_path / "nowhere", to=tmp_path / "here")


@need_shared
def test_a_damaged_photograph_is_left_out_and_said(server, tmp_path, capsys):
    folder = get(server, tmp_path)
    (folder / photos.choose(**FEW)[0].path).write_bytes(b"damaged")
    assert len(photos.load(16, at=folder, **FEW)) == 15
    assert "15 of 16" in capsys.readouterr().out
    assert not photos.available(at=folder, **FEW)


@pytest.mark.parametrize("size", [4, 349])
def test_a_size_that_cannot_be_made_is_said(size, tmp_path):
    with pytest.raises(CourseError, match="from 8 to 348"):
        photos.load(size, at=tmp_path)
