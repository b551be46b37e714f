"""Figures by hand, in JupyterLab and on a page of their own: mouse, keys, both themes, with a kernel and without."""

from __future__ import annotations

import nbformat
import pytest
from by_hand import bring_into_view, open_from_list, run_all, save, wait_until_run
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import expect

CODE = """
import types
from course import figures
figures.time_ruler()
"""
DESTRUCTIVE = ["x", "a", "b", "c", "v", "z", "d", "d", "m", "y", "r", "1", "k", "j", "Shift+M", "ArrowDown", "ArrowUp"]
DESTRUCTIVE += ["Enter", "Shift+Enter", "Space", "Backspace", "Delete", "Shift+V", "Control+Enter", "Alt+Enter"]
CELLS = "() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells.map(c => [c.cell_type, c.source])"


@pytest.fixture(scope="module")
def notebook(lab):
    """A notebook with a figure between two texts, and where it lies."""
    path = lab[1] / "figures" / "figures.ipynb"
    path.parent.mkdir()
    cells = [new_markdown_cell("Before"), new_code_cell(CODE.strip()), new_markdown_cell("After")]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), path)
    return path


@pytest.fixture
def ruler(page, notebook):
    """The figure in the notebook, run and in sight."""
    open_from_list(page, "figures", "figures")
    run_all(page)
    wait_until_run(page)
    return bring_into_view(page, ".course-figure")


def test_no_key_that_is_pressed_on_a_figure_changes_the_notebook(page, ruler, picture):
    before = page.evaluate(CELLS)
    hand = ruler.get_by_role("slider", name="Your prediction")
    hand.focus()
    for key in DESTRUCTIVE:
        page.keyboard.press(key)
    expect(hand).to_be_focused()
    assert page.evaluate(CELLS) == before
    picture("keys")


def test_it_lives_on_in_a_reloaded_notebook_without_a_kernel(page, ruler, picture):
    save(page)
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    page.reload()
    figure = bring_into_view(page, ".course-figure")
    hand = figure.get_by_role("slider", name="Your prediction")
    hand.focus()
    page.keyboard.press("End")
    page.keyboard.press("PageDown")
    picture("reloaded")
    expect(figure.get_by_role("status")).to_have_text(f"You predict {hand.get_attribute('aria-valuetext')}.")
