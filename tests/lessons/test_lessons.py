"""What every lesson promises, tried in real kernels."""

from __future__ import annotations

import copy
import shutil

import nbformat
import pytest
from support.learner import complaints, errors, folder_for, kernel, points, released, run
from nbgrader.preprocessors import ClearHiddenTests

# what a notebook may say where an exercise is still open
NOT_DONE = ("NotAttempted", "PredictionMissing", "NotMeasured", "NotDefinedYet")
pytestmark = pytest.mark.slow


def test_the_solution_runs_from_top_to_bottom_and_gets_full_points(solved):
    notebook, _ = solved
    assert errors(notebook) == []
    assert complaints(notebook) == []
    graded = points(notebook)
    assert graded
    assert {name: score for name, (score, _) in graded.items()} == {name: most for name, (_, most) in graded.items()}


def test_the_unsolved_lesson_gets_no_points_and_says_only_that_it_is_not_attempted(lesson, tmp_path):
    folder = folder_for(lesson, tmp_path)
    notebook = run(released(lesson), folder)
    surprises = [error for error in errors(notebook) if error.split(": ")[1] not in NOT_DONE]
    assert surprises == []
    assert complaints(notebook) == []
    assert {name: score for name, (score, _) in points(notebook).items() if score} == {}


def test_every_wrong_answer_gets_the_message_that_stands_beside_it(lesson, solved, tmp_path):
    folder = tmp_path / lesson.name
    shutil.copytree(solved[1], folder)  # with the log and the checkpoints, so that nothing is trained again
    notebook, _ = ClearHiddenTests().preprocess(copy.deepcopy(lesson.notebook), {})
    wanted = {answer.message: answer for answer in lesson.wrong_answers}
    assert len(wanted) == len(lesson.wrong_answers), "two wrong answers share one message"
    seen = {}
    with kernel(notebook, folder, NBGRADER_EXECUTION="validate") as client:
        question = None
        cells = list(notebook.cells)  # the client puts what it executes into the notebook, wrong answers too
        for index, cell in enumerate(cells):
            grading = cell.metadata.get("nbgrader", {})
            if grading.get("solution") and not grading.get("grade"):
                question = index
            if grading.get("locked") and grading.get("grade"):
                about = cells[question].metadata.nbgrader.grade_id
                for answer in (answer for answer in lesson.wrong_answers if answer.question == about):
                    seen[answer.message] = _what_the_check_says(
                        client, cells[question : index + 1], question, answer.source
                    )
                for again in range(question, index):  # back to the right answer
                    client.execute_cell(cells[again], again)
            client.execute_cell(cell, index)
    assert {message: said for message, said in seen.items() if message not in said} == {}
    assert set(seen) == set(wanted)
    assert errors(notebook) == []


def _what_the_check_says(client, cells, question, source) -> str:
    """Run `cells`, from the question to its check, with `source` as the answer; return the errors."""
    tried = [copy.deepcopy(cell) for cell in cells]
    tried[0].source = source
    for index, cell in enumerate(tried, start=question):
        client.execute_cell(cell, index)
    return "\n".join(errors(nbformat.v4.new_notebook(cells=tried))) or "nothing: the check passed"
