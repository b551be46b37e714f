"""A zip for learners: the lessons as they are released and what they run on, without solutions and hidden tests.

The lessons are released anew for it, so that nothing gets in that somebody tried in `lessons/`.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from autograder.authoring import lesson as lessons
from autograder.authoring.release import release
from course import home
from course.files import write_atomic

TOP = "apples-course"  # the folder that the zip opens into
BESIDE = (
    "LICENSE",
    "LICENSE-TEXT",
    "Makefile",
    "constraints.txt",
    "environment.yml",
    "nbgrader_config.py",
    "pyproject.toml",
    "docs/claims.md",
    "docs/install.md",
    "docs/lesson-in-use.webp",
)
FOR_OTHERS = "## For an instructor"  # the README's first section that learners need not read
CLONE = "git clone <this repository> && cd <its folder>\n"
MOMENT = (1980, 1, 1, 0, 0, 0)  # the same bytes for the same course, whenever it is made


def bundle(target: Path, names: list[str] | None = None) -> Path:
    """Write the zip with the named lessons (all by default) to `target`; returns its path.

    Raises
    ------
    autograder.authoring.lesson.LessonError
        As `release` does; and where the zip cannot be written.
    """
    content = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(content, "w") as archive:
        release(names, into=Path(folder), gradebook=False)
        home.write(Path(folder))
        for name, source in sorted(_members(Path(folder))):
            _add(archive, name, source.read_bytes(), source.stat().st_mode)
        _add(archive, "README.md", _readme().encode(), 0o644)
    try:
        write_atomic(target, content.getvalue())
    except OSError as error:
        raise lessons.LessonError(f"{target} cannot be written: {error.strerror}.") from None
    return target


def _members(released: Path) -> Iterator[tuple[str, Path]]:
    """Each file's name in the zip, and where it is."""
    for name in BESIDE:
        yield name, lessons.ROOT / name
    for path in released.rglob("*"):
        if path.is_file():
            yield f"lessons/{path.relative_to(released)}", path
    for path in (lessons.ROOT / "course").rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            yield str(path.relative_to(lessons.ROOT)), path


def _add(archive: zipfile.ZipFile, name: str, content: bytes, mode: int) -> None:
    member = zipfile.ZipInfo(f"{TOP}/{name}", MOMENT)
    member.external_attr = (0o100755 if mode & 0o100 else 0o100644) << 16
    member.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(member, content)


def _readme() -> str:
    """The README's part for learners."""
    text = (lessons.ROOT / "README.md").read_text(encoding="utf-8")
    return text[: text.index(FOR_OTHERS)].replace(CLONE, "")
