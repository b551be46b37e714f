"""What an instructor reads after grading: true to the gradebook, whole without a network, deaf to what learners wrote.

The graded class is made up (`marked_class`); its assignment, its gradebook and its checks are real.
"""

from __future__ import annotations

import csv
import json
import math
import os
import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from bs4 import BeautifulSoup
from nbgrader.api import Gradebook
from support.marked_class import EVIL, NAME, add_assignment, gradebook, marked_class, student_id

from autograder import report
from autograder.__main__ import main
from autograder.gradebook.folder import Folder, FolderError
from autograder.gradebook.results import Flag, Item, NotebookResult, Result
from autograder.report import atlas, figures, findings, times
from autograder.report.atlas_figure import atlas as draw
from autograder.report.classroom import Classroom, Grade, Person, Question, Submission, read
from autograder.text import duration, short, shown

PEOPLE = 40
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")  # nbgrader's own


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """The folder of a graded class with three assignments."""
    root = tmp_path_factory.mktemp("course")
    marked_class(root, PEOPLE)
    with gradebook(root) as book:
        for place, name in enumerate(("04-learn-by-looking", "birds of a feather")):
            add_assignment(book, name, list(range(30 - 5 * place)), random.Random(place))
    return root


@pytest.fixture(scope="module")
def page(marked):
    return BeautifulSoup(report.report(marked, NAME).read_text(), "html.parser")


@pytest.fixture(scope="module")
def course_page(marked):
    return BeautifulSoup(report.course_report(marked).read_text(), "html.parser")


def table(page, section):
    """The rows of the last table of a section, as texts."""
    found = page.find(id=section).find_parent("section").find_all("table")[-1]
    return [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in found.find_all("tr")]


# -- true to the gradebook ---------------------------------------------------------------------------------------------


def test_it_stands_beside_the_graded_submissions(marked):
    assert report.report(marked, NAME) == marked / "grading" / "reports" / f"{NAME}.html"


def test_every_submission_has_a_row_with_the_points_of_the_gradebook(marked, page):
    head, *rows = table(page, "all")
    points = {row[0].split()[-1]: row[head.index("Points")] for row in rows}
    with gradebook(marked) as book:
        expected = {}
        for one in book.assignment_submissions(NAME):
            expected[one.student_id] = max(0.0, one.score - one.late_submission_penalty)
    assert len(expected) == PEOPLE
    assert {student: float(value) for student, value in points.items()} == expected
    late = {row[0].split()[-1]: row[head.index("Late")] for row in rows if row[head.index("Late")]}
    assert late == {"s002": "−1.5", "s011": "−1.5"}


def test_who_handed_in_nothing_is_named(page):
    words = page.find(id="help").find_parent("section").get_text()
    assert student_id(PEOPLE) in words
    assert student_id(PEOPLE + 1) in words


def test_flags_to_decide_come_first_with_their_points(page):
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in page.find(id="decide").find_parent("section").find("table").tbody.find_all("tr")
    ]
    assert [(row[0].split()[-1], row[3]) for row in rows] == [
        ("s003", "10"),
        ("s013", "5"),
        ("s012", "5"),
        ("s009", "5"),
    ]
    assert "in common with s012" in " ".join(map(" ".join, rows))


def test_answers_that_wait_for_a_person_are_counted(marked, page):
    with gradebook(marked) as book:
        waiting = sum(
            grade.needs_manual_grade
            for one in book.assignment_submissions(NAME)
            for notebook in one.notebooks
            for grade in notebook.grades
        )
    facts = page.find("dl").get_text(" ", strip=True)
    assert waiting > 0
    assert f"To grade by hand {waiting} answers" in facts


def test_what_the_scores_do_not_hold_yet_is_said_in_a_sentence(marked, zoo):
    room = read(Folder(marked), NAME)
    to_decide = sum(bool(one.to_decide) for one in room.submissions)
    by_hand = sum(grade.waits for one in room.submissions for grade in one.grades.values())
    said = report.still_open(room)
    assert said.startswith(f"Still open: {to_decide} submissions to decide, at most ")
    assert f"; {by_hand} answers to grade by hand. The scores, in the CSV files too, hold none of it yet." in said
    root, database = zoo
    hand_in(database, "ana", (2, 1))
    assert report.still_open(read(Folder(root), "birds")) == ""


