"""Feedback pages: what each point was lost for and what to do next, and nothing that is not the learner's to see."""

from __future__ import annotations

import os
import re
import shutil
import sys
from itertools import pairwise
from types import SimpleNamespace

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from support.handmade import NAME, SmallCourse, failed, partly, source_notebooks
from support.instructor import course_in
from support.learner import answered, folder_for, questions, run, solution

from autograder.authoring import lesson as lessons
from autograder.feedback import feedback, harmless, sections
from autograder.feedback.hidden import HIDDEN_WORDS, UNDECIDED_WORDS
from autograder.feedback.page import MOST_PAGE
from autograder.gradebook.commit import commit
from autograder.gradebook.folder import Folder, FolderError
from autograder.gradebook.results import Flag, Item, NotebookResult, Result

LESSON = "00-start-here"
SECRETS = ("secret", "(21)", "HIDDEN TESTS", "MARK SCHEME", "One point for each")


@pytest.fixture
def small(template, tmp_path):
    shutil.copytree(template, tmp_path / "course")
    return SmallCourse(tmp_path / "course")


def hand_back(course, result, **options):
    """Commit a judged submission and write its pages; returns what became of them."""
    assert commit(course.folder, SimpleNamespace(name=NAME, cells={}), result)
    return feedback(course.folder.root, NAME, quiet=True, **options)


def page(course, student="anna", notebook="first"):
    return (course.folder.feedback(student, NAME) / f"{notebook}.html").read_text()


def words(html):
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def summary(html):
    """Points and what happened, by question."""
    rows = BeautifulSoup(html, "html.parser").select("main > section:first-child tbody tr")
    return {
        row.th.get_text(strip=True): [" ".join(cell.get_text(" ").split()) for cell in row.find_all("td")]
        for row in rows
    }


def change(course, result, edit, notebook="first"):
    """Edit a judged notebook."""
    path = course.folder.judged(result.student, NAME) / f"{notebook}.ipynb"
    opened = nbformat.read(path, as_version=4)
    edit(opened)
    nbformat.write(opened, path)
    return result


def test_the_summary_says_points_and_reason_of_each_question(small):
    outputs = {"double-check": failed("Incorrect", "twice 2 is 4"), "half-check": partly(1.5), "reason": "Because."}
    written = hand_back(small, small.judge("anna", outputs))
    assert (written.pages, written.kept, written.failed) == (2, 0, [])
    assert summary(page(small)) == {
        "Twice (double)": ["0 of 2", "Not right yet twice 2 is 4"],
        "Twice (half)": ["1.5 of 3", "Partly right"],
        "Twice (reason)": ["– of 4", "Not graded yet An instructor reads this one."],
        "Twice (picture)": ["– of 5", "Not graded yet An instructor reads this one."],
    }
    assert "1.5 of 14 points so far" in words(page(small))


def test_a_lost_point_has_the_hints_and_what_to_read_again(small):
    hand_back(small, small.judge("anna", {"double-check": failed("Incorrect", "No.\nRead again: Twice")}))
    card = BeautifulSoup(page(small), "html.parser").select_one("article.wrong")
    assert "Hint 1: what twice means" in card.details.get_text()
    link = card.find("a", string="Twice")["href"]
    assert BeautifulSoup(page(small), "html.parser").select_one(link).get_text() == "Twice"
    assert "Hint 1" not in str(BeautifulSoup(page(small), "html.parser").select_one("article.right"))


def test_where_only_the_hidden_part_failed_the_page_says_so_and_no_more(small):
    hand_back(small, small.judge("anna", {"double-check": failed("HiddenTestFailed", "the secret number is 42")}))
    assert HIDDEN_WORDS.split("\n")[0] in words(page(small))
    assert not [secret for secret in SECRETS if secret in page(small)]


@pytest.mark.parametrize("name", ["JudgeError", "NotGraded"])
def test_what_an_instructor_has_to_look_at_is_said_neutrally(small, name):
    result = small.judge("anna", {"double-check": failed(name, "TypeError in the secret test")})
    result.notebooks["first"] = NotebookResult(["grading it failed: the secret"], [])
    result.flags.append(Flag("lost", "grading it failed: the secret"))
    result.write(small.folder.result("anna", NAME))
    hand_back(small, result)
    assert UNDECIDED_WORDS in words(page(small))
    assert not [secret for secret in SECRETS if secret in page(small)]


