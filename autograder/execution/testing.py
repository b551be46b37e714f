"""The test cells of one notebook are run, each apart or inside, and what a learner reads of it is said first.

A learner's process that has been asked something hidden may tell it to any other, by a file or by memory that they
share. So everything that a test shows to a learner is made before the first hidden part runs: what a hidden part brings
about is points, and its own failure, which feedback leaves out. Hidden text enters a learner's process last of all.
"""

from __future__ import annotations

import ast
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from nbformat import NotebookNode

from autograder.execution.snapshots import Snapshots
from autograder.gradebook.modes import UNKNOWN, Mode
from autograder.judge import inside
from autograder.judge.client import Judge, Unreachable, Verdict
from autograder.notebook.cells import visible
from autograder.notebook.hidden_regions import hidden_lines
from autograder.notebook.names import names_of
from autograder.notebook.statements import statements
from autograder.sandbox.limits import THREADLESS_SECONDS

AGAIN = 4  # times that a test with random numbers in it is rehearsed again
BOTH = (
    "Apart, on plain data, this answer is wrong ({apart}). Run inside its own notebook, as plain nbgrader runs it, it "
    "gets {score:g} of {most:g}: the answer is of a kind that plain data do not show, or it fools a test that sees it "
    "as it is."
)
ONLY_INSIDE = (
    "Nobody has rehearsed this test, for the instructor's notebook is not there. Apart, on plain data, the answer is "
    "wrong ({apart}); run inside its own notebook, as plain nbgrader runs it, it gets {score:g} of {most:g}, and has "
    "them now."
)


@dataclass(frozen=True)
class Test:
    """A test cell. `binds` and `reads` are global names; `hidden`: it has a hidden part, or needs a name of one."""

    index: int
    grade_id: str
    source: str
    points: float
    reads: frozenset[str]
    binds: frozenset[str]
    hidden: bool