def test_an_unknown_assignment_is_said(marked):
    with pytest.raises(FolderError, match="nbgrader generate_assignment"):
        report.report(marked, "no-such")
    with pytest.raises(FolderError, match="no assignment"):
        report.export(marked, "no-such")


# -- deaf to what learners wrote ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["page", "course_page"])
def test_nothing_that_a_learner_wrote_became_an_element(request, which):
    page = request.getfixturevalue(which)
    data, own = page.find_all("script")
    assert (data["type"], own.get("type")) == ("application/json", None)
    assert "<" not in data.string
    assert len(json.loads(data.string)["people"]) >= PEOPLE - 5
    assert page.find_all(["img", "iframe", "object", "embed", "link", "base", "form"]) == []
    assert not [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert EVIL[:40] in page.get_text(), "it is shown as what it is"


@pytest.mark.parametrize("name", [NAME, "course"])
def test_no_control_character_and_no_other_address_is_in_the_page(marked, page, course_page, name):
    text = (marked / "grading" / "reports" / f"{name}.html").read_text()
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", text)
    tags = BeautifulSoup(text, "html.parser").find_all(True)
    addresses = {tag[name] for tag in tags for name in ("src", "href", "xlink:href") if tag.get(name)}
    addresses |= set(re.findall(r"url\(([^)]*)", "".join(str(tag.attrs) for tag in tags)))
    assert {address[:1] for address in addresses} <= {"#"}, "only jumps inside the page"
    assert "default-src 'none'" in text


def test_terminal_escapes_are_taken_out_and_lengths_bounded():
    assert shown("\x1b[31mred\x1b[0m \x1b]0;title\x07and\x00 \u202egnirts") == "red and\ufffd \ufffdgnirts"
    assert len(shown("x" * 10_000_000, 50)) == 50
    assert shown("नमस्ते\u200d می‌شود") == "नमस्ते\u200d می‌شود"


def test_figures_are_described_and_tables_have_headers(page, course_page):
    for one in (page, course_page):
        assert one.find_all("figure")
        for figure in one.find_all("figure"):
            caption = one.find(id=figure.svg["aria-labelledby"])
            assert caption.name == "figcaption"
            assert len(caption.get_text()) > 40
        for each in one.find_all("table"):
            assert all(head.get("scope") == "col" for head in each.thead.find_all("th"))
            assert all(
                row.find("th") or row.find_previous("th", attrs={"rowspan": True}) for row in each.tbody.find_all("tr")
            )
        ids = [tag["id"] for tag in one.find_all(id=True)]
        assert len(ids) == len(set(ids))


# -- what it finds -----------------------------------------------------------------------------------------------------


def classroom(scores, most=3.0) -> Classroom:
    """A class from a table of scores, one row for each person."""
    keys = [Question(("book", f"q{n}"), f"q{n}", most) for n in range(len(scores[0]) if scores else 1)]
    people = []
    for number, row in enumerate(scores):
        grades = {
            one.key: Grade(score, "right" if score == most else "wrong") for one, score in zip(keys, row, strict=True)
        }
        people.append(Submission(Person(f"s{number}"), sum(row), most * len(keys), grades=grades))
    return Classroom("birds", "zoo", most * len(keys), keys, people, [], [])


def test_discrimination_is_the_correlation_with_the_sum_of_the_other_questions():
    rng = np.random.default_rng(0)
    scores = rng.integers(0, 4, (30, 3)).astype(float)
    for place, found in enumerate(findings.questions(classroom(scores.tolist()))):
        rest = scores.sum(axis=1) - scores[:, place]
        assert found.discrimination == pytest.approx(np.corrcoef(scores[:, place], rest)[0, 1])
        assert found.share == pytest.approx(scores[:, place].mean() / 3)


@pytest.mark.parametrize(
    ("scores", "why"),
    [
        ([[1.0, 2.0]] * 9, "needs 10 graded answers"),
        ([[1.0, 2.0]] * 12, "all have the same points"),
        ([[float(n % 3), 2.0] for n in range(12)], "all are alike in the other questions"),
        ([[float(n % 3)] for n in range(12)], "no other question"),
    ],
)
def test_no_discrimination_is_given_where_it_would_mean_nothing(scores, why):
    found = findings.questions(classroom(scores))[0]
    assert found.discrimination is None
    assert why in found.why_none


def test_messages_that_differ_in_numbers_only_are_counted_together():
    room = classroom([[0.0]] * 5)
    for number, one in enumerate(room.submissions):
        grade = one.grades["book", "q0"]
        grade.message = "You are 3.5 off." if number < 2 else f"You are {number} off." if number < 4 else "No number."
    assert findings.questions(room)[0].messages == [(4, "You are 3.5 off."), (1, "No number.")]


def test_who_needs_help_follows_from_the_rule_in_words():
    room = classroom([[3.0, 3.0, 0.0], [1.0, 1.0, 1.0], [3.0, 3.0, 3.0], [3.0, 2.0, 0.0]])
    room.submissions[0].grades["book", "q2"].status = "not attempted"
    room.submissions[3].grades["book", "q2"].status = "by hand"
    found = {one.submission.person.id: one.reasons for one in findings.need_help(room)}
    assert found == {"s0": ["1 of 3 questions not attempted"], "s1": ["33% of the points so far"]}


@pytest.mark.parametrize(
    ("scores", "most", "told"),
    [
        ([0, 3, 3], 3, "People by points: 1 with 0, 2 with 3."),
        ([1, 2.5, 4.5], 3, "People by points, rounded to whole points: 1 with 1, 1 with 3, 1 with 5."),
        ([0, 50, 52, 100], 100, "People by points: 1 with 0 to 2.5, 2 with 47.5 to 52.5, 1 with 97.5 to 100."),
    ],
)
def test_the_words_under_the_scores_say_who_stands_in_which_bar(scores, most, told):
    assert figures.scores(classroom([[score] for score in scores], most)).description.endswith(told)


def test_points_at_stake_are_never_more_than_there_are():
    room = classroom([[3.0, 3.0]])
    one = room.submissions[0]
    one.result = Result("birds", "s0", "", "")
    flag = Flag("judge", "...", "book", "q0", decide=True, points=3)
    one.result.flags = [flag, flag, Flag("lost", "...", decide=True, points=600), Flag("repaired", "...")]
    assert findings.at_stake(one) == 6


@pytest.mark.parametrize(
    ("cpu", "gpu", "size"),
    [
        ({1: 1, 2: 2, 3: 4}, {1: 2, 2: 1, 3: 1}, 2),
        ({1: 1, 2: 2, 3: 4}, {1: 0.5, 2: 3, 3: 1}, 3),  # a lucky reading in between does not count
        ({1: 1, 2: 2, 3: 4}, {1: 2, 2: 3, 3: 5}, math.inf),
        ({1: 1, 2: 2, 3: 4}, {1: 0.1, 2: 0.1, 3: 0.1}, 1),
        ({1: 1, 2: 2, 3: 4}, {1: 2, 2: 1}, None),
    ],
)
def test_a_crossover_holds_at_every_larger_size(cpu, gpu, size):
    assert times.crossover(cpu, gpu) == size


def test_the_curves_tell_where_the_gpu_begins_to_win(page):
    words = page.find(id="sweep-0").get_text()
    assert re.search(r"On 9 of 9 machines with both curves the GPU wins .*synthetic GPU: from \d+", words)


@pytest.fixture(scope="module")
def machines(marked):
    """The page of the machines, with names, and the file of it."""
    page, file = report.machines(marked, read(Folder(marked), NAME))
    return BeautifulSoup(page.read_text(), "html.parser"), file


def test_every_machine_that_measured_over_sizes_is_in_the_atlas_with_what_it_measured(marked, machines):
    cells = [row.find_all(["th", "td"]) for row in machines[0].select("tbody tr")]
    rows = [[cell.get_text(" ", strip=True) for cell in row] for row in cells]
    seen = times.of_class(read(Folder(marked), NAME)).seen
    sweep = [one for one in seen if one.workload == "matrix product sweep"]
    assert len(rows) == len({(one.student, one.device) for one in sweep})
    slowest = max((one for one in sweep if one.size == 32 and one.device == "cpu"), key=lambda one: one.median)
    (own,) = [row for row in rows if f"({slowest.student})" in row[0] and row[1] == "CPU"]
    assert own[2:5] == [slowest.device_name, "32", duration(slowest.median)]
    assert "9 machines with both curves" in machines[0].find(id="atlas").get_text()


def test_the_file_of_the_machines_names_nobody_and_another_class_reads_what_was_measured(marked, machines):
    _, file = machines
    text = file.read_text()
    with gradebook(marked) as book:
        who = [each for one in book.students for each in (one.id, one.first_name, one.last_name, one.email)]
    assert [each for each in who if each in text] == []
    again = atlas.read(file, "matrix product sweep")
    curves = times.sweeps(times.of_class(read(Folder(marked), NAME)).seen, 1)
    own = atlas.machines(curves["matrix product sweep"], "apples")
    assert [one.names for one in again] == [one.names for one in own]
    for one, other in zip(own, again, strict=True):
        for kind, points in one.curves.items():
            assert other.curves[kind] == pytest.approx(points, rel=1e-5)


def machine(name="a chip", *, points=None, **curves) -> atlas.Machine:
    kinds = curves or {"cpu": points or {1.0: 1.0, 2.0: 2.0, 3.0: 3.0}}
    return atlas.Machine("apples", "ana", names=dict.fromkeys(kinds, name), curves=kinds)


@pytest.mark.parametrize(
    "name", ["Ana's laptop", "ANA-LAPTOP", "box of ana@x.org", "pc 123456", "Muster Anna", "host s001"]
)
def test_a_device_that_bears_somebody_s_name_bears_none_in_the_file(tmp_path, name):
    people = [Person("s001", "Ana", "Muster", "ana@x.org", "123456"), Person("s002", "Li", "Å")]
    file = atlas.write(tmp_path / "m.csv", {"w": [machine(name), machine("an Intel chip, 4 cores")]}, people)
    assert [one.names["cpu"] for one in atlas.read(file, "w")] == [atlas.HIDDEN, "an Intel chip, 4 cores"]


def test_what_a_log_may_hold_at_the_most_can_be_read_again_and_drawn(tmp_path):
    points = {times.SIZES[0]: times.LONGEST, 5.0: times.SHORTEST, times.SIZES[1]: times.LONGEST}
    found = [machine("=1+1", cpu=points, gpu=points), machine(points=points)]
    file = atlas.write(tmp_path / "m.csv", {"w": found}, [])
    again = atlas.read(file, "w")
    assert [one.curves for one in again] == [one.curves for one in found]
    assert again[0].names["gpu"] == "'=1+1"
    assert "2 machines of this class, 2 of apples" in draw("w", found + again).description


@pytest.mark.parametrize("largest", [1024.0, 4096.0, 8192.0, 1e6])
def test_never_is_written_where_its_mark_stands(largest):
    slow = {size: 1.0 for size in (1.0, 8.0, largest)}
    svg = draw("w", [machine(cpu=dict.fromkeys(slow, 0.5), gpu=slow)]).svg
    assert svg.count(">never<") == 1


def test_the_workload_is_drawn_on_which_most_machines_show_their_crossover(marked):
    """One learner who stopped early takes no GPU out of the picture."""
    room = classroom([[3.0]] * 4)
    for number, one in enumerate(room.submissions):
        rows = [measured("a loop", "cpu", size) for size in (1, 2, 3)]
        if number:
            rows += [measured("product", device, size) for device in ("cpu", "gpu") for size in (1, 2, 3)]
        one.result = Result("birds", one.person.id, "", "", timing=rows)
    page, file = report.machines(marked, room)
    assert "product: each machine" in page.read_text()
    assert len(atlas.read(file, "a loop")) == 4


def test_a_borrowed_gpu_crosses_the_learner_s_own_cpu_unless_there_is_one_in_the_machine():
    room = classroom([[3.0]] * 2)
    for number, one in enumerate(room.submissions):
        borrowed = {"borrowed": True, "device_name": "T4 (borrowed)"}
        rows = [measured("product", "cpu", size) for size in (1, 2, 3)]
        rows += [measured("product", "gpu", size) | borrowed | {"median": 1e-5} for size in (1, 2, 3)]
        if number:
            rows += [measured("product", "gpu", size) for size in (1, 2, 3)]
        one.result = Result("birds", one.person.id, "", "", timing=rows)
    curves = times.sweeps(times.of_class(room).seen, 1)["product"]
    crossings = {one.student: (one.gpu_name, one.size) for one in times.crossings(curves)}
    assert crossings == {"s0": ("T4 (borrowed)", 1), "s1": ("gpu", math.inf)}


def measured(workload, device, size) -> dict:
    row = {"record": "observation", "honest": True, "workload": workload, "device": device, "device_name": device}
    return row | {"machine": "m", "started": 0.0, "size": size, "median": 1e-3 * size, "prediction": None}


def test_another_class_of_the_same_name_is_another_class(marked, machines, tmp_path):
    file = shutil.copy(machines[1], tmp_path)
    page, _ = report.machines(marked, read(Folder(marked), NAME), others=[Path(file)])
    words = BeautifulSoup(page.read_text(), "html.parser").find(id="atlas").get_text()
    assert "38 machines of this class, 38 of another apples" in words


def test_the_command_draws_another_class_says_what_is_open_and_names_nobody_if_told_so(
    marked, machines, tmp_path, capsys
):
    other = tmp_path / "other.csv"
    other.write_text(machines[1].read_text().replace("apples,", "'=2028 <b>,"))
    command = ["report", NAME, "--course", str(marked), "--machines", str(other)]
    with gradebook(marked) as book:
        names = [one.last_name for one in book.students]
    page = marked / "grading" / "reports" / f"{NAME}-machines.html"
    for options, named in (([], True), (["--no-names"], False)):
        assert main([*command, *options]) == 0
        text = page.read_text()
        assert any(name in text for name in names) == named
        assert re.search(r"38 machines of this class, 38 of &#39;=2028 &lt;b&gt;", text)
        assert "<b>" not in text
        said = capsys.readouterr().out
        assert f"written: {page}" in said
        assert "Still open: " in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--machines", "x.csv"], "goes with one assignment"),
        ([NAME, "--machines", "missing.csv"], "'missing.csv' cannot be read as the machines of a class: No such file"),
    ],
)
def test_a_command_that_cannot_draw_another_class_says_why(marked, arguments, said, capsys):
    assert main(["report", "--course", str(marked), *arguments]) != 0
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "no column 'class', 'machine'"),
        ("", "no column 'class'"),
        ("{header}\nx,1,w,cpu,chip,0,1\n", "line 2 has '0' for 'size', which should be a number from 1e-09 to 1e+15"),
        ("{header}\nx,1,w,cpu,chip,8,nan\n", "line 2 has 'nan' for 'seconds'"),
        ("{header}\nx,1,w,cpu,chip,8,2000000\n", "which should be a number from 1e-09 to 1e+06"),
        ("{header}\nx,1\n", "line 2 is cut off"),
        ("{header}\nx,1,sort,cpu,chip,8,1\n", "No machine in 'machines.csv' was measured on 'w'"),
        ("{header}\n\x00\n", "cannot be read"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b"x" * (atlas.LARGEST + 1), "larger than 16 MB"),
        (None, "No such file"),
    ],
)
def test_a_file_that_is_not_one_of_machines_is_said(tmp_path, text, said):
    file = tmp_path / "machines.csv"
    if text is not None:
        header = ",".join(atlas.COLUMNS)
        file.write_bytes(text if isinstance(text, bytes) else text.format(header=header).encode())
    with pytest.raises(atlas.AtlasError, match=re.escape(said)):
        atlas.read(file, "w")


