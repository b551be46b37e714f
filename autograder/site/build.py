"""Build the site: release, execute, write the pages, let Sphinx render them, and refuse what may not be shown."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

import nbformat
from tqdm import tqdm

from autograder.authoring import lesson as lessons
from autograder.authoring.release import release
from autograder.site import answers, lesson_page, links, pages, repository
from autograder.site.errors import SiteError
from autograder.site.execution import executed

SITE = lessons.ROOT / "build" / "site"
CACHE = lessons.ROOT / "build" / "executed-lessons"
HERE = Path(__file__).parent
DATA_FRAME = re.compile(r"(<table\b[^>]*\bdataframe\b.*?</table>)", re.DOTALL)
MOST = 10  # faults that are named; the others are counted


def build(
    target: Path = SITE, *, execute: Collection[str] | None = None, cache: Path = CACHE, address: str | None = None
) -> Path:
    """Build the site into `target`, which is replaced; return its first page.

    Parameters
    ----------
    target : Path
        A folder that is not there, is empty, or holds a site.
    execute : collection of str, optional
        The lessons that are executed; the others stand without outputs. All by default.
    cache : Path
        Where executed lessons wait for the next time.
    address : str, optional
        That of the repository; the setting in pyproject.toml by default.

    Raises
    ------
    SiteError
        Sphinx is not installed or warns; a cell fails; a link leads nowhere; a file holds an answer. `target` is then
        as it was.
    autograder.authoring.lesson.LessonError
        As `release` does.
    """
    _check(target, execute)
    address = repository.repository() if address is None else repository.checked(address)
    with tempfile.TemporaryDirectory() as top:
        source, made = Path(top) / "source", Path(top) / "site"
        released = source / "lessons"
        released.mkdir(parents=True)
        release(into=released, gradebook=False, translations=False)  # the site is in English so far
        kept = answers.secrets(released)
        pages.write(source, address)
        _write_lessons(source, execute, cache, address)
        _render(source, made)
        _refuse(links.faults(made), "The site has a link that it cannot follow")
        _refuse([str(leak) for leak in answers.leaks(made, kept)], "The site would give an answer away")
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(made, target)
    return target / "index.html"


def _check(target: Path, execute: Collection[str] | None) -> None:
    names = [script.stem for script in lessons.scripts()]
    if unknown := [name for name in execute or () if name not in names]:
        raise SiteError(f"There is no lesson {unknown[0]!r}; there are: {', '.join(names)}.")
    if target.exists() and not (
        target.is_dir() and (not any(target.iterdir()) or (target / "searchindex.js").is_file())
    ):
        raise SiteError(f"{target} holds something else than a site, which would be lost.\nName another folder: --to.")
    try:
        import myst_nb  # noqa: F401
    except ImportError:
        raise SiteError("Sphinx is not installed here. Run: python3 -m course setup --extra site") from None


def _write_lessons(source: Path, execute: Collection[str] | None, cache: Path, address: str) -> None:
    folders = sorted(path.parent for path in source.glob("lessons/*/*.ipynb"))
    for folder in tqdm(folders, desc="execute", unit="lesson"):
        path = folder / f"{folder.name}.ipynb"
        wanted = execute is None or folder.name in execute
        notebook = executed(folder, cache) if wanted else nbformat.read(path, as_version=4)
        page = lesson_page.page(folder.name, notebook, repository.colab(address, folder))
        for cell in page.cells:
            if cell.cell_type == "markdown":
                cell.source = pages.lesson_text(cell.source, folder.name, source, address)
        nbformat.write(page, path)


def _render(source: Path, made: Path) -> None:
    shutil.copytree(HERE / "static", source / "_static")
    shutil.copy(HERE / "conf.py", source)
    command = [sys.executable, "-m", "sphinx", "--builder", "html", "--quiet", "--fail-on-warning", "--keep-going"]
    command += ["--doctree-dir", str(source.parent / "doctrees"), str(source), str(made)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        words = (done.stderr or done.stdout).replace(f"{source}/", "").strip()
        raise SiteError(f"Sphinx warns, and the site has no page with a warning:\n{words}")
    for page in made.rglob("*.html"):
        _mend(page)
    for name in (".buildinfo", "objects.inv", "_sources"):  # of use to Sphinx alone
        path = made / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _mend(page: Path) -> None:
    """What those need who listen or have no mouse, and what Sphinx, myst-nb and pandas leave out.

    Captions of the contents have a level, buttons are called as they are labelled, wide tables are scrolled by keys.
    """
    text = page.read_text(encoding="utf-8")
    text = text.replace('class="caption" role="heading"', 'class="caption" role="heading" aria-level="2"')
    text = re.sub(r'<summary aria-label="[^"]*"', "<summary", text)
    text = text.replace('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper')
    text = DATA_FRAME.sub(r'<div tabindex="0" class="table-wrapper">\1</div>', text)
    page.write_text(text, encoding="utf-8")


def _refuse(faults: list[str], says: str) -> None:
    if faults:
        more = f"\n… and {len(faults) - MOST} more" if len(faults) > MOST else ""
        raise SiteError(f"{says}:\n" + "\n".join(faults[:MOST]) + more)
