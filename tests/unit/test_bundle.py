"""The zip for learners: whole, the same each time, and without an answer in it."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from support.answers import SECRET, secrets

from autograder.authoring import bundle as bundles
from autograder.authoring import lesson as lessons
from autograder.authoring import translate
from autograder.authoring.bundle import TOP, bundle

pytestmark = pytest.mark.slow
NAMES = [script.stem for script in lessons.scripts()]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)")


@pytest.fixture(scope="module")
def zipped(tmp_path_factory) -> bytes:
    return bundle(tmp_path_factory.mktemp("bundle") / "learners.zip").read_bytes()


@pytest.fixture(scope="module")
def unzipped(zipped, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("learner")
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        archive.extractall(folder)
    return folder / TOP


def texts(folder: Path) -> dict[Path, str]:
    """What can be read in the files, a notebook's cells as their own text."""
    found = {}
    for path in folder.rglob("*"):
        if path.suffix == ".ipynb":
            found[path] = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
        elif path.is_file() and path.suffix not in (".png", ".webp", ".jpg", ".npz", ".gz"):
            found[path] = path.read_text(encoding="utf-8")
    return found


def test_every_lesson_is_in_it_as_it_is_released(unzipped):
    released = {path.parent.name for path in unzipped.glob("lessons/*/*.ipynb")}
    assert released == set(NAMES)
    translated = [f"{code}/{name}" for code, names in translate.languages().items() for name in names]
    assert "fr/00-start-here" in translated
    for name in [*NAMES, *translated]:
        path = f"lessons/{name}/{name.rpartition('/')[2]}.ipynb"
        assert (unzipped / path).read_bytes() == (lessons.ROOT / path).read_bytes()


def test_no_line_of_a_solution_of_a_hidden_test_or_of_another_answer_is_in_it(unzipped):
    found = texts(unzipped)
    assert len(found) > 100
    told = "\n".join(text for path, text in found.items() if "course" not in path.relative_to(unzipped).parts[:1])
    for name in NAMES:
        own = secrets(name)
        assert len(own) > 10
        assert [line for line in own if line in told] == []
    assert not [path for path, text in found.items() if SECRET.search(text) or "BEGIN HIDDEN" in text]


def test_nothing_of_the_instructors_is_in_it(unzipped):
    assert {path.name for path in unzipped.iterdir() if path.is_dir()} == {"course", "docs", "lessons"}
    assert sorted(path.name for path in (unzipped / "docs").rglob("*")) == [
        "claims.md",
        "install.md",
        "lesson-in-use.webp",
    ]
    assert not list(unzipped.rglob("*.pyc"))
    assert "For an instructor" not in (unzipped / "README.md").read_text(encoding="utf-8")


def test_every_link_in_it_leads_to_a_file_of_it(unzipped):
    broken = []
    for path, text in texts(unzipped).items():
        if path.suffix in (".md", ".ipynb"):
            broken += [f"{path.name}: {link}" for link in LINK.findall(text) if not (path.parent / link).exists()]
    assert broken == []


def test_it_is_the_same_file_each_time_and_of_one_lesson_where_one_is_named(zipped, tmp_path):
    assert bundle(tmp_path / "again.zip").read_bytes() == zipped
    with zipfile.ZipFile(bundle(tmp_path / "first.zip", [NAMES[0]])) as archive:
        assert {name.split("/")[-2] for name in archive.namelist() if name.endswith(".ipynb")} == {NAMES[0]}


def test_what_somebody_tried_in_lessons_stays_there(monkeypatch, tmp_path):
    folder = tmp_path / "lessons"
    folder.mkdir()
    monkeypatch.setattr(lessons, "LESSONS", folder)
    (folder / NAMES[0]).mkdir()
    (folder / NAMES[0] / "observations.json").write_text("{}")
    with zipfile.ZipFile(bundle(tmp_path / "b.zip", [NAMES[0]])) as archive:
        assert not [name for name in archive.namelist() if name.endswith("observations.json")]


def test_a_lesson_of_it_is_checked_with_the_course_that_is_in_it(unzipped):
    environment = {**os.environ, "PYTHONPATH": str(unzipped)}
    command = [sys.executable, "-m", "course", "check", NAMES[0]]
    done = subprocess.run(command, cwd=unzipped, env=environment, capture_output=True, text=True)
    assert "not attempted" in done.stdout, done.stdout + done.stderr
    where = [sys.executable, "-c", "import course; print(course.__file__)"]
    used = subprocess.run(where, cwd=unzipped, env=environment, capture_output=True, text=True, check=True).stdout
    assert Path(used.strip()).is_relative_to(unzipped)


def test_a_place_that_cannot_be_written_and_a_lesson_that_is_not_there_are_said(tmp_path):
    (tmp_path / "b.zip").mkdir()
    with pytest.raises(lessons.LessonError, match=r"b.zip cannot be written: Is a directory\."):
        bundle(tmp_path / "b.zip", [NAMES[0]])
    with pytest.raises(lessons.LessonError, match="no lesson '99'"):
        bundle(tmp_path / "b.zip", ["99"])
    assert bundles.FOR_OTHERS in (lessons.ROOT / "README.md").read_text(encoding="utf-8")
