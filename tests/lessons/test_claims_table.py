"""The table of claims: complete, and true of the lessons that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.authoring import claims, readme
from autograder.authoring import lesson as lessons

SHARED = Path(__file__).resolve().parents[3] / "shared" / "source-claims.md"
FRONTS = {script.stem: lessons.read(script).front for script in lessons.scripts()}


def row(table: str, number: str) -> str:
    return next(line for line in table.splitlines() if line.startswith(f"| {number} |"))


def test_there_are_22_claims_in_order():
    assert [claim.number for claim in claims.claims()] == [f"C{n}" for n in range(1, 23)]
    assert all(claim.said and claim.planned for claim in claims.claims())


def test_every_claim_that_a_lesson_lists_is_in_the_table_with_a_link_to_that_lesson():
    table = claims.table()
    for name, front in FRONTS.items():
        for number in front.claims:
            assert f"(../lessons/{name}/{name}.ipynb)" in row(table, number)


def test_a_lesson_that_exists_keeps_what_was_planned_for_it():
    there = {name[:2]: front.claims for name, front in FRONTS.items()}
    broken = [
        (claim.number, number)
        for claim in claims.claims()
        for number in claim.planned
        if number in there and claim.number not in there[number]
    ]
    assert broken == []


def test_what_no_lesson_tries_yet_is_open_and_says_what_is_planned():
    looking = lessons.FrontMatter("t", "q", 1, 1, ("C7", "C8", "C9", "C19"))
    table = claims.table({"04-learn-by-looking": looking})
    assert "**open** (planned: 10, 11)" in row(table, "C21")
    assert "[04](../lessons/04-learn-by-looking/04-learn-by-looking.ipynb) (to come: 06)" in row(table, "C9")
    assert "Still open: C1, C2" in table


def test_when_all_are_tried_nothing_is_open():
    everything = lessons.FrontMatter("t", "q", 1, 1, tuple(claim.number for claim in claims.claims()))
    table = claims.table({f"{number:02}-x": everything for number in range(13)})
    assert "open" not in table
    assert "Every claim has its experiment." in table


def test_a_claim_that_does_not_exist_is_an_error_that_names_the_lesson():
    with pytest.raises(lessons.LessonError, match="03-x: there is no claim 'C23'"):
        claims.table({"03-x": lessons.FrontMatter("t", "q", 1, 1, ("C23",))})


@pytest.mark.parametrize(("path", "name"), [(readme.README, "lessons"), (readme.CLAIMS, "claims")])
def test_a_file_without_the_markers_is_an_error_that_names_them(path, name):
    with pytest.raises(lessons.LessonError, match=f"{path.name} lost its markers.*end of {name}"):
        readme.with_table(path, path.read_text().replace(f"<!-- end of {name} -->", ""))


@pytest.mark.skipif(not SHARED.exists(), reason="no ../shared beside this clone: nothing to compare with")
def test_the_lessons_planned_for_each_claim_are_those_of_the_list_that_the_course_was_built_to():
    listed = re.findall(r"^\| (C\d+) \|[^|]*\| ([0-9, ]+) \|", SHARED.read_text(), re.MULTILINE)
    assert {number: set(re.findall(r"\d\d", where)) for number, where in listed} == {
        claim.number: set(claim.planned) for claim in claims.claims()
    }