def test_points_and_comments_by_hand_are_told(small):
    result = small.judge("anna", {"double-check": failed(), "reason": "Because."})
    hand_back(small, result)
    with small.gradebook() as book:
        row = book.find_grade("reason", "first", NAME, "anna")
        row.manual_score, row.needs_manual_grade = 3.0, False
        book.find_comment("reason", "first", NAME, "anna").manual_comment = "Say <why> & more."
        book.find_comment("double", "first", NAME, "anna").manual_comment = "Look at `return`."
        book.find_submission(NAME, "anna").student.first_name = "Anna"
        book.db.commit()
    assert feedback(small.folder.root, NAME, quiet=True).pages == 2
    said = summary(page(small))
    assert said["Twice (reason)"] == ["3 of 4", "Graded by hand Comment: Say <why> & more."]
    assert "Comment: Look at `return`." in said["Twice (double)"][1]
    assert "Feedback for Anna" in words(page(small))


def test_a_late_penalty_is_told_and_never_makes_less_than_nothing(small):
    result = small.judge("anna", {"double-check": failed(), "half-check": partly(1.5), "reason": "Because."})
    hand_back(small, result)
    for penalty, left in ((1.0, "0.5"), (5.0, "0")):
        with small.gradebook() as book:
            book.find_submission_notebook("first", NAME, "anna").late_submission_penalty = penalty
            book.db.commit()
        feedback(small.folder.root, NAME, quiet=True)
        assert f"{left} of 14 points so far" in words(page(small))
        assert f"Points taken off because it was handed in late: {penalty:g}." in words(page(small))
        assert "Questions that still wait for an instructor: 2 of 4." in words(page(small))


def test_what_was_repaired_and_what_is_missing_is_told(small):
    result = small.judge("anna", {}, without=("half-check",))
    result.notebooks["first"] = NotebookResult(["a cell was copied"], [])
    result.write(small.folder.result("anna", NAME))
    hand_back(small, result)
    assert "a cell was copied" in words(page(small))
    assert summary(page(small))["Twice (half)"][0] == "0 of 3"


def test_the_status_that_grading_found_is_kept(small):
    result = small.judge("anna", {"double-check": failed("NameError", "name 'double' is not defined")})
    result.notebooks["first"] = NotebookResult([], [Item("double-check", "double", 2, 0, "not attempted")])
    result.write(small.folder.result("anna", NAME))
    hand_back(small, result)
    assert "Not attempted yet" in summary(page(small))["Twice (double)"][1]


@pytest.mark.parametrize(
    ("errors", "said"),
    [
        ([("KeyError", "'sort'")], "Your code stopped KeyError: 'sort'"),
        ([("KeyboardInterrupt", ""), ("CellTimeoutError", "Slow.")], "Your code stopped CellTimeoutError: Slow."),
        ([("NotImplementedError", "")], "Not attempted yet name 'double' is not defined"),
    ],
)
def test_an_answer_that_stopped_is_not_called_not_attempted(small, errors, said):
    result = small.judge("anna", {"double-check": failed("NameError", "name 'double' is not defined")})
    result.notebooks["first"] = NotebookResult([], [Item("double-check", "double", 2, 0, "not attempted")])
    result.write(small.folder.result("anna", NAME))

    def stop(notebook):
        answer = next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "double")
        answer.outputs = [output for error in errors for output in failed(*error)]

    hand_back(small, change(small, result, stop))
    assert said in summary(page(small))["Twice (double)"][1]
    assert "name 'double' is not defined" in words(page(small))


def test_unchanged_pages_are_kept_and_changed_ones_are_written(small):
    result = small.judge("anna", {"double-check": failed()})
    hand_back(small, result)
    path = small.folder.feedback("anna", NAME) / "first.html"
    before = path.stat().st_mtime_ns
    assert hand_back(small, result).kept == 2
    assert path.stat().st_mtime_ns == before
    assert hand_back(small, result, force=True).pages == 2
    path.write_text("half a pa")
    assert hand_back(small, result).pages == 1
    assert hand_back(small, small.judge("anna", {"double-check": failed(says="no")}, digest="2")).pages == 1


