"""A class that a Dask cluster grades gets the scores of one machine, whoever of the cluster is killed meanwhile."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from classroom import assignment, honest
from support.cluster import Cluster, kill

from autograder.authoring.rehearse import rehearse
from autograder.grade import grade
from autograder.gradebook.folder import Folder, FolderError
from autograder.gradebook.results import Result
from autograder.pool import certificate
from autograder.pool.connection import connect

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
NAME, SIZE = "small", 5


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory) -> Path:
    course = assignment.make(tmp_path_factory.mktemp("cluster") / "course")
    assert rehearse(Folder(course), NAME) == []
    for one in honest.a_class(honest.small(course), SIZE, seed=3):
        one.paper.hand_in(course / "submitted" / one.student / NAME)
    return course


@pytest.fixture(scope="module")
def expected(handed_in) -> dict:
    """What one machine makes of the class."""
    course = Path(shutil.copytree(handed_in, handed_in.parent / "one-machine"))
    grade(course, NAME, quiet=True)
    found = outcome(course)
    assert len(found) == SIZE
    return found


def outcome(course: Path) -> dict:
    """Of each student: scores in the gradebook, and items and flags of the result."""
    folder, found = Folder(course), {}
    with folder.gradebook() as book:
        for each in book.assignment_submissions(NAME):
            result = Result.read(folder.result(each.student.id, NAME))
            found[each.student.id] = (
                sorted(
                    (row.name, row.auto_score, row.needs_manual_grade) for one in each.notebooks for row in one.grades
                ),
                [(item.id, item.score, item.status, item.message) for item in result.notebooks[NAME].items],
                result.flags,
                result.missing_walls,
            )
    return found


@pytest.fixture
def copy(handed_in, tmp_path) -> Path:
    return Path(shutil.copytree(handed_in, tmp_path / "course"))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Two workers that talk by TLS, as those of several machines must; other tests have plain ones of their own."""
    top = tmp_path_factory.mktemp("dask")
    certificate.write(top / "class.pem")
    made = Cluster(top / "cluster", top / "class.pem")
    try:
        made.start_worker()
        made.start_worker()
        yield made
    finally:
        made.close()


def started(course: Path, cluster: Cluster, *options: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "autograder", "grade", NAME, "--scheduler", cluster.address, *options]
    command += ["--certificate", str(cluster.certificate)] if cluster.certificate else []
    with (course / "said.txt").open("wb") as said:
        return subprocess.Popen(command, cwd=course, stdout=said, stderr=said)


def until_some_are_graded(course: Path, process: subprocess.Popen, least: int = 1) -> None:
    """Wait until results have come, and others are at work."""
    until, state = time.monotonic() + 300, Folder(course).state(NAME)
    while len(list(state.glob("*/result.json"))) < least:
        assert process.poll() is None, (course / "said.txt").read_text()
        assert time.monotonic() < until, (course / "said.txt").read_text()
        time.sleep(0.01)
    time.sleep(random.Random(least).uniform(0, 0.2))
    assert process.poll() is None, "the run was over before anybody was killed"


def test_two_workers_give_the_scores_of_one_machine_and_keep_no_gradebook(cluster, copy, expected):
    process = started(copy, cluster)
    until_some_are_graded(copy, process)
    with connect(cluster.address, cluster.certificate) as client:
        where = client.processing()
    names = {str(key).partition(f" {NAME}-")[0] for keys in where.values() for key in keys}
    assert names <= set(expected), "what Dask's dashboard shows is which learner's submission runs where"
    assert len(where) == 2
    assert process.wait() == 0, (copy / "said.txt").read_text()
    assert outcome(copy) == expected
    assert {path.name for path in (copy / "autograded").iterdir()} == set(expected)
    assert not list(cluster.top.rglob("*.db"))
    again = grade(copy, NAME, quiet=True, scheduler=cluster.address, certificate=cluster.certificate)
    assert (again.graded, again.kept) == (0, SIZE)


def test_a_killed_head_goes_on_where_it_was(cluster, copy, expected):
    process = started(copy, cluster)
    until_some_are_graded(copy, process)
    kill(process)
    summary = grade(copy, NAME, quiet=True, scheduler=cluster.address, certificate=cluster.certificate)
    assert summary.kept >= 1
    assert summary.graded + summary.kept == SIZE
    assert outcome(copy) == expected


def test_what_a_killed_worker_had_is_graded_by_others(cluster, copy, expected):
    process = started(copy, cluster)
    until_some_are_graded(copy, process)
    kill(cluster.workers.pop(0))
    cluster.start_worker()
    assert process.wait() == 0, (copy / "said.txt").read_text()
    assert "is gone" in (copy / "said.txt").read_text()
    assert outcome(copy) == expected


def test_a_worker_without_walls_gets_no_submission_where_they_are_required(copy, tmp_path):
    unwalled = Cluster(tmp_path / "unwalled")
    try:
        unwalled.start_worker(denied=("unshare",))
        process = started(copy, unwalled, "--require-walls")
        assert process.wait() == 1
        said = (copy / "said.txt").read_text()
        assert f"No worker of {unwalled.address} can grade: " in said
        assert "namespaces: Operation not permitted" in said
        assert outcome(copy) == {}
    finally:
        unwalled.close()


def test_only_who_has_the_certificate_is_let_in(cluster, tmp_path):
    other = tmp_path / "other.pem"
    certificate.write(other)
    connect(cluster.address, cluster.certificate).close()
    with pytest.raises(FolderError, match="No scheduler answers at tls://"):
        connect(cluster.address, other)
    with pytest.raises(FolderError, match="No scheduler answers at tcp://"):
        connect(cluster.address.replace("tls://", "tcp://"), None)


def test_a_killed_scheduler_ends_the_run_in_words_and_the_same_command_goes_on(cluster, copy, expected, tmp_path):
    second = Cluster(tmp_path / "second")
    try:
        second.start_worker()
        process = started(copy, second)
        until_some_are_graded(copy, process)
        kill(second.scheduler)
        assert process.wait() == 1
        said = (copy / "said.txt").read_text()
        assert "does not answer any more. What was graded is kept: the same command goes on from there." in said
        assert "Traceback" not in said
    finally:
        second.close()
    summary = grade(copy, NAME, quiet=True, scheduler=cluster.address, certificate=cluster.certificate)
    assert summary.kept >= 1
    assert outcome(copy) == expected
