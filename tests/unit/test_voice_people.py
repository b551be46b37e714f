"""Recorded people come whole or not at all, by download or from a folder; how a download behaves on a bad day, the
tests of photographs try."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from support.local_server import LocalHandler, Server

from course.data import downloads
from course.errors import CourseError
from course.voice import people

SHARED = Path(__file__).resolve().parents[3] / "shared" / "voices" / "wav"
need_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="no ../shared/voices beside this clone: nothing to serve")
SPEAKERS = ["george", "jackson", "lucas", "nicolas"]


class Handler(LocalHandler):
    """Serves ../shared/voices/wav under the paths of the public repository; one file it spoils."""

    def do_GET(self):
        self.server.asked.append(self.path)
        file = SHARED / self.path.rpartition("/")[2]
        if not file.is_file():
            return self.send_error(404)
        body = file.read_bytes()
        self.answer(body[:-1] + b"x" if file.name == self.server.spoilt else body)


@pytest.fixture
def server():
    with Server(Handler).running() as running:
        running.spoilt = ""
        yield running


@pytest.fixture(autouse=True)
def _no_waiting_and_no_home(monkeypatch, tmp_path):
    monkeypatch.setattr("pooch.core.time", SimpleNamespace(sleep=lambda seconds: None))
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("COURSE_VOICES_URL", "http://127.0.0.1:9/")


@pytest.fixture
def four(monkeypatch):
    """As if the list held the four speakers and eight takes that ../shared has."""
    known = tuple(entry for entry in people.everything() if entry.speaker in SPEAKERS and entry.take < 8)
    monkeypatch.setattr(people, "everything", lambda: known)
    return known


def test_a_name_that_nobody_has_is_told_the_names_of_all():
    with pytest.raises(CourseError, match="called 'lukas'") as error:
        people.load(speaker="lukas")
    assert "'lucas'" in str(error.value)


def test_the_list_names_900_clips_of_six_people():
    entries = people.choose()
    assert len(entries) == 900
    assert len({entry.speaker for entry in entries}) == 6
    assert len({entry.sha256 for entry in entries}) == 900
    assert len(people.choose(1)) == 60
    assert round(sum(entry.bytes for entry in entries) / 1e6) == 6, "megabytes, as lesson 07 says"
    with pytest.raises(CourseError, match="not 16"):
        people.choose(16)


def test_licence_and_source_stand_beside_the_list():
    text = people.licence()
    for words in ("CC BY-SA 4.0", "Zohar Jackson", people.COMMIT):
        assert words in text
    assert people.COMMIT in people.BASE_URL


@need_shared
def test_clips_are_fetched_checked_and_loaded(server, four, tmp_path):
    folder = people.download(2, base_url=server.url, to=tmp_path, progress=False)
    assert len(server.asked) == 80
    assert "CC BY-SA" in (folder / "LICENCE.txt").read_text()
    assert people.available(tmp_path) == SPEAKERS
    real = people.load(tmp_path)
    assert len(real) == 80
    assert set(real.speakers) == set(SPEAKERS)
    assert real.words[:2] == [("zero",), ("zero",)]
    people.download(2, base_url=server.url, to=tmp_path, progress=False)
    assert len(server.asked) == 80, "nothing is fetched twice"


@need_shared
def test_a_clip_with_a_wrong_checksum_is_never_kept(server, four, tmp_path):
    server.spoilt = "3_lucas_0.wav"
    with pytest.raises(downloads.DownloadFailed, match=r"3_lucas_0\.wav arrived incomplete") as caught:
        people.download(1, base_url=server.url, to=tmp_path, progress=False, retries=0)
    assert "39 of 40 recordings are here" in str(caught.value)
    assert people.available(tmp_path) == ["george", "jackson", "nicolas"]


@need_shared
def test_clips_can_be_taken_from_a_folder(tmp_path):
    assert people.take_from(SHARED, to=tmp_path) == 320
    assert people.take_from(SHARED, to=tmp_path) == 0
    assert people.available(tmp_path) == SPEAKERS


def test_offline_the_message_says_so_and_that_nothing_needs_them(tmp_path):
    with pytest.raises(downloads.Offline, match="recorded people cannot be reached") as caught:
        people.download(1, to=tmp_path, progress=False, retries=0)
    assert "people.take_from" in str(caught.value)
    with pytest.raises(people.NotDownloaded, match=r"people\.download\(\)"):
        people.load(tmp_path)
    assert people.available(tmp_path) == []


@need_shared
def test_a_person_s_first_takes_teach_and_the_second_ones_judge(monkeypatch):
    from course import voice

    people.take_from(SHARED)
    who, teach, judge = voice.two_tens()
    assert who == "george"
    assert set(teach.speakers) == set(judge.speakers) == {"george"}
    assert not set(map(bytes, teach.sounds)) & set(map(bytes, judge.sounds))


@need_shared
def test_who_has_one_take_of_each_digit_is_not_judged_by_what_taught(server, four):
    from course import voice

    people.download(1, base_url=server.url, progress=False)
    assert people.available() == SPEAKERS
    assert people.available(takes=2) == []
    assert voice.two_tens()[0] == "a new voice in a noisy room"
    with pytest.raises(people.NotDownloaded, match="not two takes of each digit") as caught:
        voice.own.person("lucas")
    assert "download(2)" in caught.value.do


# -- the record --------------------------------------------------------------------------------------------------------


def test_the_record_gives_an_error_for_each_situation_and_a_row_for_each_person():
    from course import voice

    found = voice.recorded_errors()
    assert list(found) == ["new voices", "noise, 5 dB", "eSpeak", "people"]
    assert all(0 <= error < 1 for error in found.values())
    rows = voice.recorded_lessons()
    assert [row["person"] for row in rows] == voice.recorded()["people"]
    assert {"before", "own ten", "two others, all"} < set(rows[0])
