"""Whose a member of the zip of everybody is: the names of Canvas and Moodle, and the class list."""

from __future__ import annotations

import pytest

from autograder.collect.class_list import resolve
from autograder.collect.senders import Sender, upload
from autograder.gradebook.person import Person

ANA = Person("ana", "Ana", "Example", "ana@example.org", "123456")
BO = Person("bo", "Bo", "Wang-Wei", "bo@example.org", "222")
CLASS = [ANA, BO]


def who(member: str, *others: str, learners: list[Person] = CLASS) -> str | None:
    """The student id of one member of a zip that holds others too."""
    known, _ = resolve([upload(name) for name in (member, *others)], learners)
    return known.get(upload(member))


@pytest.mark.parametrize(
    ("member", "name", "number", "file", "late"),
    [
        ("exampleana_123456_7890_04-learn.zip", "exampleana", "123456", "04-learn.zip", False),
        ("exampleana_LATE_123456_7890_04-learn-1.zip", "exampleana", "123456", "04-learn-1.zip", True),
        ("wang_wei_222_9_my_3_4_work.ipynb", "wang_wei", "222", "my_3_4_work.ipynb", False),
        ("late_222_9_LATE_5_6_x.rar", "late", "222", "LATE_5_6_x.rar", False),
        ("exampleana_LATE_123456_text.html", "exampleana", "123456", "text.html", True),
        ("exampleana_123456_link.html", "exampleana", "123456", "link.html", False),
    ],
)
def test_a_name_of_canvas_says_who_which_file_and_whether_it_is_late(member, name, number, file, late):
    found = upload(member)
    assert found.sender == Sender("Canvas", name, number)
    assert (found.file, found.late) == (file, late)


@pytest.mark.parametrize(
    ("member", "name", "file"),
    [
        ("Ana Example_12_assignsubmission_file/jobs/cpu.yml", "Ana Example", "jobs/cpu.yml"),
        ("Ana Example_12_assignsubmission_file_/04.zip", "Ana Example", "04.zip"),
        ("Bo Björk_12_assignsubmission_file_my_3_4_work.ipynb", "Bo Björk", "my_3_4_work.ipynb"),
        ("Cy_12_assignsubmission_onlinetext/onlinetext.html", "Cy", "onlinetext.html"),
        ("Cy_12_assignsubmission_file/Ana Example_12_assignsubmission_file/x", "Cy", "Ana Example_12_assignsub"),
    ],
)
def test_a_name_of_moodle_says_who_and_which_file(member, name, file):
    found = upload(member)
    assert found.sender == Sender("Moodle", name, "12")
    assert found.file.startswith(file)
    assert found.late is None


@pytest.mark.parametrize("member", ["notes.txt", "anon_AbC1_7_x.ipynb", "a/b_1_2_c", "Team_assignsubmission_file/x"])
def test_another_name_is_nobodys(member):
    assert upload(member) is None


def test_canvas_s_number_is_looked_for_in_the_class_list_and_then_among_the_ids():
    assert who("exampleana_123456_7_x.zip") == "ana"
    assert who("someone_777_7_x.zip") is None
    assert who("someone_777_7_x.zip", learners=[*CLASS, Person("777")]) == "777"
    assert who("exampleana_123456_7_x.zip", learners=[*CLASS, Person("123456")]) == "ana", "of an older collection"


@pytest.mark.parametrize(
    "name", ["Ana Example", "Example Ana", "ANA EXAMPLE", "ana", "ana@example.org", "Ana  Exámple"]
)
def test_moodle_s_name_is_looked_for_in_the_class_list_whatever_its_number(name):
    expected = None if "á" in name else "ana"
    assert who(f"{name}_12_assignsubmission_file/x.zip") == expected


def test_moodle_leaves_signs_out_of_names():
    assert who("Cy ONeil_1_assignsubmission_file/x", learners=[Person("cy", "Cy", "O'Neil")]) == "cy"


def test_nobody_gets_what_two_may_have_sent():
    twins = [f"Ana Example_{number}_assignsubmission_file/x.zip" for number in (1, 2)]
    assert [who(*twins), who(*reversed(twins))] == [None, None], "one of them is not in the list"
    namesakes = [ANA, Person("ana2", "Ana", "Example")]
    assert who(twins[0], learners=namesakes) is None


def test_without_a_class_list_the_platform_s_names_are_the_ids():
    assert who("exampleana_123456_7_x.zip", learners=[Person("9")]) == "123456"
    twins = [f"Ana Example_{number}_assignsubmission_file/x.zip" for number in (1, 2)]
    assert who(twins[0], learners=[]) == "Ana Example"
    assert [who(*twins, learners=[]), who(*reversed(twins), learners=[])] == ["Ana Example_1", "Ana Example_2"]
    assert who(".._1_assignsubmission_file/x", learners=[]) is None, "that is no folder of a learner"


def test_nobody_can_name_a_file_or_themselves_so_that_it_is_taken_for_another_s():
    assert who("wang_wei_222_9_a_123456_7_x.zip") is None, "a person decides"
    assert who("x_123456_9_222_8_x.zip") is None, "Bo calls himself x_123456_9"
    own, planted = "exampleana_123456_7_x.zip", "x_123456_9_777_8_x.zip"
    assert who(own, planted) == "ana"
    assert who(planted, own) is None


def test_what_a_sender_handed_in_stays_together_where_one_name_is_doubtful():
    files = ["exampleana_123456_900_lab_222_1_final.ipynb", "exampleana_123456_901_observations.json"]
    known, doubtful = resolve([upload(name) for name in files], CLASS)
    assert known == {}
    assert len(doubtful) == 2
