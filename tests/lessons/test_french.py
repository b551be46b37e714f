"""Lesson 00 in French, in real kernels: the same points as in English, and the course speaks French."""

from __future__ import annotations

import copy

import nbformat
import pytest
from nbgrader.preprocessors import ClearHiddenTests
from support.learner import complaints, errors, folder_for, kernel, points, run

from autograder.authoring import lesson as lessons
from autograder.authoring import translate

FIRST = "00-start-here"
HEADINGS = ("Pas encore juste", "Pas encore commencé", "Votre code s’est arrêté")
# part of what a wrong answer is told in English (its `message`): the message in the catalogue of the lesson
OF_THE_LESSON = {
    "Time is above zero": "Time is above zero, and so is a prediction of it.",
    "a difference in seconds": "This is a difference in seconds. How many times larger is one than the other?",
    "not a percentage": "The answer is a number of times, 4 here, and not a percentage.",
    "divides the smaller by the larger": "Yours is below 1 for a guess too large and for one too small: it divides the "
    "smaller by the larger.",
    "The record counts": "The record counts {cores} cores of the processor.",
    "6.75 is how many there are to do": "6.75 is how many there are to do. The rate is how many in a second.",
}
# and in that of the course
OF_THE_COURSE = {
    "should be one number, and yours is the text": "predicted_seconds devrait être un seul nombre, et votre réponse "
    "est le texte",
    "the prediction that you made before measuring": "la prédiction que vous avez faite avant de mesurer",
    "run `timing.start_afresh()` in a cell of its own": "exécutez `timing.start_afresh()` dans une cellule à part",
    "hands its result on with `return`": "Une fonction transmet son résultat avec `return`",
    "yours is the text “4.0 times”": "votre réponse est le texte",
}


@pytest.fixture(scope="module")
def english() -> lessons.Lesson:
    return lessons.read(lessons.SOLUTIONS / f"{FIRST}.py")


@pytest.fixture(scope="module")
def said(english) -> translate.Catalogue:
    return translate.lesson_catalogue(english, "fr")


@pytest.fixture(scope="module")
def course_in_french():
    """An author of the course's own words need not wait for a translator either."""
    if left := translate.own_catalogue("fr").report():
        pytest.skip(f"some words of the course are in English: {left[0]}")


@pytest.fixture(scope="module")
def folder(english, tmp_path_factory):
    """A learner's folder, with the notebook that is in French."""
    made = folder_for(english, tmp_path_factory.mktemp("learner"))
    path = lessons.LESSONS / "fr" / FIRST / f"{FIRST}.ipynb"
    (made / path.name).write_bytes(path.read_bytes())
    return made


@pytest.fixture(scope="module")
def tried(english, said, folder):
    """(the solution as it ran, with hidden tests; what each wrong answer is told): one kernel for all."""
    (made, _), *_ = translate.translations("fr", translate.own_catalogue("fr"), [FIRST])
    told = {}
    with kernel(made.notebook, folder) as client:
        for index, cell in enumerate(made.notebook.cells):
            client.execute_cell(cell, index)
        notebook = copy.deepcopy(made.notebook)
        visible, _ = ClearHiddenTests().preprocess(copy.deepcopy(made.notebook), {})
        at = {cell.id: index for index, cell in enumerate(visible.cells)}
        for answer in english.wrong_answers:
            check = at[f"{answer.question}-check"]
            made.notebook.cells[0] = nbformat.v4.new_code_cell(answer.source)
            client.execute_cell(made.notebook.cells[0], 0)
            told[answer.message] = client.execute_cell(copy.deepcopy(visible.cells[check]), check).outputs
    return notebook, told


def test_the_solution_in_french_gets_the_points_of_the_english_one(english, tried):
    notebook, _ = tried
    assert errors(notebook) == []
    assert complaints(notebook) == []
    most = {cell.id: cell.metadata.nbgrader.points for cell in english.notebook.cells if "raises" in str(cell.metadata)}
    assert len(most) == 3
    assert points(notebook) == {name: (each, each) for name, each in most.items()}


def test_what_is_right_is_said_in_french(english, said, tried, course_in_french):
    notebook, _ = tried
    shown = "\n".join(_words(cell.get("outputs", [])) for cell in notebook.cells)
    assert "Juste, 3 sur 3 points." in shown
    understood = [text for text in translate.lesson.messages(english) if text.startswith("You can read a measurement")]
    assert all(_plain(said(text)) in shown for text in understood)


def test_a_wrong_answer_gets_its_french_message(english, said, tried, course_in_french):
    _, told = tried
    known = translate.lesson.messages(english)
    # where an author has changed the English since, it is told in English: no reason to stop anybody's work
    wanted = {
        part: said(text).partition("{")[0]
        for part, text in OF_THE_LESSON.items()
        if text in known and not said.why_english(text)
    }
    wanted |= OF_THE_COURSE
    wanted = {part: words for part, words in wanted.items() if part in told}
    assert len(wanted) > len(OF_THE_COURSE)
    spoken = {part: _words(told[part]) for part in wanted}
    assert {part: spoken[part] for part, words in wanted.items() if _plain(words) not in spoken[part]} == {}
    assert [part for part, words in spoken.items() if not any(heading in words for heading in HEADINGS)] == []
    assert [part for part, words in spoken.items() if "À relire" not in words and "Remettez" not in words] == []


def test_the_unsolved_lesson_in_french_gets_no_points_and_says_so_in_french(folder, tmp_path, course_in_french):
    path = folder / f"{FIRST}.ipynb"
    unsolved = tmp_path / FIRST
    unsolved.mkdir()
    (unsolved / path.name).write_bytes(path.read_bytes())
    notebook = run(nbformat.read(path, as_version=4), unsolved, NBGRADER_EXECUTION="validate")
    assert {score for score, _ in points(notebook).values()} == {0}
    said = "\n".join(errors(notebook))
    assert "est encore vide" in said
    assert "À lire\u00a0: " in said
    assert "is still empty" not in said


def _words(outputs) -> str:
    """What outputs say in plain words, with spaces of one kind."""
    return _plain("\n".join(each.get("data", {}).get("text/plain", each.get("evalue", "")) for each in outputs))


def _plain(text: str) -> str:
    return " ".join(text.split())
