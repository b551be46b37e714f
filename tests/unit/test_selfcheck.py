"""`python -m course check`: which notebook it takes, what it says of each exercise, and how it ends."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.utils import compute_checksum, determine_grade
from support.learner import answered, folder_for, questions, run, solution

import course
from autograder.authoring import lesson as lessons
from course import home, install, selfcheck
from course.checks import NotAttempted
from course.notebook import place
from course.selfcheck import items, report, words
from course.selfcheck.kernel import Ran

ROOT = Path(__file__).resolve().parents[2]
FIRST = "00-start-here"


def graded(source: str, name: str, points: float = 1, kind=new_code_cell, **about):
    """A check, or an answer that a person grades; as nbgrader releases it, with its fingerprint."""
    known = {"grade_id": name, "points": points, "grade": True, "solution": False, "locked": True, "task": False}
    return _with_fingerprint(kind(source), {**known, **about})


def answer(source: str, name: str):
    """A cell in which the learner writes."""
    known = {"grade_id": name, "grade": False, "solution": True, "locked": False, "task": False}
    return _with_fingerprint(new_code_cell(source), known)


def _with_fingerprint(cell, about: dict):
    cell.metadata["nbgrader"] = nbformat.from_dict({**about, "schema_version": 3, "cell_type": cell.cell_type})
    cell.metadata["nbgrader"]["checksum"] = compute_checksum(cell)
    return cell


def written(path: Path, *cells) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=list(cells)), path)
    return path


def executed(*cells) -> dict[str, items.Item]:
    """The items of cells that have their outputs already, by id."""
    return {item.id: item for item in items.items(new_notebook(cells=list(cells)), Ran(reached=len(cells)))}


def said(capsys) -> str:
    """What came to the screen, as one line: where lines are broken does not matter."""
    return " ".join(" ".join(capsys.readouterr()).split())


# -- which notebook ----------------------------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(tmp_path, monkeypatch) -> Path:
    """The working folder, with two lessons in `lessons`; the course itself is in another place."""
    monkeypatch.setattr(install, "ROOT", tmp_path / "course")
    home = tmp_path / "home"
    for name in ("04-learn-by-looking", "09-cpu-or-gpu"):
        written(home / "lessons" / name / f"{name}.ipynb", graded("1", "a"))
    monkeypatch.chdir(home)
    return home


@pytest.mark.parametrize(
    "named",
    [
        "04",
        "4",
        "04-learn-by-looking",
        "lessons/04-learn-by-looking",
        "lessons/04-learn-by-looking/04-learn-by-looking.ipynb",
    ],
)
def test_a_lesson_is_found_by_number_name_folder_and_file(elsewhere, named):
    (found,) = selfcheck.find.notebooks([named])
    assert found.name == "04-learn-by-looking.ipynb"


def test_the_current_folder_is_meant_if_nothing_is_named(elsewhere, monkeypatch):
    monkeypatch.chdir("lessons/09-cpu-or-gpu")
    assert [path.name for path in selfcheck.find.notebooks(["."])] == ["09-cpu-or-gpu.ipynb"]


def test_the_lessons_of_the_course_are_found_from_any_folder(elsewhere):
    written(install.ROOT / "lessons" / "01-one" / "01-one.ipynb", graded("1", "a"))
    assert [path.name for path in selfcheck.find.notebooks(["01", "09"])] == ["01-one.ipynb", "09-cpu-or-gpu.ipynb"]


def test_a_copy_beside_the_lesson_is_left_alone_and_a_notebook_that_is_named_twice_is_checked_once(elsewhere):
    folder = elsewhere / "lessons" / "09-cpu-or-gpu"
    shutil.copy(folder / "09-cpu-or-gpu.ipynb", folder / "09-cpu-or-gpu-Copy1.ipynb")
    written(folder / "Untitled.ipynb", new_code_cell("1"))
    assert len(selfcheck.find.notebooks(["09", "lessons/09-cpu-or-gpu"])) == 1


@pytest.mark.parametrize(
    ("files", "named", "message"),
    [
        ({}, "nothing", "there is no file, folder or lesson “nothing”"),
        ({"empty/readme.md": "x"}, "empty", "there is no notebook in"),
        ({"two/a.ipynb": '{"cells": []}', "two/b.ipynb": '{"cells": []}'}, "two", "a.ipynb, b.ipynb"),
        ({"plain.ipynb": '{"cells": []}'}, "plain.ipynb", "has no exercise with points"),
        ({"notes.txt": "x"}, "notes.txt", "is not a notebook"),
        ({"zero.ipynb": ""}, "zero.ipynb", "the file is empty"),
        ({"half.ipynb": '{"cells": ['}, "half.ipynb", "is not a whole notebook"),
        ({"odd.ipynb": '{"cells": [1]}'}, "odd.ipynb", "it has no cells"),
        ({"list.ipynb": "[]"}, "list.ipynb", "it has no cells"),
        ({"latin.ipynb": b"\xe4"}, "latin.ipynb", "is not a whole notebook"),
        ({"04-other/x": ""}, "04", "fits 2 folders"),
    ],
)
def test_what_cannot_be_checked_is_said_with_what_to_do_and_ends_with_2(elsewhere, capsys, files, named, message):
    for name, text in files.items():
        path = elsewhere / ("lessons" if named == "04" else "") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert selfcheck.main([named]) == 2
    text = said(capsys)
    assert message in text
    assert "Nothing was checked" in text
    assert any(word in text for word in ("Name ", "Does it open"))


def test_a_wrong_option_is_a_usage_error(capsys):
    with pytest.raises(SystemExit) as ended:
        selfcheck.main(["--cell-seconds", "soon"])
    assert ended.value.code == 2
    assert "'soon' is no number of seconds" in said(capsys)


# -- points and words --------------------------------------------------------------------------------------------------


def test_a_cell_has_the_fingerprint_that_nbgrader_gives_it():
    for path in sorted(ROOT.glob("lessons/*/*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if "nbgrader" in cell.metadata:
                assert items.checksum(cell) == compute_checksum(cell) == cell.metadata.nbgrader.checksum


def result(text: str):
    return new_output("execute_result", data={"text/plain": text})


ERROR = new_output("error", ename="AssertionError", evalue="no", traceback=["AssertionError: no"])
PRINTED = new_output("stream", name="stdout", text="3")


@pytest.mark.parametrize(
    "outputs",
    [
        [],
        [PRINTED],
        [result("1.5")],
        [result("0")],
        [result("3")],
        [result("'done'")],
        [PRINTED, result("2")],
        [ERROR],
        [PRINTED, ERROR],
        [new_output("display_data", data={"text/plain": "2"})],
    ],
)
def test_the_points_are_those_that_nbgrader_gives(outputs):
    cell = graded("check()", "a", 3)
    cell.outputs = outputs
    assert executed(cell)["a"].points == determine_grade(cell)[0]


@pytest.mark.parametrize("text", ["nan", "inf", "-1", "3.5", "np.float64(nan)"])
def test_points_that_are_no_share_of_the_maximum_are_a_fault_of_the_check(text):
    cell = graded("check()", "a", 3)
    cell.outputs = [result(text)]
    item = executed(cell)["a"]
    assert (item.status, item.points) == ("wrong", 0)
    assert "tell your instructor" in item.message


def test_a_number_of_numpys_is_a_number():
    cell = graded("check()", "a", 3)
    cell.outputs = [result("np.float64(1.5)")]
    assert (executed(cell)["a"].status, executed(cell)["a"].points) == ("partial", 1.5)


def test_every_way_of_not_being_attempted_is_known_by_name():
    for module in pkgutil.walk_packages(course.__path__, "course."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    kinds, todo = set(), [NotAttempted]
    while todo:
        kinds.add((kind := todo.pop()).__name__)
        todo += kind.__subclasses__()
    assert kinds <= words.NOT_ATTEMPTED


def test_an_exercise_is_named_after_the_place_where_the_answer_stands():
    found = executed(
        new_markdown_cell("# Lesson\n## **Predict** `it`\n```\n# no heading\n```"),
        answer("x = 1", "predict"),
        new_markdown_cell("## Look"),
        graded("check()", "predict-check"),
        new_markdown_cell("## Say\nwhy"),
        graded("### my own heading", "why", kind=new_markdown_cell, solution=True, locked=False),
    )
    assert [item.exercise for item in found.values()] == ["Predict it", "Say"]


def test_hints_are_counted_for_each_exercise_and_not_shown():
    hint = "<details><summary>Hint {}: secret</summary>secret</details>"
    check = graded("check()", "b")
    check.outputs = [ERROR]
    found = executed(
        new_markdown_cell(hint.format(1)),
        graded("1", "a"),
        new_markdown_cell(hint.format(1) + "\n" + hint.format(2) + "\n<details><summary>Why?</summary>So.</details>"),
        check,
    )
    assert found["a"].notes == []
    assert found["b"].notes == ["2 hints stand beside it."]
    assert "secret" not in str(found)


def test_an_answer_for_a_person_is_not_attempted_while_it_is_as_the_lesson_gave_it():
    untouched, changed = (
        graded("Write here.", name, 2, new_markdown_cell, solution=True, locked=False) for name in "ab"
    )
    changed.source = "Because."
    assert {name: (item.status, item.points) for name, item in executed(untouched, changed).items()} == {
        "a": ("not attempted", None),
        "b": ("by hand", None),
    }


def test_changed_copied_and_missing_checks_are_named_and_are_not_right(tmp_path, monkeypatch):
    monkeypatch.setattr(install, "ROOT", tmp_path)
    lesson = [graded(f"check({name!r})", f"{name}-check") for name in "abc"]
    written(tmp_path / "lessons" / "x" / "x.ipynb", *lesson)
    lesson[0].source = "pass"
    path = written(tmp_path / "mine" / "x.ipynb", lesson[0], lesson[1], graded("check('b')", "b-check"))
    notebook = nbformat.read(path, as_version=4)
    found, problems = items.items(notebook, Ran(reached=3)), selfcheck.find.problems(notebook, path)
    assert [(item.id, item.changed) for item in found] == [("a-check", True), ("b-check", False)]
    assert "“b-check” is there 2 times" in problems[0]
    assert "“c-check” of this lesson is missing" in problems[1]
    assert not report.Report(path, found, [], "").right
    assert not report.Report(path, found[1:], problems, "").right
    assert report.Report(path, found[1:], [], "").right


def test_what_a_terminal_would_obey_is_not_passed_on():
    cell = graded("check()", "a")
    cell.outputs = [new_output("error", ename="Odd", evalue="\x1b]0;title\x07\x1b[2Jred\rx", traceback=[])]
    assert executed(cell)["a"].message == "Odd: redx"


# -- the screen --------------------------------------------------------------------------------------------------------


def plain(text: str, colour: str) -> str:
    return text


def test_the_report_fits_80_columns_and_tells_each_status_from_the_others_without_colours():
    long = "word " * 60 + "x" * 200
    made = [items.Item(status, long, status, 0.0, 1, long, long, [long]) for status in report.LABELS]
    lines = report.Report(Path("x"), made, [long], long).text(plain).splitlines()
    assert max(map(len, lines)) < 80
    assert len({label[0] for label, _ in report.LABELS.values()}) == len(report.LABELS)


def test_colours_are_for_terminals_and_not_with_no_color(monkeypatch):
    class Terminal:
        def isatty(self):
            return True

    monkeypatch.setattr(os, "name", "posix")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert report.painter(Terminal())("x", "31") == "\x1b[31mx\x1b[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert report.painter(Terminal())("x", "31") == "x"


def test_the_command_is_there_at_once():
    """Nothing slow is imported before the first line is on the screen."""
    code = "import json, sys, course.selfcheck; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert not {"torch", "nbformat", "nbclient", "nbgrader", "autograder", "tqdm"} & set(json.loads(done.stdout))


# -- real kernels ------------------------------------------------------------------------------------------------------

CELLS = [
    new_markdown_cell("# Small things\n## Squares\n<details><summary>Hint 1: x</summary>y</details>"),
    answer("def square(x):\n    return x * x", "square"),
    graded("assert square(3) == 9", "square-check", 2),
    new_markdown_cell("## Cubes"),
    answer("def cube(x):\n    return x * x", "cube"),
    graded("assert cube(3) == 27, 'cube(3) is 27'", "cube-check", 2),
    new_markdown_cell("## Halves"),
    answer("def half(x):\n    return x / nothing", "half"),
    graded("assert half(2) == 1", "half-check"),
    new_markdown_cell("## Syntax"),
    answer("fine = 1\ndef wrong(:\n    pass", "wrong"),
    graded("from course import checks\nwith checks.question('wrong') as q:\n    wrong()", "wrong-check"),
    new_markdown_cell("## Shares"),
    graded("print('2 of 4 cases')\n1.5", "share-check", 3),
    new_markdown_cell("## Loop"),
    answer("def loop():\n    while True:\n        pass", "loop"),
    new_code_cell("loop()"),
    graded("assert loops == 0", "loop-check"),
    new_markdown_cell("## Warnings"),
    graded("import warnings\nwarnings.warn('old')", "warning-check"),
    new_markdown_cell("## Where am I?"),
    graded(
        "import json, os, sys\nkeys = 'NBGRADER_EXECUTION', 'NBGRADER_VALIDATING'\n"
        "print(json.dumps([sys.executable, os.getcwd(), *map(os.environ.get, keys)]))",
        "place-check",
    ),
    new_markdown_cell("## Skipped"),
    graded("assert False, 'not skipped'", "tag-check"),
]
CELLS[-1].metadata["tags"] = ["skip-execution"]


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> tuple[dict, Path, int]:
    """The JSON for a small notebook in a folder with an awkward name, run on this Python and not on another kernel."""
    top = tmp_path_factory.mktemp("self check")
    other = top / "share" / "kernels" / "python3"
    other.mkdir(parents=True)
    (other / "kernel.json").write_text(json.dumps({"argv": ["/no/such/python"], "display_name": "x", "language": "x"}))
    path = written(top / "Äpfel, 苹果 & so" / "mein Heft.ipynb", *CELLS)
    before = path.read_bytes()
    command = [sys.executable, "-m", "course", "check", str(path), "--json", "--cell-seconds", "3"]
    environment = {**os.environ, "JUPYTER_PATH": str(top / "share")}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, cwd=ROOT)
    assert done.stderr == ""
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    return json.loads(done.stdout), path, done.returncode


def of(small, name: str) -> dict:
    (notebook,) = small[0]["notebooks"]
    return next(item for item in notebook["items"] if item["id"] == f"{name}-check")


def test_right_and_wrong_and_stopped_have_their_points_and_their_words(small):
    square, cube, half = (of(small, name) for name in ("square", "cube", "half"))
    assert (square["status"], square["points"], square["notes"]) == ("right", 2, [])
    assert (cube["status"], cube["points"], cube["max"], cube["exercise"]) == ("wrong", 0, 2, "Cubes")
    assert cube["message"].splitlines()[0] == "AssertionError: cube(3) is 27"
    assert (half["status"], half["points"]) == ("stopped", 0)
    assert "line 2 of cell [5]: return x / nothing" in half["message"]


def test_a_syntax_error_in_the_answer_is_told_with_its_line(small):
    item = of(small, "wrong")
    assert item["status"] == "stopped"
    assert "`wrong` does not exist yet" in item["message"]
    assert "cell [7] under “Syntax” stopped.\nSyntaxError: invalid syntax\n" in item["stopped"]
    assert "line 2 of cell [7]: def wrong(:" in item["stopped"]


def test_partial_credit_comes_with_what_the_check_printed(small):
    assert (of(small, "share")["status"], of(small, "share")["points"]) == ("partial", 1.5)
    assert of(small, "share")["message"] == "2 of 4 cases"


def test_an_endless_loop_is_interrupted_and_the_rest_still_runs(small):
    item = of(small, "loop")
    assert "cell [11] under “Loop” took longer than 3 s and was interrupted" in item["stopped"]
    assert "--cell-seconds" in item["stopped"]
    assert of(small, "place")["status"] == "right"


def test_a_warning_keeps_its_points_and_is_mentioned(small):
    item = of(small, "warning")
    assert (item["status"], item["points"]) == ("right", 1)
    assert "The check warned: UserWarning: old\nPlain nbgrader gives no points" in item["notes"][0]


def test_the_kernel_is_this_python_in_the_notebooks_folder_and_is_told_that_it_validates(small):
    assert json.loads(of(small, "place")["message"]) == [sys.executable, str(small[1].parent), "validate", "1"]


def test_a_tag_does_not_skip_a_check(small):
    assert "not skipped" in of(small, "tag")["message"]


def test_a_program_can_rely_on_the_keys_and_the_exit_status(small):
    document, _, status = small
    assert document["schema"] == report.SCHEMA
    (notebook,) = document["notebooks"]
    assert set(notebook) == {"notebook", "right", "points", "max", "by_hand", "items", "problems", "advice"}
    assert set(notebook["items"][0]) == {
        "id",
        "exercise",
        "status",
        "points",
        "max",
        "message",
        "stopped",
        "notes",
        "changed",
    }
    assert (notebook["points"], notebook["max"]) == (2 + 1.5 + 1 + 1, 13)
    assert (notebook["right"], status) == (False, 1)


def test_a_kernel_that_dies_costs_what_stands_below_and_is_said_in_words(tmp_path, capsys):
    check = graded("pass", "first-check")
    dies = [new_markdown_cell("## The End"), answer("import os\nos._exit(1)", "a"), graded("pass", "last-check")]
    path = written(tmp_path / "x.ipynb", check, *dies)
    assert selfcheck.main([str(path)]) == 1
    text = said(capsys)
    assert "ended in cell [2] under “The End”" in text
    assert "+ right first-check 1 of 1" in text
    assert ". not reached The End 0 of 1" in text
    assert "1 of 2 points by the visible checks." in text


def test_a_kernel_that_cannot_be_interrupted_is_ended(tmp_path, capsys, monkeypatch):
    from course.selfcheck import kernel

    monkeypatch.setattr(kernel, "LATE_OUTPUT", 2)
    deaf = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    pass"
    path = written(tmp_path / "x.ipynb", new_code_cell(deaf), graded("pass", "a"))
    before = set(psutil.Process().children(recursive=True))  # in a whole run a browser waits for its next test
    assert selfcheck.main([str(path), "--cell-seconds", "1"]) == 1
    assert "cell [1] took longer than 1 s and could not be interrupted" in said(capsys)
    assert set(psutil.Process().children(recursive=True)) <= before


def test_a_kernel_that_does_not_start_is_said_in_words(tmp_path, capsys, monkeypatch):
    path = written(tmp_path / "x.ipynb", graded("pass", "a"))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    assert selfcheck.main([str(path)]) == 2
    assert "the kernel, the process that runs the notebook, did not start" in said(capsys)


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_stops_with_a_sentence_and_leaves_no_kernel_behind(tmp_path):
    path = written(
        tmp_path / "x.ipynb",
        new_code_cell("open('begun', 'w').close()\nimport time\ntime.sleep(60)"),
        graded("pass", "a"),
    )
    command = [sys.executable, "-m", "course", "check", str(path)]
    listens = lambda: signal.signal(signal.SIGINT, signal.default_int_handler)  # noqa: E731 - as from a terminal
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, preexec_fn=listens)
    while not (tmp_path / "begun").exists():
        assert process.poll() is None
        time.sleep(0.1)
    kernels = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors == "Stopped. Your notebook is as it was; the same command checks it from the top.\n"
    assert kernels
    assert psutil.wait_procs(kernels, timeout=10)[1] == []


# -- a real lesson -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lesson() -> lessons.Lesson:
    return lessons.read(lessons.SOLUTIONS / f"{FIRST}.py")


@pytest.fixture(scope="module")
def solved(lesson, tmp_path_factory) -> Path:
    """The folder of a learner who has answered everything and run the notebook."""
    folder = folder_for(lesson, tmp_path_factory.mktemp("learner"))
    notebook = answered(lesson, {name: solution(lesson, name) for name in questions(lesson)}, "Three times off.")
    nbformat.write(run(notebook, folder), folder / f"{FIRST}.ipynb")
    return folder


@pytest.mark.slow
def test_an_untouched_lesson_is_not_attempted_and_nothing_else(lesson, tmp_path, capsys):
    folder = folder_for(lesson, tmp_path)
    assert selfcheck.main([str(folder)]) == 1
    text = said(capsys)
    assert text.count("- not attempted") == 4
    assert "predicted_seconds is still empty. Read: Predict 2 hints stand beside it." in text
    assert "0 of 8 points by the visible checks; 2 points are graded by a person." in text
    left = {path.name for path in folder.iterdir()} - {path.name for path in (lessons.LESSONS / FIRST).iterdir()}
    assert left <= {".check.json"}, "the points for the page home, and nothing else"
    assert home.last_check(folder).points == 0
    assert "<b>0 of 8 points</b> + 2 by a person" in (folder.parent / home.NAME).read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_solved_lesson_has_all_points_also_in_a_folder_that_cannot_be_written(solved, tmp_path):
    shutil.copytree(solved, tmp_path / "shut" / FIRST)
    folder = tmp_path / "shut" / FIRST
    command = [sys.executable, "-m", "course", "check", str(folder)]
    if os.name != "nt" and os.geteuid() == 0:  # root may write anywhere, unless it gives that up
        if not shutil.which("setpriv"):
            pytest.skip("root cannot give up its rights here without setpriv")
        command = ["setpriv", "--bounding-set=-dac_override", *command]
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    folder.chmod(0o555)
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    finally:
        folder.chmod(0o755)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == f"The page home does not learn of this check: {folder} says Permission denied.\n"
    assert "8 of 8 points by the visible checks; 2 points are graded by a person." in done.stdout
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.slow
def test_a_wrong_answer_hears_the_words_that_the_notebook_says(lesson, solved, tmp_path, capsys):
    folder = Path(shutil.copytree(solved, tmp_path / FIRST))
    answers = {name: solution(lesson, name) for name in questions(lesson)}
    answers["times-off"] = "def times_off(predicted, measured):\n    return abs(predicted - measured)"
    notebook = answered(lesson, answers)
    nbformat.write(notebook, folder / f"{FIRST}.ipynb")
    assert selfcheck.main([str(folder), "--json"]) == 1
    item = json.loads(capsys.readouterr().out)["notebooks"][0]["items"][1]
    cells = run(notebook, folder, NBGRADER_EXECUTION="validate").cells
    index = next(index for index, cell in enumerate(cells) if cell.id == item["id"])
    (shown,) = cells[index].outputs[0].traceback
    assert shown == f"Not right yet: {item['message']}"
    assert item["message"].endswith("Read again: Exercise: how many times off?")
    assert (item["status"], item["points"], item["exercise"]) == ("wrong", 0, place.heading(cells, index))
