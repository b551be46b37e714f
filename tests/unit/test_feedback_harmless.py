"""What a learner wrote or printed cannot do anything on a page."""

from __future__ import annotations

import base64
import itertools

import nbformat
import pytest
from bleach._vendor import html5lib  # reads HTML as a browser does
from nbformat.v4 import new_code_cell, new_output

from autograder.feedback import harmless
from course import plots

HOSTILE = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<SCRIPT SRC=//example.com/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    '<img src="https://example.com/x.png" alt="a">',
    '<img src="data:text/html;base64,PHNjcmlwdD4=">',
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src=javascript:alert(1)>",
    "<object data=data:text/html,x></object><embed src=x>",
    '<a href="javascript:alert(1)">x</a><a href=" java\nscript:alert(1)">x</a><a href="data:text/html,x">x</a>',
    '<meta http-equiv="refresh" content="0;url=https://example.com"><base href="https://example.com/">',
    '<link rel=stylesheet href="https://example.com/x.css"><style>@import "https://example.com/x.css";</style>',
    '<div style="position:fixed;inset:0;background:url(https://example.com/x.png)">10 of 10</div>',
    '<p id="q1" class="card right">10 of 10</p>',
    "<form action=https://example.com><input name=x><button formaction=javascript:alert(1)>x</button></form>",
    "<video poster=https://example.com/x src=x onerror=alert(1)></video><audio src=x>",
    "<details ontoggle=alert(1) open><summary>x</summary>y</details>",
    "<body onload=alert(1)><input onfocus=alert(1) autofocus>",
    "<a href='x' onclick=alert(1)//<b title='`onclick=alert(1)'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<template><script>alert(1)</script></template><xmp><script>alert(1)</script></xmp>",
    "<plaintext><script>alert(1)</script>",
]
ATTRIBUTES = {"alt", "title", "scope", "style", "open", "src", "href", "rel", "colspan", "rowspan", "width", "height"}


def tags(html):
    """Every element of a piece of HTML as a browser reads it, and its attributes."""
    tree = html5lib.parseFragment(str(html), treebuilder="etree", namespaceHTMLElements=False)
    return [(each.tag, each.attrib) for each in tree.iter() if each is not tree]


def assert_harmless(html):
    for tag, attributes in tags(html):
        assert tag in harmless.TAGS
        assert set(attributes) <= ATTRIBUTES
        assert attributes.get("src", "data:image/").startswith("data:image/")
        assert attributes.get("href", "#").startswith(("#", "http://", "https://", "mailto:"))
        assert "url" not in attributes.get("style", "")
        assert "position" not in attributes.get("style", "")


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_in_hostile_html_runs_or_loads(html):
    assert_harmless(harmless.markup(html))
    assert_harmless(harmless.markdown(html))
    assert_harmless(harmless.markdown(f"words\n\n{html}\n\n- {html}\n"))
    assert "alert(1)</script" not in str(harmless.markup(html))


@pytest.mark.parametrize(
    "source",
    ["[x](javascript:alert(1))", "![x](javascript:alert(1))", "[x]: javascript:alert(1)\n[x]", "<javascript:alert(1)>"],
)
def test_no_link_of_markdown_runs(source):
    assert_harmless(harmless.markdown(source))


def test_what_lessons_use_stays():
    source = (
        "# A\n\n| a | b |\n|---|---|\n| 1 | **2** |\n\n<details><summary>Hint</summary>\n`max`\n</details>\n\n$x^2$"
    )
    html = str(harmless.markdown(source))
    for piece in ("<h1>A</h1>", "<td>1</td>", "<strong>2</strong>", "<summary>Hint</summary>", "$x^2$"):
        assert piece in html
    picture = '<img alt="A plot" src="data:image/png;base64,iVBORw0KGgo=">'
    assert str(harmless.markup(picture)) == picture


def test_a_picture_beside_the_notebook_is_put_into_the_page_and_no_other_file(tmp_path):
    folder = tmp_path / "handed-in"
    folder.mkdir()
    (folder / "plot.png").write_bytes(b"\x89PNG\r\n and more")
    (tmp_path / "secret.png").write_bytes(b"\x89PNG\r\n secret")
    (folder / "text.png").write_text("not a picture")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    secret = base64.b64encode(b" secret").decode()[:6]
    assert "data:image/png;base64," in harmless.markdown("![a plot](plot.png)", folder)
    for name in ("../secret.png", str(tmp_path / "secret.png"), "link.png", "text.png", "nothing.png"):
        html = harmless.markdown(f'![a plot]({name}) <img src="{name}">', folder)
        assert secret not in html
        assert "<img" not in html


def output(**data):
    return harmless.outputs(new_code_cell(outputs=[new_output("display_data", data=data)]))[0]


def test_an_output_that_is_not_the_picture_it_says_is_not_shown():
    real = base64.b64encode(b"\x89PNG\r\n and more").decode()
    assert "<img" in output(**{"image/png": real}).html
    for false in (base64.b64encode(b"<svg onload=alert(1)>").decode(), '"><script>alert(1)</script>', "A" * 4_000_000):
        assert output(**{"image/png": false, "text/plain": "words"}).html is None


def test_scripts_and_controls_are_not_shown_as_text():
    shown = output(**{"text/html": "<div id=x></div><script>draw()</script>", "text/plain": "<Plot>"})
    assert (shown.html, shown.text) == (None, "<Plot>")
    widget = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "VBox(children=())"}
    assert "VBox" not in output(**widget).text


def test_a_terminal_is_told_nothing():
    said = harmless.text("\x1b[31mred\x1b[0m \x1b]0;title\x07\x1b[2J\x07\x08\u202ename\x9b\r\nnext")
    assert said == "red name\nnext"
    assert not set(said) & {"\x1b", "\x07", "\x08", "\u202e", "\x9b", "\r"}
    assert harmless.text("10%\r50%\r100%\ndone") == "100%\ndone"


def test_long_outputs_are_cut_and_say_so():
    text = harmless.text("a" * 10_000_000 + "the end")
    assert len(text) < 2 * harmless.MOST_TEXT
    assert "characters left out" in text
    assert text.endswith("the end")


def test_paths_of_this_computer_are_not_shown():
    said = harmless.text(f'File "{nbformat.__file__}", line 3')
    assert said == 'File "nbformat/__init__.py", line 3'


@pytest.mark.timeout(60)  # seconds; without limits each would take an hour
@pytest.mark.parametrize(
    "piece", ["<b>", "<p><b>", "<b><i>", "<table><tr><td>", "<div>", "<a href=x>", "\\\\[", "> - "]
)
def test_hostile_nesting_does_not_keep_a_page_waiting(piece):
    harmless.markup(piece * 200_000)
    harmless.markup(piece * (harmless.MOST_TAGS // piece.count("<") if "<" in piece else 1000))
    harmless.markdown(piece * (harmless.MOST_MARKDOWN // len(piece)))


def test_a_picture_of_the_course_is_shown_once(monkeypatch):
    bundles = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, **_: bundles.append(bundle))
    figure, _ = plots.card()
    plots.show(figure, "An empty square.")
    assert bundles[0]["text/html"].count("<img") == 2, "one for light pages, one for dark ones"
    shown = output(**bundles[0]).html
    assert shown.count("<img") == 1
    assert 'alt="An empty square."' in shown


def test_a_comment_ends_where_it_is_closed_on_every_python():
    for inside in ("".join(signs) for length in range(7) for signs in itertools.product("->a", repeat=length)):
        assert harmless._COMMENT.match(f"<!--{inside}")[0] == "<!--" + inside.partition("-->")[0]
