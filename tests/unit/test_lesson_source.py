"""A lesson's script becomes nbgrader's source; what is not well formed is refused with the place and the reason."""

from __future__ import annotations

import pytest

from autograder.authoring import lesson as lessons

FRONT = """# %% [raw] tags=["front-matter"]
# title: T
# question: Q
# minutes: 1
# seconds: 1
# claims: [C1]
"""
BODY = """
# %% question="rule"
def rule():
    ### BEGIN SOLUTION
    return 1
    ### END SOLUTION

# %% tags=["wrong-answer"] message="not two"
def rule():
    return 2

# %% tags=["right-answer"]
rule = lambda: 1.0

# %% check="rule" points=2
assert rule() == 1

# %% [markdown] reason="why" points=1
# Why?
"""


def write(tmp_path, text):
    path = tmp_path / "99-a-lesson.py"
    path.write_text(text)
    return path


def test_roles_become_the_metadata_of_nbgrader(tmp_path):
    lesson = lessons.read(write(tmp_path, FRONT + BODY))
    assert lesson.cell("rule").metadata.nbgrader.solution is True
    check = lesson.cell("rule-check").metadata
    assert (check.nbgrader.points, check.nbgrader.locked, check.nbgrader.grade) == (2, True, True)
    assert "raises-exception" in check.tags
    why = lesson.cell("why").metadata.nbgrader
    assert (why.grade, why.solution) == (True, True)


def test_wrong_answers_are_kept_apart_from_what_students_get(tmp_path):
    lesson = lessons.read(write(tmp_path, FRONT + BODY))
    assert lesson.wrong_answers == [lessons.WrongAnswer("rule", "def rule():\n    return 2", "not two")]
    assert not any("return 2" in cell.source for cell in lesson.notebook.cells)


def test_other_right_answers_are_kept_apart_too(tmp_path):
    lesson = lessons.read(write(tmp_path, FRONT + BODY))
    assert lesson.right_answers == [lessons.RightAnswer("rule", "rule = lambda: 1.0")]
    assert not any("lambda" in cell.source for cell in lesson.notebook.cells)


def test_a_check_is_folded_and_its_first_line_says_what_it_is(tmp_path):
    body = BODY.replace('\n# %% question="rule"', '\n# %% [markdown]\n# ## By *hand*\n\n# %% question="rule"')
    check = lessons.read(write(tmp_path, FRONT + body)).cell("rule-check")
    assert check.source.startswith("# Check of “By hand”: run this cell to see the verdict\n")
    assert check.metadata.jupyter.source_hidden
    assert check.metadata.cellView == "form"


def test_cell_ids_stay_when_other_cells_come_and_go(tmp_path):
    before = lessons.read(write(tmp_path, FRONT + BODY))
    after = lessons.read(write(tmp_path, FRONT + "\n# %%\nx = 1\n" + BODY))
    assert [cell.id for cell in before.notebook.cells[1:]] == [cell.id for cell in after.notebook.cells[2:]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BODY, "front-matter"),
        (FRONT.replace("# title: T\n", "") + BODY, "front matter"),
        (FRONT + BODY.replace(" points=2", ""), "points"),
        (FRONT + BODY.replace("    ### BEGIN SOLUTION\n", ""), "BEGIN SOLUTION"),
        (FRONT + BODY.replace(' message="not two"', ""), "message"),
        (FRONT + BODY + BODY, "grade_id 'rule'"),
        (FRONT + '# %% tags=["wrong-answer"] message="m"\nx = 1\n', "follows its question"),
        (FRONT + '# %% tags=["right-answer"]\nx = 1\n', "follows its question"),
    ],
)
def test_a_script_that_is_not_well_formed_is_refused_with_the_reason(tmp_path, text, message):
    with pytest.raises(lessons.LessonError, match=message):
        lessons.read(write(tmp_path, text))


def test_a_lesson_that_does_not_exist_is_named_with_those_that_do():
    from autograder.authoring.release import release

    with pytest.raises(lessons.LessonError, match=r"no lesson .98-nothing. in solutions.; there are: 00-start-here"):
        release(["98-nothing"])
