"""The zip of everybody, as Canvas and Moodle give it, becomes a folder for each learner, and a row for each."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from support.handing import put, zipped
from support.handmade import NAME, SmallCourse, source_notebooks

from autograder.collect import collect
from autograder.collect.shelf import NOTE, Outcome
from autograder.gradebook.folder import FolderError
from autograder.gradebook.results import Result
from autograder.repair import gather, submission
from autograder.report.exports import export

pytestmark = pytest.mark.slow

STUDENTS = """id,first_name,last_name,email,lms_user_id
ana,Ana,Example,ana@example.org,123456
bo,Bo,Wang-Wei,bo@example.org,222
cy,Cy,O'Neil,cy@example.org,333
"""
DUE = "2026-12-24 18:00 UTC"


@pytest.fixture
def course(template, tmp_path) -> SmallCourse:
    root = shutil.copytree(template, tmp_path / "course")
    (root / "students.csv").write_text(STUDENTS)
    return SmallCourse(root)


def packed(files: dict[str | zipfile.ZipInfo, bytes], day: int = 1) -> bytes:
    """A zip of everybody that was downloaded on this day of January."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            info.date_time = (2026, 1, day, 12, 0, 0)
            archive.writestr(info, content)
    return buffer.getvalue()


def collected(course: SmallCourse, files: dict, day: int = 1, students: str | None = "students.csv"):
    archive = course.folder.root / "submissions.zip"
    archive.write_bytes(packed(files, day))
    return collect(course.folder.root, NAME, archive, students and course.folder.root / students)


def there(course: SmallCourse, student: str, step: str = "submitted") -> dict[str, bytes]:
    top = course.folder.root / step / (f"{student}/{NAME}" if step == "submitted" else f"{NAME}/{student}")
    return {path.relative_to(top).as_posix(): path.read_bytes() for path in top.rglob("*") if path.is_file()}


def everybody(course: SmallCourse) -> set[str]:
    return set(course.folder.students(NAME))


def handed_in() -> dict[str, bytes]:
    """The two notebooks, solved."""
    return {f"{name}.ipynb": nbformat.writes(notebook).encode() for name, notebook in source_notebooks().items()}


