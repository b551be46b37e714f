"""The site's pages but the lessons: the first page, the guides, claims and glossary, as Markdown that Sphinx reads.

They lie as they do in the repository (`docs/`, `lessons/`), so that links from one to the other stay as they are. A
link to what the site leaves out leads to the repository, or is words where the repository has no address.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from autograder.authoring import glossary
from autograder.authoring import lesson as lessons
from autograder.site.repository import file

GUIDES = ("install", "instructors", "azure", "sandbox", "tests-apart-and-inside", "measurements")
CLAIMS = "claims"
GUIDE_FILES = [f"docs/{name}.md" for name in (*GUIDES, CLAIMS)]
BESIDE = ("contact-sheet.png", "lesson-in-use.webp")
# docs/teaching/ tells an instructor what learners answer, and why it is wrong: no page for learners
HOME = "../home.md"
LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\((?!https?:|mailto:|#)([^)\s#]+)(#[^)\s]*)?\)")
PICTURE = "picture.svg"
INTRODUCTION = re.compile(r"\A# .*?(?=^!\[)", re.MULTILINE | re.DOTALL)  # the README's title and first sentences


def write(folder: Path, address: str) -> None:
    """Write into `folder`, which holds the released lessons in `lessons/`, every page but theirs."""
    docs = folder / "docs"
    docs.mkdir()
    for name in (*GUIDES, CLAIMS):
        text = (lessons.ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
        (docs / f"{name}.md").write_text(_within(text, "docs", folder, address), encoding="utf-8")
    for name in BESIDE:
        (docs / name).write_bytes((lessons.ROOT / "docs" / name).read_bytes())
    words = folder / "lessons" / glossary.NAME
    words.write_text(words.read_text(encoding="utf-8").replace("\n### ", "\n## "), encoding="utf-8")
    (folder / "index.md").write_text(_first_page(folder / "lessons", address), encoding="utf-8")


def lesson_text(markdown: str, name: str, folder: Path, address: str) -> str:
    """A cell of a lesson: home is the first page, and what the site leaves out is no link."""
    return _within(markdown.replace(f"]({HOME})", "](../../index.md)"), f"lessons/{name}", folder, address)


def anchor(heading: str) -> str:
    """What a link calls a heading: as in JupyterLab, for which the links are made."""
    return "-".join(heading.split())


def _within(markdown: str, place: str, folder: Path, address: str) -> str:
    """The text of a page in `place` with no link that the site cannot follow."""

    def link(found: re.Match) -> str:
        path = posixpath.normpath(posixpath.join(place, found[2]))
        if (folder / path).exists() or path in GUIDE_FILES or not (lessons.ROOT / path).exists():
            return found[0]  # what is not there at all Sphinx will name
        page = file(address, path)
        return f"[{found[1]}]({page})" if page else found[1]

    return LINK.sub(link, markdown)


def _first_page(released: Path, address: str) -> str:
    found = INTRODUCTION.match((lessons.ROOT / "README.md").read_text(encoding="utf-8"))
    introduction = found[0].strip() if found else ""
    names = sorted(path.parent.name for path in released.glob("*/*.ipynb"))
    source = f"The sources are at <{address}>.\n\n" if address else ""
    return f"""{introduction}

![Lesson 01 in JupyterLab: a field is dragged over photographs of fruit](docs/lesson-in-use.webp)

Every lesson can be read here as it is before anybody has answered. Its figures answer to the hand. Its exercises,
checks and clocks need a computer of yours: [how to install the course](docs/install.md). What a page shows of a
machine, such as seconds, is of the one that built these pages.

{source}## Lessons

:::::{{container}} lessons
{"".join(_card(released / name) for name in names)}
:::::

{_contents("Lessons", [f"{name[:2]} {_front(name).title} <lessons/{name}/{name}>" for name in names])}
{_contents("Words and claims", ["lessons/glossary", f"docs/{CLAIMS}"])}
{_contents("Guides", [f"docs/{name}" for name in GUIDES])}"""


def _card(folder: Path) -> str:
    front = _front(folder.name)
    where = f"lessons/{folder.name}"
    picture = f"![]({where}/{PICTURE})\n\n" if (folder / PICTURE).is_file() else ""
    return f"""
::::{{container}} lesson
{picture}[{folder.name[:2]} {front.title}]({where}/{folder.name}.ipynb)

{front.question}

{front.minutes} minutes
::::
"""


def _front(name: str) -> lessons.FrontMatter:
    return lessons.read(lessons.SOLUTIONS / f"{name}.py").front


def _contents(caption: str, pages: list[str]) -> str:
    return "\n".join(["```{toctree}", ":hidden:", f":caption: {caption}", "", *pages, "```", ""])
