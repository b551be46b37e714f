"""A file is written whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from course.files import write_atomic


@pytest.mark.parametrize("durable", [False, True])
@pytest.mark.parametrize(
    ("content", "stored"),
    [("Äpfel\n", "Äpfel\n".encode()), (b"\x00\r\n", b"\x00\r\n"), ("\udce4", b"\xe4")],
    ids=["text", "bytes", "odd name"],
)
def test_what_was_given_is_in_the_file_and_nothing_beside_it(tmp_path, content, stored, durable):
    path = tmp_path / "file"
    path.write_text("old")
    write_atomic(path, content, durable=durable)
    assert path.read_bytes() == stored
    assert list(tmp_path.iterdir()) == [path]


def test_the_umask_decides_who_may_read_it(tmp_path):
    before = os.umask(0o027)
    try:
        write_atomic(tmp_path / "file", "")
    finally:
        os.umask(before)
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o640


def test_a_full_disk_leaves_the_old_file_and_no_part_of_the_new_one(tmp_path):
    """The limit on the size of a file stands for the disk: the system refuses in the middle of the write."""
    path = tmp_path / "file"
    path.write_text("old")
    code = (
        "import resource, signal, sys\nfrom course.files import write_atomic\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))\n"
        "write_atomic(sys.argv[1], b'x' * 100_000)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True)
    assert "OSError" in done.stderr
    assert "File too large" in done.stderr
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_reader_sees_the_old_file_or_the_new_one_never_a_part(tmp_path):
    path, contents = tmp_path / "file", [bytes([k]) * 200_000 for k in range(40)]
    write_atomic(path, contents[0])
    writer = threading.Thread(target=lambda: [write_atomic(path, content) for content in contents])
    writer.start()
    looks = 0
    while writer.is_alive() or not looks:
        assert path.read_bytes() in contents
        looks += 1
    writer.join()
    assert path.read_bytes() == contents[-1]


def test_a_folder_that_is_missing_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_atomic(tmp_path / "no" / "file", "x")
