"""A notebook that is run out of order says so in words."""

from __future__ import annotations

import nbformat
from support.learner import run


def outputs(tmp_path, *sources):
    cells = [nbformat.v4.new_code_cell(source) for source in ("from course import checks", *sources)]
    notebook = run(nbformat.v4.new_notebook(cells=cells), tmp_path)
    return [output for cell in notebook.cells for output in cell.outputs]


def test_a_name_that_no_cell_has_made_is_explained_without_a_stack_trace(tmp_path):
    (shown,) = outputs(tmp_path, "print(product)")
    assert shown.ename == "NotDefinedYet"
    assert "`product` does not exist" in shown.evalue
    assert "Run All Above" in "\n".join(shown.traceback)
    assert "Traceback" not in "\n".join(shown.traceback)


def test_a_check_that_is_run_too_early_says_so(tmp_path):
    _, shown = outputs(tmp_path, "with checks.question('rule') as q:\n    q.attempted(rule(1), 'rule')")
    assert shown.ename == "NotAttempted"
    assert "`rule` does not exist yet" in shown.evalue


def test_a_slip_inside_the_learners_own_function_is_shown_with_its_line(tmp_path):
    _, shown = outputs(
        tmp_path,
        "def rule(x):\n    return y + x",
        "with checks.question('rule') as q:\n    q.attempted(rule(1), 'rule')",
    )
    assert shown.ename == "LearnerError"
    assert "NameError" in shown.evalue
    assert "line 2" in shown.evalue
    assert "return y + x" in shown.evalue


def test_other_errors_keep_their_stack_trace(tmp_path):
    shown = outputs(tmp_path, "1 / 0", "def f():\n    x += 1\nf()")
    assert [each.ename for each in shown] == ["ZeroDivisionError", "UnboundLocalError"]
    assert all("Traceback" in "\n".join(each.traceback) for each in shown)
