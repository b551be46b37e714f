"""JupyterLab as a learner meets it: a real server on a copy of the lessons, and a real Chromium."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from accessibility import AXE, faults
from support.jupyterlab import TOKEN, jupyterlab

from autograder.authoring import lesson as lessons

OUTPUT = lessons.ROOT / "tests" / "output"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]
NOT_OURS = re.compile(r"favicon|net::ERR_INTERNET_DISCONNECTED")


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in Path(item.fspath).parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """The address of a JupyterLab on a copy of the lessons, and that folder."""
    folder = tmp_path_factory.mktemp("lab") / "lessons"
    shutil.copytree(lessons.LESSONS, folder, ignore=shutil.ignore_patterns("observations.json", "*.safetensors", ".*"))
    shutil.copy(lessons.ROOT / "nbgrader_config.py", folder.parent)
    with jupyterlab(folder, folder.parent, tmp_path_factory.mktemp("home")) as address:
        yield address, folder


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not path:
        pytest.skip("there is no Chromium on this machine: install it, or run .ci/run, which does")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium):
    """An empty page of the browser; console errors fail the test that made them."""
    context = chromium.new_context(viewport={"width": 1280, "height": 1000})
    window = context.new_page()
    window.set_default_timeout(60_000)
    said = []
    window.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    window.on("pageerror", lambda error: said.append(str(error)))
    yield window
    context.close()
    assert [text for text in said if not NOT_OURS.search(text)] == []


@pytest.fixture
def page(window, lab):
    """JupyterLab as it opens on the lessons; its kernels end with the test, or the next would find what they hold."""
    address, _ = lab
    window.goto(f"{address}/lab?token={TOKEN}&reset")
    window.locator(".jp-DirListing-content").wait_for()
    yield window
    window.evaluate("() => window.jupyterapp.serviceManager.sessions.shutdownAll()")


@pytest.fixture
def picture(window, request):
    """Keep a screenshot under tests/output, named after the test and what it shows."""
    OUTPUT.mkdir(exist_ok=True)

    def take(what: str, page=window) -> Path:
        path = OUTPUT / f"{request.node.name}-{what}.png"
        page.screenshot(path=path)
        return path

    return take


@pytest.fixture(scope="session")
def accessibility_faults():
    """A function of a page and a selector: what axe-core finds wrong there."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed on this machine (.ci/run installs it, from npm)")
    return faults