class Testing:
    """Runs the test cells of a notebook whose own cells have run.

    Parameters
    ----------
    judge : the judge; called when one is needed.
    snapshots : gives the forks of the kernel, one for each test cell.
    modes : how each test cell is run, by grade_id.
    look : called when the judge may look at files.
    restore : puts the files back that a test cell found at its place.
    """

    def __init__(
        self,
        cells: list[tuple[int, NotebookNode]],
        marks: tuple[str, str],
        *,
        judge: Callable[[], Judge],
        snapshots: Callable[[], Snapshots],
        modes: dict[str, Mode],
        seconds: float,
        output_bytes: int,
        look: Callable[[], None],
        restore: Callable[[int], None],
    ):
        self.marks, self.judge, self.snapshots, self.modes = marks, judge, snapshots, modes
        self.seconds, self.output_bytes, self.look = seconds, output_bytes, look
        self.restore = restore
        self.tests = _tests(cells, marks)
        self.spent: dict[int, float] = {}  # seconds, by index
        self.threads: dict[int, list[str]] = {}  # of the learner's that are missing in a fork, by index

    def run(self) -> dict[int, Verdict]:
        """The verdicts by the index of the cell."""
        late = [test for test in self.tests if test.hidden or self._mode(test).after_hidden]
        found, shown = {}, {}
        for test in self.tests:  # nothing hidden has been asked yet
            if test not in late:
                found[test.index] = self._visibly(test, self._mode(test))
            elif test != late[0] or self._mode(test).inside or self._read_below(test):
                shown[test.index] = self._visibly(test, self._mode(test))
        for test in self.tests:
            if test in late:
                if not self._mode(test).inside:
                    found[test.index] = self._apart(test)
            elif any(test.binds & later.reads for later in late if later.index > test.index):
                self._apart(test, namespace="whole")  # once more, for those behind it
        for test in self.tests:  # and now hidden text enters the learner's process
            if test.index not in found:
                found[test.index] = self._inside(test, self._mode(test))
            elif not self._mode(test).inside:
                found[test.index] = self._checked(test, found[test.index])
        for test in late:
            if test.index in shown:
                found[test.index] = _without_hidden(found[test.index], shown[test.index], self._mode(test))
        for test in self.tests:
            self.snapshots().close(test.index)
        return found

    def rehearse(self) -> tuple[dict[int, Verdict], dict[str, Mode]]:
        """The verdicts on the author's solution, and the mode in which each test accepts it: apart where it can be."""
        found, modes = {}, {}
        behind = False  # a hidden part
        for test in self.tests:
            apart = verdict = self._apart(test, namespace="rehearsed")
            for _ in range(AGAIN if "random" in test.source or "seed" in test.source else 0):
                if verdict.score == test.points:  # by luck, perhaps: it may draw numbers on both sides
                    apart = verdict = self._apart(test, namespace="rehearsed")
            tried = [(Mode(), verdict)]
            for other in (Mode(inside=True), Mode(inside=True, after_all=True)):
                if tried[-1][1].score == test.points:
                    break
                mode = replace(other, why=apart.where or apart.message)
                tried.append((mode, self._inside(test, mode)))
            mode, verdict = max(tried, key=lambda pair: pair[1].score)  # of equals the first: apart, if nothing is lost
            if verdict.score != test.points:
                verdict = _with_stderr(verdict, [each for _, each in tried])
            if behind or self._read_below(test):
                early = self._visibly(test, mode)
                same = early.right if test.hidden else early.score == verdict.score
                mode = replace(mode, after_hidden=behind and not same)
            behind = behind or test.hidden
            modes[test.grade_id], found[test.index] = mode, verdict
            self.snapshots().close(test.index)
        return found, modes

    def _mode(self, test: Test) -> Mode:
        return self.modes.get(test.grade_id, UNKNOWN)

    def _read_below(self, test: Test) -> bool:
        """Whether a test cell below reads a name that this one binds."""
        return any(test.binds & later.reads for later in self.tests if later.index > test.index)

    def _visibly(self, test: Test, mode: Mode) -> Verdict:
        """Run a test cell without its hidden part and without those of the cells that it needs."""
        return self._inside(test, mode, show=True) if mode.inside else self._apart(test, namespace="shown")

    def _apart(self, test: Test, *, namespace: str = "whole") -> Verdict:
        """Run a test cell in the judge, in a `namespace` of tests; the one "shown" has their visible parts only."""
        self.restore(test.index)
        self.look()
        began, seconds = time.monotonic(), self.seconds
        snapshots = self.snapshots()

        def ask(request: bytes) -> bytes:
            nonlocal seconds
            if time.monotonic() > began + seconds:  # a test may ask without end, and every answer be quick
                raise Unreachable(f"its answers took longer than {seconds:.3g} s in all")
            if not snapshots.begun(test.index):
                seconds = self._begin(test)
            answer = snapshots.ask(test.index, request, began + seconds - time.monotonic())
            self.look()
            return answer

        source = visible(test.source, self.marks) if namespace == "shown" else test.source
        verdict = self.judge().judge(test.grade_id, source, test.points, self.marks, ask, self.seconds, namespace)
        snapshots.end(test.index)
        self._count(test, began)
        return _for_want_of(verdict, self.threads.get(test.index, []))

    def _inside(self, test: Test, mode: Mode, *, show: bool = False) -> Verdict:
        self.restore(test.index)
        began, snapshots = time.monotonic(), self.snapshots()
        before = [each.source for each in self._before(test, after_all=mode.after_all)]
        sources = [visible(each, self.marks) if show else each for each in (test.source, *before)]
        question = inside.question(sources[0], sources[1:], self.output_bytes)
        try:
            answer = snapshots.ask(test.index, question, self._begin(test))
        except Unreachable as error:
            verdict = inside.no_answer(str(error))
        else:
            hidden = hidden_lines(sources[0], self.marks)
            verdict = inside.verdict(answer, test.points, hidden, self.output_bytes)
        snapshots.end(test.index)
        self._count(test, began)
        return _for_want_of(verdict, self.threads.get(test.index, []))

    def _begin(self, test: Test) -> float:
        """Begin a session with the fork of a test cell; the seconds that it may take to answer. Raises Unreachable."""
        self.threads[test.index] = self.snapshots().begin(test.index) or self.threads.get(test.index, [])
        return min(self.seconds, THREADLESS_SECONDS) if self.threads[test.index] else self.seconds

    def _before(self, test: Test, *, after_all: bool) -> list[Test]:
        """The test cells that are run before one: those whose names it reads, and theirs in turn, or all above it."""
        above = [each for each in self.tests if each.index < test.index]
        if after_all:
            return above
        found, reads = [], set(test.reads)
        for each in reversed(above):
            if each.binds & reads:
                found.insert(0, each)
                reads |= each.reads
        return found

    def _checked(self, test: Test, verdict: Verdict) -> Verdict:
        """A verdict apart of a wrong answer, or for an instructor to decide where the answer is right inside."""
        mode = self._mode(test)
        if verdict.right or (verdict.trouble and mode.rehearsed):
            return verdict
        as_inside = self._inside(test, mode)
        if not as_inside.score:
            return verdict
        words = {"apart": verdict.where or verdict.message or "an error", "score": as_inside.score, "most": test.points}
        if mode.rehearsed:
            return Verdict.to_decide(BOTH.format(**words), private=True)
        return replace(as_inside, decide=ONLY_INSIDE.format(**words), outputs=as_inside.value())

    def _count(self, test: Test, began: float) -> None:
        self.spent[test.index] = self.spent.get(test.index, 0.0) + time.monotonic() - began


