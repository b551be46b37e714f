"""A learner reads no hidden test: not its lines, not what it said, not in any output."""

from __future__ import annotations

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from support.handmade import DOUBLE_CHECK, failed, graded

from autograder.feedback.hidden import HIDDEN_WORDS, QUOTED_WORDS, UNDECIDED_WORDS, HideTests

SECRETS = ("secret", "(21)", "HIDDEN TESTS")
COURSE_CHECK = """from course import checks
with checks.question("double", read="Twice") as q:
    q.close(double(2), 4, "2 doubled is 4.")
### BEGIN HIDDEN TESTS
with checks.question("double, others", read="Twice") as q:
    q.close(double(21), 42, "the secret number is 42")
### END HIDDEN TESTS"""


def hide(notebook):
    return HideTests().preprocess(notebook, {})[0]


def run(answer, check, *more):
    """A notebook as plain nbgrader leaves it: executed, hidden tests and all."""
    cells = [graded(answer, "double", solution=True), graded(check, "double-check", 2), *more]
    notebook = new_notebook(cells=cells)
    return NotebookClient(notebook, allow_errors=True, kernel_name="python3").execute()


def said(notebook):
    return str(nbformat.writes(notebook))


@pytest.mark.parametrize("check", [DOUBLE_CHECK, COURSE_CHECK], ids=["assert", "course"])
def test_a_failed_hidden_test_of_plain_nbgrader_tells_nothing(check):
    notebook = hide(run("def double(x):\n    return 4", check))
    assert notebook.cells[1].outputs[0].evalue == HIDDEN_WORDS
    assert not [secret for secret in SECRETS if secret in said(notebook)]


@pytest.mark.parametrize("check", [DOUBLE_CHECK, COURSE_CHECK], ids=["assert", "course"])
def test_a_failed_visible_check_of_plain_nbgrader_says_so_without_the_lines_below(check):
    notebook = hide(run("def double(x):\n    return 5", check))
    assert "2 is 4" in notebook.cells[1].outputs[0].evalue or "2 doubled is 4" in notebook.cells[1].outputs[0].evalue
    assert not [secret for secret in SECRETS if secret in said(notebook)]


def test_an_error_in_the_learners_function_is_told_apart_by_the_line_of_the_test():
    visible = hide(run("def double(x):\n    return 1 / 0", DOUBLE_CHECK))
    hidden = hide(run("def double(x):\n    return 4 if x == 2 else 1 / 0", DOUBLE_CHECK))
    assert visible.cells[1].outputs[0].ename == "ZeroDivisionError"
    assert hidden.cells[1].outputs[0].evalue == HIDDEN_WORDS


def test_the_learners_own_cells_cannot_print_the_tests_that_ran_beside_them():
    spies = [
        "print(In)",
        "In",
        "from IPython.display import HTML\nimport html\nHTML(html.escape(In[2]))",
        "raise ValueError(In[2])",
    ]
    notebook = hide(run("def double(x):\n    return 4", DOUBLE_CHECK, *map(new_code_cell, spies)))
    for cell in notebook.cells[2:]:
        assert QUOTED_WORDS in cell.outputs[0].text
    assert not [secret for secret in SECRETS[:2] if secret in said(notebook)]


def test_the_words_of_the_judge_to_the_instructor_are_not_for_the_learner():
    for name, words in (
        ("HiddenTestFailed", HIDDEN_WORDS),
        ("JudgeError", UNDECIDED_WORDS),
        ("NotGraded", UNDECIDED_WORDS),
    ):
        cells = [graded(DOUBLE_CHECK, "double-check", 2), graded("half", "half-check", 1)]
        for cell in cells:
            cell.outputs = failed(name, "the secret number is 42")
        notebook = hide(new_notebook(cells=cells))
        assert [cell.outputs[0].evalue for cell in notebook.cells] == [words, words]
        assert "secret" not in said(notebook)


def test_a_judged_visible_check_keeps_its_words():
    cell = graded(DOUBLE_CHECK, "double-check", 2)
    cell.outputs = failed("Incorrect", "twice 2 is 4")
    output = hide(new_notebook(cells=[cell])).cells[0].outputs[0]
    assert (output.ename, output.evalue) == ("Incorrect", "twice 2 is 4")


def test_what_a_hidden_test_printed_is_not_shown():
    cell = graded(DOUBLE_CHECK, "double-check", 2)
    cell.outputs = [new_output("stream", name="stdout", text="trying 21")]
    assert hide(new_notebook(cells=[cell])).cells[0].outputs == []


def test_a_learner_who_writes_the_delimiter_breaks_nothing():
    """nbgrader's ClearHiddenTests raises on each of these, and the submission has no feedback."""
    own = [
        new_code_cell("### BEGIN HIDDEN TESTS"),
        graded("### BEGIN HIDDEN TESTS\nx = 1\n### END HIDDEN TESTS", "x", solution=True),
        graded("### BEGIN HIDDEN TESTS\n### BEGIN HIDDEN TESTS\nassert x", "x-check", 1),
        new_markdown_cell("BEGIN HIDDEN TESTS"),
    ]
    notebook = hide(new_notebook(cells=own))
    assert "x = 1" in notebook.cells[1].source
    assert notebook.cells[2].source == ""


def test_a_mark_scheme_is_for_those_who_mark():
    source = "Draw it.\n=== BEGIN MARK SCHEME ===\nOne point for the axis.\n=== END MARK SCHEME ==="
    notebook = hide(new_notebook(cells=[graded(source, "picture", 5, task=True, markdown=True)]))
    assert notebook.cells[0].source == "Draw it."
