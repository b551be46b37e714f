"""What is said of a run before anybody is graded, and what its summary tells."""

from __future__ import annotations

import shutil
from contextlib import contextmanager

import pytest
from support.handmade import NAME, SmallCourse, release_in

from autograder import grade as grading
from autograder.gradebook.assignment import read_assignment
from autograder.gradebook.folder import FolderError
from autograder.gradebook.results import Result
from autograder.pool import cluster
from autograder.pool.jobs import Outcome

ADDRESS = "tcp://127.0.0.1:1"


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    root = tmp_path_factory.mktemp("grade") / "course"
    root.mkdir()
    release_in(root)
    return root


@pytest.fixture
def small(released, tmp_path) -> SmallCourse:
    made = SmallCourse(shutil.copytree(released, tmp_path / "course"))
    shutil.copytree(made.folder.release(NAME), made.folder.submitted("ana", NAME))
    return made


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"scheduler": ADDRESS, "workers": 2}, r"--workers is for this machine.*Nothing was graded"),
        ({"certificate": "own.pem"}, r"Add --scheduler. Nothing was graded"),
    ],
    ids=["workers of a cluster", "a certificate without one"],
)
def test_an_option_that_would_do_nothing_is_refused(small, options, words):
    with pytest.raises(FolderError, match=words):
        grading.grade(small.folder.root, NAME, quiet=True, **options)


def test_a_test_that_was_changed_after_its_release_is_named(small):
    assert read_assignment(small.folder, NAME).changed(small.folder) == []
    path = small.folder.source(NAME) / "first.ipynb"
    path.write_text(path.read_text().replace("double(21) == 42", "double(22) == 44"))
    assert read_assignment(small.folder, NAME).changed(small.folder) == ["first: double-check"]
    path.unlink()
    assert read_assignment(small.folder, NAME).changed(small.folder) == [], "nobody knows"


AUTOTESTS = """
python3:
    setup: "pass"
    hash: "hash({{snippet}})"
    dispatch: "type({{snippet}})"
    normalize: "str({{snippet}})"
    check: 'assert {{snippet}} == "{{value}}", "{{message}}"'
    success: "print('right')"
    templates:
        default:
            - test: "{{snippet}}"
              fail: "another value"
"""


def test_a_test_that_nbgrader_writes_itself_was_not_changed(small):
    """Its line stands in the instructor's cell, and what nbgrader made of it in the gradebook."""
    (small.folder.root / "autotests.yml").write_text(AUTOTESTS)
    path = small.folder.source(NAME) / "second.ipynb"
    path.write_text(path.read_text().replace("assert half == 1.5", "### AUTOTEST half\\nassert half == 1.5"))
    done = small.nbgrader.generate_assignment(NAME, force=True)
    assert done["success"], done["log"]
    assignment = read_assignment(small.folder, NAME)
    (test,) = [cell.source for cell in assignment.cells["second"] if cell.grade_id == "second-check"]
    assert "another value" in test
    assert assignment.changed(small.folder) == []


@pytest.fixture
def graded(small, monkeypatch):
    """A cluster with one worker, which lacks a wall, and no rehearsal."""

    @contextmanager
    def pool(run, *_):
        yield Pool(run)

    monkeypatch.setattr(cluster, "cluster", pool)
    monkeypatch.setattr(grading, "settle", lambda *_: [])
    monkeypatch.setattr(grading, "commit", lambda *_: True)
    return small.folder


class Pool:
    def __init__(self, run):
        self.run = run

    def outcomes(self, jobs):
        for job in jobs:
            result = Result(NAME, job.student, job.digest, missing_walls=["network"])
            self.run.result(job.student).parent.mkdir(parents=True)
            result.write(self.run.result(job.student))
            yield Outcome(job, result)


def test_walls_that_workers_of_a_cluster_lack_are_in_the_summary(graded):
    assert grading.grade(graded.root, NAME, quiet=True, scheduler=ADDRESS).missing_walls == ["network"]


def test_tests_of_before_a_change_are_not_used_without_a_word(graded, capsys):
    path = graded.source(NAME) / "first.ipynb"
    path.write_text(path.read_text().replace("double(21) == 42", "double(22) == 44"))
    grading.grade(graded.root, NAME, scheduler=ADDRESS)
    said = capsys.readouterr().err
    assert "as they were released: first: double-check." in said
    assert f"`nbgrader generate_assignment {NAME} --force`" in said
