"""Home in a real browser: what a learner sees first, and that nothing of it asks to be run or saved."""

from __future__ import annotations

import subprocess
import sys

import nbformat
import pytest
from by_hand import IDLE, PATIENCE
from contrast import weak_texts
from playwright.sync_api import expect
from support.jupyterlab import TOKEN, jupyterlab
from support.learner import answered, questions, solution

from autograder.authoring import lesson as lessons
from course import home
from course.lab import for_instructors

FIRST, SECOND = (script.stem for script in lessons.scripts()[:2])
DIRTY = "() => window.jupyterapp.shell.currentWidget.context.model.dirty"


@pytest.fixture
def opened(window, lab):
    """The browser as `make lab` opens it: at the server's own first page."""
    address, folder = lab
    home.write(folder)
    window.goto(f"{address}/lab?token={TOKEN}&reset")  # a new learner has no tabs
    window.locator(".jp-DirListing-content").wait_for()
    go_home(window, address)
    return window


def go_home(page, address):
    page.goto(f"{address}/?token={TOKEN}")
    page.locator(".jp-MarkdownViewer").get_by_role("heading").first.wait_for()


def shown(page):
    return page.locator(".jp-MarkdownViewer .jp-RenderedMarkdown")


def wait_for_notebook(page, name):
    page.locator(".jp-Notebook:visible .jp-Cell").first.wait_for()
    page.wait_for_function(IDLE, timeout=PATIENCE)
    assert page.evaluate("() => window.jupyterapp.shell.currentWidget.context.path") == f"{name}/{name}.ipynb"


def close_tab(page):
    page.evaluate("() => { window.jupyterapp.commands.execute('application:close') }")
    page.wait_for_timeout(500)


@pytest.mark.parametrize("width", [1280, 800])
@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_it_opens_rendered_with_a_card_for_each_lesson(opened, picture, width, theme):
    opened.set_viewport_size({"width": width, "height": 1000})
    opened.evaluate(
        f"() => window.jupyterapp.commands.execute('apputils:change-theme', {{theme: 'JupyterLab {theme}'}})"
    )
    page = shown(opened)
    for script in lessons.scripts():
        front = lessons.read(script).front
        expect(page.get_by_role("link", name=f"Lesson {script.stem[:2]} {front.title}")).to_have_count(1)
        expect(page).to_contain_text(front.question)
    opened.wait_for_function(
        "() => [...document.querySelectorAll('.jp-MarkdownViewer img')].every(image => image.naturalWidth > 0)"
    )
    opened.wait_for_timeout(500)
    picture(f"{theme}-{width}".lower())
    assert [text for text in weak_texts(opened) if "jp-RenderedMarkdown" in text] == []
    wide = "() => { const e = document.querySelector('.jp-MarkdownViewer'); return e.scrollWidth - e.clientWidth }"
    assert opened.evaluate(wide) <= 0


def test_nothing_serious_is_found_in_the_page(opened, accessibility_faults):
    assert accessibility_faults(opened, ".jp-MarkdownViewer .jp-RenderedMarkdown") == []


@pytest.mark.middle
def test_by_keyboard_a_card_opens_its_notebook_which_leads_on_and_back(opened):
    link = shown(opened).get_by_role("link").first
    link.focus()
    opened.keyboard.press("Tab")  # from “Start here” to the first card
    opened.keyboard.press("Enter")
    wait_for_notebook(opened, FIRST)
    first_cell = opened.locator(".jp-NotebookPanel:visible .jp-Cell").first
    following = first_cell.get_by_role("link", name="→")
    following.focus()
    opened.keyboard.press("Enter")
    question = lessons.read(lessons.SOLUTIONS / f"{SECOND}.py").front.question
    opened.locator(".jp-NotebookPanel:visible", has_text=question).wait_for()
    wait_for_notebook(opened, SECOND)
    back = opened.locator(".jp-NotebookPanel:visible .jp-Cell").first
    back.get_by_role("link", name="Home").click()
    expect(shown(opened).get_by_role("heading").first).to_be_visible()


