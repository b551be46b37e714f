"""What a student may hand in as a folder, and what is made of it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import tempfile
from pathlib import Path

import nbformat
import pytest
from support.handing import NAME, RELEASED, answered, answers, content, put, read

from autograder.authoring import lesson as lessons
from autograder.repair import gather, salvage, submission

UNIX = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no special files")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / NAME


# -- what is as it should be -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lesson", [path.stem for path in lessons.scripts()])
def test_an_untouched_lesson_needs_no_repair(lesson):
    handed = submission.read(lessons.LESSONS / lesson, [lesson])
    assert handed.reasons == []
    assert [cell.source for cell in handed.notebooks[lesson].cells] == [
        cell.source for cell in nbformat.read(lessons.LESSONS / lesson / f"{lesson}.ipynb", as_version=4).cells
    ]


def test_other_files_and_the_time_stamp_come_along(folder):
    put(folder, {f"{NAME}.ipynb": RELEASED, "data/a.csv": b"1,2", "timestamp.txt": b"2026-01-02 03:04:05 UTC\n"})
    put(folder, {"__pycache__/a.pyc": b"", ".ipynb_checkpoints/x-checkpoint.ipynb": RELEASED, ".DS_Store": b""})
    handed = read(folder)
    assert content(handed) == {"data/a.csv": b"1,2"}
    assert handed.timestamp == "2026-01-02 03:04:05 UTC"
    assert handed.reasons == []


def test_outputs_of_the_learner_are_dropped(folder):
    notebook = json.loads(RELEASED)
    code = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    code |= {"outputs": [{"output_type": "stream", "name": "stdout", "text": "forged"}], "execution_count": 7}
    put(folder, {f"{NAME}.ipynb": json.dumps(notebook).encode()})
    assert all(not cell.outputs and cell.execution_count is None for cell in _code(read(folder)))


def _code(handed):
    return [cell for cell in handed.notebooks[NAME].cells if cell.cell_type == "code"]


def test_nothing_handed_in_is_said(folder):
    assert read(folder) == submission.Submission(reasons=["nothing was handed in"])
    folder.mkdir()
    assert read(folder).reasons == ["nothing was handed in"]


# -- what must not be opened -----------------------------------------------------------------------------------------


def test_no_link_is_followed(folder, tmp_path):
    secret = put(tmp_path / "secret", {f"{NAME}.ipynb": answered("record"), "grades.csv": b"10"})
    folder.symlink_to(secret)
    assert read(folder).reasons[0] == "the submission is a link to somewhere else; links are not followed"
    folder.unlink()
    (tmp_path / f"{NAME}.zip").symlink_to(secret / "grades.csv")
    folder.mkdir()
    (folder / f"{NAME}.ipynb").symlink_to(secret / f"{NAME}.ipynb")
    (folder / "all").symlink_to(secret)
    (folder / "loop").symlink_to(folder)
    (folder / "grades.csv").symlink_to(secret / "grades.csv")
    handed = read(folder)
    assert handed.notebooks == {}
    assert handed.files == {}
    assert handed.reasons[0].startswith(f"left out, because links are not followed: '{NAME}.ipynb', 'all'")


@UNIX
def test_pipes_and_sockets_are_left_out_and_nobody_waits_for_them(tmp_path):
    with tempfile.TemporaryDirectory(dir="/tmp") as short, socket.socket(socket.AF_UNIX) as door:
        folder = put(Path(short) / NAME, {f"{NAME}.ipynb": RELEASED})
        os.mkfifo(folder / "pipe.ipynb")
        os.mkfifo(folder / "timestamp.txt")
        door.bind(str(folder / "socket"))
        handed = read(folder)
        assert handed.reasons == ["left out, because not an ordinary file: 'pipe.ipynb', 'socket', 'timestamp.txt'"]
        shutil.rmtree(folder)
        os.mkfifo(folder)
        assert read(folder).notebooks == {}


@UNIX
def test_what_cannot_be_read_is_left_out():
    with tempfile.TemporaryDirectory(dir="/tmp") as top:
        folder = put(Path(top) / NAME, {f"{NAME}.ipynb": RELEASED, "closed.csv": b"1", "shut/a.csv": b"1"})
        os.chmod(top, 0o755)
        (folder / "closed.csv").chmod(0)
        (folder / "shut").chmod(0)
        me = os.geteuid()
        try:
            if me == 0:
                os.seteuid(65534)  # root can read everything
            handed = read(folder)
        finally:
            os.seteuid(me)
            (folder / "shut").chmod(0o755)
    assert handed.reasons == ["left out, because it cannot be read: 'closed.csv', 'shut/'"]
    assert NAME in handed.notebooks


def test_there_is_a_limit_to_files_and_bytes_and_the_notebook_is_within(folder, monkeypatch):
    monkeypatch.setattr(gather, "MAX_FILES", 3)
    monkeypatch.setattr(gather, "MAX_BYTES", 100)
    put(folder, {f"{number}.csv": b"12" for number in range(6)})
    put(folder, {"0.big": bytes(200), f"deep/{NAME}.ipynb": RELEASED})
    handed = read(folder)
    assert NAME in handed.notebooks
    assert sorted(handed.files) == ["0.csv", "1.csv", "2.csv"]
    assert any("'0.big'" in reason for reason in handed.reasons)
    assert any("'3.csv', '4.csv', '5.csv'" in reason for reason in handed.reasons)


def test_another_notebook_comes_along_within_the_limit_of_other_files(folder, monkeypatch):
    monkeypatch.setattr(gather, "MAX_BYTES", 1_000)
    monkeypatch.setattr(salvage, "MAX_BYTES", len(RELEASED))
    put(folder, {f"{NAME}.ipynb": RELEASED, "notes.ipynb": bytes(600), "more.ipynb": bytes(600), "a.csv": b"1"})
    with (folder / "holes.ipynb").open("wb") as file:
        file.truncate(1 << 40)
    handed = read(folder)
    assert NAME in handed.notebooks
    assert sorted(handed.files) == ["a.csv", "more.ipynb"]
    assert [reason for reason in handed.reasons if "may have" in reason] == [
        "left out, because the files of a submission may have 256 MB: 'holes.ipynb', 'notes.ipynb'"
    ]


def test_a_very_deep_folder_ends_the_looking_and_not_the_run(folder):
    put(folder, {f"{NAME}.ipynb": RELEASED})
    put(folder, {f"{'d/' * 200}x.csv": b""})
    handed = read(folder)
    assert handed.files == {}
    assert any("folders deep" in reason for reason in handed.reasons)


# -- which file is the notebook --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        f"{NAME} (2).ipynb",
        f"{NAME}-Copy1.ipynb",
        f"Copy of {NAME}.ipynb",
        f"{NAME.upper()}.IPYNB",
        f"{NAME}.ipynb.txt",
        f"{NAME}.ipynb.json",
        f"{NAME}.json",
        NAME,
        f"Jane Doe_1234_{NAME}_final.ipynb",
        "Untitled7.ipynb",
    ],
)
def test_a_renamed_notebook_is_found_and_said(folder, name):
    put(folder, {name: answered("record"), "log.json": b'{"observations": []}'})
    handed = read(folder)
    assert answers(handed) == ["record"]
    assert list(handed.files) == ["log.json"]
    assert handed.reasons == [f"the notebook was named '{name}'; it is graded as '{NAME}'"]


def test_a_renamed_notebook_without_any_label_is_found(folder):
    notebook = json.loads(answered("record"))
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    put(folder, {"Untitled.ipynb": json.dumps(notebook).encode()})
    assert answers(read(folder)) == ["record"]


def test_of_several_the_right_name_wins_then_a_copy_then_the_most_answers(folder):
    wins = {
        f"{NAME}.ipynb": ["record"],
        f"{NAME}-Copy1.ipynb": ["times-off"],
        "b.ipynb": ["prediction", "record"],
        "a.ipynb": ["prediction"],
    }
    put(folder, {name: answered(*questions) for name, questions in wins.items()})
    for name, questions in wins.items():
        handed = read(folder)
        assert answers(handed) == questions
        assert name == "a.ipynb" or any("which are not graded" in reason for reason in handed.reasons)
        (folder / name).unlink()


def test_an_untouched_notebook_does_not_hide_an_answered_copy(folder):
    put(folder, {f"{NAME}.ipynb": RELEASED, f"{NAME}-Copy1.ipynb": answered("record")})
    assert answers(read(folder)) == ["record"]


def test_a_damaged_notebook_does_not_hide_a_whole_copy(folder):
    put(folder, {f"{NAME}.ipynb": b"{", f"{NAME} (1).ipynb": answered("record")})
    assert answers(read(folder)) == ["record"]


def test_two_renamed_notebooks_are_told_apart_by_their_labels(tmp_path):
    other = (lessons.LESSONS / "02-how-heavy" / "02-how-heavy.ipynb").read_bytes()
    put(tmp_path / "x", {"one.ipynb": other, "two.ipynb": answered("record")})
    ids = {NAME: ["record", "times-off"], "02-how-heavy": ["baseline"]}
    handed = submission.read(tmp_path / "x", list(ids), ids)
    assert answers(handed) == ["record"]
    assert any(cell.get("id") == "feature" for cell in handed.notebooks["02-how-heavy"].cells)
    assert all(reason.startswith((f"{NAME}: ", "02-how-heavy: ")) for reason in handed.reasons)


@pytest.mark.parametrize("names", [("one", "two"), ("two", "one")], ids=["as they should be", "swapped"])
def test_two_notebooks_with_a_label_in_common_are_told_apart_by_the_others(tmp_path, names):
    ids = {"one": ["clean", "clean-check"], "two": ["clean", "clean-check", "total", "total-check"]}
    for name, labels in zip(names, ids.values(), strict=True):
        grading = [{"grade_id": label, "solution": True, "schema_version": 3} for label in labels]
        cells = [nbformat.v4.new_code_cell("answer = 1", metadata={"nbgrader": each}) for each in grading]
        put(tmp_path / "x", {f"{name}.ipynb": nbformat.writes(nbformat.v4.new_notebook(cells=cells)).encode()})
    handed = submission.read(tmp_path / "x", list(ids), ids)
    assert [len(handed.notebooks[name].cells) for name in ids] == [2, 4]


def test_a_notebook_of_another_lesson_is_not_taken_for_this_one(tmp_path):
    put(tmp_path / "x", {"02-how-heavy.ipynb": (lessons.LESSONS / "02-how-heavy" / "02-how-heavy.ipynb").read_bytes()})
    handed = submission.read(tmp_path / "x", [NAME], {NAME: ["record"]})
    assert handed.notebooks == {}
    assert handed.reasons == [f"no file is the notebook '{NAME}'; there are '02-how-heavy.ipynb'"]


def test_only_a_checkpoint_is_better_than_nothing(folder):
    put(folder, {f".ipynb_checkpoints/{NAME}-checkpoint.ipynb": answered("record")})
    handed = read(folder)
    assert answers(handed) == ["record"]
    assert handed.files == {}
    assert handed.reasons == ["only a checkpoint of the notebook was handed in"]


def test_a_notebook_in_a_folder_brings_its_files_up_with_it(folder):
    put(folder, {f"work/{NAME}.ipynb": RELEASED, "work/data/a.csv": b"1", "read me.txt": b"hello"})
    handed = read(folder)
    assert sorted(handed.files) == ["data/a.csv", "read me.txt"]
    assert handed.reasons == ["the notebook stood in the folder 'work'; it counts as the top"]


def test_a_name_that_is_no_text_is_read_and_shown(folder):
    folder.mkdir()
    name = os.fsencode(folder) + b"/caf\xe9.ipynb"
    try:
        Path(os.fsdecode(name)).write_bytes(answered("record"))
    except OSError:
        pytest.skip("this file system has only names that are text")
    handed = read(folder)
    assert answers(handed) == ["record"]
    "".join(handed.reasons).encode()


def test_a_name_cannot_command_the_terminal(folder):
    put(folder, {"\x1b[2J\x1b]0;x\x07\u202ea.ipynb": RELEASED})
    assert all(reason.isprintable() for reason in read(folder).reasons)


@pytest.mark.parametrize("junk", [b"", b" \n", b"{", b"[]", b"null", b"<html></html>", b"\0" * 1_000, b"[[[[", b'"x"'])
def test_what_is_no_notebook_gives_a_reason_and_no_notebook(folder, junk):
    put(folder, {f"{NAME}.ipynb": junk})
    handed = read(folder)
    assert handed.notebooks == {}
    assert handed.reasons[0].startswith(f"'{NAME}.ipynb' cannot be graded: ")
