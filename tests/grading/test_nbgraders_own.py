"""nbgrader's own test notebooks, in a course folder of nbgrader's usual layout: plain nbgrader and the autograder give
the same grade rows wherever plain nbgrader gives one."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import nbgrader
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder import judge
from autograder.forkserver.client import ForkServer
from autograder.grade import grade
from autograder.sandbox import Limits

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]
PACKAGE = Path(nbgrader.__file__).parent
FOLDERS = (PACKAGE / "tests/apps/files", PACKAGE / "tests/preprocessors/files")
FILES = [path for folder in FOLDERS for path in sorted(folder.glob("*.ipynb")) if '"grade": true' in path.read_text()]
GUIDE = PACKAGE / "docs/source/user_guide"
CONFIG = "c = get_config()\nc.CourseDirectory.course_id = 'own'\nc.Execute.timeout = 10\n"
CHANGED = ("submitted-changed", "submitted-grade-cell-changed", "submitted-locked-cell-changed")


def api(root: Path, database: str) -> NbGraderAPI:
    """nbgrader's own interface to the course folder, with a gradebook of its own."""
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.course_id = "own"
    config.CourseDirectory.db_url = database
    config.Execute.timeout = 10
    config.Execute.shutdown_kernel = "immediate"
    return NbGraderAPI(CourseDirectory(config=config), config=config)


def put(root: Path, step: str, name: str, notebook: Path, called: str = "") -> None:
    target = root / step / name
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(notebook, target / f"{called or notebook.stem}.ipynb")
    for extra in ("data.txt", "jupyter.png"):
        if (notebook.parent / extra).exists() and "data.txt" in notebook.read_text(errors="replace"):
            shutil.copy(notebook.parent / extra, target)


def rows(database: str) -> dict[tuple, float | None]:
    """Every automatic score in a gradebook."""
    with Gradebook(database, "own") as book:
        return {
            (each.name, submission.student.id, notebook.name, row.name): row.auto_score
            for each in book.assignments
            for submission in each.submissions
            for notebook in submission.notebooks
            for row in notebook.grades
        }


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> tuple[dict, dict]:
    """The rows of plain nbgrader and those of the autograder, of the same submissions."""
    root = tmp_path_factory.mktemp("own")
    (root / "nbgrader_config.py").write_text(CONFIG)
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    for path in FILES:
        put(root, "source", f"{path.parent.parent.name}-{path.stem}", path)
    put(root, "source", "changed", PACKAGE / "tests/apps/files/submitted-unchanged.ipynb", "p1")
    for path in (GUIDE / "source/ps1").glob("*.ipynb"):
        put(root, "source", "ps1", path)
    ours = f"sqlite:///{root}/gradebook.db"
    nbgraders = api(root, ours)
    names = []
    for name in sorted(path.name for path in (root / "source").iterdir()):
        if nbgraders.generate_assignment(name, create=True)["success"]:
            names.append(name)
            shutil.copytree(root / "source" / name, root / "submitted" / "author" / name)
    for name in ("apps-submitted-changed", "apps-test-hidden-tests", "ps1"):
        shutil.copytree(root / "release" / name, root / "submitted" / "empty" / name)
    for student in CHANGED:
        put(root, f"submitted/{student}", "changed", PACKAGE / f"tests/apps/files/{student}.ipynb", "p1")
    for student in ("bitdiddle", "hacker"):
        shutil.copytree(GUIDE / "submitted" / student / "ps1", root / "submitted" / student / "ps1", dirs_exist_ok=True)
    shutil.copy(root / "gradebook.db", root / "plain.db")
    plain_database = f"sqlite:///{root}/plain.db"
    plain = api(root, plain_database)
    for name in names:
        for student in sorted(path.parent.name for path in (root / "submitted").glob(f"*/{name}")):
            plain.autograde(name, student)
    shutil.rmtree(root / "autograded", ignore_errors=True)
    limits = Limits(cell_seconds=10, notebook_seconds=60)
    with ForkServer(judge.MODULES) as forkserver:  # one for all assignments; these notebooks import next to nothing
        for name in names:
            grade(root, name, limits=limits, quiet=True, forkserver=ForkServer.at(forkserver.address))
    return rows(plain_database), rows(ours)


def test_where_plain_nbgrader_gives_a_row_ours_is_the_same(graded):
    plain, ours = graded
    assert len(plain) >= 99
    assert {
        row: (score, ours.get(row, "no row")) for row, score in plain.items() if ours.get(row, "no row") != score
    } == {}


def test_no_row_is_missing(graded):
    plain, ours = graded
    assert set(plain) <= set(ours)
