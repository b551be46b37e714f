"""A zip instead of a folder: what is in it is found, and what it tries is not done."""

from __future__ import annotations

import io
import stat
import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.handing import NAME, RELEASED, answered, answers, content, put, read, zipped

from autograder.repair import gather, members, unzip


@pytest.fixture
def folder(tmp_path):
    return tmp_path / NAME


def test_a_zip_or_a_notebook_may_stand_beside_the_missing_folder(folder):
    put(folder.parent, {f"{NAME}.zip": zipped({f"{NAME}.ipynb": answered("record"), "data.csv": b"1"})})
    handed = read(folder)
    assert answers(handed) == ["record"]
    assert content(handed) == {"data.csv": b"1"}
    assert handed.reasons == [f"'{NAME}.zip' was handed in instead of a folder", f"'{NAME}.zip' was unpacked"]
    put(folder.parent, {f"{NAME}.ipynb": answered("times-off")})
    assert answers(read(folder)) == ["times-off"]


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_in_the_place_of_the_folder_is_read(folder, packed):
    notebook = answered("record")
    folder.write_bytes(zipped({f"{NAME}/{NAME}.ipynb": notebook}) if packed else notebook)
    handed = read(folder)
    assert answers(handed) == ["record"]
    assert handed.reasons[0] == "a file was handed in instead of a folder"


def test_a_zip_inside_the_folder_counts_if_no_notebook_stands_loose(folder):
    packed = zipped({f"{NAME}.ipynb": answered("record")})
    put(folder, {"my work.zip": packed})
    assert answers(read(folder)) == ["record"]
    put(folder, {f"{NAME}.ipynb": answered("times-off")})
    handed = read(folder)
    assert answers(handed) == ["times-off"]
    assert handed.reasons == []
    assert list(handed.files) == ["my work.zip"]


def test_a_zip_in_a_zip_and_a_zip_called_notebook_are_unpacked(folder):
    packed = zipped({"inner.zip": zipped({f"{NAME}.ipynb": answered("record")})})
    put(folder, {f"{NAME}.ipynb": packed})
    assert answers(read(folder)) == ["record"]


def test_the_folder_that_a_mac_puts_around_everything_is_taken_off(folder):
    inside = {f"lesson/{NAME}.ipynb": RELEASED, "lesson/data.csv": b"1", "lesson/timestamp.txt": b"2026-01-01"}
    put(folder, {"lesson.zip": zipped({**inside, f"__MACOSX/lesson/._{NAME}.ipynb": b"junk"})})
    handed = read(folder)
    assert content(handed) == {"data.csv": b"1"}
    assert handed.timestamp == "2026-01-01"
    assert handed.reasons == [
        "'lesson.zip' was unpacked",
        "the notebook stood in the folder 'lesson'; it counts as the top",
    ]


def test_a_zip_cannot_write_outside_nor_bring_links_or_devices(folder):
    link, pipe = zipfile.ZipInfo("link.txt"), zipfile.ZipInfo("pipe")
    link.external_attr, pipe.external_attr = (stat.S_IFLNK | 0o777) << 16, (stat.S_IFIFO | 0o644) << 16
    members = {f"{NAME}.ipynb": RELEASED, "../../out.txt": b"x", "/abs/a.txt": b"a", r"C:\b.txt": b"b"}
    put(folder, {"a.zip": zipped({**members, "a\\..\\..\\c.txt": b"", link: b"/etc/passwd", pipe: b""})})
    handed = read(folder)
    assert sorted(handed.files) == ["abs/a.txt", "b.txt"]
    assert any("'../../out.txt'" in reason and "out of the submission" in reason for reason in handed.reasons)
    assert any("'link.txt'" in reason for reason in handed.reasons)
    assert any("'pipe'" in reason for reason in handed.reasons)


def test_a_file_in_the_place_of_a_folder_cannot_be_had_from_a_zip(folder):
    members = {f"{NAME}.ipynb": RELEASED, "a": b"", "a/b": b"", f"{NAME}.ipynb/x": b"", "timestamp.txt/x": b""}
    put(folder, {"a.zip": zipped(members)})
    handed = read(folder)
    assert list(handed.files) == ["a"]
    assert NAME in handed.notebooks


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_that_unpack_without_a_bound_are_left_out(folder, method):
    put(folder, {f"{NAME}.ipynb.zip": zipped({f"{NAME}.ipynb": RELEASED}, method)})
    handed = read(folder)
    assert handed.notebooks == {}
    assert any("packed in a way" in reason for reason in handed.reasons)


def test_a_member_with_a_password_is_left_out(folder):
    packed = bytearray(zipped({f"{NAME}.ipynb": RELEASED}))
    packed[packed.rfind(b"PK\1\2") + 8] |= 1
    put(folder, {"a.zip": bytes(packed)})
    assert any("password" in reason for reason in read(folder).reasons)


