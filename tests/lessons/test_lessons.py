"""What every lesson promises, tried in real kernels."""

from __future__ import annotations

import copy
import shutil

import nbformat
import pytest
from nbgrader.preprocessors import ClearHiddenTests
from support.learner import (
    complaints,
    errors,
    execution,
    folder_for,
    kernel,
    points,
    released,
    run,
    until_the_last_check,
)

from autograder.authoring import lesson as lessons
from autograder.site import answers, lesson_page

# what a notebook may say where an exercise is still open
NOT_DONE = ("NotAttempted", "PredictionMissing", "NotMeasured", "NotDefinedYet")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]  # a lesson of a hundred other answers, on a busy machine


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
    site = tmp_path / "site"  # which shows what this notebook shows
    site.mkdir()
    nbformat.write(lesson_page.page(lesson.name, notebook), site / "page.ipynb")
    assert answers.leaks(site, answers.secrets(lessons.LESSONS)) == []


def test_wrong_answers_get_the_message_beside_them_and_other_right_answers_all_points(lesson, solved, tmp_path):
    folder = tmp_path / lesson.name
    shutil.copytree(solved[1], folder)  # with the log, the checkpoints and the runs: nothing is trained again
    wanted = {answer.message: answer for answer in lesson.wrong_answers}
    assert len(wanted) == len(lesson.wrong_answers), "two wrong answers share one message"
    whole = list(lesson.notebook.cells)
    notebook, _ = ClearHiddenTests().preprocess(copy.deepcopy(lesson.notebook), {})
    said, refused = {}, {}
    with kernel(notebook, folder, NBGRADER_EXECUTION=execution(folder)) as client:
        question = None
        cells = until_the_last_check(notebook.cells)  # a copy: the client puts other answers into the notebook too
        for index, cell in enumerate(cells):
            grading = cell.metadata.get("nbgrader", {})
            if grading.get("solution") and not grading.get("grade"):
                question = index
            if grading.get("locked") and grading.get("grade"):
                about = cells[question].metadata.nbgrader.grade_id
                for answer in (answer for answer in lesson.wrong_answers if answer.question == about):
                    tried = _tried(client, cells[question : index + 1], question, answer.source)
                    said[answer.message] = "\n".join(errors(tried)) or "nothing: the check passed"
                for answer in (answer for answer in lesson.right_answers if answer.question == about):
                    tried = _tried(client, [*cells[question:index], whole[index]], question, answer.source)
                    earned, most = points(tried)[cell.id]
                    if errors(tried) or complaints(tried) or earned != most:
                        refused[answer.source] = (earned, *errors(tried), *complaints(tried))
                for again in range(question, index):  # back to the author's answer
                    client.execute_cell(cells[again], again)
            client.execute_cell(cell, index)
    assert {message: words for message, words in said.items() if message not in words} == {}
    assert set(said) == set(wanted)
    assert refused == {}
    assert errors(notebook) == []


def _tried(client, cells, question, source) -> nbformat.NotebookNode:
    """Run `cells`, from the question to its check, with `source` as the answer; return them with their outputs."""
    tried = [copy.deepcopy(cell) for cell in cells]
    tried[0].source = source
    for index, cell in enumerate(tried, start=question):
        client.execute_cell(cell, index)
    return nbformat.v4.new_notebook(cells=tried)
