"""One feedback page: a summary, and the learner's notebook with an explanation at each question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

import jinja2
from markupsafe import Markup, escape
from nbformat import NotebookNode
from nbgrader import utils
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer, TextLexer

from autograder.feedback import figures, harmless
from autograder.feedback.explain import Explanation
from autograder.feedback.harmless import Output
from autograder.feedback.points import Marks
from autograder.gradebook.status import Status
from autograder.notebook.cells import is_test
from autograder.text import number

HERE = Path(__file__).parent
MOST_PAGE = 6_000_000  # characters, about
TAG_COST = 300  # characters: a tag takes as long to clean as so much text
MOST_CELLS = 400
MOST_CODE = 20_000  # characters of one cell


@dataclass
class Shown:
    """One cell on the page. `kind`: prose, code, answer, test; `code` where the HTML is that of a program."""

    kind: str
    html: Markup
    code: bool = False
    outputs: list[Output] = field(default_factory=list)
    explanation: Explanation | None = None
    comment: str = ""
    hints: list[Markup] = field(default_factory=list)
    read: str = ""  # the anchor of the heading to read


@dataclass
class Page:
    """What a page tells, beside the notebook."""

    title: str
    marks: Marks
    assignment: str
    graded: str  # the day, or ""
    explanations: Mapping[str, Explanation]
    reasons: list[str]  # what was repaired before the notebook could be graded
    digest: str = ""

    @property
    def waiting(self) -> list[Explanation]:
        return [one for one in self.explanations.values() if one.status in (Status.WAITS, Status.TROUBLE)]


def render(page: Page, notebook: NotebookNode, folder: Path) -> str:
    """The page as HTML. `folder` holds the notebook, and pictures that its text shows."""
    shown = [cell for cell in _cells(page, notebook, folder) if cell.html or cell.outputs or cell.explanation]
    anchors = _anchor_headings(shown, page.title)
    for cell in shown:
        if cell.explanation:
            cell.read = anchors.get(cell.explanation.read.casefold(), "")
    style = Markup((HERE / "page.css").read_text(encoding="utf-8"))
    kinds = sorted({output.figure for cell in shown for output in cell.outputs} - {""})
    checksums = {kind: figures.checksum(kind) for kind in kinds}
    return _template().render(page=page, cells=shown, style=style, figures=checksums, script=figures.script)


@cache
def _template() -> jinja2.Template:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=_neutral,
    )
    made.filters |= {"number": number, "marked": _marked}
    return made.get_template("page.html")


def _marked(value: str) -> Markup:
    """The words of a check, with names in `backticks` set as code."""
    return Markup(re.sub(r"`([^`\n]{1,80})`", r"<code>\1</code>", str(escape(_neutral(value)))))


def _neutral(value: object) -> object:
    return value if isinstance(value, Markup | int | float) else harmless.text(value, 20_000)


def _cells(page: Page, notebook: NotebookNode, folder: Path):
    """The cells as they are shown, as long as there is room; questions always."""
    room, left_out = MOST_PAGE, 0
    language = notebook.metadata.get("kernelspec", {}).get("language", "python")
    for index, cell in enumerate(notebook.cells):
        grading = cell.metadata.get("nbgrader", {})
        explanation = page.explanations.get(grading.get("grade_id"))
        cost = _cost(cell)
        if cost > room or index - left_out >= MOST_CELLS:
            left_out += 1
            if explanation is None:
                continue
            cell, cost = NotebookNode({**cell, "source": "[too long to be shown]", "outputs": []}), 0
        room -= cost
        made = _shown(cell, folder, language)
        made.explanation = explanation
        if explanation is None or not explanation.comment:
            made.comment = harmless.text(page.marks.comments.get(grading.get("grade_id"), ""), 5_000)
        if explanation is not None:
            made.hints = [_markdown(hint) for hint in explanation.hints]
        yield made
    if left_out:
        yield Shown("prose", Markup("<p>[{} cells were too long for this page.]</p>").format(left_out))


def _cost(cell: NotebookNode) -> int:
    """What a cell will take of the page, in characters, before anything is done with it."""
    texts = [cell.source]
    for output in cell.get("outputs", []):
        texts += [value for value in output.get("data", {}).values() if isinstance(value, str)]
    long = sum(len(text) + TAG_COST * text.count("<") for text in texts)
    return long + harmless.MOST_TEXT * len(cell.get("outputs", []))


def _shown(cell: NotebookNode, folder: Path, language: str) -> Shown:
    answer = utils.is_solution(cell)
    if cell.cell_type != "code":
        if cell.cell_type == "raw":
            return Shown("prose", Markup(""))
        pictures = folder if "![" in cell.source or "<img" in cell.source else ""
        attachments = cell.get("attachments")
        made = (
            harmless.markdown(cell.source, pictures, attachments) if attachments else _markdown(cell.source, pictures)
        )
        return Shown("answer" if answer else "prose", made)
    if is_test(cell):
        return Shown("test", _code(cell.source, language), code=True)
    return Shown("answer" if answer else "code", _code(cell.source, language), True, harmless.outputs(cell))


@lru_cache(maxsize=512)
def _markdown(source: str, folder: Path | str = "") -> Markup:
    """Cached: everybody has the same lesson."""
    return harmless.markdown(source, folder)


@lru_cache(maxsize=512)
def _code(source: str, language: str) -> Markup:
    source = harmless.text(source, MOST_CODE)
    lexer = PythonLexer() if language == "python" and len(source) < MOST_CODE else TextLexer()
    return Markup(highlight(source, lexer, HtmlFormatter(nowrap=True)))


def _anchor_headings(cells: list[Shown], title: str) -> dict[str, str]:
    """Give each heading of the notebook an anchor, and a level below those of the page; anchors by heading."""
    pattern = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
    levels = [int(found[1]) for cell in cells if cell.kind == "prose" for found in pattern.finditer(cell.html)]
    top = min(levels[1:], default=1)  # the first is the title of the lesson
    anchors: dict[str, str] = {}

    def anchored(found: re.Match) -> str:
        if not anchors and Markup(found[2]).striptags() == title:
            anchors[title.casefold()] = "top"
            return ""
        level = min(6, max(3, int(found[1]) - top + 3))
        name = f"read-{len(anchors) + 1}"
        anchors.setdefault(Markup(found[2]).striptags().strip().casefold(), name)
        return f'<h{level} id="{name}">{found[2]}</h{level}>'

    for cell in cells:
        if cell.kind == "prose":
            cell.html = Markup(pattern.sub(anchored, cell.html))
    return anchors