def test_a_zip_bomb_costs_its_limit_and_not_the_notebook(folder, monkeypatch):
    monkeypatch.setattr(gather, "MAX_BYTES", 1 << 20)
    put(folder, {"a.zip": zipped({"bomb.bin": bytes(64 << 20), f"{NAME}.ipynb": RELEASED})})
    tracemalloc.start()
    handed = read(folder)
    assert tracemalloc.get_traced_memory()[1] < 8 << 20
    tracemalloc.stop()
    assert NAME in handed.notebooks
    assert handed.files == {}


def test_a_member_that_lies_about_its_size_is_not_unpacked_whole(folder):
    packed = bytearray(zipped({"bomb.bin": bytes(64 << 20)}))
    struct.pack_into("<L", packed, packed.rfind(b"PK\1\2") + 24, 100)
    put(folder, {"a.zip": bytes(packed)})
    tracemalloc.start()
    handed = read(folder)
    assert tracemalloc.get_traced_memory()[1] < 8 << 20
    tracemalloc.stop()
    assert handed.files == {}


def test_members_with_a_wrong_checksum_count_for_the_limit(folder, monkeypatch):
    monkeypatch.setattr(gather, "MAX_BYTES", 10 << 20)
    packed = bytearray(zipped({f"{number}.bin": bytes(4 << 20) for number in range(8)}))
    place = -1
    while (place := packed.find(b"PK\1\2", place + 1)) >= 0:
        packed[place + 16] ^= 1
    put(folder, {"a.zip": bytes(packed), f"{NAME}.zip": zipped({f"{NAME}.ipynb": RELEASED})})
    handed = read(folder)
    assert NAME in handed.notebooks
    (unread,) = [reason for reason in handed.reasons if gather.UNREADABLE in reason]
    assert unread.count(".bin") == 2, "no more is unpacked than the limit allows"


def test_a_member_without_a_name_costs_no_other(folder):
    packed = zipped({f"{NAME}.ipynb": RELEASED, "data.csv": b"1", "xdata.csv": b"2"})
    put(folder, {"a.zip": packed.replace(b"xdata.csv", b"\0data.csv")})
    handed = read(folder)
    assert NAME in handed.notebooks
    assert content(handed) == {"data.csv": b"1"}
    assert any(members.NO_NAME in reason for reason in handed.reasons)


def test_a_name_that_is_not_in_the_encoding_it_claims_is_said_in_words(folder):
    packed = zipped({f"{NAME}.ipynb": RELEASED, "data-é.csv": b"1"})
    put(folder, {"a.zip": packed.replace("é".encode(), b"\xe9x")})
    reason = read(folder).reasons[0]
    assert reason == "'a.zip' cannot be unpacked: a name in it is not in UTF-8, as it claims"


def test_a_zip_with_an_endless_list_of_members_is_not_opened(folder, monkeypatch):
    monkeypatch.setattr(unzip, "MAX_LIST_BYTES", 1_000)
    put(folder, {"a.zip": zipped({f"{number}.txt": b"" for number in range(100)})})
    handed = read(folder)
    assert handed.files == {}
    assert "'a.zip' cannot be unpacked (BadZipFile)" in handed.reasons


def test_what_a_zip_says_of_its_list_cannot_be_said_twice(folder, monkeypatch):
    monkeypatch.setattr(unzip, "MAX_LIST_BYTES", 1_000)
    packed = bytearray(zipped({f"{number}.txt": b"" for number in range(100)}))
    end = packed.rfind(b"PK\5\6")
    packed[end + 4 : end + 8] = b"PK\5\6"  # a second end within the first, where zipfile does not look
    packed[end + 16 : end + 20] = bytes(4)  # and which says that the list is empty
    assert zipfile.ZipFile(io.BytesIO(packed)).infolist()
    put(folder, {"a.zip": bytes(packed)})
    assert "'a.zip' cannot be unpacked (BadZipFile)" in read(folder).reasons


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=30))
def test_a_damaged_zip_never_raises(tmp_path, damage):
    packed = bytearray(zipped({f"{NAME}.ipynb": RELEASED[:2_000], "data.csv": b"1"}))
    for place, value in damage:
        packed[int(place * len(packed))] = value
    (tmp_path / f"{NAME}.zip").write_bytes(packed)
    assert read(tmp_path / NAME).reasons


def test_a_name_in_utf_8_that_does_not_say_so_is_read_all_the_same(folder):
    packed = bytearray(zipped({f"{NAME}.ipynb": RELEASED, "größe.csv": b"1"}))
    for start, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = -1
        while (place := packed.find(start, place + 1)) >= 0:
            packed[place + flags + 1] &= ~8
    put(folder, {"a.zip": bytes(packed)})
    assert list(read(folder).files) == ["größe.csv"]


def test_the_time_at_the_top_counts_and_not_one_that_came_packed_beside_the_notebook(folder):
    inside = {f"a/{NAME}.ipynb": answered("record"), "a/timestamp.txt": b"2001-01-01 00:00:00 UTC"}
    put(folder, {"work.zip": zipped(inside), "timestamp.txt": b"2026-12-24 18:00:01 UTC"})
    assert read(folder).timestamp == "2026-12-24 18:00:01 UTC"