def test_without_curves_there_is_no_atlas(zoo):
    root, database = zoo
    hand_in(database, "ana", (2, 1))
    assert report.machines(root, read(Folder(root), "birds")) == []


@pytest.mark.parametrize(
    ("value", "words"),
    [(850, "850"), (0.0123456, "0.0123"), (12_000, "12,000"), (999_600, "1 million"), (3.2e6, "3.2 million"),
     (999.6e6, "1 billion"), (1e24, "1,000,000,000,000 trillion")],
)  # fmt: skip
def test_many_are_said_in_three_digits_and_a_word(value, words):
    assert short(value) == words


def test_measurements_that_do_not_fit_are_left_out_and_said(page):
    words = page.find(id="times").find_parent("section").get_text()
    assert "1 measurement from logs that do not fit together is left out" in words


def test_rows_that_nobody_expects_do_no_harm():
    room = classroom([[3.0]])
    seen = {"record": "observation", "honest": True}
    odd = {"median": 1.0, "size": 10**300, "prediction": {"value": None}}
    rows = [{}, {"record": "observation"}, seen | {"median": math.nan}, seen | odd, seen | {"median": "1"}]
    room.submissions[0].result = Result("birds", "s0", "", "", timing=rows)
    made = times.of_class(room)
    assert (len(made.seen), made.left_out) == (1, 3)


