"""A timestamp that nbgrader misreads is told with both readings; one that it reads rightly is not."""

from __future__ import annotations

import datetime

import pytest

from autograder.gradebook import timestamp


def read(tmp_path, text: str):
    path = tmp_path / "timestamp.txt"
    path.write_text(text)
    return timestamp.read(path)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-11-28 14:30:00 UTC", 14),
        ("2026-11-28 14:30:00.123456 UTC\n", 14),
        ("2026-11-28T14:30:00Z", 14),
        ("2026-11-28T14:30:00+0200", 12),
        ("2026-11-28 14:30:00+02:00", 12),
        ("2026-11-28 14:30:00", 14),
        ("2026-11-28 14:30:00 EST", 19),
        ("2026-11-28 14:30:00 Europe/Berlin", 13),
    ],
)
def test_what_nbgrader_reads_rightly_is_not_doubted(tmp_path, text, hour):
    moment, words = read(tmp_path, text)
    assert words == ""
    assert moment.replace(second=0, microsecond=0) == datetime.datetime(2026, 11, 28, hour, 30)


@pytest.mark.parametrize(
    ("text", "nbgraders", "other"),
    [
        ("2026-11-28 14:30:00 +0200", "14:26:40", "12:30:00"),
        ("2026-11-28 2:30 PM", "02:30:00", "14:30:00"),
        ("2026-11-28 14:30:00 JST", "14:30:00", "05:30:00"),
        ("Sat Nov 28 14:30:00 2026 JST", "14:30:00", "05:30:00"),
    ],
)
def test_what_it_misreads_counts_as_it_reads_it_and_both_readings_are_named(tmp_path, text, nbgraders, other):
    moment, words = read(tmp_path, text)
    assert f"{moment:%H:%M:%S}" == nbgraders
    assert f"nbgrader reads it as 2026-11-28 {nbgraders} UTC" in words
    assert f"may mean 2026-11-28 {other} UTC" in words


@pytest.mark.parametrize("text", ["yesterday", "2026-13-45", "\0", "9" * 300])
def test_what_is_no_moment_is_said(tmp_path, text):
    moment, words = read(tmp_path, text)
    assert moment is None
    assert "nobody knows when this was handed in" in words


def test_no_file_and_an_empty_one_say_nothing(tmp_path):
    assert timestamp.read(tmp_path / "timestamp.txt") == (None, "")
    assert read(tmp_path, "\n") == (None, "")
