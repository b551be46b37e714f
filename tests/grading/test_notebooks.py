"""An assignment of several notebooks: each runs as if it were alone, in the kernel that the author's names."""

from __future__ import annotations

import shutil
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from support.handmade import NAME, SmallCourse

from autograder import sandbox
from autograder.grade import grade
from autograder.gradebook.assignment import read_assignment
from autograder.job import aligned

NO_WALLS = "; ".join(sandbox.missing())
SEARCH = """
import glob
for found in glob.glob("**", recursive=True, include_hidden=True):
    try:
        text = open(found).read()
    except OSError:
        continue
    print(found, "secret" in text, "BEGIN HIDDEN TESTS" in text)
"""


@pytest.fixture
def small(template, tmp_path):
    shutil.copytree(template, tmp_path / "course")
    return SmallCourse(tmp_path / "course")


@pytest.mark.slow
@pytest.mark.skipif(bool(NO_WALLS), reason=f"this machine has no {NO_WALLS}")
def test_no_notebook_finds_another_that_was_judged_before_it(small):
    handed = small.folder.submitted("anna", NAME)
    handed.mkdir(parents=True)
    answers = {"double": "def double(x):\n    return 2 * x", "half": "half = 1.5"}
    for name in ("first", "second"):
        notebook = small.released(name)
        for cell in notebook.cells:
            cell.source = answers.get(cell.id, cell.source)
        notebook.cells.append(new_code_cell(SEARCH, id="search"))
        nbformat.write(notebook, handed / f"{name}.ipynb")
    assert grade(small.folder.root, NAME, quiet=True).graded == 1
    judged = small.folder.judged("anna", NAME)
    assert "the secret number is 42" in (judged / "first.ipynb").read_text()
    for name in ("first", "second"):
        (search,) = [cell for cell in nbformat.read(judged / f"{name}.ipynb", 4).cells if cell.id == "search"]
        assert search.outputs[0].text == "data.csv False False\n"


@pytest.mark.parametrize("released", [True, False])
def test_the_kernel_is_the_one_that_the_instructor_has_named(small, released):
    if not released:
        shutil.rmtree(small.folder.release(NAME))
    jobs = SimpleNamespace(assignment=read_assignment(small.folder, NAME), folder=small.folder)
    notebook = new_notebook(metadata={"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}})
    known = aligned(jobs, notebook, "first", []).metadata.kernelspec
    assert known == {"name": "python3", "display_name": "Python 3", "language": "python"}