def test_a_log_of_a_thousand_workloads_is_one_more_log():
    def seen(student, workload, size, median):
        return times.Seen(student, workload, size, "cpu", "a chip", "m", size, median, 2 * median)

    common = [seen(f"s{number}", "sort", size, size * 1e-6) for number in range(3) for size in (1.0, 2.0, 3.0)]
    one = [seen("s0", f"w{number}", float(size), 1e-3) for number in range(20_000) for size in (1, 2, 3)]
    began = time.process_time()
    found = times.sweeps(common + one, 2)
    rows, left_out = times.devices(common + one)
    assert time.process_time() - began < 10  # seconds; one look at everything for each workload takes many minutes
    assert {name: len(curves) for name, curves in found.items()} == {"sort": 3, "w0": 1}
    assert (rows[0].workload, rows[0].people, rows[0].off_by) == ("sort", 3, 2.0)
    assert (len(rows), left_out) == (times.MOST_ROWS, 20_001 - times.MOST_ROWS)


def test_whoever_claims_a_thousand_chips_has_a_few_curves_and_everybody_else_theirs():
    seen = [
        times.Seen(student, "sort", size, "cpu", f"chip {number}", "m", number, 1e-3, None)
        for student, chips in (("ana", 1_000), ("bea", 1))
        for number in range(chips)
        for size in (1.0, 2.0, 3.0)
    ]
    students = [curve.student for curve in times.sweeps(seen, 1)["sort"]]
    assert (students.count("ana"), students.count("bea")) == (times.MOST_CURVES, 1)