def test_home_and_untouched_lessons_close_without_a_question(opened, lab):
    _, folder = lab
    before = {path: path.read_bytes() for path in folder.rglob("*.ipynb")}
    assert opened.evaluate(DIRTY) is False
    shown(opened).get_by_role("link", name=f"Lesson {SECOND[:2]}").click()
    wait_for_notebook(opened, SECOND)
    opened.wait_for_timeout(2000)  # what a kernel says of itself arrives late
    assert opened.evaluate(DIRTY) is False
    for _ in range(2):
        close_tab(opened)
        expect(opened.locator(".jp-Dialog")).to_have_count(0)
    expect(opened.locator(".jp-NotebookPanel")).to_have_count(0)
    assert {path: path.read_bytes() for path in before} == before


def test_after_a_check_the_page_shows_the_points_and_where_to_continue(opened, lab):
    address, folder = lab
    lesson = lessons.read(lessons.SOLUTIONS / f"{FIRST}.py")
    right = {question: solution(lesson, question) for question in questions(lesson)}
    path = folder / FIRST / f"{FIRST}.ipynb"
    released = path.read_bytes()
    expect(shown(opened)).not_to_contain_text("of 8 points")
    notebook = answered(lesson, right, "Because I measured it.")
    notebook.metadata = nbformat.reads(released.decode(), as_version=4).metadata
    nbformat.write(notebook, path)
    run = "import sys, nbformat, nbclient; n = nbformat.read(sys.argv[1], 4); nbclient.NotebookClient(n).execute()"
    try:
        subprocess.run([sys.executable, "-c", run, path.name], cwd=path.parent, check=True)  # as a learner: it measures
        done = subprocess.run([sys.executable, "-m", "course", "check", str(path)], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        go_home(opened, address)
        expect(shown(opened)).to_contain_text("8 of 8 points + 2 by a person")
        expect(shown(opened).get_by_role("link").first).to_contain_text(SECOND[:2])
        expect(shown(opened).get_by_text("Continue here")).to_have_count(2)
    finally:
        path.write_bytes(released)
        (folder / FIRST / ".check.json").unlink()


def test_a_learner_meets_no_menu_and_no_tool_of_an_instructor(opened, lab):
    shown(opened).get_by_role("link", name=f"Lesson {FIRST[:2]}").click()
    wait_for_notebook(opened, FIRST)
    names = opened.locator(".lm-MenuBar-itemLabel").all_inner_texts()
    assert "File" in names
    assert "Nbgrader" not in names
    opened.locator(".jp-NotebookPanel-toolbar:visible").get_by_text("Validate", exact=True).wait_for()
    opened.get_by_role("tab", name="Property Inspector").click()
    expect(opened.get_by_text("Create Assignment")).to_have_count(0)
    listed = opened.locator(".jp-DirListing-content .jp-DirListing-itemText")
    widths = listed.evaluate_all("all => all.map(e => [e.innerText, e.scrollWidth - e.clientWidth])")
    assert {SECOND, "home.md"} <= {name for name, _ in widths}
    assert [name for name, cut in widths if cut > 0] == []


def test_an_instructor_meets_both(window, lab, tmp_path):
    (tmp_path / "home").mkdir()
    with jupyterlab(lab[1], tmp_path, tmp_path / "home", for_instructors) as address:
        window.goto(f"{address}/lab/tree/{FIRST}/{FIRST}.ipynb?token={TOKEN}")
        wait_for_notebook(window, FIRST)
        expect(window.locator(".lm-MenuBar-itemLabel", has_text="Nbgrader")).to_have_count(1)
        window.get_by_role("tab", name="Property Inspector").click()
        expect(window.get_by_text("Create Assignment").first).to_be_attached()
        window.goto("about:blank")  # before the server goes
