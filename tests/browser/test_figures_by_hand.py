"""Figures by hand, in JupyterLab: no key harms the notebook, and they live on without a kernel and without trust."""

from __future__ import annotations

import nbformat
import pytest
from by_hand import bring_into_view, save
from figure_examples import every_figure
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from playwright.sync_api import expect
from support.jupyterlab import TOKEN

KERNEL = {"name": "gone", "display_name": "A kernel that is no longer there", "language": "python"}
DESTRUCTIVE = ["x", "a", "b", "c", "v", "z", "d", "d", "m", "y", "r", "1", "k", "j", "l", "o", "h", "ArrowDown"]
DESTRUCTIVE += ["ArrowUp", "Shift+M", "Shift+V", "Shift+Enter", "Control+Enter", "Alt+Enter", "Backspace", "Delete"]
CELLS = "() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells.map(c => [c.cell_type, c.source])"
CHANGE_THEME = "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})"
NAME = "to touch"


@pytest.fixture(scope="module")
def saved(lab):
    """A notebook in which every figure has been shown, between two texts, as it lies on the disk."""
    folder = lab[1] / NAME
    folder.mkdir()
    cells = [new_markdown_cell("Before")]
    for name, figure in every_figure().items():
        output = new_output("execute_result", data=figure._repr_mimebundle_(), execution_count=1)
        cells.append(new_code_cell(f"# {name}", outputs=[output], execution_count=1))
    cells.append(new_markdown_cell("After"))
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), folder / f"{NAME}.ipynb")
    return folder / f"{NAME}.ipynb"


def open_notebook(page, saved):
    """The notebook in JupyterLab, with no kernel at all."""
    address = page.url.split("/lab")[0]
    page.goto(f"{address}/lab/tree/{NAME}/{saved.name}?token={TOKEN}")
    page.locator(".jp-Dialog", has_text="Select Kernel").get_by_role("button", name="No Kernel").click()
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()


@pytest.fixture
def notebook(page, saved):
    """The notebook in JupyterLab, trusted, without a kernel."""
    open_notebook(page, saved)
    if page.locator(".course-figure img").first.is_visible():
        page.evaluate("() => void window.jupyterapp.commands.execute('notebook:trust')")
        page.locator(".jp-Dialog").get_by_role("button", name="Trust").click()
    page.locator(".course-figure svg").first.wait_for()
    return page


def figures(page):
    """Each figure of the notebook in turn, in sight."""
    for kind in dict.fromkeys(figure.kind for figure in every_figure().values()):
        bring_into_view(page, f"[data-figure={kind}]")
        yield page.locator(f"[data-figure={kind}]").first


def test_a_notebook_that_is_not_trusted_shows_still_pictures_with_their_descriptions(page, saved, picture):
    open_notebook(page, saved)
    for figure in every_figure().values():
        shown = page.get_by_alt_text(figure.description, exact=True).first
        expect(shown).to_be_attached()
        assert shown.evaluate("image => image.complete && image.naturalWidth > 300")
    picture("untrusted")
    assert page.locator(".jp-OutputArea script, .jp-OutputArea svg.chart").count() == 0


def test_no_key_that_is_pressed_on_a_figure_changes_the_notebook(notebook, picture):
    before = notebook.evaluate(CELLS)
    for figure in figures(notebook):
        for control in figure.locator("[role=slider], input, select, button").all():
            if not control.is_visible() or control.is_disabled():
                continue
            control.focus()
            for key in DESTRUCTIVE:
                notebook.keyboard.press(key)
            assert control.evaluate("control => control.getRootNode().activeElement === control")
    assert notebook.evaluate(CELLS) == before
    picture("keys")


@pytest.mark.middle
def test_it_answers_in_a_reloaded_notebook_without_a_kernel(notebook, picture):
    save(notebook)
    notebook.reload()
    notebook.locator(".jp-Dialog").get_by_role("button", name="No Kernel").click()
    figure = bring_into_view(notebook, "[data-figure=time_ruler]")
    hand = figure.get_by_role("slider", name="Your prediction")
    hand.focus()
    notebook.keyboard.press("End")
    notebook.keyboard.press("PageDown")
    picture("reloaded")
    expect(figure.get_by_role("status")).to_have_text("You predict 99 s.")


def test_marks_follow_the_theme_of_jupyterlab(notebook, picture):
    for theme in ("Dark", "Light"):  # as it was, for the tests that follow
        notebook.evaluate(CHANGE_THEME, f"JupyterLab {theme}")
        light = str(theme == "Light").lower()
        notebook.locator(f"body[data-jp-theme-light={light}]").wait_for(state="attached")
        for number, figure in enumerate(figures(notebook)):
            expect(figure.locator("figure.figure")).to_have_attribute("data-theme", theme.lower())
            picture(f"{theme}-{number}")
