"""The report in a real browser: it asks for nothing, runs nothing of the learners', and can be read and sorted."""

from __future__ import annotations

import json
import random

import pytest
from contrast import weak_texts
from playwright.sync_api import expect
from support.marked_class import NAME, add_assignment, gradebook, marked_class

from autograder import report
from autograder.report import people

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")  # nbgrader's own


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The addresses of the report of one assignment and of that of the course."""
    root = tmp_path_factory.mktemp("course")
    marked_class(root)
    with gradebook(root) as book:
        add_assignment(book, "09-cpu-or-gpu", list(range(30)), random.Random(0))
    return {"lesson": report.report(root, NAME).as_uri(), "course": report.course_report(root).as_uri()}


@pytest.fixture
def requests(window):
    """Every address that the page asked for."""
    asked = []
    window.on("request", lambda request: asked.append(request.url))
    return asked


@pytest.mark.parametrize("which", ["lesson", "course"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_opens_without_a_request_and_runs_nothing_that_learners_wrote(
    window, requests, picture, pages, which, scheme
):
    window.emulate_media(color_scheme=scheme)
    window.goto(pages[which])
    picture(which)
    assert requests == [pages[which]]
    assert window.title() != "owned"
    assert window.locator("img, iframe, object").count() == 0
    assert window.locator("text=<script>document.title").count() > 0, "it is shown as what it is"


@pytest.mark.parametrize("which", ["lesson", "course"])
def test_figures_say_what_they_show_and_tables_have_headers(window, pages, which):
    window.goto(pages[which])
    figures = window.get_by_role("img")
    assert figures.count() == window.locator("figure").count() > 0
    for number in range(figures.count()):
        name = figures.nth(number).evaluate("e => document.getElementById(e.getAttribute('aria-labelledby')).innerText")
        assert len(name) > 40
    for number in range(window.locator("table").count()):
        one = window.locator("table").nth(number)
        assert one.get_by_role("columnheader").count() == one.locator("thead th").count() > 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(window, pages, scheme):
    window.emulate_media(color_scheme=scheme)
    for address in pages.values():
        window.goto(address)
        assert weak_texts(window) == []


def test_a_click_on_a_header_sorts_and_the_keyboard_does_too(window, pages):
    window.goto(pages["lesson"])
    table = window.locator("section:has(#all) table")
    head = table.get_by_role("columnheader", name="Points")
    column = "rows => rows.map(row => parseFloat(row.cells[1].dataset.value))"
    before = table.locator("tbody tr").evaluate_all(column)
    head.get_by_role("button").click()
    assert table.locator("tbody tr").evaluate_all(column) == sorted(before)
    head.get_by_role("button").focus()
    window.keyboard.press("Enter")
    assert table.locator("tbody tr").evaluate_all(column) == sorted(before, reverse=True)
    assert head.get_attribute("aria-sort") == "descending"


def test_it_can_be_read_without_scripts_and_printed(chromium, pages, tmp_path):
    context = chromium.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto(pages["lesson"])
    assert page.get_by_role("row").count() > 40
    printed = tmp_path / "report.pdf"
    page.pdf(path=printed, format="A4")
    assert printed.stat().st_size > 20_000
    page.emulate_media(media="print", color_scheme="dark")
    ground = page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
    assert ground == "rgb(255, 255, 255)", "dark ink on white paper"
    context.close()


def test_a_narrow_window_scrolls_its_tables_not_the_page(window, pages):
    window.set_viewport_size({"width": 400, "height": 800})
    for address in pages.values():
        window.goto(address)
        assert window.evaluate("document.documentElement.scrollWidth") <= 400


def test_a_name_is_found_and_leads_to_the_row_on_a_page_of_a_large_class(window, pages, picture, monkeypatch, tmp_path):
    root = tmp_path / "course"
    root.mkdir()
    marked_class(root, 25)
    monkeypatch.setattr(people, "ROWS", 10)
    report.report(root, NAME)
    window.goto(report.index(root).as_uri())
    found = json.loads(window.locator("#finder-data").inner_text())["people"]
    name, id, _ = [one for one in found if len(one) == 3][-1]  # the last one who has handed in
    box = window.get_by_role("searchbox", name="Find somebody")
    box.fill("nobody of this name")
    expect(window.get_by_role("status")).to_have_text("0 found")
    box.fill(id.upper())
    expect(window.get_by_role("status")).to_have_text("1 found")
    picture("found")
    window.get_by_role("link", name=NAME).first.click()
    window.wait_for_url("**/people/**")
    row = window.locator(":target")
    expect(row).to_contain_text(name.split(",")[0])
    expect(row).to_be_in_viewport()
    picture("row")
