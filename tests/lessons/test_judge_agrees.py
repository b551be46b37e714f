"""The judge says of every solution and every other answer of every lesson what the check says."""

from __future__ import annotations

import copy
import shutil
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from support.learner import execution, until_the_last_check

from autograder import judge
from autograder.execution import testing
from autograder.execution.execute import base_environment
from autograder.execution.kernel_run import KernelRun
from autograder.files import SHORT
from autograder.forkserver.client import ForkServer
from autograder.forkserver.modules import MODULES
from autograder.gradebook.modes import Mode
from autograder.judge.client import Judge, Verdict
from autograder.notebook.cells import is_test
from autograder.sandbox import Limits, Sandbox, libraries
from course.data import cache

LONGEST = 1800  # seconds: a lesson of a hundred other answers, each judged, on a busy machine
pytestmark = [pytest.mark.slow, pytest.mark.timeout(LONGEST)]


@pytest.fixture(scope="module")
def forkserver():
    with ForkServer((*judge.MODULES, *MODULES)) as forkserver:
        yield forkserver


class Court:
    """A walled kernel and a judge of one lesson, cell by cell."""

    def __init__(self, kernel: KernelRun, judge: Judge):
        self.kernel, self.the_judge = kernel, judge
        self.modes: dict[str, Mode] = {}

    def run(self, cell, index: int) -> None:
        self.kernel.run_cell(copy.deepcopy(cell), index)

    def answer(self, cells, question: int, index: int, source: str | None = None) -> None:
        """Run the cells from a question to its test, with `source` as the answer: the author's where there is none."""
        for place in range(question, index):
            cell = copy.deepcopy(cells[place])
            if place == question and source is not None:
                cell.source = source
            if cell.cell_type == "code":
                self.run(cell, place)

    def rehearse(self, cell, index: int) -> Verdict:
        """The verdict on the author's answer; how the test is run from now on is what a rehearsal finds."""
        verdicts, self.modes = self.testing(cell, index).rehearse()
        return verdicts[index]

    def judge(self, cell, index: int) -> Verdict:
        return self.testing(cell, index).run()[index]

    def testing(self, cell, index: int) -> testing.Testing:
        kernel = self.kernel
        kernel.snapshots.take(index)
        return testing.Testing(
            [(index, copy.deepcopy(cell))],
            kernel.marks,
            judge=lambda: self.the_judge,
            snapshots=lambda: kernel.snapshots,
            modes=self.modes,
            seconds=kernel.limits.cell_seconds,
            output_bytes=kernel.limits.output_bytes,
            look=lambda: None,
            restore=kernel.states.restore,
        )


@contextmanager
def court(lesson, folder: Path, forkserver: ForkServer):
    with tempfile.TemporaryDirectory(dir=SHORT) as top:
        run, sockets = Path(top, "run"), Path(top, "s")
        shutil.copytree(folder, run)
        sockets.mkdir()
        rendered = cache.folder()  # by whoever solved the lesson, as a rehearsal keeps it for submissions
        rendered.mkdir(parents=True, exist_ok=True)
        sandbox, limits = (
            Sandbox(run, sockets=sockets, readable=(*libraries(), rendered)),
            Limits(notebook_seconds=LONGEST),
        )
        own = {"NBGRADER_EXECUTION": execution(run), "HOME": sandbox.inside, "COURSE_CACHE": str(rendered)}
        environment = {**base_environment(), **own}
        author = lesson.notebook.cells
        judge = Judge(
            forkserver, author, source=None, folder=run, environment=environment, limits=limits, sandbox=sandbox
        )
        kernel = KernelRun(
            copy.deepcopy(lesson.notebook),
            forkserver=forkserver,
            sandbox=sandbox,
            limits=limits,
            folder=run,
            sockets=sockets,
            environment=environment,
            test=lambda until: None,
        )
        with closing(judge), kernel.started():
            yield Court(kernel, judge)


def test_solutions_are_right_and_wrong_answers_get_the_message_of_the_check(lesson, solved, forkserver):
    said, solutions, refused = {}, {}, {}
    cells = until_the_last_check(lesson.notebook.cells)
    with court(lesson, solved[1], forkserver) as here:
        question = None
        for index, cell in enumerate(cells):
            grading = cell.metadata.get("nbgrader", {})
            if cell.cell_type != "code":
                continue
            if grading.get("solution"):
                question = index
            if not is_test(cell):
                here.run(cell, index)
                continue
            about = cells[question].metadata.nbgrader.grade_id
            here.answer(cells, question, index)
            solutions[grading["grade_id"]] = here.rehearse(cell, index)
            for answer in (answer for answer in lesson.wrong_answers if answer.question == about):
                here.answer(cells, question, index, answer.source)
                verdict = here.judge(cell, index)
                said[answer.message] = f"right: {verdict.right}, hidden: {verdict.hidden}, {verdict.message}"
            for answer in (answer for answer in lesson.right_answers if answer.question == about):
                here.answer(cells, question, index, answer.source)
                verdict = here.judge(cell, index)
                if not verdict.right:
                    refused[answer.source] = verdict.message
            here.answer(cells, question, index)
    assert {name: verdict.message for name, verdict in solutions.items() if not verdict.right} == {}
    assert {message: words for message, words in said.items() if message not in words or "right: True" in words} == {}
    assert set(said) == {answer.message for answer in lesson.wrong_answers}
    assert refused == {}
