"""Archives of other kinds than zip: what is in them is found, what they try is not done, what stays shut is named."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import tarfile
import tempfile
from pathlib import Path

import pytest
from support.handing import NAME, answered, answers, content, put, read, zipped

from autograder.repair import gather

BOOK = f"{NAME}.ipynb"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / NAME


def tarred(files: dict[str, bytes], links: dict[str, str] | None = None) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
        for name, target in (links or {}).items():
            member = tarfile.TarInfo(name)
            member.type, member.linkname = tarfile.SYMTYPE, target
            archive.addfile(member)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("work.tar", tarred),
        ("work.tar.gz", lambda files: gzip.compress(tarred(files))),
        ("work.tgz", lambda files: gzip.compress(tarred(files))),
        ("work.tar.bz2", lambda files: bz2.compress(tarred(files))),
        ("work.tar.xz", lambda files: lzma.compress(tarred(files))),
        (BOOK, lambda files: gzip.compress(tarred(files))),
        ("work.zip", lambda files: zipped({"work.tar.gz": gzip.compress(tarred(files))})),
    ],
    ids=["tar", "tar.gz", "tgz", "tar.bz2", "tar.xz", "called a notebook", "in a zip"],
)
def test_what_is_in_an_archive_is_graded_and_its_other_files_stand_beside_it(folder, name, pack):
    put(folder, {name: pack({f"my/{BOOK}": answered("record"), "my/data.csv": b"1"})})
    submission = read(folder)
    assert answers(submission) == ["record"]
    assert content(submission) == {"data.csv": b"1"}
    assert f"'{name}' was unpacked" in submission.reasons


@pytest.mark.parametrize("packed", ["work.zip", "work.tar"])
def test_beside_the_notebook_an_archive_stays_shut(folder, packed):
    pack = zipped if packed.endswith("zip") else tarred
    put(folder, {BOOK: answered("record"), packed: pack({BOOK: answered("rule")})})
    submission = read(folder)
    assert answers(submission) == ["record"]
    assert not any("was unpacked" in reason for reason in submission.reasons)


@pytest.mark.parametrize(
    ("ending", "pack"), [(".ipynb.gz", gzip.compress), (".ipynb.bz2", bz2.compress), (".ipynb.xz", lzma.compress)]
)
@pytest.mark.parametrize("instead_of_the_folder", [False, True])
def test_a_compressed_notebook_is_read(folder, ending, pack, instead_of_the_folder):
    put(
        folder.parent if instead_of_the_folder and ending == ".ipynb.gz" else folder,
        {NAME + ending: pack(answered("record"))},
    )
    assert answers(read(folder)) == ["record"]


def test_eight_zips_in_each_other_are_opened_and_an_endless_row_is_not(folder):
    packed = answered("record")
    for number in range(8):
        packed = zipped({"in.zip" if number else BOOK: packed})
    put(folder, {"out.zip": packed})
    assert answers(read(folder)) == ["record"]
    for _ in range(8):
        packed = zipped({"in.zip": packed})
    put(folder, {"out.zip": packed})
    submission = read(folder)
    assert NAME not in submission.notebooks
    assert submission.unread == ["in.zip"]


def test_a_tar_cannot_write_outside_nor_bring_links(folder):
    put(folder, {"a.tar": tarred({BOOK: answered("record"), "../x": b"1", "/etc/x": b"2"}, {"secret": "/etc/passwd"})})
    submission = read(folder)
    assert content(submission) == {"etc/x": b"2"}
    assert "left out, because its name points out of the submission: '../x'" in submission.reasons
    assert "left out, because links are not followed: 'secret'" in submission.reasons


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_what_unpacks_to_more_than_a_submission_may_have_costs_its_limit(folder, pack, monkeypatch):
    monkeypatch.setattr(gather, "MAX_BYTES", 1 << 20)
    put(
        folder,
        {
            "bomb.gz" if pack is gzip.compress else "bomb.bz2" if pack is bz2.compress else "bomb.xz": pack(
                bytes(8 << 20)
            )
        },
    )
    submission = read(folder)
    assert any(gather.TOO_LARGE in reason for reason in submission.reasons)
    assert submission.files == {}


@pytest.mark.parametrize("cut", [3, 40, 200])
@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, bytes], ids=["gz", "bz2", "xz", "tar"])
def test_a_damaged_archive_is_said_and_named_as_unread(folder, pack, cut):
    whole = pack(tarred({BOOK: answered("record")}))
    name = {gzip.compress: "a.tar.gz", bz2.compress: "a.tar.bz2", lzma.compress: "a.tar.xz"}.get(pack, "a.tar")
    put(folder, {name: whole[:cut]})
    submission = read(folder)
    assert submission.unread
    assert submission.reasons


@pytest.mark.parametrize("name", ["work.7z", "work.rar", f"{NAME}.html", f"{NAME}.py", "scan.pdf"])
def test_what_nothing_here_can_open_is_named_as_unread(folder, name):
    put(folder, {name: b"7z\xbc\xaf\x27\x1c"})
    submission = read(folder)
    assert submission.notebooks == {}
    assert submission.unread == [name]


def test_a_folder_that_cannot_be_read_is_not_taken_for_nothing():
    with tempfile.TemporaryDirectory(dir="/tmp") as top:
        student = put(Path(top) / "ana", {f"{NAME}/{BOOK}": answered("record")})
        os.chmod(top, 0o755)
        student.chmod(0o700 if os.geteuid() == 0 else 0)
        me = os.geteuid()
        try:
            if me == 0:
                os.seteuid(65534)  # root can read everything
            submission = read(student / NAME)
        finally:
            os.seteuid(me)
            student.chmod(0o700)
    assert submission.unread == [NAME]
    (reason,) = submission.reasons
    assert "cannot be read (Permission denied); mend the permissions of 'ana' and grade again" in reason