def test_each_machine_is_compared_with_itself_only():
    found = [
        times.Curve(f"s{number}", device, "a chip", "m", {1.0: 1.0, 2.0: 2.0, 3.0: 3.0})
        for number in range(10_000)
        for device in ("cpu", "gpu")
    ]
    began = time.process_time()
    assert len(times.crossings(found)) == 10_000
    assert time.process_time() - began < 5


# -- small, empty and other classes ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def empty_zoo(tmp_path_factory):
    """Another course, with a layout of its own."""
    root = tmp_path_factory.mktemp("zoo")
    (root / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'zoo'\n"
        "c.CourseDirectory.autograded_directory = 'done/marked'\n"
    )
    with pytest.MonkeyPatch.context() as patch, Gradebook(with_alembic(patch, root), "zoo") as book:
        book.add_assignment("birds")
        for name in ("beaks", "wings"):
            book.add_notebook(name, "birds")
            book.add_grade_cell("count", name, "birds", max_score=2, cell_type="code")
    return root


def with_alembic(patch, root) -> str:
    """The address of a gradebook; nbgrader makes a new one with a command that lies beside this Python."""
    patch.setenv("PATH", os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]]))
    return f"sqlite:///{root}/gradebook.db"


@pytest.fixture
def zoo(empty_zoo, tmp_path):
    """The folder of a course of its own, and its gradebook's address."""
    shutil.copytree(empty_zoo, tmp_path, dirs_exist_ok=True)
    return tmp_path, f"sqlite:///{tmp_path}/gradebook.db"


