"""The form that every lesson has: lengths, points, wrong answers, hints, and the committed release."""

from __future__ import annotations

import re

import pytest

from autograder.authoring import lesson as lessons
from autograder.authoring import readme, translate
from autograder.authoring.release import release
from autograder.feedback import explain

LESSONS = [lessons.read(script) for script in lessons.scripts()]
each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.name for lesson in LESSONS])

MOST_WORDS, CODE_CELLS, MOST_LINES, FEWEST, MOST_HINTS = 900, range(8, 21), 15, 3, 3
CHECKED = re.compile(r"""checks\.question\(\s*(["'])(?P<name>.+?)\1""")
WIDEST = 100  # characters that JupyterLab shows in a window of 1280 pixels
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS", re.DOTALL)


def grading(cell) -> dict:
    return cell.metadata.get("nbgrader", {})


def folded(cell) -> bool:
    """Whether nobody sees the code: that of checks and of quick questions."""
    return bool(cell.metadata.get("jupyter", {}).get("source_hidden"))


def prose(lesson) -> str:
    """What a learner reads: Markdown without hints, which only some open, and without where links lead."""
    text = "\n".join(cell.source for cell in lesson.notebook.cells if cell.cell_type == "markdown")
    text = re.sub(r"^.*\[Home\]\(.*$|(?<=\])\([^)]*\)", "", text, flags=re.MULTILINE)
    text = re.sub(r"### BEGIN SOLUTION.*?### END SOLUTION", "", text, flags=re.DOTALL)
    return re.sub(r"<details>.*?</details>", "", text, flags=re.DOTALL)


@each_lesson
def test_it_can_be_read_in_its_minutes(lesson):
    assert len(prose(lesson).split()) <= MOST_WORDS


@each_lesson
def test_it_has_enough_to_do_and_not_too_much(lesson):
    ordinary = [cell for cell in lesson.notebook.cells if cell.cell_type == "code" and not folded(cell)]
    assert len(ordinary) in CODE_CELLS or lesson.name.startswith("00-")


@each_lesson
def test_every_cell_fits_on_a_screen(lesson):
    lengths = {
        cell.id: len(HIDDEN.sub("", cell.source).strip().splitlines())
        for cell in lesson.notebook.cells
        if cell.cell_type == "code" and not folded(cell)
    }
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


@each_lesson
def test_no_line_that_a_learner_works_with_is_cut_off(lesson):
    long = [
        line
        for cell in lesson.notebook.cells
        if cell.cell_type == "code" and not folded(cell)
        for line in cell.source.splitlines()
        if len(line) > WIDEST
    ]
    assert long == []


@each_lesson
def test_its_points_add_up_to_ten(lesson):
    graded = [cell for cell in lesson.notebook.cells if grading(cell).get("grade")]
    assert sum(grading(cell)["points"] for cell in graded) == 10
    assert 3 <= len(graded) <= 7
    assert sum(cell.cell_type == "markdown" for cell in graded) == 1, "one reason in words"


@each_lesson
def test_every_exercise_has_hidden_tests_hints_and_wrong_answers(lesson):
    for cell in lesson.notebook.cells:
        if cell.cell_type == "code" and grading(cell).get("grade"):
            assert HIDDEN.search(cell.source), f"{cell.id} has no hidden tests"
    asked = [cell for cell in lesson.notebook.cells if grading(cell).get("solution") and not grading(cell).get("grade")]
    for cell in asked:
        wrong = [answer for answer in lesson.wrong_answers if answer.question == cell.id]
        right = [answer for answer in lesson.right_answers if answer.question == cell.id]
        assert len(wrong) >= FEWEST, f"{cell.id} has {len(wrong)} wrong answers"
        assert len(right) >= FEWEST, f"{cell.id} has {len(right)} other right answers"
    hints = sum(cell.source.count("<details>") for cell in lesson.notebook.cells)
    assert len(asked) <= hints <= MOST_HINTS * len(asked)


@each_lesson
def test_every_check_is_folded_and_says_what_was_understood(lesson):
    for cell in lesson.notebook.cells:
        if not (cell.cell_type == "code" and grading(cell).get("grade")):
            continue
        assert cell.metadata.jupyter.source_hidden
        assert cell.metadata.cellView == "form"
        assert cell.source.startswith("# Check of “")
        asked = CHECKED.search(HIDDEN.sub("", cell.source))
        assert asked["name"] == cell.id.removesuffix("-check"), "a verdict finds points and hints by this name"
        learned = explain.learned(HIDDEN.sub("", cell.source))
        assert learned.endswith("."), f"{cell.id} has no learned=..."


@each_lesson
def test_it_says_what_a_good_lesson_says_and_nothing_else(lesson):
    text = prose(lesson)
    assert "!" not in re.sub(r"!\[|!=|`[^`]*`", "", text), "no exclamation marks"
    assert not re.search(r"\b(simply|just)\b", text, re.IGNORECASE)


def test_the_committed_lessons_are_what_the_sources_give(tmp_path):
    release(into=tmp_path, gradebook=False)
    built = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    stale = [
        str(path)
        for path, content in built.items()
        if not (lessons.LESSONS / path).is_file() or (lessons.LESSONS / path).read_bytes() != content
    ]
    assert stale == [], "run `make release` and commit lessons/"
    released = {path.name for path in lessons.LESSONS.iterdir() if path.is_dir() and not path.name.startswith(".")}
    assert released == {script.stem for script in lessons.scripts()} | set(translate.languages())


def test_a_second_release_changes_no_byte(tmp_path):
    assert release(into=tmp_path, gradebook=False)
    assert release(into=tmp_path, gradebook=False) == []


@pytest.mark.parametrize("path", readme.TABLES, ids=lambda path: path.name)
def test_every_lesson_is_listed_as_its_front_matter_says(path):
    text = path.read_text(encoding="utf-8")
    assert readme.with_table(path, text) == text