def guide(*sections: str) -> list[str]:
    """The commands in sections of the guide for instructors, about the small course's assignment."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "instructors.md").read_text(encoding="utf-8")
    found = [re.findall(rf"^## {each}\n.*?^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL) for each in sections]
    return [line.replace("01-apple-or-not", NAME) for (block,) in found for line in block.splitlines()]


def run(course: SmallCourse, command: str) -> subprocess.CompletedProcess:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path}
    return subprocess.run(command, shell=True, cwd=course.folder.root, env=environment, capture_output=True, text=True)


def test_what_a_learner_packs_stays_packed_and_reaches_nobody_else(course):
    attack = {f"extracted/submissions/wangwei_222_9_{NAME}/observations.json": b"{}", "../../bo/ps1/x.json": b"{}"}
    files = {f"exampleana_123456_7_{NAME}.zip": zipped(attack), f"oneil_333_8_{NAME}.zip": zipped(handed_in())}
    assert collected(course, files).outcomes.keys() == {"ana", "cy"}
    assert everybody(course) == {"ana", "cy"}, "nothing was handed in for bo"
    assert there(course, "ana") == {f"{NAME}.zip": zipped(attack)}


def test_no_learner_stops_the_collection_of_the_others(course):
    ana = {
        f"Ana Example_1_assignsubmission_file/{name}": content
        for name, content in {
            "two.zip": zipped({"00/a.ipynb": b"{}", "01/a.ipynb": b"{}"}),
            "first.ipynb": b"{}",
            "first.zip": zipped({"first.ipynb": b"{}"}),
            "damaged.zip": b"PK\3\4 no zip",
            "damaged.gz": b"\x1f\x8b no gz",
        }.items()
    }
    bo = {f"Bo WangWei_2_assignsubmission_file/{name}": content for name, content in handed_in().items()}
    assert collected(course, ana | bo).outcomes == {"ana": Outcome.NEW, "bo": Outcome.NEW}
    assert len(there(course, "ana")) == 5
    assert there(course, "bo") == handed_in()


def test_nothing_vanishes_whatever_its_ending_or_the_sender_s_name(course):
    files = {
        "wang_wei_222_9_first.html": b"<html>",
        "exampleana_123456_7_work.rar": b"Rar!",
        "exampleana_123456_8_work": b"?",
        "oneilcy_LATE_333_text.html": b"<p>mine</p>",
    }
    found = collected(course, files)
    assert found.outcomes.keys() == {"ana", "bo", "cy"}
    assert there(course, "bo") == {"first.html": b"<html>"}
    assert there(course, "ana") == {"work.rar": b"Rar!", "work": b"?"}
    assert there(course, "cy") == {"text.html": b"<p>mine</p>"}
    assert "No notebook is among the files of: 'ana', 'bo', 'cy'." in str(found)


def test_who_handed_in_a_notebook_or_an_archive_is_not_asked_for_one(course):
    files = {"exampleana_123456_7_work.zip": b"PK", "wang_wei_222_9_first.ipynb": b"{}"}
    assert "No notebook" not in str(collected(course, files))


def test_who_cannot_be_told_waits_and_is_named(course):
    files = {
        f"Ana Example_1_assignsubmission_file/{NAME}.zip": b"1",
        f"Ana Example_2_assignsubmission_file/{NAME}.zip": b"2",
        "Dee New_3_assignsubmission_file/x.rar": b"3",
        "Bo WangWei_4_assignsubmission_file/x.rar": b"4",
        "notes.txt": b"5",
    }
    found = collected(course, files)
    assert found.outcomes.keys() == everybody(course) == {"bo"}
    assert there(course, "Ana Example_1", "unassigned") == {f"{NAME}.zip": b"1"}
    assert there(course, "Ana Example_2", "unassigned") == {f"{NAME}.zip": b"2"}
    assert there(course, "other files", "unassigned") == {"notes.txt": b"5"}
    words = str(found)
    assert "'Dee New_3': nobody in the class list has the name 'Dee New'" in words
    assert "'Ana Example_1': 2 senders would be 'ana'" in words
    assert "Mend the class list (--students) and collect again, or move a folder to" in words
    nobody = collected(course, {"notes.txt": b"5"})
    assert str(nobody).startswith("No learner collected.")
    (course.folder.root / "students.csv").write_text(STUDENTS + "dee,Dee,New,,\n")
    assert collected(course, files).outcomes == {"bo": Outcome.UNCHANGED, "dee": Outcome.NEW}
    assert there(course, "Dee New_3", "unassigned") == {}, "it is where it belongs"


def test_lateness_is_kept_and_a_learner_s_own_time_does_not_count(course):
    late = {
        "exampleana_LATE_123456_7_work.zip": zipped({**handed_in(), "timestamp.txt": b"2001-01-01 UTC"}),
        "exampleana_LATE_123456_8_timestamp.txt": b"2001-01-01 UTC",
        "wangwei_222_9_work.zip": zipped(handed_in()),
    }
    found = collected(course, late)
    assert "Late, says Canvas: 'ana'. Without a due date nothing is late" in str(found)
    with course.gradebook() as book:
        book.update_or_create_assignment(NAME, duedate=DUE)
    assert "they count as one second late" in str(collected(course, late))
    assert there(course, "ana")["timestamp.txt"] == b"2026-12-24 18:00:01 UTC\n"
    assert there(course, "ana")["timestamp (1).txt"] == b"2001-01-01 UTC"
    read = submission.read(course.folder.submitted("ana", NAME), ["first", "second"])
    assert read.timestamp == "2026-12-24 18:00:01 UTC"
    assert "timestamp.txt" not in there(course, "bo")
    on_time = {name.replace("_LATE", ""): content for name, content in late.items()}
    collected(course, on_time, day=2)
    assert "timestamp.txt" not in there(course, "ana"), "Canvas has given an extension"


@pytest.mark.parametrize("name", ["exampleana_LATE_123456_7_work.rar", "exampleana_123456_7_work.rar"])
def test_a_time_that_the_instructor_wrote_stays_whatever_canvas_says(course, name):
    with course.gradebook() as book:
        book.update_or_create_assignment(NAME, duedate=DUE)
    excuse = course.folder.submitted("ana", NAME) / "timestamp.txt"
    collected(course, {name: b"1"})
    for written in ("2026-12-24 17:00:00 UTC", "2026-12-26 09:00:00 UTC"):
        excuse.write_text(written)
        collected(course, {name: b"1"})
        assert excuse.read_text() == written


def test_no_name_in_the_zip_writes_outside_its_learner_s_folder(course):
    link = zipfile.ZipInfo("Ana Example_1_assignsubmission_file/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    files = {
        "Ana Example_1_assignsubmission_file/../../bo/ps1/x": b"1",
        "Ana Example_1_assignsubmission_file//etc/x": b"2",
        "Ana Example_1_assignsubmission_file/" + "n" * 300: b"3",
        link: b"/etc/passwd",
        "../../outside.txt": b"4",
        "/abs.txt": b"5",
    }
    found = collected(course, files)
    assert everybody(course) == {"ana"}
    mine = there(course, "ana")
    assert set(mine) == {"etc/x", NOTE}
    assert "points out" in mine[NOTE].decode()
    assert "links are not followed" in mine[NOTE].decode()
    assert len(found.unread["ana"]) == 3
    assert "abs.txt" in there(course, "other files", "unassigned")
    assert not list(course.folder.root.parent.glob("outside*"))


def test_what_is_too_large_or_damaged_is_named_and_the_learner_has_a_folder(course, monkeypatch):
    monkeypatch.setattr("autograder.collect.shelf.MAX_BYTES", 1000)
    data = bytearray(packed({"exampleana_123456_7_a.rar": b"a" * 900, "wangwei_222_8_big.rar": bytes(2000)}))
    data[data.rfind(b"PK\1\2", 0, data.rfind(b"PK\1\2")) + 16] ^= 1  # the checksum of the first
    (course.folder.root / "submissions.zip").write_bytes(data)
    found = collect(
        course.folder.root, NAME, course.folder.root / "submissions.zip", course.folder.root / "students.csv"
    )
    assert everybody(course) == {"ana", "bo"}
    assert found.unread == {
        "ana": [f"'a.rar': {gather.UNREADABLE}"],
        "bo": [f"'big.rar': a submission may have {gather.MAX_BYTES // gather.MB} MB"],
    }
    assert NOTE in there(course, "bo")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_both_kept_and_the_newer_has_the_name(course):
    twice = [zipfile.ZipInfo("Bo WangWei_2_assignsubmission_file/x.rar") for _ in range(2)]
    files = {f"exampleana_123456_{number}_observations.json": str(number).encode() for number in (7, 9, 8)}
    collected(course, files | dict(zip(twice, [b"1", b"2"], strict=True)))
    names = ["observations.json", "observations (1).json", "observations (2).json"]
    assert there(course, "ana") == dict(zip(names, [b"9", b"8", b"7"], strict=True))
    assert there(course, "bo") == {"x.rar": b"1", "x (1).rar": b"2"}


def test_a_second_collection_replaces_only_what_is_newer_and_says_so(course):
    first = {"exampleana_123456_7_work.rar": b"1", "wangwei_222_8_work.rar": b"1"}
    second = {"exampleana_123456_9_work.rar": b"2", "wangwei_222_8_work.rar": b"1"}
    assert set(collected(course, first, day=3).outcomes.values()) == {Outcome.NEW}
    assert set(collected(course, first, day=3).outcomes.values()) == {Outcome.UNCHANGED}
    newer = collected(course, second, day=4)
    assert newer.outcomes == {"ana": Outcome.REPLACED, "bo": Outcome.UNCHANGED}
    assert "2 learners collected: 1 replaced, 1 unchanged." in str(newer)
    assert "Replaced, because this zip is newer (what was there is in replaced/): 'ana'." in str(newer)
    assert (course.folder.root / "replaced" / "ana" / NAME / "work.rar").read_bytes() == b"1"
    older = collected(course, first, day=3)
    assert older.outcomes["ana"] == Outcome.KEPT
    assert "what is there is newer than this zip: 'ana'" in str(older)
    assert there(course, "ana") == {"work.rar": b"2"}


def test_what_somebody_put_in_place_by_hand_is_not_overwritten(course):
    put(course.folder.submitted("ana", NAME), {"mended.ipynb": b"{}"})
    found = collected(course, {"exampleana_123456_7_work.rar": b"1"})
    assert found.outcomes == {"ana": Outcome.KEPT}
    assert there(course, "ana") == {"mended.ipynb": b"{}"}


def test_a_folder_that_cannot_be_written_costs_only_this_learner(course):
    collected(course, {"exampleana_123456_7_work.rar": b"1"})
    (course.folder.root / "submitted" / "bo").write_text("a file in the place of a folder")
    found = collected(course, {"exampleana_123456_7_work.rar": b"1", "wangwei_222_8_work.rar": b"1"})
    assert found.outcomes == {"ana": Outcome.UNCHANGED}
    assert "NOT collected: 'bo', because" in str(found)


@pytest.mark.parametrize("content", [b"", b"no zip", packed({"a_1_2_b": b"1"})[:-30], None, packed({})])
def test_a_zip_that_cannot_be_opened_is_said_in_a_sentence(course, content):
    path = course.folder.root / "submissions.zip"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FolderError, match=r"nothing was collected"):
        collect(course.folder.root, NAME, path)
    assert everybody(course) == set()


@pytest.mark.parametrize(
    ("table", "words"), [("name\nAna\n", "needs a column `id`"), (None, "cannot be read"), ("\udcff", "cannot be read")]
)
def test_a_class_list_that_cannot_be_read_is_said_in_a_sentence(course, table, words):
    path = course.folder.root / "students.csv"
    path.unlink() if table is None else path.write_bytes(table.encode(errors="surrogateescape"))
    with pytest.raises(FolderError, match=words):
        collected(course, {"exampleana_123456_7_x": b"1"})


def test_an_unknown_assignment_is_said_before_anything_is_written(course):
    with pytest.raises(FolderError, match="has no assignment 'ps9', so nothing was collected"):
        collect(course.folder.root, "ps9", course.folder.root / "submissions.zip")
    assert not (course.folder.root / "submitted").exists()


def test_a_collected_class_is_graded_and_canvas_gets_one_row_for_each_with_name_and_score(course):
    solved = handed_in()
    files = {
        f"exampleana_123456_7_{NAME}.zip": zipped({f"{NAME}/{name}": content for name, content in solved.items()}),
        **{f"wang_wei_LATE_222_8_{name}": content for name, content in solved.items()},
        "oneilcy_333_9_first.html": b"<html>",
    }
    (course.folder.root / "submissions.zip").write_bytes(packed(files))
    listing, collecting = [run(course, command) for command in guide("Who takes the course", "Collect")]
    grading = run(course, f"python -m autograder grade {NAME}")
    assert listing.returncode == 0, listing.stderr
    assert collecting.returncode == 0, collecting.stderr
    assert collecting.stdout.startswith("3 learners collected: 3 new.\n")
    assert collecting.stdout.endswith(f"Next: `python -m autograder grade {NAME}`.\n")
    assert grading.returncode == 0, grading.stderr
    assert "3 submissions graded" in grading.stdout
    canvas = next(path for path in export(course.folder.root, NAME) if "canvas" in path.name)
    with canvas.open(newline="") as file:
        _, _, *rows = csv.reader(file)
    assert [row[:2] for row in sorted(rows)] == [
        ["Example, Ana", "123456"],
        ["O'Neil, Cy", "333"],
        ["Wang-Wei, Bo", "222"],
    ]
    scores = [float(row[5]) for row in sorted(rows)]
    assert scores[0] == scores[2] > scores[1] == 0
    flags = Result.read(course.folder.result("cy", NAME)).flags
    assert any(flag.decide and "first.html" in flag.text for flag in flags), (
        "a page instead of a notebook is a decision"
    )