def hand_in(database, student, scores):
    with Gradebook(database, "zoo") as book:
        book.update_or_create_student(student)
        one = book.add_submission("birds", student)
        for notebook, score in zip(one.notebooks, scores, strict=True):
            notebook.grades[0].auto_score, notebook.grades[0].needs_manual_grade = score, False
        book.db.commit()


@pytest.mark.parametrize("scores", [[], [(2, 1)], [(2, 2), (0, 1)], [(1, 1)] * 12, [(0, 0)] * 3])
def test_any_class_gives_a_report_and_exports(zoo, scores):
    root, database = zoo
    for number, one in enumerate(scores):
        hand_in(database, f"s{number}", one)
    path = report.report(root, "birds")
    assert path == root / "done" / "reports" / "birds.html"
    words = BeautifulSoup(path.read_text(), "html.parser").get_text(" ", strip=True)
    assert "No timings were handed in" in words
    assert ("nothing to report" in words) == (not scores)
    assert ("beaks: count" in words) == bool(scores), "several notebooks: their names tell questions apart"
    assert "nan" not in words.split()
    report.course_report(root)
    for each in report.export(root, "birds"):
        assert each.parent == root / "done" / "reports"


def test_a_gradebook_without_assignments_is_said(tmp_path, monkeypatch):
    with_alembic(monkeypatch, tmp_path)
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    assert "no assignment yet" in report.course_report(tmp_path).read_text()


