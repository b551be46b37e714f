"""A feedback page in a real browser: nothing in it runs, nothing is asked of any host, everybody can read it."""

from __future__ import annotations

from types import SimpleNamespace

import nbformat
import pytest
from contrast import weak_texts
from figure_examples import every_figure
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from support.handmade import NAME, SmallCourse, failed, partly, release_in

from autograder.feedback import feedback
from autograder.gradebook.commit import commit

RUN = "window.ran = (window.ran || 0) + 1"
HOSTILE = [
    f"<script>{RUN}</script>",
    f'<img src=x onerror="{RUN}">',
    f'<svg onload="{RUN}"><script>{RUN}</script></svg>',
    f"<svg><style><img src=x onerror='{RUN}'></style></svg>",
    f"<math><mtext><table><mglyph><style><img src=x onerror='{RUN}'>",
    f"<noscript><p title=\"</noscript><img src=x onerror='{RUN}'>\">",
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f'<iframe src="javascript:parent.{RUN}"></iframe>',
    f'<a href="javascript:{RUN}">here</a>',
    f'<details open ontoggle="{RUN}"><summary>more</summary></details>',
    f'<input autofocus onfocus="{RUN}"><video src=x onerror="{RUN}"></video>',
    '<img src="https://example.com/x.png"><link rel="stylesheet" href="https://example.com/x.css">',
    '<style>@import url("https://example.com/x.css"); body { display: none }</style>',
    '<meta http-equiv="refresh" content="0;url=https://example.com"><base href="https://example.com/">',
    '<div style="position:fixed;inset:0;background:red url(https://example.com/x.png)">10 of 10</div>',
]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A page with every kind of outcome, and with everything hostile."""
    root = tmp_path_factory.mktemp("course")
    release_in(root)
    course = SmallCourse(root)
    wrong = failed("Incorrect", f"{HOSTILE[0]} {HOSTILE[1]}\nRead again: Twice")
    result = course.judge("anna", {"double-check": wrong, "half-check": partly(1.5), "reason": "Because."})
    path = course.folder.judged("anna", NAME) / "first.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for html in HOSTILE:
        outputs = [
            new_output("stream", name="stdout", text=f"\x1b[31mred\x1b[0m {html}"),
            new_output("display_data", data={"text/html": html}),
            new_output("display_data", data={"text/markdown": html}),
            new_output("display_data", data={"image/svg+xml": f'<svg xmlns="http://www.w3.org/2000/svg">{html}</svg>'}),
            new_output("display_data", data={"application/javascript": RUN}),
            new_output("error", ename=html, evalue=html, traceback=[html]),
        ]
        notebook.cells += [
            new_markdown_cell(f"{html}\n\n- {html}"),
            new_code_cell(f"# {html}\nprint(1)", outputs=outputs),
        ]
    nbformat.write(notebook, path)
    assert commit(course.folder, SimpleNamespace(name=NAME, cells={}), result)
    assert feedback(root, NAME, quiet=True).failed == []
    return (course.folder.feedback("anna", NAME) / "first.html").as_uri()


@pytest.fixture
def asked(window):
    """Every address that the page asks for, itself and the data inside it left out. Nothing is let through."""
    addresses = []
    window.on("request", lambda request: addresses.append(request.url))
    window.context.route("http*://**", lambda route: route.abort())
    return addresses


def test_nothing_runs_and_nothing_is_asked_of_any_host(address, window, asked, picture):
    window.goto(address)
    for summary in window.locator("summary").all():
        summary.click()
    window.locator("a[href^='#q']").first.click()
    window.wait_for_timeout(500)
    picture("hostile")
    assert window.evaluate("window.ran") is None
    assert window.url.split("#")[0] == address
    assert [each for each in asked if not each.startswith((address, "data:"))] == []
    assert window.locator("script, iframe, svg, object, embed, form, link").count() == 0


@pytest.mark.middle
def test_a_click_on_a_question_leads_to_its_card(address, window, asked):
    window.goto(address)
    window.get_by_role("link", name="Twice (double)").click()
    card = window.locator("article:target")
    assert "Not right yet" in card.inner_text()
    assert "onerror" in card.inner_text()
    card.get_by_role("link", name="Twice", exact=True).click()
    assert window.url.endswith("#top")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_from_what_is_behind_it(address, window, picture, scheme):
    window.emulate_media(color_scheme=scheme)
    window.goto(address)
    picture(scheme)
    assert weak_texts(window) == []


def test_a_page_fits_a_phone_and_a_sheet_of_paper(address, window, picture):
    window.set_viewport_size({"width": 360, "height": 800})
    window.goto(address)
    picture("phone")
    assert window.evaluate("document.documentElement.scrollWidth") <= 360
    window.emulate_media(media="print")
    assert window.locator(".back").first.is_hidden()


FORGED = f"<script>{RUN}</script>"


@pytest.fixture(scope="module")
def with_figures(tmp_path_factory):
    """A page with figures as they were handed in, and with some that were tampered with."""
    root = tmp_path_factory.mktemp("figures")
    release_in(root)
    course = SmallCourse(root)
    result = course.judge("anna", {"reason": "Because."})
    path = course.folder.judged("anna", NAME) / "first.ipynb"
    notebook = nbformat.read(path, as_version=4)
    ruler = every_figure()["time_ruler, to predict"]
    own = ruler.html().rindex("<script>")
    tampered = [
        ruler.html()[:own] + f"{FORGED}</div>",  # another script
        ruler.html().replace("use strict", f"use strict; {RUN}"),
        ruler.html().replace("Drag the dot", f"<img src=x onerror='{RUN}'>"),
        ruler.html().replace("<img ", f'<img onerror="{RUN}" src="x" '),
        FORGED + ruler.html(),
        ruler.html() + FORGED,
        ruler.html().replace('data-figure="time_ruler"', f'data-figure="time_ruler" onclick="{RUN}"'),
    ]
    for html in [each.html() for each in every_figure().values()] + tampered:
        notebook.cells.append(new_code_cell("1", outputs=[new_output("display_data", data={"text/html": html})]))
    nbformat.write(notebook, path)
    assert commit(course.folder, SimpleNamespace(name=NAME, cells={}), result)
    assert feedback(root, NAME, quiet=True).failed == []
    return (course.folder.feedback("anna", NAME) / "first.html").as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_figure_of_the_course_is_alive_on_the_page_and_nothing_else_is(
    with_figures, window, asked, picture, scheme
):
    window.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    window.goto(with_figures)
    for figure in every_figure().values():
        assert window.locator(f".course-figure[data-figure={figure.kind}] figure").first.is_visible()
    hand = window.get_by_role("slider", name="Your prediction").first
    hand.press("End")
    hand.press("PageDown")
    window.locator(".course-figure[data-figure=time_ruler]").first.get_by_text("You predict 99 s.").wait_for()
    picture(scheme)
    assert window.evaluate("window.ran") is None
    assert [each for each in asked if not each.startswith((with_figures, "data:"))] == []


def test_a_page_shows_the_still_pictures_of_its_figures_where_no_script_runs(with_figures, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(with_figures)
    for figure in every_figure().values():
        assert page.get_by_alt_text(figure.description[:60]).first.is_visible()
    context.close()


def test_the_page_allows_no_script_but_those_of_its_own_figures(with_figures, chromium):
    page = chromium.new_page()
    refused = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(with_figures)
    page.evaluate(f"document.body.append(Object.assign(document.createElement('script'), {{textContent: '{RUN}'}}))")
    page.evaluate(f"document.body.setAttribute('onclick', '{RUN}')")
    page.locator("h1").click()
    assert page.evaluate("window.ran") is None
    assert len([text for text in refused if "Content Security Policy" in text]) == 2
    page.close()
