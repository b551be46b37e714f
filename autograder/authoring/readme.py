"""The README's tables of lessons and of claims, made from the lessons' front matter."""

from __future__ import annotations

from pathlib import Path

from autograder.authoring import claims
from autograder.authoring import lesson as lessons

README = lessons.ROOT / "README.md"


def table() -> str:
    """The table of lessons in Markdown."""
    rows = ["| lesson | question | minutes | computing | claims |", "|---|---|---|---|---|"]
    for script in lessons.scripts():
        front = lessons.read(script).front
        link = f"[{script.stem[:2]} {front.title}](lessons/{script.stem}/{script.stem}.ipynb)"
        rows.append(f"| {link} | {front.question} | {front.minutes} | {front.seconds} s | {', '.join(front.claims)} |")
    return "\n".join(rows)


def with_tables(text: str) -> str:
    """The README's `text` with each table between its two markers made new."""
    for name, made in (("lessons", table()), ("claims", claims.table())):
        text = between_markers(text, name, made, README.name)
    return text


def between_markers(text: str, name: str, made: str, file: str) -> str:
    """`text` of a file with `made` between the two markers of `name`. LessonError where a marker is lost."""
    begin, end = f"<!-- {name}: made by `make release` -->", f"<!-- end of {name} -->"
    before, _, rest = text.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise lessons.LessonError(f"{file} lost its markers {begin!r} and {end!r}; what is made of {name} goes there.")
    return f"{before}{begin}\n{made}\n{end}{after}"


def refresh() -> list[Path]:
    """Write the tables into the README; return what changed."""
    text = README.read_text()
    fresh = with_tables(text)
    if fresh == text:
        return []
    README.write_text(fresh)
    return [README]
