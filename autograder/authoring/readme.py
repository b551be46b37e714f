"""The tables of lessons (README.md) and of claims (docs/claims.md), made from the lessons' front matter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from autograder.authoring import claims
from autograder.authoring import lesson as lessons

README, CLAIMS = lessons.ROOT / "README.md", lessons.ROOT / "docs" / "claims.md"


def table() -> str:
    """The table of lessons in Markdown."""
    rows = ["| lesson | question | minutes | computing | claims |", "|---|---|---|---|---|"]
    for script in lessons.scripts():
        front = lessons.read(script).front
        link = f"[{script.stem[:2]} {front.title}](lessons/{script.stem}/{script.stem}.ipynb)"
        rows.append(f"| {link} | {front.question} | {front.minutes} | {front.seconds} s | {', '.join(front.claims)} |")
    return "\n".join(rows)


TABLES: dict[Path, tuple[str, Callable[[], str]]] = {README: ("lessons", table), CLAIMS: ("claims", claims.table)}


def with_table(path: Path, text: str) -> str:
    """The `text` of one of the files, with the table between its two markers made new."""
    name, make = TABLES[path]
    return between_markers(text, name, make(), path.name)


def between_markers(text: str, name: str, made: str, file: str) -> str:
    """`text` of a file with `made` between the two markers of `name`. LessonError where a marker is lost."""
    begin, end = f"<!-- {name}: made by `make release` -->", f"<!-- end of {name} -->"
    before, _, rest = text.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise lessons.LessonError(f"{file} lost its markers {begin!r} and {end!r}; what is made of {name} goes there.")
    return f"{before}{begin}\n{made}\n{end}{after}"


def refresh() -> list[Path]:
    """Write the tables into their files; return what changed."""
    changed = []
    for path in TABLES:
        text = path.read_text(encoding="utf-8")
        fresh = with_table(path, text)
        if fresh != text:
            path.write_text(fresh, encoding="utf-8")
            changed.append(path)
    return changed
