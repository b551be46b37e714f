"""Home: which lessons the page shows, with which points, where it says to go on, and what it survives."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from autograder.authoring import lesson as lessons
from course import home
from course.__main__ import main
from course.home.lessons import next_one

NAMES = [script.stem for script in lessons.scripts()]


@pytest.fixture
def folder(tmp_path):
    """A learner's copy of the lessons."""
    copy = tmp_path / "lessons"
    shutil.copytree(lessons.LESSONS, copy, ignore=shutil.ignore_patterns(".*", "home.md", "observations*"))
    return copy


def checked(folder: Path, name: str, points: float = 8, right: bool = True, at: float = 1e9) -> None:
    home.keep(home.LastCheck(points, 8, 2, right, at), folder / name)


def continue_at(folder: Path) -> str | None:
    found = next_one(home.lessons(folder))
    return found and found.name


def test_every_lesson_is_a_card_with_its_question_minutes_and_picture(folder):
    text = home.write(folder).read_text(encoding="utf-8")
    for name in NAMES:
        front = lessons.read(lessons.SOLUTIONS / f"{name}.py").front
        card = text[text.index(f'<a href="{name}/{name}.ipynb"') :]
        card = card[: card.index("</div></div>")]
        assert front.title in card
        assert front.question in card
        assert f"{front.minutes} minutes" in card
        assert f'src="{name}/picture.svg"' in card


def test_every_link_and_picture_of_the_page_leads_to_a_file(folder):
    text = home.write(folder).read_text(encoding="utf-8")
    targets = re.findall(r'(?:href|src)="([^"]*)"|\]\(([^)]*)\)', text)
    assert len(targets) > 2 * len(NAMES)
    for target in ("".join(pair) for pair in targets):
        assert (folder / unquote(target)).is_file(), target


def test_a_lesson_is_where_to_start_then_where_to_continue_and_then_the_next(folder):
    first, second, third, *_ = NAMES
    assert continue_at(folder) == first
    assert "**Start here:**" in home.write(folder).read_text(encoding="utf-8")
    checked(folder, first, points=5, right=False)
    assert continue_at(folder) == first
    checked(folder, first)
    assert continue_at(folder) == second
    text = home.write(folder).read_text(encoding="utf-8")
    assert f"({second}/{second}.ipynb)" in text.split("**Continue here:**")[1].split("\n")[0]
    checked(folder, third, right=False, points=2, at=2e9)
    assert continue_at(folder) == third, "the one that was worked at last, not the first that is open"


def test_who_begins_in_the_middle_comes_back_to_what_is_open_and_who_is_done_is_told(folder):
    for at, name in enumerate(NAMES[1:]):
        checked(folder, name, at=1e9 + at)
    assert continue_at(folder) == NAMES[0]
    checked(folder, NAMES[0], at=3e9)
    assert continue_at(folder) is None
    assert "**Every check is right.**" in home.write(folder).read_text(encoding="utf-8")


def test_the_points_are_those_of_the_last_check(folder):
    checked(folder, NAMES[1], points=3, right=False)
    assert "<b>3 of 8 points</b> + 2 by a person" in home.write(folder).read_text(encoding="utf-8")
    checked(folder, NAMES[1], points=6.5, right=False)
    text = home.write(folder).read_text(encoding="utf-8")
    assert "<b>6.5 of 8 points</b>" in text
    assert "3 of 8" not in text
    assert "width:81%" in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"schema": "another"}',
        '{"schema": "apples-course/last-check-1"}',
        '{"schema": "apples-course/last-check-1", "points": NaN, "max": 8, "by_hand": 2, "right": true, "checked": 1}',
        '{"schema": "apples-course/last-check-1", "points": "8", "max": 8, "by_hand": 2, "right": true, "checked": 1}',
    ],
)
def test_a_broken_record_is_no_check_and_breaks_nothing(folder, text):
    (folder / NAMES[0] / ".check.json").write_text(text)
    assert home.last_check(folder / NAMES[0]) is None
    assert home.write(folder)


def test_broken_and_foreign_notebooks_are_left_out(folder):
    (folder / NAMES[0] / f"{NAMES[0]}.ipynb").write_text("{")
    (folder / "mine").mkdir()
    (folder / "mine" / "mine.ipynb").write_text(json.dumps({"cells": [], "metadata": {}}))
    assert [lesson.name for lesson in home.lessons(folder)] == NAMES[1:]


def test_a_folder_without_lessons_gets_no_page(tmp_path, monkeypatch):
    assert home.write(tmp_path) is None
    assert list(tmp_path.iterdir()) == []
    assert main(["home", str(tmp_path)]) == 1


def test_a_title_cannot_break_the_page(folder):
    path = folder / NAMES[0] / f"{NAMES[0]}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["metadata"]["lesson"]["question"] = 'Is 1 < 2 & "so"?'
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert "Is 1 &lt; 2 &amp; &quot;so&quot;?" in home.write(folder).read_text(encoding="utf-8")


def test_the_page_is_made_without_anything_that_has_to_be_installed(folder):
    """`make lab` makes it with the Python that it finds, before and without the course's own environment."""
    command = [sys.executable, "-S", "-E", "-m", "course", "home", str(folder)]
    done = subprocess.run(command, cwd=lessons.ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (folder / "home.md").is_file()


def test_a_record_that_cannot_be_written_leaves_the_one_before(folder, monkeypatch):
    checked(folder, NAMES[0], points=4)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        checked(folder, NAMES[0], points=8)
    assert home.last_check(folder / NAMES[0]).points == 4
    assert [path.name for path in (folder / NAMES[0]).iterdir() if path.name.startswith(".")] == [".check.json"]
