"""Whoever grades, root or not: the same scores; and where learners cannot be walled in or judged, no scores at all."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from classroom import assignment, honest
from support.users import as_ordinary_user, folder_of_an_ordinary_user, give, why_no_ordinary_user

from autograder import grade as grading
from autograder import sandbox
from autograder.forkserver.client import ForkServer
from autograder.gradebook.folder import Folder, FolderError
from autograder.sandbox import Limits, SandboxError

pytestmark = pytest.mark.root

needs_walls = pytest.mark.skipif(bool(sandbox.missing()), reason=f"this machine has no {'; '.join(sandbox.missing())}")
needs_an_ordinary_user = pytest.mark.skipif(bool(why_no_ordinary_user()), reason=why_no_ordinary_user())

GRADE = """
import json, sys
from autograder import sandbox
from autograder.grade import grade
from autograder.gradebook.folder import Folder
summary = grade(".", "small", require_walls={require}, quiet=True, workers=1)
with Folder(".").gradebook() as book:
    print(json.dumps({{each.student.id: each.score for each in book.assignment_submissions("small")}}))
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """A right and a wrong submission of the small assignment."""
    course = assignment.make(tmp_path_factory.mktemp("users") / "course")
    task = honest.small(course)
    for one in (honest.right(task, "right"), honest.wrong(task, "wrong", task.lesson.wrong_answers[:1])):
        one.paper.hand_in(course / "submitted" / one.student / "small")
    return course


def scores(root: Path) -> dict[str, float]:
    with Folder(root).gradebook() as book:
        return {each.student.id: each.score for each in book.assignment_submissions("small")}


@needs_walls
@needs_an_ordinary_user
@pytest.mark.slow
def test_an_ordinary_user_gets_the_scores_that_root_gets(course, tmp_path):
    own = Path(shutil.copytree(course, tmp_path / "own"))
    grading.grade(own, "small", require_walls=True, quiet=True, workers=1)
    expected = scores(own)
    assert expected["right"] > expected["wrong"] > 0
    with folder_of_an_ordinary_user() as folder:
        theirs = Path(shutil.copytree(course, folder / "course"))
        give(folder)
        done = as_ordinary_user(GRADE.format(require=True), theirs)
    assert json.loads(done.stdout.splitlines()[-1]) == expected


@needs_walls
@needs_an_ordinary_user
def test_an_ordinary_user_s_walls_stand_around_a_judge_too():
    assert as_ordinary_user("from autograder import sandbox; print(sandbox.missing())").stdout.strip() == "[]"
    done = as_ordinary_user("import runpy; runpy.run_module('autograder.sandbox', run_name='__main__')")
    assert done.stdout.startswith("Every wall stands")


def test_a_judge_that_cannot_be_started_ends_the_run_before_anything_is_written(course, tmp_path, monkeypatch):
    here = Path(shutil.copytree(course, tmp_path / "course"))
    before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    serve = ForkServer.serve
    monkeypatch.setattr(ForkServer, "serve", lambda self, module, **kw: serve(self, "no_such_module", **kw))
    with pytest.raises(FolderError, match="cannot be run and judged on this machine now: No module named"):
        grading.grade(here, "small", quiet=True, workers=1)
    assert {path: path.read_bytes() for path in here.rglob("*") if path.is_file()} == before
    assert scores(here) == {}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")
def test_a_fork_server_that_is_gone_says_so():
    with ForkServer() as forkserver:
        forkserver.try_to_start("autograder.judge.process", limits=Limits(), sandboxed=not sandbox.missing())
        with pytest.raises(SandboxError, match="no_such_module"):
            forkserver.try_to_start("no_such_module", limits=Limits(), sandboxed=False)
        forkserver.process.kill()
        forkserver.process.wait()
        with pytest.raises(OSError, match="does not answer"):
            forkserver.try_to_start("autograder.judge.process", limits=Limits(), sandboxed=False)
