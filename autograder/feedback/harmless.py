"""Make what a learner wrote or printed fit for a page: nothing in it runs, loads, moves the page or fills the disk.

Two walls, each enough: everything passes the list of allowed tags here, and the page's own policy (in page.html)
forbids every script and every request.
"""

from __future__ import annotations

import base64
import binascii
import mimetypes
import re
import site
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bleach.css_sanitizer import CSSSanitizer
from bleach.html5lib_shim import Filter
from bleach.sanitizer import Cleaner
from markupsafe import Markup
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from autograder.feedback import figures
from autograder.text import without_escapes

MOST_TEXT = 6_000  # characters of one output; of longer ones the start and the end
MOST_MARKDOWN = 12_000  # characters of a cell; longer ones are shown as they were typed
MOST_TAGS = 4_000  # in one piece of HTML: reading hostile HTML takes time that grows with the square
LONGEST_TAG = 20_000  # characters, pictures aside: a parser compares each attribute with all before it
MOST_ENTITIES = 100_000  # `&` in one piece of HTML
MOST_PICTURE = 1_500_000  # bytes of base64
PICTURES = {"image/png": b"\x89PNG\r\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8", "image/webp": b"RIFF"}

_TAGS = """
a abbr b blockquote br caption cite code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr
i img ins kbd li mark ol p pre q s samp small span strike strong sub summary sup table tbody td tfoot th thead tr tt u
ul var
"""
_WHOLE = """
audio canvas embed frameset head iframe math noembed noframes noscript object option script select style svg template
textarea title video xmp
"""
TAGS, WHOLE = set(_TAGS.split()), set(_WHOLE.split())  # what may stay; what goes with everything inside it
STYLES = {"font-style", "font-weight", "text-align", "text-decoration", "vertical-align", "max-width"}
_SOURCE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*\Z", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^ \t\n\r\f/>]*+", re.IGNORECASE)  # its name
_ATTRIBUTE = re.compile(  # exactly as a parser takes it, or what looks like the end of a tag would not be one
    r"""[_/]*+[^_/>][^_/>=]*+(?:_*+=_*+(?:
    (?P<picture>"data:image/[a-z+]++;base64,[a-z0-9+/=_]*+"|'data:image/[a-z+]++;base64,[a-z0-9+/=_]*+'
        |data:image/[a-z+]++;base64,[a-z0-9+/]*+={0,2}(?=[_>]))
    |"[^"]*+"?+|'[^']*+'?+|[^_>]++)?+)?+""".replace("_*", r"[_]*").replace("_", r"\ \t\n\r\f"),
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_COMMENT = re.compile(r"<!(?:--(?>(?:[^-]|-(?!->))*)|[^>]*+)")  # atomic: Python before 3.11.5 loses matches of (...)*+
_LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
_SMALL = re.compile(r"\d{1,4}\Z")
_CODED = re.compile(r"(base64,[A-Za-z0-9+/=]+)")
_FOR_DARK = re.compile(r'<img class="on-dark"[^>]*>')  # the second of two, which only the page's style would hide
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Whole(Filter):
    """Drops elements with everything inside them: the text of a script is of no use to a reader."""

    def __iter__(self):
        inside = 0
        for token in super().__iter__():
            if token.get("name") in WHOLE:
                inside += {"StartTag": 1, "EndTag": -1}.get(token["type"], 0)
            elif not inside:
                yield token


def _allowed(tag: str, name: str, value: str) -> bool:
    if tag == "img" and name == "src":
        return len(value) <= MOST_PICTURE and bool(_SOURCE.match(value))
    if tag == "a" and name == "href":
        return bool(_LINK.match(value))
    if name in ("colspan", "rowspan", "width", "height", "start"):
        return bool(_SMALL.match(value)) and (name not in ("colspan", "rowspan") or int(value) <= 100)
    return name in ("alt", "title", "scope", "style", "open")


_CLEANER = Cleaner(
    tags=TAGS | WHOLE,
    attributes=_allowed,
    protocols={"data", "http", "https", "mailto"},
    strip=True,
    filters=[Whole],
    css_sanitizer=CSSSanitizer(allowed_css_properties=STYLES),
)


def markup(html: str) -> Markup | None:
    """HTML with the allowed tags only; None where there is too much of it or it cannot be read."""
    if len(html) > 2 * MOST_PICTURE or html.count("<") > MOST_TAGS or html.count("&") > MOST_ENTITIES:
        return None
    if _too_long(html):
        return None
    try:
        clean = _CLEANER.clean(html)
    except Exception:  # whatever a parser of hostile text raises
        return None
    clean = re.sub(r"<img(?![^>]* src=)[^>]*>", lambda found: _alternative(found[0]), clean)
    clean = re.sub(r"<img(?![^>]* alt=)", '<img alt="A picture without a description"', clean)
    return Markup(re.sub(r"<a href=\"(?!#)", r'<a rel="noopener noreferrer" href="', clean))


def _too_long(html: str) -> bool:
    """Whether a tag or comment, or many together, take as long to read as one tag of `LONGEST_TAG` characters.

    Every `<` counts, also one in a value or a comment: what comes before it may have been read in another way.
    """
    squares = read = 0
    for found in re.finditer("<", html):
        start = end = found.start()
        pictures = 0
        if name := _COMMENT.match(html, start) or _TAG.match(html, start):
            end = name.end()
        while end > start and html[start + 1] != "!" and (attribute := _ATTRIBUTE.match(html, end)):
            pictures += len(attribute["picture"] or "")
            end = attribute.end()
            if end - start - pictures > LONGEST_TAG:
                break
        squares += (end - start - pictures) ** 2
        read += end - start
        if squares > LONGEST_TAG**2 or read > 4 * MOST_PICTURE:
            return True
    return False


def _alternative(tag: str) -> str:
    """In place of a picture that would have to be loaded: its description."""
    words = re.search(r' alt="([^"]*)"', tag)
    return f"[Picture: {words[1]}]" if words and words[1] else "[A picture that is not on this page]"


class _Pictures(IPythonRenderer):
    """Puts pictures beside the notebook into the page, and no other file."""

    def image(self, text: str, url: str, title: str | None = None) -> str:
        try:
            return super().image(text, url, title)
        except InvalidNotebook:  # an attachment that is not there
            return self.text(text)

    def _src_to_base64(self, src: str) -> str | None:
        path = Path(self.path, src)
        inside = path.resolve().is_relative_to(Path(self.path).resolve())
        kind = mimetypes.guess_type(path.name)[0]
        if not (kind in PICTURES and inside and path.is_file() and path.stat().st_size < MOST_PICTURE // 2):
            return None
        content = path.read_bytes()
        if not content.startswith(PICTURES[kind]):
            return None
        return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def markdown(source: str, folder: Path | str = "", attachments: dict | None = None) -> Markup:
    """A Markdown text as HTML; as it was typed where that is not possible."""
    made = None
    if len(source) <= MOST_MARKDOWN:
        try:
            renderer = _Pictures(
                escape=False,
                exclude_anchor_links=True,
                embed_images=bool(folder),
                path=str(folder),
                attachments=attachments,
            )
            made = markup(MarkdownWithMath(renderer=renderer).render(source))
        except Exception:  # whatever a parser of hostile text raises
            made = None
    return Markup("<pre>{}</pre>").format(text(source)) if made is None else made


def text(value: object, most: int = MOST_TEXT) -> str:
    """Text without what a terminal obeys and without paths of this computer; of a long one the start and the end."""
    value = str(value)
    if len(value) > 4 * most:  # before anything that takes time
        value = _shortened(value, 4 * most)
    value = without_escapes(value).replace("\r\n", "\n")
    value = "\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in value.split("\n"))  # a bar shows its last state
    return _shortened(_CONTROL.sub("", without_paths(value)), most)


def _shortened(value: str, most: int) -> str:
    if len(value) <= most:
        return value
    return f"{value[: most * 2 // 3]}\n[… {len(value) - most:,} characters left out …]\n{value[-most // 3 :]}"


def _folders() -> list[tuple[str, str]]:
    """Folders of this computer, and what a reader may know of them; the longest first."""
    known = {each: "" for each in site.getsitepackages()}
    known |= {sys.prefix: "python", sys.base_prefix: "python", tempfile.gettempdir(): "tmp", str(Path.home()): "~"}
    return sorted(known.items(), key=lambda pair: -len(pair[0]))


_FOLDERS = [(re.compile(re.escape(path) + r"(?![\w.-])/?"), words) for path, words in _folders() if len(path) > 1]


def without_paths(value: str) -> str:
    """Text without the places where this computer keeps Python and its users; pictures in it stay as they are."""
    if "/" not in value and "\\" not in value:
        return value
    parts = _CODED.split(value)
    for pattern, words in _FOLDERS:
        parts[::2] = [pattern.sub(f"{words}/" if words else "", part) for part in parts[::2]]
    return "".join(parts)


@dataclass
class Output:
    """An output to show: `html`, or plain `text`; an error has a `name`, and its traceback in `more`.

    A figure of the course names its kind: the page has to bring the script that draws it.
    """

    text: str = ""
    html: Markup | None = None
    name: str = ""
    more: str = ""
    figure: str = ""


def outputs(cell: NotebookNode) -> list[Output]:
    """The outputs of a code cell; streams that follow each other as one."""
    shown: list[Output] = []
    printed = ""
    for output in cell.outputs:
        if output.output_type == "stream":
            printed += output.text if len(printed) < 8 * MOST_TEXT else ""
            continue
        if printed:
            shown.append(Output(text(printed)))
            printed = ""
        shown.append(_error(output) if output.output_type == "error" else _data(output.data))
    if printed:
        shown.append(Output(text(printed)))
    return shown


def _error(output: NotebookNode) -> Output:
    lines = text("\n".join(output.traceback)).strip()
    if "Traceback (most recent call last)" in lines or not lines:
        return Output(text(output.evalue, 2_000), name=text(output.ename, 100), more=lines)
    name, _, words = lines.partition(": ")  # an error that speaks for itself, such as those of the course
    return Output(words, name=name)


def _data(data: dict) -> Output:
    """The form of an output that says most and can be shown without running anything."""
    plain = text(data.get("text/plain", ""))
    if "application/vnd.jupyter.widget-view+json" in data:
        return Output("[Something to operate: open the notebook to use it.]")
    for kind, start in PICTURES.items():
        if kind in data:
            return Output(plain, _picture(kind, str(data[kind]), start, plain))
    if "image/svg+xml" in data and len(data["image/svg+xml"]) < MOST_PICTURE // 2:
        coded = base64.b64encode(str(data["image/svg+xml"]).encode(errors="replace")).decode()
        return Output(plain, Markup('<img alt="A drawing" src="data:image/svg+xml;base64,{}">').format(coded))
    if "text/html" in data:
        if figure := figures.read(without_paths(str(data["text/html"]))):
            still = markup(figure.still)
            if still and still.startswith("<img"):
                return Output(plain, figure.html(still), figure=figure.kind)
        return Output(plain, _html(str(data["text/html"])))
    if "text/markdown" in data:
        return Output(plain, markdown(str(data["text/markdown"])))
    return Output(plain or text(next(iter(data.values()), "")))


def _picture(kind: str, coded: str, start: bytes, plain: str) -> Markup | None:
    coded = "".join(coded.split())
    try:
        real = len(coded) <= MOST_PICTURE and base64.b64decode(coded, validate=True).startswith(start)
    except (binascii.Error, ValueError):
        real = False
    if not real:
        return None
    words = "A figure" if plain.startswith("<Figure") else plain or "A picture"
    return Markup('<img alt="{}" src="data:{};base64,{}">').format(words[:500], kind, coded)


def _html(html: str) -> Markup | None:
    """HTML that still says something without its scripts and styles."""
    made = markup(without_paths(_FOR_DARK.sub("", html)))
    needs_more = re.search(r"<(script|style|iframe)\b", html, re.IGNORECASE)
    return None if made is None or (needs_more and not re.search(r"<(table|img|details)\b", made)) else made
