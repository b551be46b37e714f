"""Every command of the README and of the guide for instructors does what it says, in a fresh clone, in its order.

The commands are read from the README. Those for an Azure compute instance need one; tests/unit/test_azure_* try them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from support import handmade

from autograder.gradebook.modes import Modes
from course import install

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LESSON = "01-apple-or-not"
pytestmark = [pytest.mark.slow, pytest.mark.timeout(2400)]


def blocks(text: str) -> list[str]:
    """The commands in the fenced blocks of a text, without what stands behind #."""
    fenced = re.findall(r"^```(.*)\n((?:.*\n)*?)```", text, re.MULTILINE)
    lines = [line for language, block in fenced if not language for line in block.split("\n")]
    return [line for line in (line.partition("  #")[0].strip() for line in lines) if line]


AZURE = blocks(README[README.index("## For a self-paced learner on Azure ML") :])
COMMANDS = [command for command in blocks(README) if command not in AZURE]
FOR_INSTRUCTORS = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
GUIDE = blocks(FOR_INSTRUCTORS)
IN_TEXT = ["python3 -m course lab", "python3 -m course doctor", "python -m autograder grade --help"]


class Clone:
    """A fresh clone, the people who work in it, and what a command printed last."""

    def __init__(self, top: Path):
        self.folder, self.learner, self.exchange = top / "clone", top / "learner", top / "exchange"
        for each in (self.learner, top / "home", top / "jupyter"):
            each.mkdir()
        self.exchange.mkdir()
        self.exchange.chmod(0o777)  # as nbgrader asks for it
        subprocess.run(["git", "clone", "-q", ROOT, self.folder], check=True)
        (self.folder / ".venv").symlink_to(sys.prefix)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        settings = {"ServerApp": {"open_browser": False, "ip": "127.0.0.1", "port": self.port, "token": "t"}}
        (top / "jupyter" / "jupyter_server_config.json").write_text(json.dumps(settings))
        config = f"c = get_config()\nc.Exchange.root = {str(self.exchange)!r}\n"
        (top / "jupyter" / "nbgrader_config.py").write_text(config)
        strange = ("NBGRADER", "COURSE_", "PYTEST", "JUPYTER")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
        path = os.pathsep.join([str(Path(sys.prefix) / "bin"), os.environ["PATH"]])
        own = {"PATH": path, "HOME": str(top / "home"), "JUPYTER_CONFIG_DIR": str(top / "jupyter")}
        self.environment = kept | own | {"OMP_NUM_THREADS": "1"}

    def start(self, command: str, folder: Path | None = None) -> subprocess.Popen:
        return subprocess.Popen(
            command,
            shell=True,
            cwd=folder or self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, command: str, folder: Path | None = None) -> str:
        process = self.start(command, folder)
        output, _ = process.communicate()
        assert process.returncode == 0, f"{command}\n{output[-4000:]}"
        assert "Traceback" not in output, output[-4000:]
        return output

    def changed(self) -> str:
        """What git sees in the clone that was not there."""
        return subprocess.run(
            ["git", "status", "--porcelain", "--", ".", ":!.venv"],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def scores(self) -> dict[str, float]:
        with Gradebook(f"sqlite:///{self.folder}/grading/gradebook.db") as book:
            return {one.student.id: one.score for one in book.assignment_submissions(LESSON)}


def lab(clone: Clone, command: str) -> None:
    """JupyterLab answers, and Ctrl-C ends it."""
    process = clone.start(command)
    try:
        page, until = "", time.monotonic() + 300
        while "JupyterLab" not in page:
            assert process.poll() is None, process.stdout.read()
            assert time.monotonic() < until, "JupyterLab does not answer"
            time.sleep(1)
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{clone.port}/lab?token=t", timeout=60) as answer:
                    page = answer.read().decode()
            except OSError:
                continue
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def release(clone: Clone, command: str) -> None:
    """The lessons come out as they are committed, and the rehearsal of one passes.

    All are rehearsed by tests/lessons/test_judge_agrees.py, so here the whole course comes without: minutes for each.
    """
    every = "LESSON" not in command
    assert "0 files changed" in clone.run(f"{command} LESSON=--no-rehearsal" if every else command)
    assert clone.changed() == ""
    if not every:
        modes = Modes.read(clone.folder / "grading" / ".autograder" / LESSON / ".rehearsed", LESSON)
        assert modes.tests
        assert not modes.problems


def bundle(clone: Clone, command: str) -> None:
    """The zip is written, and git does not see it; tests/unit/test_bundle.py opens one."""
    path = clone.folder / re.search(r"written: (\S+\.zip)", clone.run(command)).group(1)
    assert zipfile.is_zipfile(path)
    assert clone.changed() == ""


def grade(clone: Clone, command: str) -> None:
    """Everybody who handed in has a row: who did nothing 0 points, the author's own solution nearly all."""
    for student, handed_in in (("ana", clone.folder / "lessons"), ("author", clone.folder / "solutions")):
        target = clone.folder / "grading" / "submitted" / student / LESSON
        shutil.copytree(handed_in / LESSON, target, ignore=shutil.ignore_patterns("*.json", "*.safetensors"))
    assert "2 submissions graded" in clone.run(command)
    scores = clone.scores()
    assert set(scores) == {"ana", "author"}
    assert scores["author"] > scores["ana"] == 0


def feedback(clone: Clone, command: str) -> None:
    assert f"They are in {clone.folder / 'grading' / 'feedback'}," in clone.run(command)
    for student in ("ana", "author"):
        page = clone.folder / "grading" / "feedback" / student / LESSON / f"{LESSON}.html"
        assert "BEGIN HIDDEN TESTS" not in page.read_text(encoding="utf-8")


def report(clone: Clone, command: str) -> None:
    written = [
        Path(line.partition(": ")[2]) for line in clone.run(command).splitlines() if line.startswith("written: ")
    ]
    assert {path.suffix for path in written} == {".html", ".csv"}
    assert all(path.stat().st_size for path in written)


def plain(clone: Clone, command: str) -> None:
    """Plain nbgrader with the warm kernels gives the scores that our own run gave."""
    before = clone.scores()
    clone.run(f"{command} --force --student=ana")
    assert clone.scores() == before


def exchange(clone: Clone, command: str) -> None:
    learners = "fetch" in command or "submit" in command
    clone.run(command, clone.learner if learners else None)
    if "fetch" in command:
        assert (clone.learner / LESSON / f"{LESSON}.ipynb").is_file()
    if "collect" in command:
        (here,) = (clone.folder / "grading" / "submitted").glob(f"*/{LESSON}/timestamp.txt")
        assert (here.parent / f"{LESSON}.ipynb").is_file()


def check(clone: Clone, command: str) -> None:
    """An untouched lesson has no points, and that is said of each exercise."""
    process = clone.start(command)
    output, _ = process.communicate()
    assert "not attempted" in output, output
    assert "Traceback" not in output


def doctor(clone: Clone, command: str) -> None:
    """What it says of timings without a GPU is so: recorded ones are named only where there are some."""
    from course.timing.reference import references

    said = " ".join(clone.run(command).split())
    assert "Ready: every lesson can run here." in said
    assert ("compared with recorded ones" in said) <= bool(references())


def class_list(clone: Clone, command: str) -> None:
    lines = ["id,first_name,last_name,email,lms_user_id", "ana,Ana,Example,ana@example.org,123456"]
    lines.append("cy,Cy,Example,cy@example.org,123457")
    (clone.folder / "students.csv").write_text("\n".join(lines) + "\n")
    clone.run(command)
    with Gradebook(f"sqlite:///{clone.folder}/grading/gradebook.db") as book:
        ana = book.find_student("ana")
        assert (ana.first_name, ana.lms_user_id) == ("Ana", "123456")


def collect(clone: Clone, command: str) -> None:
    """tests/grading/test_collect.py has what Canvas and Moodle give."""
    with zipfile.ZipFile(clone.folder / "submissions.zip", "w") as archive:
        archive.write(clone.folder / "lessons" / LESSON / f"{LESSON}.ipynb", f"examplecy_123457_7_{LESSON}.ipynb")
    output = clone.run(command)
    assert "1 learner collected: 1 new." in output
    assert f"Next: `python -m autograder grade {LESSON}`." in output
    assert (clone.folder / "grading" / "submitted" / "cy" / LESSON / f"{LESSON}.ipynb").is_file()
    assert not {"students.csv", "submissions.zip"} & set(clone.changed().split()), "personal data is not for git"


def grade_again(clone: Clone, command: str) -> None:
    before, output = clone.scores(), clone.run(command)
    assert ("1 unchanged since" in output) if "--student" in command else ("unchanged" not in output)
    assert clone.scores().items() >= before.items()


def own_course(clone: Clone, command: str) -> None:
    """A small course of somebody else, with one submission."""
    root = clone.folder / "own"
    if not root.exists():
        root.mkdir()
        handmade.source_in(root)
        (root / "source" / "ps1" / "first.ipynb").unlink()  # a test in it has no answer
    if " grade " in command:
        shutil.copytree(root / "source" / "ps1", root / "submitted" / "ana" / "ps1")
    output = clone.run(command, root)
    if " report " in command:
        assert f"{root / 'reports'}" in output


def usage(clone: Clone, command: str) -> None:
    assert "--require-walls" in clone.run(command)


TRIED = {
    r"git clone <this repository> && cd <its folder>": None,  # the fixture
    r"make lab|python3 -m course lab": lab,
    r"python3 -m course doctor": doctor,
    r"python3 -m course check 00": check,
    r"make release( LESSON=\S+)?": release,
    r"make bundle|python -m autograder bundle \S+ --to \S+": bundle,
    r"make grade LESSON=\S+": grade,
    r"make feedback LESSON=\S+": feedback,
    r"make report LESSON=\S+": report,
    r"JUPYTER_DEFAULT_PROVISIONER_NAME=autograder-warm nbgrader autograde \S+": plain,
    r"nbgrader (release_assignment|fetch_assignment|submit|collect) \S+( --course \S+)?": exchange,
    r"python -m autograder grade --help": usage,
    r"nbgrader db student import students.csv": class_list,
    r"python -m autograder collect \S+ submissions.zip": collect,
    r"python -m autograder grade \S+ --(student ana|no-resume)": grade_again,
    r"(nbgrader generate_assignment|python -m autograder (rehearse|grade|feedback|report)) ps1": own_course,
}


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Clone:
    if install.installed_extras() is None or Path(sys.prefix) != install.ENVIRONMENT:
        pytest.skip("these tests do not run in an environment that `make setup` made")
    return Clone(tmp_path_factory.mktemp("fresh"))


@pytest.mark.parametrize("command", [*COMMANDS[:2], *IN_TEXT, *COMMANDS[2:]])
def test_a_command_of_the_readme_does_what_it_says(clone, command):
    (try_it,) = [tried for pattern, tried in TRIED.items() if re.fullmatch(pattern, command)]
    if try_it:
        try_it(clone, command)


@pytest.mark.parametrize("command", [command for command in GUIDE if command not in COMMANDS])
def test_a_command_of_the_guide_for_instructors_does_what_it_says(clone, command):
    (try_it,) = [tried for pattern, tried in TRIED.items() if re.fullmatch(pattern, command)]
    try_it(clone, command)


@pytest.mark.parametrize("command", IN_TEXT)
def test_the_commands_that_stand_in_sentences_still_do(command):
    assert f"`{command}`" in README + FOR_INSTRUCTORS
