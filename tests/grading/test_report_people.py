"""A class that is too large for one page: everybody's row is on one of several, and a search leads to it."""

from __future__ import annotations

import json
import random
from itertools import chain
from urllib.parse import quote, unquote

import pytest
from bs4 import BeautifulSoup
from support.marked_class import NAME, add_assignment, gradebook, marked_class

from autograder import report
from autograder.report import people

PEOPLE, ROWS = 25, 10
OTHER = "birds of a feather"
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")  # nbgrader's own


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The folder of the reports of a class, made with few rows on a page."""
    root = tmp_path_factory.mktemp("course")
    marked_class(root, PEOPLE)
    with gradebook(root) as book:
        add_assignment(book, OTHER, list(range(5)), random.Random(0))
    pages = root / "grading" / "feedback"
    with gradebook(root) as book:
        (pages / book.students[0].id / OTHER).mkdir(parents=True)
        (pages / book.students[0].id / OTHER / "part 1.html").write_text("a page")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "ROWS", ROWS)
        for name in (NAME, OTHER):
            report.report(root, name)
        report.course_report(root)
    report.index(root)
    return root / "grading" / "reports"


def read(path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(), "html.parser")


def data(page: BeautifulSoup) -> dict:
    return json.loads(page.find(id="finder-data").string)


def encoded(id: str) -> str:
    """As JavaScript's encodeURIComponent does it."""
    return quote(id, safe="!*'()")


def rows(page: BeautifulSoup) -> list[str]:
    return [row["id"] for row in page.find_all("tr", id=True)]


@pytest.mark.parametrize("name", [NAME, "course"])
def test_everybody_has_a_row_on_one_page_in_the_order_of_names(reports, name):
    page = read(reports / f"{name}.html")
    links = [link["href"] for link in page.find_all("a") if link["href"].startswith("people/")]
    found = [rows(read(reports / unquote(link))) for link in links]
    assert rows(page) == []
    assert [len(each) for each in found[:-1]] == [ROWS] * (len(found) - 1)
    known = [f"p-{encoded(id)}" for _, id, _ in data(page)["people"]]
    assert list(chain.from_iterable(found)) == known
    assert len(set(known)) == len(known) > 2 * ROWS


def test_a_page_leads_back_and_to_those_beside_it(reports):
    first, second = (read(reports / "people" / NAME / f"{number}.html") for number in (1, 2))
    assert [link["href"] for link in first.nav.find_all("a")] == [
        f"../../{quote(NAME)}.html",
        "../../index.html",
        "2.html",
    ]
    assert [link["href"] for link in second.nav.find_all("a")][2:] == ["1.html", "3.html"]
    for address in (f"../../{NAME}.html", "../../index.html", "2.html"):
        assert (reports / "people" / NAME / address).is_file()


@pytest.mark.parametrize("name", [NAME, OTHER, "course"])
def test_the_search_of_a_report_leads_to_the_row(reports, name):
    found = data(read(reports / f"{name}.html"))
    pages = {}
    for _, id, link in found["people"]:
        path, _, anchor = found["links"][link][1].partition("#")
        path = unquote(path) or f"{name}.html"
        pages.setdefault(path, rows(read(reports / path)))
        assert anchor.replace("{}", encoded(id)) in pages[path]


def test_the_index_leads_to_every_report_of_a_person_and_to_feedback_that_is_there(reports):
    page = read(reports / "index.html")
    assert [link["href"] for link in page.find_all("a")] == [
        "course.html",
        f"{quote(NAME)}.html",
        f"{quote(OTHER)}.html",
    ]
    found = data(page)
    words = [words for words, _ in found["links"]]
    assert words == [NAME, OTHER, f"feedback on {OTHER}, part 1"]
    (one,) = [(id, links) for _, id, *links in found["people"] if 2 in links]
    assert (reports / unquote(found["links"][2][1].replace("{}", quote(one[0])))).is_file()
    handed_in = {id for _, id, *links in found["people"] if 0 in links}
    assert handed_in == {id for _, id, _ in data(read(reports / f"{NAME}.html"))["people"]}


def test_a_class_that_fits_leaves_no_page_of_a_larger_one(reports):
    root = reports.parents[1]
    report.report(root, OTHER)
    assert not (reports / "people" / OTHER).exists()
    assert len(rows(read(reports / f"{OTHER}.html"))) == 5
    assert (reports / "people" / NAME / "1.html").is_file()


def test_what_is_left_out_of_a_long_list_is_counted(reports, monkeypatch):
    monkeypatch.setattr(people, "ROWS", 1)
    text = read(report.report(reports.parents[1], NAME)).get_text(" ", strip=True)
    assert " more, with no more points at stake than these." in text
    assert " more, with a larger share, not shown." in text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "ROWS", ROWS)
        report.report(reports.parents[1], NAME)