def test_another_course_needs_nothing_of_the_course_package(zoo):
    root, database = zoo
    hand_in(database, "ana", (2, 1))
    code = (
        "import sys; sys.modules['course'] = None\n"  # an import of it fails
        f"from autograder import report; report.report({str(root)!r}, 'birds'); report.course_report({str(root)!r})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def test_a_grade_by_hand_replaces_what_the_test_found(zoo):
    root, database = zoo
    hand_in(database, "ana", (0, 0))
    found = {name: NotebookResult([], [Item("count", "count", 2, 0, "hidden", "no")]) for name in ("beaks", "wings")}
    Result("birds", "ana", "", "", notebooks=found).write(Folder(root).result("ana", "birds"))
    with Gradebook(database, "zoo") as book:
        book.find_grade("count", "beaks", "birds", "ana").manual_score = 2
        book.db.commit()
    grades = read(Folder(root), "birds").submissions[0].grades
    assert grades["beaks", "count"] == Grade(2, "right")
    assert grades["wings", "count"] == Grade(0, "hidden", "no")


def test_what_was_handed_in_and_not_graded_and_walls_that_were_missing_stand_at_the_top(zoo):
    root, database = zoo
    hand_in(database, "ana", (2, 1))
    (root / "submitted" / "bea" / "birds").mkdir(parents=True)
    items = [Item("count", "count", 2, 2, "right")]
    result = Result(
        "birds", "ana", "", "", missing_walls=["no network namespace"], notebooks={"beaks": NotebookResult([], items)}
    )
    result.write(Folder(root).result("ana", "birds"))
    warnings = [
        each.get_text(" ", strip=True)
        for each in BeautifulSoup(report.report(root, "birds").read_text(), "html.parser").find_all(class_="warning")
    ]
    assert "no network namespace (1 submission)" in warnings[0]
    assert "bea" in warnings[1]
    assert read(Folder(root), "birds").not_graded == ["bea"]


# -- the course --------------------------------------------------------------------------------------------------------


def test_the_course_has_a_row_for_everybody_and_a_column_for_each_assignment(course_page):
    head, *rows = table(course_page, "people")
    assert head[:4] == ["Who", NAME, "04-learn-by-looking", "birds of a feather"]
    assert len(rows) == PEOPLE + 2
    row = next(row for row in rows if row[0].endswith(student_id(PEOPLE)))
    assert row[1:4] == ["–", "–", "–"]


def test_claims_are_those_of_the_lessons_that_were_graded(course_page):
    rows = {row[0]: row for row in table(course_page, "claims")[1:]}
    assert rows["C1"][2:4] == [NAME, str(PEOPLE)]
    assert rows["C9"][2:4] == ["04-learn-by-looking", "30"]
    assert "C20" not in rows, "the lesson about costs was not graded"


def test_the_trend_is_the_last_share_less_the_mean_of_those_before():
    from autograder.report.course import Way

    way = Way(Person("ana"), {}, {"a": 0.5, "b": 1.0, "c": None, "d": 0.25}, 0, 0, 0, 0)
    assert way.trend == pytest.approx(0.25 - 0.75)
    assert way.mean == pytest.approx(1.75 / 3)


# -- Canvas and Moodle -------------------------------------------------------------------------------------------------


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_canvas_gets_its_columns_and_the_points_of_the_gradebook(marked):
    canvas, _ = report.export(marked, NAME)
    head, possible, *rows = rows_of(canvas)
    assert canvas.name == f"{NAME}-canvas.csv"
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", NAME]
    assert possible == ["    Points Possible", "", "", "", "", "10"]
    by_login = {row[3]: row for row in rows}
    assert len(by_login) == PEOPLE + 2
    assert by_login["s000"][:3] == ["Abel, Ana", "9000", ""]
    assert by_login[student_id(PEOPLE)][5] == "", "no submission: no grade"
    with gradebook(marked) as book:
        late = book.find_submission(NAME, "s002")
        assert float(by_login["s002"][5]) == late.score - 1.5


def test_moodle_gets_identifiers_and_a_dash_for_no_grade(marked):
    _, moodle = report.export(marked, None)
    head, *rows = rows_of(moodle)
    assert moodle.name == "course-moodle.csv"
    assert head[:5] == ["Username", "First name", "Last name", "ID number", "Email address"]
    assert head[5:] == [NAME, "04-learn-by-looking", "birds of a feather"]
    row = next(row for row in rows if row[0] == student_id(PEOPLE))
    assert row[4:] == ["s040@example.org", "-", "-", "-"]


def test_no_cell_of_an_export_is_a_formula(marked):
    for path in report.export(marked, None):
        cells = [cell for row in rows_of(path) for cell in row]
        assert any("HYPERLINK" in cell for cell in cells)
        assert not [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell not in ("-", "")]
        assert not [cell for cell in cells if "\x1b" in cell]


def test_a_name_cannot_pose_as_the_row_of_maxima(zoo):
    root, database = zoo
    hand_in(database, "ana", (2, 1))
    with Gradebook(database, "zoo") as book:
        book.update_or_create_student("ana", last_name="Points Possible", lms_user_id="12; x")
    canvas, _ = report.export(root, "birds")
    _, possible, row = rows_of(canvas)
    assert "Points Possible" in possible[0]
    assert "Points Possible" not in row[0]
    assert row[1:4] == ["", "12; x", "ana"], "Canvas would read the number 12 from it"


@pytest.mark.parametrize("system", ["Canvas", "Moodle"])
def test_nbgraders_own_command_exports_too(zoo, system):
    root, database = zoo
    hand_in(database, "ana", (2, 1))
    hand_in(database, "bea", (0, 1))
    command = [sys.executable, "-m", "nbgrader", "export", f"--exporter=autograder.report.{system}Export"]
    done = subprocess.run(
        [*command, "--to", "out.csv", "--student", "['ana']"], cwd=root, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    rows = rows_of(root / "out.csv")
    assert [row[-1] for row in rows if "ana" in row] == ["3"]
    assert not [row for row in rows if "bea" in row]
