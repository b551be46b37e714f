"""The concept inventory of a class: gains of made-up classes are found, and no person shows."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from autograder.gradebook.folder import Folder
from autograder.report import inventory as report
from course import inventory
from course.inventory import answers

KEYS = [one.key for one in inventory.statements()]


def made_up(people: int, before: float, gain: float, seed: int) -> list[tuple[dict, dict]]:
    """A class in which a share `before` is right at first, and each of the others learns with the chance `gain`."""
    rng = np.random.default_rng(seed)
    first = rng.random((people, len(KEYS))) < before
    last = first | (rng.random((people, len(KEYS))) < gain)
    return [
        (dict(zip(KEYS, map(bool, a), strict=True)), dict(zip(KEYS, map(bool, b), strict=True)))
        for a, b in zip(first, last, strict=True)
    ]


@pytest.mark.parametrize("gain", [0.0, 0.3, 0.7])
@pytest.mark.parametrize("before", [0.2, 0.6])
def test_the_known_gain_of_a_made_up_class_is_found(gain, before):
    found = [one for seed in range(8) for one in report.gains(made_up(200, before, gain, seed), KEYS)]
    assert np.mean([one.gain for one in found]) == pytest.approx(gain, abs=0.02)


def test_its_interval_holds_the_known_gain_nineteen_times_in_twenty():
    found = [one for seed in range(30) for one in report.gains(made_up(60, 0.4, 0.5, seed), KEYS, seed=seed)]
    inside = np.mean([one.low <= 0.5 <= one.high for one in found])
    assert 0.91 < inside < 0.98


def test_who_knew_it_and_lost_it_counts_against_the_gain():
    pairs = [({"part": True}, {"part": False})] * 3 + [({"part": False}, {"part": False})] * 3
    (one,) = report.gains(pairs, ["part"])
    assert (one.before, one.after, one.gain) == (0.5, 0.0, -1.0)


def test_where_all_were_right_no_gain_is_named():
    (one,) = report.gains([({"part": True}, {"part": True})] * 6, ["part"])
    assert one.gain is None
    assert not one.survived


@pytest.mark.parametrize(("still", "survives"), [(5, True), (4, False)])
def test_a_misconception_survives_in_half_of_those_who_had_it(still, survives):
    pairs = [({"gpu": False}, {"gpu": number >= still}) for number in range(10)]
    (one,) = report.gains(pairs, ["gpu"])
    assert (one.wrong, one.still, one.survived) == (10, still, survives)


def test_of_fewer_than_five_people_nothing_is_said():
    assert report.gains(made_up(4, 0.5, 0.5, 0), KEYS) == []


@pytest.fixture
def course_of(tmp_path, monkeypatch):
    """A course folder with people who handed in; each is (answers to A, answers to B) or "forget"."""
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'apples'\n")

    def make(people):
        for number, (first, last) in enumerate(people):
            for lesson, form, given in ((answers.FIRST, "A", first), (answers.LAST, "B", last)):
                place = tmp_path / "submitted" / f"s{number:03}" / lesson
                place.mkdir(parents=True)
                document = {"schema": answers.SCHEMA, "version": 1}
                document |= (
                    {"forgotten": True} if given == "forget" else {"forms": {form: {"answers": given, "made": 1.0}}}
                )
                (place / inventory.NAME).write_text(json.dumps(document))
        return report.of_course(Folder(tmp_path), [answers.FIRST, answers.LAST])

    return make


def sure(form: str, right: bool) -> dict[str, float]:
    return {one.key: 0.9 if one.truth[form] == right else 0.1 for one in inventory.statements()}


def test_a_class_is_read_from_what_was_handed_in(course_of):
    people = [(sure("A", False), sure("B", number < 6)) for number in range(8)]
    found = course_of([*people, (sure("A", True), "forget")])
    assert (found.before, found.after, found.both) == (8, 8, 8), "and nothing of who asked to be forgotten"
    assert found.brier_before == pytest.approx(0.81)
    assert {row.gain.gain for row in found.rows} == {0.75}
    assert {(row.gain.still, row.gain.wrong) for row in found.rows} == {(2, 8)}


def test_without_answers_there_is_nothing_to_show(course_of, tmp_path):
    assert course_of([]) is None
    place = tmp_path / "submitted" / "s000" / answers.FIRST
    place.mkdir(parents=True)
    (place / inventory.NAME).write_text('{"apples": 3}')
    assert report.of_course(Folder(tmp_path), [answers.FIRST]) is None


def test_hostile_files_are_no_answers(course_of, tmp_path):
    for number, text in enumerate(
        [
            "[" * 9000,
            '{"schema": "apples-course/inventory", "forms": 7}',
            "x" * 30_000,
            '{"schema": "apples-course/inventory", "version": 1, "forms": {"A": {"answers": {"part": 9}}}}',
            json.dumps({"schema": answers.SCHEMA, "version": 1, "forms": {"A": {"made": 10**400, "answers": {}}}}),
        ]
    ):
        place = tmp_path / "submitted" / f"h{number}" / answers.FIRST
        place.mkdir(parents=True)
        (place / inventory.NAME).write_text(text)
    (tmp_path / "submitted" / "h9" / answers.FIRST).mkdir(parents=True)
    (tmp_path / "submitted" / "h9" / answers.FIRST / inventory.NAME).symlink_to("/etc/hostname")
    assert report.of_course(Folder(tmp_path), [answers.FIRST]) is None


def test_a_foreign_course_with_a_file_of_that_name_imports_nothing_of_this_one(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    place = tmp_path / "submitted" / "ann" / "birds"
    place.mkdir(parents=True)
    (place / inventory.NAME).write_text('{"eggs": 12}')
    code = (
        "import sys\nfrom autograder.gradebook.folder import Folder\nfrom autograder.report import inventory\n"
        f"before = set(sys.modules)\nassert inventory.of_course(Folder({str(tmp_path)!r}), ['birds']) is None\n"
        "sys.exit(any(name.startswith('course.') for name in set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_page_of_the_course_shows_gain_interval_and_what_survived(course_of, tmp_path):
    from autograder.report import page

    found = course_of([(sure("A", False), sure("B", number < 3)) for number in range(8)])
    nothing = {"rooms": [], "ways": [], "progress": None, "summaries": [], "claims": [], "threshold": 0.2, "rule": ""}
    text = page.write(tmp_path / "course.html", "course.html", course="apples", inventory=found, **nothing).read_text()
    assert "Answered before: 8, at the end: 8, both: 8." in text
    assert "a GPU makes every training faster" in text
    assert "0.38 (0.00 to 0.75)" in text or "0.38 (0.12 to 0.75)" in text
    assert ">5 of 8<" in text
    assert ">survived<" in text
    assert "s000" not in text, "no person shows"
