"""The device toggle in a real browser: pressed, saved, opened again with a new kernel, its state saved or not."""

from __future__ import annotations

import nbformat
import pytest
from by_hand import IDLE, PATIENCE, run_all, save, wait_until_run
from nbformat.sign import NotebookNotary
from playwright.sync_api import expect
from support.jupyterlab import TOKEN

SOURCE = """
from course import devices, widgets
found = [devices.Device("cpu", "A chip", "cpu", True), devices.Device("gpu", "A card", "cuda", True)]
devices.found = lambda: found
devices.chosen_kind = lambda: now[0]
devices.choose = lambda kind: now.__setitem__(0, kind)
now = ["cpu"]
widgets.device_toggle()
"""


def opened(window, address):
    window.goto(f"{address}/lab/tree/toggle.ipynb?token={TOKEN}&reset")
    window.locator(".jp-Notebook .jp-Cell").first.wait_for()
    window.wait_for_function(IDLE, timeout=PATIENCE)


@pytest.fixture
def pressed(window, lab):
    """A notebook in which the GPU was pressed, as it was saved; its file and the address."""
    address, folder = lab
    path = folder / "toggle.ipynb"
    about = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(SOURCE)], metadata=about), path)
    opened(window, address)
    run_all(window)
    wait_until_run(window)
    gpu = window.get_by_role("button", name="GPU", pressed=False)
    gpu.focus()
    window.keyboard.press("Space")
    expect(window.get_by_role("button", name="GPU", pressed=True)).to_have_count(1)
    expect(window.get_by_role("button", name="CPU", pressed=False)).to_have_count(1)
    expect(window.locator(".course-device-words")).to_contain_text("Computing on the GPU: A card")
    save(window)
    window.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    return path, address


def test_its_last_state_shows_after_a_reload_with_a_new_kernel(window, pressed, picture):
    path, address = pressed
    assert "widgets" in nbformat.read(path, as_version=4).metadata, "JupyterLab saves the state of widgets"
    opened(window, address)
    expect(window.get_by_role("button", name="GPU", pressed=True)).to_have_count(1)
    expect(window.locator(".course-device-words")).to_contain_text("run this cell again to choose")
    expect(window.get_by_text("model not found")).to_have_count(0)
    picture("reloaded")


@pytest.mark.parametrize("trusted", [True, False])
def test_where_its_state_was_not_saved_the_words_stay_and_no_error_shows(chromium, pressed, trusted, picture):
    path, address = pressed
    notebook = nbformat.read(path, as_version=4)
    del notebook.metadata["widgets"]
    nbformat.write(notebook, path)
    if trusted:
        NotebookNotary().sign(nbformat.read(path, as_version=4))
    page = chromium.new_context().new_page()  # one whose console may say what the page does not
    opened(page, address)
    page.wait_for_timeout(4000)  # the manager looks for a model for two seconds
    expect(page.locator(".course-device-words")).to_contain_text("Computing on the GPU: A card")
    picture(f"{trusted}", page)
    assert not page.get_by_text("model not found").is_visible()
    expect(page.get_by_text("Two buttons: CPU and GPU")).to_have_count(0 if trusted else 1)
    page.context.close()