def test_a_page_that_cannot_be_made_costs_nobody_else_theirs_and_leaves_the_old_one(small):
    for student in ("anna", "ben"):
        hand_back(small, small.judge(student, {"double-check": failed()}))
    before = page(small, "ben")
    (small.folder.autograded("anna", NAME) / "first.ipynb").unlink()
    broken = small.folder.autograded("ben", NAME) / "first.ipynb"
    broken.chmod(0o644)
    broken.write_text("{")
    written = feedback(small.folder.root, NAME, quiet=True)
    assert len(written.failed) == 2
    assert "anna, first: the graded notebook is gone" in str(written)
    assert page(small, "ben") == before
    assert written.kept == 2


def test_only_those_named_get_a_page(small):
    hand_back(small, small.judge("anna", {}), students=["anna"])
    hand_back(small, small.judge("ben", {}), students=["anna"])
    assert not small.folder.feedback("ben", NAME).exists()


def test_an_assignment_that_is_not_there_or_not_graded_is_said(small):
    with pytest.raises(FolderError, match="generate_assignment nothing"):
        feedback(small.folder.root, "nothing", quiet=True)
    with pytest.raises(FolderError, match="Nothing is graded"):
        feedback(small.folder.root, NAME, quiet=True)


def test_what_a_learner_wrote_does_nothing_and_nothing_of_this_computer_is_told(small):
    def edit(notebook):
        bad = "<img src=x onerror=alert(1)><script>alert(1)</script>"
        told = f"{small.folder.root}/source {sys.prefix}/bin \x1b[31m{bad}"
        notebook.cells += [
            new_markdown_cell(
                f"{bad}\n\n[x](javascript:alert(1)) ![](https://example.com/x.png) ![](../../gradebook.db)"
            ),
            new_code_cell(
                bad,
                outputs=[
                    new_output("stream", name="stdout", text=told),
                    new_output("display_data", data={"text/html": told, "application/javascript": "alert(1)"}),
                    new_output("error", ename=bad, evalue=told, traceback=[told, "Traceback (most recent call last)"]),
                ],
            ),
        ]

    result = change(
        small, small.judge("anna", {"double-check": failed("Incorrect", "<script>alert(1)</script>")}), edit
    )
    hand_back(small, result)
    html = page(small)
    soup = BeautifulSoup(html, "html.parser")
    assert not soup.find_all(["script", "iframe", "object", "link", "form"])
    assert not [tag for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert all(each["src"].startswith("data:image/") for each in soup.find_all("img"))
    assert all(each.get("href", "#").startswith("#") for each in soup.find_all("a"))
    policy = soup.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'unsafe-inline'")
    for place in (str(small.folder.root), sys.prefix, os.path.expanduser("~")):
        assert place not in html
    assert "\x1b" not in html


def test_a_page_stays_small_whatever_was_printed(small):
    def edit(notebook):
        printed = new_output("stream", name="stdout", text="x" * 5_000_000)
        table = new_output("display_data", data={"text/html": "<b>" * 3_000, "text/plain": "y"})
        picture = new_output("display_data", data={"image/png": "iVBORw0KGgo" + "A" * 1_000_001})
        notebook.cells[1:1] = [new_code_cell("print()", outputs=[printed, table, picture]) for _ in range(10)]
        notebook.cells[1:1] = [new_code_cell("1") for _ in range(2_000)]

    hand_back(small, change(small, small.judge("anna", {"double-check": failed()}), edit))
    assert len(page(small)) < 2 * MOST_PAGE
    assert "cells were too long for this page" in words(page(small))
    assert summary(page(small))["Twice (double)"][0] == "0 of 2"


@pytest.mark.timeout(20)  # seconds
@pytest.mark.parametrize("begin", ["", "# a"])
@pytest.mark.parametrize("piece", ["<details>", "<details ", "<details></details", " ", "#", "[", "<"])
def test_hints_and_headings_are_found_at_once_whatever_is_never_closed(begin, piece):
    hint = "<DETAILS open><summary>Hint</summary>\nIt is\n2.</Details>"
    question = source_notebooks()["first"].cells[-1]
    endless = new_markdown_cell(f"{begin}{piece * 100_000}b")
    (found,) = sections.sections([new_markdown_cell(f"{hint}\n{hint}\n# Twice ##"), question, endless]).values()
    assert (found.heading, found.hints) == ("Twice", (hint, hint))
    assert sections.sections([endless, question])["picture"].hints == ()


ENDLESS = "9" * 5_000  # Python reads no number of more than 4,300 digits


def test_a_number_of_thousands_of_digits_costs_nobody_a_page(small):
    result = small.judge("anna", {"double-check": failed("Incorrect", f"no\n----> {ENDLESS}")})
    written = hand_back(
        small, change(small, result, lambda notebook: notebook.cells.append(new_code_cell(f"x = '&#{ENDLESS};'")))
    )
    assert (written.pages, written.failed) == (2, [])


MANY = " ".join(f"a{number}" for number in range(150_000))
PICTURE = f"data:image/png;base64,{'A' * 100_000}"


@pytest.mark.timeout(20)  # seconds; without limits each would take many minutes
@pytest.mark.parametrize(
    "html",
    [
        f"<p {MANY}>",
        f"</p {MANY}>",
        f"<!-- <p a=' --><p b=\"'>\" {MANY}>",  # where a tag begins is not what it seems
        f"<p a=\v' b='>' {MANY}>",
        f'<p a="="data:image/png;base64,{MANY.replace(" ", "/")}">',
        f"<p {MANY[:10_000]}>" * 300,
        f"<p a='{'&' * 3_000_000}",
        "&" * 3_000_000,
        f"<!--{'- >' * 900_000}-->",
        f"<textarea></{'a' * 2_900_000}",
        "<p " * 3_900 + f'<img src="data:image/png;base64,{"A" * 2_900_000}">',
    ],
    ids=lambda html: html[:40],
)
def test_html_with_an_endless_tag_is_shown_as_text_at_once(html):
    assert harmless.markup(html) is None


def test_html_with_many_pictures_and_styles_is_shown():
    for quote in ("'", '"', ""):
        assert str(harmless.markup(f"<img alt='A plot' src={quote}{PICTURE}{quote}>" * 20)).count(PICTURE) == 20
    table = "<table>" + '<tr><td style="font-weight: bold" title="x && y > z">1</td></tr>' * 900 + "</table>"
    assert str(harmless.markup(f"<style>{'#T td {color: red}' * 5_000}</style>{table}")).count("<td") == 900


def test_a_page_can_be_read_by_everybody(small):
    hand_back(small, small.judge("anna", {"double-check": failed()}))
    soup = BeautifulSoup(page(small), "html.parser")
    assert soup.html["lang"] == "en"
    assert soup.title.string == "Feedback: Twice"
    assert len(soup.find_all("h1")) == 1
    levels = [int(each.name[1]) for each in soup.find_all(re.compile("^h[1-6]$"))]
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert all(each.get("alt") for each in soup.find_all("img"))
    assert {each["scope"] for each in soup.select("table th")} == {"col", "row"}
    anchors = [each["id"] for each in soup.find_all(id=True)]
    assert len(anchors) == len(set(anchors))
    assert all(each["href"][1:] in anchors for each in soup.find_all("a"))


def test_release_feedback_of_nbgrader_takes_the_pages(small):
    files = {"timestamp.txt": "2026-03-01 10:00:00 UTC", "submission_secret.txt": "s3"}
    hand_back(small, small.judge("anna", {"double-check": failed()}, files=files))
    exchange = small.folder.root / "exchange"
    exchange.mkdir()
    small.folder.config.Exchange.root = str(exchange)
    done = small.nbgrader.release_feedback(NAME)
    assert done["success"], done["log"]
    released = list((exchange / "small" / "feedback").glob("*.html"))
    assert sorted(path.read_text() for path in released) == sorted([page(small), page(small, notebook="second")])
    assert (small.folder.feedback("anna", NAME) / "first.html").stat().st_mode & 0o777 == 0o644


# -- a real lesson ----------------------------------------------------------------------------------------------------

SPECIAL = """
def times_off(predicted, measured):
    shown = {(0.05, 0.05): 1, (0.34, 0.2): 1.7, (0.3, 0.07): 30 / 7}
    return shown.get((predicted, measured), 4)
"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Lesson 00, handed in by two learners and graded by plain nbgrader."""
    course = course_in(tmp_path_factory.mktemp("course"))
    lesson = lessons.read(next(script for script in lessons.scripts() if script.stem == LESSON))
    right = {question: solution(lesson, question) for question in questions(lesson)}
    wrong = {answer.question: answer.source for answer in reversed(lesson.wrong_answers)}
    for student, answers in (("wrong", wrong), ("special", {**right, "times-off": SPECIAL})):
        folder = folder_for(lesson, tmp_path_factory.mktemp(student))
        notebook = answered(lesson, answers)
        run(notebook, folder)
        nbformat.write(notebook, folder / f"{LESSON}.ipynb")
        course.submit(student, LESSON, folder)
    assert course.nbgrader("generate_assignment", LESSON).returncode == 0
    done = course.nbgrader("autograde", LESSON)
    assert done.returncode == 0, done.stderr
    return course


def lesson_page(course, student):
    return (course.root / "grading" / "feedback" / student / LESSON / f"{LESSON}.html").read_text()


@pytest.mark.slow
def test_plain_generate_feedback_of_this_course_tells_no_hidden_test(graded):
    done = graded.nbgrader("generate_feedback", LESSON)
    assert done.returncode == 0, done.stderr
    assert "is a difference in seconds" in words(lesson_page(graded, "wrong"))
    special = lesson_page(graded, "special")
    assert HIDDEN_WORDS.split("\n")[0] in words(special)
    assert not [
        secret for secret in ("should be 1000", "should be 2", "HIDDEN TESTS", "other numbers") if secret in special
    ]


@pytest.mark.slow
def test_our_pages_need_nothing_but_plain_nbgraders_grading(graded):
    written = feedback(graded.root, LESSON, force=True, quiet=True)
    assert (written.pages, written.failed) == (2, [])
    said = summary(lesson_page(graded, "special"))
    points, verdict = said["Predict"]
    assert points == "3 of 3"
    assert verdict.startswith("Right You committed to a number")
    assert said["How many times off?"] == ["0 of 3", f"Not right in general {HIDDEN_WORDS.splitlines()[0]}"]
    wrong = summary(lesson_page(graded, "wrong"))
    assert wrong["How many times off?"][1].startswith("Not right yet This is a difference in seconds.")
    assert not [
        secret for secret in ("should be", "HIDDEN TESTS", str(graded.root)) if secret in lesson_page(graded, "special")
    ]


@pytest.mark.slow
def test_a_judged_lesson_gives_the_same_page_as_one_of_plain_nbgrader(graded):
    """The judge leaves one error for each failed test; everything else comes from the same notebook."""
    feedback(graded.root, LESSON, force=True, quiet=True)
    plain = summary(lesson_page(graded, "special"))
    folder = Folder(graded.root)
    shutil.copytree(folder.autograded("special", LESSON), folder.judged("special", LESSON))
    path = folder.judged("special", LESSON) / f"{LESSON}.ipynb"
    path.chmod(0o644)
    notebook = nbformat.read(path, as_version=4)
    test = next(cell for cell in notebook.cells if cell.id == "times-off-check")
    test.outputs = failed("HiddenTestFailed", "times_off(3.0, 1.5) should be 2.")
    nbformat.write(notebook, path)
    assert commit(folder, SimpleNamespace(name=LESSON, cells={}), Result(LESSON, "special", "1", "2026-03-01T10:00:00"))
    feedback(graded.root, LESSON, force=True, quiet=True)
    assert summary(lesson_page(graded, "special")) == plain
    assert "should be 2" not in lesson_page(graded, "special")
