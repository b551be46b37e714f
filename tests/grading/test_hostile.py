"""The corpus, graded for real: no attack takes a point, a submission, a secret, or the machine."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy
import pytest
from classroom import assignment, honest, hostile
from classroom.graded import Graded
from classroom.outside import ABSTRACT, MARK, PORT
from support.instructor import released_in

import autograder
from autograder import sandbox

pytestmark = pytest.mark.slow
NO_WALLS = "; ".join(sandbox.missing())
CORPUS = [one for one in hostile.corpus() if not (one.needs_walls and NO_WALLS)]
LIMITS = ("--cell-seconds", "10", "--notebook-seconds", "40", "--memory-gb", "2")  # of the small ones: they take 1 s
NEIGHBOUR = "the-neighbour"
FIRST = {one.do.__module__: one.name for one in reversed(CORPUS) if one.of == "small"}.values()  # of each topic
each_attack = pytest.mark.parametrize(
    "one", [pytest.param(one, id=one.name, marks=[pytest.mark.middle] * (one.name in FIRST)) for one in CORPUS]
)
needs_walls = pytest.mark.skipif(bool(NO_WALLS), reason=f"this machine has no {NO_WALLS}")


@dataclass
class Siege:
    """One graded corpus, with words that nobody may see, and what came to the doors that nobody may find."""

    run: Graded
    words: dict[str, str] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)  # digests of files
    after: dict[str, str] = field(default_factory=dict)
    heard: bytes = b""


@pytest.fixture(scope="module")
def siege(tmp_path_factory, request):
    """A function: all attacks on one assignment, handed in and graded once. No others than are asked for by name."""
    here = [item for item in request.session.items if item.fspath == request.fspath]
    named = [getattr(item, "callspec", None) and item.callspec.params.get("one") for item in here]
    corpus = [one for one in CORPUS if one in named] if all(named) else CORPUS

    @cache
    def lay(name: str) -> Siege:
        if name == "small":
            return _guarded(tmp_path_factory.mktemp("siege"), corpus)
        if name == "naive":
            run = Graded(lay("small").run.root, name)
            task = honest.small(run.root, name)
        else:
            run, task = Graded(tmp_path_factory.mktemp("siege"), name), honest.of_lesson(name)
            released_in(run.root, name)
        run.hand_in(one.submission(task) for one in corpus if one.of == name)
        run.grade()
        return Siege(run)

    return lay


def _guarded(top: Path, corpus: list[hostile.Attack]) -> Siege:
    """The attacks on "small", in a course with secrets in it and around it."""
    places = ("hidden test", "gradebook", "environment", "home folder", "file beside", "neighbour")
    words = {place: f"minebird-{secrets.token_hex(8)}" for place in places}
    found = Siege(Graded(assignment.make(top / "course", words["hidden test"]), "small"), words)
    home, task = top / "home", honest.small(top / "course")
    home.mkdir()
    (home / "secret.txt").write_text(words["home folder"])
    (top / "secret.txt").write_text(words["file beside"])
    neighbour = honest.right(task, NEIGHBOUR)
    neighbour.paper.insert(f"# {words['neighbour']}")
    neighbour.paper.files["notes.txt"] = words["neighbour"].encode()
    with found.run.folder.gradebook() as book:
        book.add_student(NEIGHBOUR, email=words["gradebook"])
    found.run.hand_in([neighbour, *(one.submission(task) for one in corpus if one.of == "small")])
    found.before = _digests(found.run)
    with _doors() as heard:
        found.run.grade(*LIMITS, INSTRUCTOR_TOKEN=words["environment"], HOME=str(home))
        found.heard = heard()
    found.after = _digests(found.run)
    return found


def _digests(run: Graded) -> dict[str, str]:
    """Of every file that grading has no business to change."""
    return {
        os.fspath(path): hashlib.sha256(content).hexdigest()
        for path, content in run.files("source", "release", "submitted")
    }


@contextmanager
def _doors() -> Iterator:
    """A port and an abstract socket that wait for somebody; `heard()` gives what was said there."""
    with ExitStack() as stack:
        doors = [stack.enter_context(socket.socket(socket.AF_UNIX)), stack.enter_context(socket.socket())]
        doors[1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        for door, address in zip(doors, (ABSTRACT, ("127.0.0.1", PORT)), strict=True):
            door.bind(address)
            door.listen(16)
            door.settimeout(0.1)

        def heard() -> bytes:
            said = b""
            for door in doors:
                while True:
                    try:
                        caller, _ = door.accept()
                    except TimeoutError:
                        break
                    with caller:
                        caller.settimeout(0.5)
                        said += b"somebody: " + caller.recv(1000)
            return said

        yield heard


@each_attack
def test_it_gets_the_score_that_it_deserves(siege, one):
    run = siege(one.of).run
    scores, deserved = run.scores(one.student), run.submissions[one.student].scores
    assert scores == pytest.approx(deserved), f"{one.claim} Flags: {run.flags(one.student)}"


@each_attack
def test_it_is_flagged_as_it_should_be(siege, one):
    flags = siege(one.of).run.flags(one.student)
    expected = {one.flag} if isinstance(one.flag, str) else set(one.flag or ())
    assert {flag.kind for flag in flags} == expected, f"{one.claim} {flags}"


@pytest.mark.parametrize("name", sorted({one.of for one in CORPUS}))
def test_nothing_is_lost_and_the_run_ends_well(siege, name):
    run = siege(name).run
    assert run.status == 0, run.output[-3000:]
    with run.folder.gradebook() as book:
        rows = {row.student.id for row in book.assignment_submissions(name)}
    assert rows == set(run.submissions)


def test_the_neighbour_keeps_every_point(siege):
    run = siege("small").run
    assert run.scores(NEIGHBOUR) == run.submissions[NEIGHBOUR].scores
    assert run.flags(NEIGHBOUR) == []


@needs_walls
def test_no_secret_is_in_an_output_or_a_file_that_a_learner_gets(siege):
    found = siege("small")
    hidden = assignment.asked(found.words["hidden test"])
    words = {place: word.rpartition("-")[2] for place, word in found.words.items()}
    seen = []
    files = list(found.run.files("autograded"))
    assert len([path for path, _ in files if path.name == "small.ipynb"]) == len(found.run.submissions)
    for path, content in files:
        student = path.relative_to(found.run.root / "autograded").parts[0]
        text = _outputs(content) if path.name == "small.ipynb" else content.decode(errors="replace")
        text = text.replace(os.fspath(path), "")
        theirs = {} if student != NEIGHBOUR else {"neighbour"}
        seen += [f"{student}: {place}" for place, word in words.items() if word in text and place not in theirs]
        seen += [f"{student}: what a hidden test asked"] if hidden in text else []
    assert seen == []


def _outputs(content: bytes) -> str:
    """The outputs of a learner's cells; what a test says is looked for in the feedback page."""
    cells = json.loads(content)["cells"]
    return json.dumps(
        [cell.get("outputs", []) for cell in cells if not cell["metadata"].get("nbgrader", {}).get("grade")]
    )