def _with_stderr(verdict: Verdict, tried: list[Verdict]) -> Verdict:
    """A refusal with the words of one that a test inside meets for what it writes, which nbgrader would give, too."""
    said = next((each.message for each in tried if each.message.startswith(inside.STDERR)), "")
    if not said:
        return verdict
    return replace(verdict, message=said, trouble=f"{verdict.trouble} {said}" if verdict.trouble else "")


def _tests(cells: list[tuple[int, NotebookNode]], marks: tuple[str, str]) -> list[Test]:
    """The test cells in order, with the names that they read and bind."""
    found, bound_hidden = [], set()
    for index, cell in cells:
        reads, binds = _names(cell.source)
        _, shown = _names(visible(cell.source, marks))
        hidden = bool(hidden_lines(cell.source, marks)) or bool(reads & bound_hidden)
        bound_hidden |= binds if reads & bound_hidden else binds - shown
        about = cell.metadata.nbgrader
        found.append(
            Test(index, about.grade_id, cell.source, float(about.points), frozenset(reads), frozenset(binds), hidden)
        )
    return found


def _names(source: str) -> tuple[set[str], set[str]]:
    reads, binds = set(), set()
    for code in statements(source, authors=True):
        more = names_of(code, imports=False)
        reads, binds = reads | more[0], binds | more[1]
        if isinstance(code, ast.Import | ast.ImportFrom):
            binds |= {(alias.asname or alias.name).partition(".")[0] for alias in code.names}
    return reads, binds


def _without_hidden(verdict: Verdict, shown: Verdict, mode: Mode) -> Verdict:
    """A verdict on a whole test cell that says only what its visible part said, before anything hidden was asked."""
    if verdict.trouble:
        return verdict
    if verdict.right:
        return replace(verdict, outputs=[*shown.said(), *verdict.value()])
    return verdict.as_hidden() if shown.right or shown.trouble or mode.after_hidden else shown


def _for_want_of(verdict: Verdict, threads: list[str]) -> Verdict:
    """The verdict, or trouble where no answer came and threads are missing that it may wait for."""
    if not threads or verdict.name != "NoAnswer":
        return verdict
    return Verdict.to_decide(
        f"No answer came ({verdict.message}). Threads or pools that the notebook started ({', '.join(threads[:3])}) "
        "are not in the copy of its process that a test is run in, and the answer may wait for them: start them where "
        "they are used."
    )
