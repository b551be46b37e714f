"""The site as somebody reads it who has installed nothing: opened from its folder, on a screen and on a phone."""

from __future__ import annotations

import functools
import re
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect
from support.built_site import EXECUTED, site

LESSON = f"lessons/{EXECUTED}/{EXECUTED}.html"
PAGES = [
    "index.html",
    LESSON,
    "lessons/glossary.html",
    "docs/claims.html",
    "docs/instructors.html",
    "docs/install.html",
]
PAGES += ["lessons/11-run-it-on-azure/11-run-it-on-azure.html", "search.html?q=threshold"]


def address(page: str) -> str:
    return f"file://{site()}/{page}"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def served():
    """The site from a server: axe-core reads the styles again, which a folder does not allow."""
    handler = functools.partial(Quiet, directory=site())
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 420])
def test_every_kind_of_page_is_readable(window, picture, accessibility_faults, served, width, scheme):
    window.set_viewport_size({"width": width, "height": 1000})
    window.emulate_media(color_scheme=scheme)
    found = {}
    for name in PAGES:
        window.goto(f"{served}/{name}")
        picture(name.partition(".")[0].rpartition("/")[2])
        assert window.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than the window"
        found[name] = accessibility_faults(window, "html")
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_the_search_finds_a_word_without_a_server(window):
    window.goto(address("index.html"))
    box = window.get_by_role("textbox", name="Search")
    box.fill("threshold")
    box.press("Enter")
    window.locator("#search-results").get_by_text("Apple or not? Learning from a table").first.click()
    assert "/01-apple-or-not.html" in window.url
    assert window.get_by_role("heading", name="Apple or not?").is_visible()


def test_a_figure_answers_to_the_keys_without_a_kernel(window):
    window.goto(address(LESSON))
    question = window.locator("[data-figure=quick_question]").first
    reason = question.locator(".reason")
    expect(reason).to_have_text("")
    question.get_by_role("button").first.focus()
    window.keyboard.press("Space")
    expect(reason).to_contain_text(re.compile("Yes|No"))
    ruler = window.locator("[data-figure=time_ruler]").get_by_role("slider").first
    ruler.focus()
    before = ruler.get_attribute("aria-valuetext")
    window.keyboard.press("ArrowRight")
    assert ruler.get_attribute("aria-valuetext") != before


def test_a_picture_fits_the_theme_that_the_reader_chooses(window):
    window.emulate_media(color_scheme="light")
    window.goto(address(LESSON))
    background = "getComputedStyle(document.body).backgroundColor"
    light = window.evaluate(background)
    theme = "document.querySelector('[data-figure=time_ruler]').shadowRoot.querySelector('.figure').dataset.theme"
    assert window.evaluate(theme) == "light"
    toggle = window.locator(".theme-toggle:visible").first
    while window.evaluate("document.body.dataset.theme") != "dark":
        toggle.click()
    assert window.evaluate(background) != light
    window.wait_for_function(f"{theme} === 'dark'")
