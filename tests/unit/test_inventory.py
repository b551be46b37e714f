"""The concept inventory: two forms of the same concepts, answers that nobody has to give, scores that are right."""

from __future__ import annotations

import json

import numpy as np
import pytest

from course import figures, inventory, plots
from course.inventory import answers

KEYS = [one.key for one in inventory.statements()]


@pytest.fixture
def lesson(tmp_path, monkeypatch):
    """A folder of lesson 00, in which one works."""
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    for name in (answers.FIRST, answers.LAST):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / answers.FIRST)
    return tmp_path


def line(form: str, *marks: object) -> str:
    given = [str(mark) for mark in marks] + ["-"] * (len(KEYS) - len(marks))
    return " ".join([form, *given])


def perfect(form: str) -> str:
    return line(form, *(100 if one.truth[form] else 0 for one in inventory.statements()))


def test_fourteen_concepts_stand_in_two_forms_with_as_many_true_as_false():
    assert len(KEYS) == len(set(KEYS)) == 14
    for form in inventory.FORMS:
        assert sum(one.truth[form] for one in inventory.statements()) == 7
    words = [one.words[form] for one in inventory.statements() for form in inventory.FORMS]
    assert len(set(words)) == 28
    assert max(len(each.split()) for each in words) <= 20
    numbers = {claim for one in inventory.statements() for claim in one.claims}
    assert numbers <= {f"C{n}" for n in range(1, 23)}


def test_both_forms_are_of_like_length_so_that_none_is_the_harder_to_read():
    lengths = [[len(one.words[form].split()) for one in inventory.statements()] for form in inventory.FORMS]
    assert abs(np.mean(lengths[0]) - np.mean(lengths[1])) < 2


@pytest.mark.parametrize("form", inventory.FORMS)
def test_brier_scores_of_the_sure_the_wrong_and_the_undecided(form):
    sure = answers.parse(perfect(form))[1]
    assert inventory.brier(sure, form) == 0
    assert inventory.brier({key: 1 - chance for key, chance in sure.items()}, form) == 1
    assert inventory.brier(dict.fromkeys(KEYS, 0.5), form) == 0.25
    assert inventory.brier({}, form) is None


def test_a_brier_score_by_hand():
    first, second = inventory.statements()[:2]
    assert (first.truth["A"], second.truth["A"]) == (True, False)
    assert inventory.brier({first.key: 0.8, second.key: 0.65}, "A") == pytest.approx((0.2**2 + 0.65**2) / 2)


def test_nobody_has_to_answer(lesson):
    assert "none are needed" in inventory.record(None)
    assert "No statement is answered" in inventory.record(line("A"))
    assert inventory.given("A") is None
    assert not (lesson / answers.FIRST / inventory.NAME).exists()


@pytest.mark.parametrize("bad", [7, "", "C 5", "A 5", line("A", 101), line("A", "often"), line("A", "nan")])
def test_a_line_that_is_none_is_said_and_stops_nothing(lesson, bad):
    assert "not kept" in inventory.record(bad)


def test_a_line_that_is_too_short_is_shown_what_one_looks_like(lesson):
    said = inventory.record("B 1F 2T")
    assert "there are 14 statements, and the line has 2 answers; it should look like B 80 5 - 50 " in said
    example = said.partition("look like ")[2].rstrip(".")
    assert len(answers.parse(example)[1]) == 13


def test_the_first_answers_count(lesson):
    assert inventory.record(line("A", 80, "65%")).startswith("2 answers are kept")
    assert "are kept" in inventory.record(line("A", 80, 65))
    assert "these are not" in inventory.record(line("A", 5, 5))
    assert inventory.given("A") == {KEYS[0]: 0.8, KEYS[1]: 0.65}


def test_lesson_12_takes_the_answers_of_lesson_00_along_and_grading_writes_nothing(lesson, monkeypatch):
    inventory.record(line("A", 80))
    monkeypatch.chdir(lesson / answers.LAST)
    inventory.record(perfect("B"))
    assert inventory.given("A") == {KEYS[0]: 0.8}
    assert "before the course 0.04; at its end 0.00" in inventory.report()
    held = (lesson / answers.LAST / inventory.NAME).read_bytes()
    (lesson / answers.FIRST / inventory.NAME).unlink()
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    inventory.record(line("B", 5))
    inventory.forget()
    assert (lesson / answers.LAST / inventory.NAME).read_bytes() == held
    assert inventory.given("A") == {KEYS[0]: 0.8}


def test_who_wants_to_be_forgotten_is_in_both_lessons(lesson, monkeypatch):
    inventory.record(line("A", 80))
    monkeypatch.chdir(lesson / answers.LAST)
    inventory.record(line("B", 80))
    assert "forgotten" in inventory.forget()
    for name in (answers.FIRST, answers.LAST):
        assert json.loads((lesson / name / inventory.NAME).read_text())["forgotten"] is True
    assert inventory.given("A") is inventory.given("B") is None
    assert "to be forgotten" in inventory.record(line("B", 80))
    assert inventory.report() == "There are no answers to look at."


def test_who_deletes_the_files_that_it_names_can_answer_after_all(lesson, monkeypatch):
    inventory.record(line("A", 80))
    monkeypatch.chdir(lesson / answers.LAST)
    inventory.record(line("B", 80))
    inventory.forget()
    said = inventory.record(line("B", 80))
    names = said.partition("delete ")[2].partition(",")[0].split(" and ")
    assert len(names) == 2
    for name in names:
        (lesson / answers.LAST / name).unlink()
    assert "1 answer is kept" in inventory.record(line("B", 80))


def test_a_moment_beyond_all_calendars_is_none(lesson):
    inventory.record(line("A", 80))
    path = lesson / answers.FIRST / inventory.NAME
    document = json.loads(path.read_text())
    document["forms"]["A"]["made"] = 10**400
    path.write_text(json.dumps(document))
    assert inventory.given("A") == {KEYS[0]: 0.8}


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"schema": 3}', "[" * 10_000, '{"schema": "apples-course/inventory"}']
)
def test_a_file_of_any_other_kind_is_no_answer(lesson, text):
    (lesson / answers.FIRST / inventory.NAME).write_text(text)
    assert inventory.given("A") is None


def test_the_picture_tells_both_portraits_in_words_too():
    before, after = answers.parse(line("A", 80, 65))[1], answers.parse(perfect("B"))[1]
    picture = plots.inventory(before, after)
    assert picture.description.startswith("Right before the course: 1 of 2; at its end: 2. Brier score before the ")
    assert "a GPU makes every training faster (not so): before the course 35 %, at its end 100 %" in picture.description
    assert plots.inventory(None, None).description == "No answers to show."
    assert plots.inventory(before).description.startswith("Right before the course: 1 of 2.")


def test_the_figure_gives_away_no_truth():
    for form in inventory.FORMS:
        assert set(figures.inventory(form).data) == {"form", "statements", "chances", "name", "words"}
        html = figures.inventory(form).html()
        assert all(
            one.why not in html and one.misconception not in html for one in inventory.statements() if one.key != "gpu"
        )
