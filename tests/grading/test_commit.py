"""A judged submission in nbgrader's gradebook: as nbgrader would have put it there, whatever happens in between."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import sys
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from nbconvert.writers import FilesWriter
from support.handmade import NAME, SmallCourse, failed, partly

from autograder.gradebook.commit import commit
from autograder.gradebook.results import Result

ASSIGNMENT = SimpleNamespace(name=NAME, cells={})
SOME_WRONG = {"double-check": failed(), "half-check": partly(1.5), "reason": "Because it is twice as much."}
ALL_RIGHT = {"reason": "Because."}
LATE = "c.LateSubmissionPlugin.penalty_method = 'zero'\n"


@pytest.fixture
def small(template, tmp_path, gradebook_config):
    return copy_of(template, tmp_path / "course", gradebook_config)


def copy_of(template, root, config=""):
    shutil.copytree(template, root)
    return SmallCourse(root, config)


def put(course, result):
    return commit(course.folder, ASSIGNMENT, result)


def scores(course, student="anna"):
    return {name: row[0] for (_, name), row in gradebook(course)[student]["grades"].items()}


def gradebook(course):
    """Everything that nbgrader keeps about the submissions, by student."""
    with course.gradebook() as book:
        return {
            each.student.id: {
                "timestamp": each.timestamp,
                "penalties": {notebook.name: notebook.late_submission_penalty for notebook in each.notebooks},
                "grades": {
                    (notebook.name, row.name): (
                        row.auto_score,
                        row.manual_score,
                        row.extra_credit,
                        row.needs_manual_grade,
                    )
                    for notebook in each.notebooks
                    for row in notebook.grades
                },
                "comments": {
                    (notebook.name, row.name): (row.auto_comment, row.manual_comment)
                    for notebook in each.notebooks
                    for row in notebook.comments
                },
            }
            for each in book.assignment_submissions(NAME)
        }


def autograded(course):
    """Every file under autograded/: its content and permissions. Notebooks as data, for ids of cells."""
    top = course.folder.root / "autograded"
    found = {}
    for path in sorted(top.rglob("*")):
        if path.is_file():
            text = path.read_text()
            content = json.loads(text) if path.suffix == ".ipynb" else text
            found[str(path.relative_to(top))] = (content, oct(path.stat().st_mode))
    return found


def grade_by_hand(course, **values):
    with course.gradebook() as book:
        row = book.find_grade("double-check", "first", NAME, "anna")
        row.manual_score, row.extra_credit = 1.0, 0.5
        book.find_comment("double", "first", NAME, "anna").manual_comment = "Nearly."
        book.db.commit()


@pytest.mark.slow
def test_gradebook_and_folder_are_those_of_plain_autograde(template, tmp_path):
    plain, ours = copy_of(template, tmp_path / "plain"), copy_of(template, tmp_path / "ours")
    for course in (plain, ours):
        handed_in = course.folder.submitted("anna", NAME)
        shutil.copytree(course.folder.release(NAME), handed_in)
        (handed_in / "timestamp.txt").write_text("2026-03-01 10:00:00 UTC")
        (handed_in / "own").mkdir()
        (handed_in / "own" / "notes.txt").write_text("mine")
    done = plain.nbgrader.autograde(NAME, "anna")
    assert done["success"], done["log"]
    shutil.copytree(plain.folder.autograded("anna", NAME), ours.folder.judged("anna", NAME))
    assert put(ours, Result(NAME, "anna", "1", "now"))
    assert gradebook(ours) == gradebook(plain)
    assert autograded(ours) == autograded(plain)


def test_every_kind_of_cell_gets_its_row(small):
    assert put(small, small.judge("anna", SOME_WRONG))
    rows = gradebook(small)["anna"]
    assert rows["grades"] == {
        ("first", "double-check"): (0, None, None, False),
        ("first", "half-check"): (1.5, None, None, False),
        ("first", "reason"): (None, None, None, True),
        ("first", "picture"): (None, None, None, True),
        ("second", "second-check"): (1, None, None, False),
    }
    assert rows["comments"]["second", "half"] == ("No response.", None)
    assert (small.folder.autograded("anna", NAME) / "data.csv").is_file()


def test_plain_commands_go_on_from_there(small):
    files = {"timestamp.txt": "2026-03-01 10:00:00 UTC"}
    assert put(small, small.judge("anna", SOME_WRONG, files=files))
    shutil.copytree(small.folder.release(NAME), small.folder.submitted("anna", NAME))
    made = small.nbgrader.generate_feedback(NAME, "anna")
    assert made["success"], made["log"]
    assert "0.0 / 2.0" in (small.folder.feedback("anna", NAME) / "first.html").read_text()
    again = small.nbgrader.autograde(NAME, "anna", force=False)
    assert again["success"], again["log"]
    assert scores(small)["half-check"] == 1.5


def test_a_committed_result_is_left_alone(small):
    result = small.judge("anna", SOME_WRONG)
    assert put(small, result)
    written = (small.folder.autograded("anna", NAME) / "first.ipynb").stat().st_mtime_ns
    assert put(small, result)
    assert put(SmallCourse(small.folder.root), result)
    assert (small.folder.autograded("anna", NAME) / "first.ipynb").stat().st_mtime_ns == written


def test_what_was_lost_since_is_put_back(small):
    result = small.judge("anna", SOME_WRONG)
    assert put(small, result)
    before = gradebook(small), autograded(small)
    with small.gradebook() as book:
        book.remove_submission(NAME, "anna")
    assert put(small, result)
    shutil.rmtree(small.folder.autograded("anna", NAME))
    assert put(small, result)
    assert (gradebook(small), autograded(small)) == before


def test_grading_the_same_files_again_replaces_the_scores(small):
    assert put(small, small.judge("anna", SOME_WRONG, graded="monday"))
    assert put(small, small.judge("anna", ALL_RIGHT, graded="tuesday"))
    assert scores(small)["double-check"] == 2


def test_a_resubmission_keeps_no_automatic_score_and_everything_a_person_gave(small):
    assert put(small, small.judge("anna", ALL_RIGHT))
    grade_by_hand(small)
    gone = ("double-check", "half-check", "picture")
    assert put(small, small.judge("anna", SOME_WRONG, digest="2", without=gone))
    rows = gradebook(small)["anna"]
    assert rows["grades"]["first", "double-check"] == (0, 1.0, 0.5, True)
    assert rows["grades"]["first", "half-check"] == (0, None, None, False)
    assert rows["grades"]["first", "picture"] == (0, None, None, False)
    assert rows["comments"]["first", "double"][1] == "Nearly."
    assert put(small, small.judge("anna", SOME_WRONG, digest="3"))
    assert gradebook(small)["anna"]["grades"]["first", "picture"] == (None, None, None, True)


def test_a_late_penalty_follows_the_timestamp_and_an_extension(template, tmp_path):
    course = copy_of(template, tmp_path / "course", LATE)
    with course.gradebook() as book:
        book.update_or_create_assignment(NAME, duedate=datetime(2026, 3, 1))
    result = course.judge("anna", SOME_WRONG, files={"timestamp.txt": "2026-03-02 10:00:00 UTC"})
    assert put(course, result)
    assert gradebook(course)["anna"]["penalties"] == {"first": 1.5, "second": 1}
    with course.gradebook() as book:
        book.find_submission(NAME, "anna").extension = timedelta(days=7)
        book.db.commit()
    assert put(course, result)
    assert gradebook(course)["anna"]["penalties"] == {"first": None, "second": None}


def test_an_older_timestamp_than_the_one_before_is_graded_too(small):
    assert put(small, small.judge("anna", SOME_WRONG, files={"timestamp.txt": "2026-03-02 10:00:00 UTC"}))
    older = small.judge("anna", ALL_RIGHT, digest="2", files={"timestamp.txt": "2026-03-01 10:00:00 UTC"})
    assert put(small, older)
    assert gradebook(small)["anna"]["timestamp"] == datetime(2026, 3, 1, 10)
    assert scores(small)["double-check"] == 2


@pytest.mark.parametrize(
    "text",
    ["yesterday evening", b"\xff\xfe\x00", "9999-12-31 23:59:59 -1400", "9" * 100_000, "1e999999 \x1b[31m"],
    ids=["words", "bytes", "overflow", "long", "number"],
)
def test_a_broken_timestamp_loses_no_submission_and_is_flagged(small, text):
    result = small.judge("anna", SOME_WRONG, files={"timestamp.txt": text})
    assert put(small, result)
    assert put(small, result)
    assert gradebook(small)["anna"]["timestamp"] is None
    kept = Result.read(small.folder.result("anna", NAME))
    assert [flag.kind for flag in kept.flags] == ["repaired"]
    assert small.nbgrader.generate_feedback(NAME, "anna")["success"]


@pytest.mark.parametrize(
    "student",
    ["Anna Maria", 'o\'neil "x"', "Åsa 王 🍏", "-rf", "n" * 128, "*", "[a-z]", "{x}", "a\nb", "%41", " padded "],
    ids=repr,
)
def test_any_name_of_a_folder_is_a_name_of_a_student(small, student):
    assert put(small, small.judge("anna", ALL_RIGHT))
    assert put(small, small.judge(student, SOME_WRONG))
    assert scores(small, student)["half-check"] == 1.5
    assert scores(small, "anna")["half-check"] == 3
    assert (small.folder.autograded(student, NAME) / "first.ipynb").is_file()


def test_a_name_that_the_gradebook_cannot_have_is_said(small, capsys):
    taken = put(small, small.judge("n" * 200, SOME_WRONG))
    assert taken == small.folder.database.startswith("sqlite"), "a server keeps nbgrader's limit of 128 characters"
    assert taken or "value too long" in capsys.readouterr().err


def test_a_link_in_a_submission_brings_no_file_of_the_instructor(small):
    result = small.judge("anna", SOME_WRONG)
    secret = small.folder.root / "gradebook.db"
    (small.folder.judged("anna", NAME) / "mine.db").symlink_to(secret)
    (small.folder.judged("anna", NAME) / "nothing").symlink_to("/nowhere")
    assert put(small, result)
    assert sorted(os.listdir(small.folder.autograded("anna", NAME))) == ["data.csv", "first.ipynb", "second.ipynb"]


def test_what_goes_wrong_costs_one_submission_and_is_told(small, capsys):
    broken = small.judge("ben", SOME_WRONG)
    (small.folder.judged("ben", NAME) / "first.ipynb").write_text("{")
    assert not put(small, broken)
    assert "'ben' is not in the gradebook" in capsys.readouterr().err
    assert not small.folder.autograded("ben", NAME).exists()
    assert put(small, small.judge("anna", SOME_WRONG))


def test_stop_means_stop(small, monkeypatch):
    result = small.judge("anna", SOME_WRONG)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # who runs the tests in the background ignores it
    try:
        with monkeypatch.context() as patch:
            patch.setattr(FilesWriter, "write", lambda *_, **__: os.kill(os.getpid(), signal.SIGINT))
            with pytest.raises(KeyboardInterrupt):
                put(small, result)
    finally:
        signal.signal(signal.SIGINT, before)
    assert not small.folder.autograded("anna", NAME).exists()
    assert put(small, result)


# -- killed ------------------------------------------------------------------------------------------------------------

WRITES = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "sqlite3.connect", "shutil.rmtree"}


def commit_until_killed(root, result, moment):
    """Commit in a process that is killed before the n-th time it touches the disk."""
    left = [moment]

    def watch(event, _):
        if event in WRITES:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    course = SmallCourse(root)
    sys.addaudithook(watch)
    put(course, result)
    os._exit(0)


@pytest.mark.slow
def test_killed_at_any_moment_a_second_run_ends_as_an_undisturbed_one(template, tmp_path):
    calm = copy_of(template, tmp_path / "calm")
    late = {"timestamp.txt": "2026-03-02 10:00:00 UTC"}
    assert put(calm, calm.judge("anna", ALL_RIGHT))
    shutil.copytree(calm.folder.root, tmp_path / "before")
    result = calm.judge("anna", SOME_WRONG, digest="2", files=late, without=("half-check",))
    shutil.copytree(calm.folder.root / ".autograder", tmp_path / "before" / ".autograder", dirs_exist_ok=True)
    assert put(calm, result)
    expected = gradebook(calm), autograded(calm)
    context = multiprocessing.get_context("fork")
    killed = 0
    for moment in range(1000):
        root = tmp_path / f"killed-{moment}"
        shutil.copytree(tmp_path / "before", root)
        process = context.Process(target=commit_until_killed, args=(root, result, moment))
        process.start()
        process.join()
        disturbed = SmallCourse(root)
        found = {name: content for name, content in autograded(disturbed).items() if not name.startswith("anna/.")}
        assert found in (expected[1], autograded(SmallCourse(tmp_path / "before")), {})
        assert put(disturbed, result)
        assert (gradebook(disturbed), autograded(disturbed)) == expected
        shutil.rmtree(root)
        if process.exitcode == 0:
            break
        killed += 1
    assert killed > 20
