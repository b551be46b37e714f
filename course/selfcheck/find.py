"""Which notebook is meant, and whether all of its graded cells are there."""

from __future__ import annotations

import json
import warnings
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from course import install
from course.errors import CourseError
from course.notebook import place

if TYPE_CHECKING:
    from nbformat import NotebookNode


class NotChecked(CourseError):
    """There was nothing to check, or it could not be run."""

    heading = "Nothing was checked"


def notebooks(arguments: list[str]) -> list[Path]:
    """The notebooks that are meant by folders, files, and names or numbers of lessons; each once, in that order.

    Raises `NotChecked` for the first argument that leads to no notebook with points.
    """
    found = [path for argument in arguments for path in _meant(argument)]
    return list(dict.fromkeys(found))


def read(path: Path) -> NotebookNode:
    """The notebook in memory, in the present format. Raises `NotChecked` if it is none."""
    import nbformat

    _load(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # cells without an id, and other things that do no harm here
        try:
            return nbformat.read(path, as_version=4)
        except Exception as error:  # nbformat raises many kinds for JSON that is no notebook
            raise _broken(path, f"{type(error).__name__}: {error}") from None


def problems(notebook: NotebookNode, path: Path) -> list[str]:
    """What is wrong with the set of graded cells, in words: some are there twice, or missing."""
    here = Counter(_graded_ids(notebook))
    said = [
        f"The cell “{name}” is there {count} times, and counts once: delete the copies."
        for name, count in here.items()
        if count > 1
    ]
    original = install.ROOT / "lessons" / path.stem / path.name
    if original.is_file() and original.resolve() != path.resolve():
        said += [
            f"The cell “{name}” of this lesson is missing: copy it from a fresh copy of the lesson."
            for name in _graded_ids(_load(original))
            if name not in here
        ]
    return said


def _meant(argument: str) -> list[Path]:
    path = Path(argument)
    if not path.exists():
        path = _lesson(argument)
    if path.is_dir():
        return _in_folder(path)
    if path.suffix != ".ipynb":
        raise NotChecked(f"{path} is not a notebook.", do="Name a file that ends with .ipynb, or its folder.")
    if not _graded_ids(_load(path)):
        raise NotChecked(f"{path} has no exercise with points.", do="Name the notebook of a lesson.")
    return [path]


def _in_folder(folder: Path) -> list[Path]:
    """The notebook named like the folder; else all with points in them."""
    named = folder / f"{folder.resolve().name}.ipynb"
    if named.is_file():
        return _meant(str(named))
    there = sorted(folder.glob("*.ipynb"))
    if not there:
        raise NotChecked(f"there is no notebook in {folder.resolve()}.", do=_choose())
    graded = [path for path in there if _graded_ids(_load(path))]
    if not graded:
        raise NotChecked(
            f"no notebook in {folder.resolve()} has an exercise with points: {', '.join(path.name for path in there)}.",
            do=_choose(),
        )
    return graded


def _lesson(name: str) -> Path:
    """The folder of a lesson by name or number, first among those here, then among those of the course."""
    number = name.zfill(2) if name.isdigit() else name
    for where in dict.fromkeys((Path(), Path("lessons"), install.ROOT / "lessons")):
        folders = [path for path in sorted(where.glob("*")) if path.is_dir()]
        fitting = [path for path in folders if path.name == name or path.name.startswith(f"{number}-")]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise NotChecked(
                f"“{name}” fits {len(fitting)} folders: {', '.join(path.name for path in fitting)}.",
                do="Name one of them in full.",
            )
    raise NotChecked(f"there is no file, folder or lesson “{name}”.", do=_choose())


def _choose() -> str:
    lessons = sorted(path.parent.name for path in install.ROOT.glob("lessons/*/*.ipynb"))
    named = "Name a lesson, its folder or its notebook, such as: python -m course check 04"
    return f"{named}\nThe lessons: {', '.join(lessons)}." if lessons else named


def _load(path: Path) -> dict:
    """The JSON of a notebook, without nbformat, which takes a second to import."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise NotChecked(f"{path} cannot be read: {error.strerror}.", do="Look at the file's permissions.") from None
    except ValueError as error:
        raise _broken(path, "the file is empty" if not path.stat().st_size else str(error)) from None
    cells = found.get("cells", found.get("worksheets")) if isinstance(found, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise _broken(path, "it has no cells")
    return found


def _broken(path: Path, why: str) -> NotChecked:
    return NotChecked(
        f"{path} is not a whole notebook: {why}.",
        do="Does it open in JupyterLab? If not, put your answers into a fresh copy of the lesson.",
    )


def _graded_ids(notebook: dict) -> list[str]:
    """The nbgrader ids of all cells with points, in order; there may be doubles."""
    return [str(place.grading(cell).get("grade_id")) for cell in notebook.get("cells", []) if place.has_points(cell)]