def test_a_learner_reads_why_a_cell_was_interrupted(siege):
    said = [_outputs(content) for path, content in siege("small").run.files("autograded") if path.name == "small.ipynb"]
    assert any("This cell ran longer than 10 s and was interrupted." in each for each in said)


def test_no_hidden_test_and_no_secret_is_in_a_feedback_page(siege):
    found = siege("small")
    said, status = found.run.run("feedback", "small")
    assert status == 0, said
    words = {place: word.rpartition("-")[2] for place, word in found.words.items()}  # the asked word is among them
    pages = list(found.run.files("feedback"))
    assert len(pages) >= len(found.run.submissions)
    for path, content in pages:
        text = content.decode(errors="replace")
        own = NEIGHBOUR in path.parts
        assert [place for place, word in words.items() if word in text and not (own and place == "neighbour")] == []
        assert "HIDDEN TESTS" not in text, path


def test_nothing_of_the_course_was_changed(siege):
    found = siege("small")
    assert found.after == found.before


@needs_walls
def test_no_attack_has_left_a_mark_outside_its_own_folder(siege):
    found = siege("small")
    top, packages = found.run.root.parent, Path(numpy.__file__).parents[1]
    own = {found.run.root / step for step in ("submitted", "autograded", ".autograder", "feedback")}
    marked = [path for path in top.rglob(f"*{MARK}*") if not own & set(path.parents)]
    marked += [Path(folder, MARK) for folder in ("/", "/tmp", "/usr", "/home") if Path(folder, MARK).exists()]
    marked += [path for path in packages.glob(f"{MARK}*")]
    assert marked == []
    for path in (numpy.__file__, autograder.__file__, os.__file__, "/etc/passwd"):
        assert MARK not in Path(path).read_text()


@needs_walls
def test_no_process_has_lived_on(siege):
    run = siege("small").run
    (seen,) = [
        content
        for path, content in run.files("autograded")
        if path.parts[-3] == "the-environment" and path.suffix == ".ipynb"
    ]
    assert run.token in _outputs(seen)  # or nobody's processes would be found
    until = time.monotonic() + 10
    while run.survivors() and time.monotonic() < until:
        time.sleep(0.2)
    assert run.survivors() == []


@needs_walls
def test_nobody_has_called_from_behind_the_walls(siege):
    found = siege("small")
    assert found.heard == b""
    notebooks = [content for path, content in found.run.files("autograded") if path.name == "small.ipynb"]
    assert not [content for content in notebooks if "REACHED" in _outputs(content)]


def test_the_command_prints_no_escape_of_a_learner(siege):
    assert re.search("\x1b\\[2J|\x1b\\]0;owned|\x07", siege("small").run.output) is None


def test_names_and_logs_put_no_script_into_the_report(siege):
    for name in ("small", "00-start-here"):
        run = siege(name).run
        said, status = run.run("report", name)
        assert status == 0, said
        pages = [path for path in run.root.rglob(f"{name}.html") if "feedback" not in path.parts]
        assert pages
        assert [path for path in pages if "<script>alert(" in path.read_text()] == []


FOOLED = (
    "an-object-that-equals-everything",
    "a-shell-that-always-succeeds",
    "a-numpy-where-all-is-close",
    "a-formatter-that-prints-three",
    "a-model-that-predicts-nan",
)


def test_plain_nbgrader_gives_points_for_some_of_it(tmp_path):
    """The corpus bites: these are no straw men."""
    root = assignment.make(tmp_path / "course")
    task, run = honest.small(root), Graded(root, "small")
    run.hand_in(one.submission(task) for one in CORPUS if one.name in FOOLED)
    done = subprocess.run([sys.executable, "-m", "nbgrader", "autograde", "small"], cwd=root, capture_output=True)
    assert done.returncode == 0, done.stderr
    given = {student: sum(score or 0 for score in run.scores(student).values()) for student in run.submissions}
    deserved = {student: sum(score or 0 for score in one.scores.values()) for student, one in run.submissions.items()}
    assert {student for student in FOOLED if given[student] <= deserved[student]} == set()
