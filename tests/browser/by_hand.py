"""What a learner does with mouse and keyboard in JupyterLab."""

from __future__ import annotations

PATIENCE = 240_000  # milliseconds: a hung page, not a slow machine
# Asked of the notebook itself: the toolbar names a kernel that is not there yet, and then Run does nothing; the page
# draws only what is near.
IDLE = "() => window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status == 'idle'"
ALL_RUN = f"""() => {{
    const cells = Array.from(window.jupyterapp.shell.currentWidget.content.model.cells).filter(c => c.type == "code");
    const failed = cells.some(cell => cell.outputs.toJSON().some(output => output.output_type == "error"));
    return ({IDLE})() && (failed || cells.every(cell => cell.executionCount));
}}"""


def open_from_list(page, folder, name):
    """Open the notebook `name` in a folder of the lessons, from the file list."""
    page.get_by_role("button", name="Refresh the file browser").click()
    page.locator(".jp-DirListing-item", has_text=folder).dblclick()
    page.locator(".jp-DirListing-item", has_text=f"{name}.ipynb").dblclick()
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.wait_for_function(IDLE, timeout=PATIENCE)


def run_all(page):
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def bring_into_view(page, selector):
    """Scroll the notebook, which draws only what is near, until something is there, again from the top at its end."""
    notebook = page.locator(".jp-WindowedPanel-outer").first
    for step in range(1200):
        if page.locator(selector).first.is_visible():
            page.locator(selector).first.scroll_into_view_if_needed()
            return page.locator(selector).first
        notebook.evaluate(f"element => element.scrollTop = {step * 300} % element.scrollHeight")
        page.wait_for_timeout(50)
    raise AssertionError(f"{selector} is nowhere in the notebook")


def wait_until_run(page):
    """Wait until every code cell of the notebook in front has run, or one has failed and stopped the others."""
    page.wait_for_function(ALL_RUN, timeout=PATIENCE)


def validate(page):
    """Press Validate and return what the dialog says."""
    page.locator(".jp-NotebookPanel-toolbar").get_by_text("Validate", exact=True).click()
    dialog = page.locator(".jp-Dialog", has_text="Validat")
    dialog.locator(".jp-Dialog-button").first.wait_for(timeout=PATIENCE)
    return dialog


def save(page):
    """Save the notebook, and wait until its file is written."""
    page.keyboard.press("Control+s")
    page.locator(".jp-mod-dirty").first.wait_for(state="detached", timeout=PATIENCE)
    page.wait_for_timeout(1000)
