"""What the judge cannot carry over is an error when an assignment is rehearsed, not on grading night."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.apps import NbGraderAPI
from support.handmade import CONFIG

from autograder.authoring import lesson as lessons
from autograder.authoring import release as releasing
from autograder.authoring.rehearse import rehearse, unrehearsed
from autograder.forkserver import modules
from autograder.grade import grade
from autograder.gradebook.folder import Folder

pytestmark = pytest.mark.slow
ANSWER = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"


def course(root: Path, test: str, answer: str = ANSWER, before: str = "import math") -> Folder:
    """A course with one assignment of one question and one test."""
    grading = {"schema_version": 3, "locked": False, "grade": False, "solution": False, "task": False}
    cells = [nbformat.v4.new_code_cell(source) for source in (before, answer, test)]
    cells[1].metadata["nbgrader"] = {**grading, "grade_id": "double", "solution": True}
    cells[2].metadata["nbgrader"] = {**grading, "grade_id": "double-check", "grade": True, "locked": True, "points": 2}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": lessons.KERNEL})
    (root / "source" / "one").mkdir(parents=True)
    (root / "nbgrader_config.py").write_text("c = get_config()\n")
    nbformat.write(notebook, root / "source" / "one" / "one.ipynb")
    return Folder(root)


@pytest.mark.middle
def test_a_sound_assignment_has_no_problems_and_is_not_rehearsed_twice(tmp_path):
    folder = course(
        tmp_path, "assert double(2) == 4\n### BEGIN HIDDEN TESTS\nassert double(3) == 6\n### END HIDDEN TESTS"
    )
    assert rehearse(folder, "one") == []
    note = folder.rehearsed("one") / "one.modules.txt"
    assert "math" in note.read_text().split()
    note.unlink()
    assert rehearse(folder, "one") == []
    assert not note.exists()


def test_it_is_rehearsed_again_when_a_file_beside_it_changes(tmp_path):
    answer = ANSWER.replace("2 * x", "int(open('factor.txt').read()) * x")
    folder = course(tmp_path, "assert double(2) == 4", answer)
    factor = tmp_path / "source" / "one" / "factor.txt"
    factor.write_text("2")
    assert rehearse(folder, "one") == []
    factor.write_text("3")
    (problem, *_) = rehearse(folder, "one")
    assert "refuses the solution of its own notebook" in problem


def test_a_measurement_that_a_test_looks_at_is_read_from_the_log_of_the_rehearsal_and_not_made_again(tmp_path):
    before = "from course import timing\ntiming.predict('a sum', 0.001)\n"
    before += "added = timing.measure('a sum', lambda: sum([1]))"
    answer = ANSWER.replace("return", "open('median.txt', 'w').write(repr(added.median)); return") + "\ndouble(1)"
    test = "assert double(2) == 4\nassert repr(added.median) == open('median.txt').read()"
    assert rehearse(course(tmp_path, test, answer, before), "one") == []


def handed_in(root: Path, *students: str) -> Folder:
    """The course released, and its own release handed in by students."""
    (root / "nbgrader_config.py").write_text(CONFIG)
    folder = Folder(root)
    done = NbGraderAPI(config=folder.config).generate_assignment("one")
    assert done["success"], done["log"]
    for student in students:
        shutil.copytree(folder.release("one"), folder.submitted(student, "one"))
    return folder


def test_grading_rehearses_what_was_not_rehearsed_as_it_now_is(tmp_path, capsys):
    course(tmp_path, "assert double(2) == 4")
    folder = handed_in(tmp_path, "ana", "ben")
    assert unrehearsed(folder, "one") == ["one"]
    summary = grade(tmp_path, "one")
    assert (summary.graded, summary.refused, unrehearsed(folder, "one")) == (2, [], [])
    assert "rehears" not in capsys.readouterr().err + str(summary)
    assert grade(tmp_path, "one").kept == 2


def test_grading_says_what_its_rehearsal_found(tmp_path, capsys):
    course(tmp_path, "assert double(2) == 5, 'twice two'")
    handed_in(tmp_path, "ana")
    summary = grade(tmp_path, "one")
    said = capsys.readouterr().err
    assert "refuses the solution of its own notebook: twice two" in said
    assert "python -m autograder rehearse one" in said
    assert "REFUSED by their rehearsal: one" in str(summary)
    assert "NOT rehearsed" not in str(summary)


def test_a_refused_rehearsal_and_a_later_change_are_no_rehearsal(tmp_path):
    folder = course(tmp_path, "assert double(2) == 5")
    assert rehearse(folder, "one") != []
    assert unrehearsed(folder, "one") == ["one"]
    path = tmp_path / "source" / "one" / "one.ipynb"
    path.write_text(path.read_text().replace("== 5", "== 4"))
    assert rehearse(folder, "one") == []
    assert unrehearsed(folder, "one") == []
    path.with_name("data.csv").write_text("1")
    assert unrehearsed(folder, "one") == ["one"]


def test_what_two_notebooks_of_an_assignment_import_is_noted_of_both(tmp_path):
    folder = course(tmp_path, "assert double(2) == 4", before="import colorsys")
    other = nbformat.read(tmp_path / "source" / "one" / "one.ipynb", as_version=4)
    other.cells[0].source = "import sched"
    nbformat.write(other, tmp_path / "source" / "one" / "two.ipynb")
    assert rehearse(folder, "one") == []
    assert {"colorsys", "sched"} <= set(modules.noted(folder.rehearsed("one")))


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ("class Pair:\n    pass\ndouble(Pair())", "cannot cross"),
        ("assert double(2) == 5, 'twice two'", "refuses the solution of its own notebook: twice two"),
        ("assert double(2) == 4\ndouble(2)", "partial credit is between 0 and"),
        ("1.5", "gives the solution of its own notebook 1.5 of 2 points"),
        ("assert double(2) ==", "not Python"),
    ],
    ids=["an argument that is not plain", "a wrong test", "too many points", "too few points", "a syntax error"],
)
def test_what_is_wrong_is_said(tmp_path, test, words):
    (problem, *_) = rehearse(course(tmp_path, test), "one")
    assert "'double-check'" in problem
    assert words in problem


@pytest.mark.parametrize("part", ["{}", "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"], ids=["visible", "hidden"])
def test_a_test_that_runs_inside_and_writes_to_stderr_is_told_that_nbgrader_counts_it_as_failed(tmp_path, part):
    test = "import sys\nprint('three apples', file=sys.stderr)\nassert double.__globals__ is globals()"
    (problem, *_) = rehearse(course(tmp_path, part.format(test)), "one")
    assert "wrote to stderr, and nbgrader counts that as failed: three apples" in problem


def test_a_result_that_is_not_plain_is_said(tmp_path):
    answer = ANSWER.replace("return 2 * x", "return type('Own', (), {})()")
    (problem, *_) = rehearse(course(tmp_path, "assert double(1) == 2", answer), "one")
    assert "plain data" in problem


def test_the_first_error_of_an_ordinary_cell_stands_beside_it(tmp_path):
    problems = rehearse(course(tmp_path, "assert double(2) == data", before="data = open('missing.txt').read()"), "one")
    assert any("FileNotFoundError" in problem for problem in problems)


def test_a_lesson_with_such_a_test_is_not_released(tmp_path, monkeypatch):
    monkeypatch.setattr(releasing, "rehearse", lambda folder, name: ["the test cell 'x' cannot be judged"])
    before = {path: path.read_bytes() for path in lessons.LESSONS.rglob("*.ipynb")}
    with pytest.raises(lessons.LessonError, match="cannot be judged"):
        releasing.release(["00-start-here"], into=tmp_path, gradebook=False, rehearsal=True)
    assert not list(tmp_path.iterdir())
    assert {path: path.read_bytes() for path in lessons.LESSONS.rglob("*.ipynb")} == before
