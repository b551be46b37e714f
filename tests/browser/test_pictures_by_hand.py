"""A static picture in JupyterLab: the one for the theme shows, and it fits a narrow window."""

from __future__ import annotations

import nbformat
from by_hand import IDLE, PATIENCE, run_all, wait_until_run
from playwright.sync_api import expect
from support.jupyterlab import TOKEN

SOURCE = 'from course import plots\nplots.errors({"mean": 29.6, "line": 8.1, "volume": 5.9}, floor=5.6)'
LANGUAGE = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}


def test_a_picture_follows_the_theme(window, lab, picture):
    address, folder = lab
    cells = [nbformat.v4.new_code_cell(SOURCE)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=LANGUAGE), folder / "pictures.ipynb")
    window.goto(f"{address}/lab/tree/pictures.ipynb?token={TOKEN}&reset")
    window.locator(".jp-Notebook .jp-Cell").first.wait_for()
    window.wait_for_function(IDLE, timeout=PATIENCE)
    run_all(window)
    wait_until_run(window)
    for theme, shown, hidden in (("Light", "on-light", "on-dark"), ("Dark", "on-dark", "on-light")):
        window.evaluate(
            f"() => window.jupyterapp.commands.execute('apputils:change-theme', {{theme: 'JupyterLab {theme}'}})"
        )
        image = window.locator(f".course-picture .{shown}")
        expect(image).to_be_visible()
        expect(window.locator(f".course-picture .{hidden}")).to_be_hidden()
        assert image.get_attribute("alt").startswith("Errors. mean: 29.6 g")
        picture(theme.lower())
    window.set_viewport_size({"width": 800, "height": 900})
    inside = "([image, cell]) => image.getBoundingClientRect().right <= cell.getBoundingClientRect().right + 1"
    parts = [each.element_handle() for each in (image, window.locator(".jp-OutputArea").first)]
    window.wait_for_function(inside, arg=parts)  # the notebook is laid out anew some time after the window
    picture("narrow")
