"""The cache: quick the second time, never in the way."""

import os
import subprocess
import sys

import numpy as np
import pytest

from course.data import cache, fruit


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(cache, "_said", set())


def numbers(value=1.0, size=1000):
    return {"numbers": np.full(size, value), "words": np.array(["red", "green"])}


def test_what_was_made_once_is_not_made_again():
    made = []
    for _ in range(2):
        found = cache.arrays("apples", lambda: made.append(1) or numbers())
        assert np.array_equal(found["numbers"], np.ones(1000))
        assert list(found["words"]) == ["red", "green"]
    assert made == [1]


def test_photographs_from_the_cache_equal_the_rendered_ones():
    fresh, kept = (fruit.photos(9, size=16, progress=False) for _ in range(2))
    assert len(list(cache.folder("arrays").iterdir())) == 1
    assert np.array_equal(fresh.images, kept.images)
    assert fresh.truth == kept.truth


@pytest.mark.parametrize("damage", ["cut", "one byte", "empty", "no zip", "a pickle"])
def test_a_damaged_file_is_made_again_and_said(damage, capsys):
    cache.arrays("apples", numbers)
    path = cache.folder("arrays", "apples.npz")
    data = bytearray(path.read_bytes())
    if damage == "cut":
        data = data[: len(data) // 2]
    elif damage == "one byte":
        data[len(data) // 3] ^= 0xFF
    elif damage == "empty":
        data = b""
    elif damage == "no zip":
        data = b"not what it was" * 100
    path.write_bytes(data)
    if damage == "a pickle":
        with path.open("wb") as file:
            np.savez(file, numbers=np.array([{"an": "object"}]))
    found = cache.arrays("apples", lambda: numbers(2.0))
    assert found["numbers"][0] == 2.0
    assert "damaged" in capsys.readouterr().out
    assert cache.arrays("apples", lambda: numbers(3.0))["numbers"][0] == 2.0


def test_a_folder_that_cannot_be_written_is_said_and_costs_nothing(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "file"))
    assert cache.arrays("apples", numbers)["numbers"][0] == 1.0
    assert "cannot be kept" in capsys.readouterr().out


def test_a_full_disk_leaves_no_half_file_and_is_said(monkeypatch, capsys):
    def full(unfinished, path):
        assert unfinished.stat().st_size > 1000
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert cache.arrays("apples", numbers)["numbers"][0] == 1.0
    assert "No space left on device" in capsys.readouterr().out
    assert list(cache.folder("arrays").iterdir()) == []


def test_what_was_used_longest_ago_goes_first_when_the_limit_is_reached(monkeypatch):
    for age, name in enumerate(("new", "old", "older")):
        cache.arrays(name, numbers)
        os.utime(cache.folder("arrays", f"{name}.npz"), (1e9 - age, 1e9 - age))
    cache.arrays("older", numbers)  # using it makes it new
    one = cache.folder("arrays", "new.npz").stat().st_size
    cache.shrink(2 * one)
    assert {path.stem for path in cache.folder("arrays").iterdir()} == {"new", "older"}


def test_downloads_are_not_removed_to_make_room():
    download = cache.folder("photos", "apple.jpg")
    cache.keep(download, b"x" * 1000)
    cache.shrink(0)
    assert download.exists()


def test_two_processes_that_write_at_once_leave_a_whole_file():
    code = (
        "import numpy as np\nfrom course.data import cache\n"
        "for k in range(30):\n"
        "    cache.arrays('a', lambda: {'a': np.full(20000, k)}, fresh=True)\n"
        "    a = cache.arrays('a', lambda: 1 / 0)['a']\n"
        "    assert (a == a[0]).all()\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for process in both:
        out, _ = process.communicate(timeout=120)
        assert process.returncode == 0
        assert out == ""
    assert [path.name for path in cache.folder("arrays").iterdir()] == ["a.npz"]
