"""Run one notebook: the learner's cells in a kernel in the sandbox, the test cells before the judge.

The notebook's own kernel never sees a test cell. Each is judged against a copy of the kernel in the state that the
learner's cells have reached at its place, and gets the judge's outputs, from which nbgrader reads the points.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from nbformat import NotebookNode
from traitlets.config import Config

from autograder.execution.kernel_run import KernelRun, error
from autograder.execution.output import drop_invalid_outputs
from autograder.execution.snapshots import Snapshots
from autograder.execution.testing import Testing
from autograder.execution.view import View
from autograder.forkserver.client import INLINE, ForkServer, bare_environment
from autograder.gradebook.modes import Mode
from autograder.judge.client import Judge, Verdict
from autograder.notebook.cells import is_test
from autograder.sandbox import Limits, Sandbox, libraries

GRADING = {"NBGRADER_EXECUTION": "autograde"}  # as nbgrader sets it: what was measured and trained is read, not made
OWN = {"IPYTHONDIR": "/tmp/ipython", "MPLCONFIGDIR": "/tmp/matplotlib", "PYTHONDONTWRITEBYTECODE": "1"}
RESTARTS = 2  # a cell that takes the kernel with it is left out, and the rest runs again, this many times
SHORTER = 2  # and then so many times only as far as it went well the time before
MOST_RUNS = 1 + RESTARTS + SHORTER


@dataclass
class Execution:
    """What became of the cells of one notebook, beside their outputs."""

    verdicts: dict[int, Verdict] = field(default_factory=dict)  # by index of the test cell
    seconds: dict[int, float] = field(default_factory=dict)
    modes: dict[str, Mode] = field(default_factory=dict)  # by grade_id, where they were to be found out
    troubles: list[str] = field(default_factory=list)  # limits that were reached, in words
    cpu_seconds: float = 0.0
    peak_bytes: int = 0


def execute(
    notebook: NotebookNode,
    author: list[NotebookNode],
    *,
    source: Path | None,
    forkserver: ForkServer,
    folder: Path,
    sockets: Path,
    sandboxed: bool,
    limits: Limits,
    environment: dict[str, str],
    config: Config,
    fresh: Callable[[], None] = lambda: None,
    view: View | None = None,
    readable: tuple[Path, ...] = (),
    modes: dict[str, Mode] | None = None,
) -> Execution:
    """Run a notebook in `folder` behind walls and judge its test cells; its outputs are put into it.

    `fresh` makes `folder` anew before each run of a kernel. `source` is the instructor's folder, from which tests
    import; `view` what the judge sees of `folder` (all of it where that is None). `readable` are folders that the
    notebook may read beside the libraries. `modes` tell how each test cell is run, by grade_id; None where that is to
    be found out. Without walls it runs as the instructor.
    """
    environment = {**base_environment(), **environment, "HOME": Sandbox.inside if sandboxed else str(folder)}
    sandbox = Sandbox(folder, sockets=sockets, readable=(*libraries(), *readable)) if sandboxed else None
    run = partial(
        KernelRun,
        notebook,
        forkserver=forkserver,
        sandbox=sandbox,
        limits=limits,
        folder=folder,
        sockets=sockets,
        environment=environment,
        config=config,
    )
    judge = partial(
        Judge,
        forkserver,
        author,
        source=source,
        folder=view.copy if view else folder,
        environment={**environment, **GRADING},  # also of a rehearsal, whose notebook measures and trains
        limits=limits,
        sandbox=sandbox,
    )
    return _KernelRuns(notebook, run, judge, limits, modes, fresh, view.refresh if view else lambda: None).all()


def base_environment() -> dict[str, str]:
    """What every submission gets as its environment."""
    return {**bare_environment(), **OWN, "MPLBACKEND": INLINE}


class _KernelRuns:
    """The runs of one notebook: a cell that ends the kernel costs itself, not the cells after it.

    `run` makes a run of a kernel, `judge` the judge, once; `look` is called when the judge may look at files.
    """

    def __init__(
        self,
        notebook: NotebookNode,
        run: Callable[..., KernelRun],
        judge: Callable[[], Judge],
        limits: Limits,
        modes: dict[str, Mode] | None,
        fresh: Callable[[], None],
        look: Callable[[], None],
    ):
        self.notebook, self.limits, self.modes, self.fresh, self.look = notebook, limits, modes, fresh, look
        self.make_run, self.make_judge = run, judge
        self.kernel_run: KernelRun  # the last
        self.judge: Judge | None = None
        self.ran = Execution()

    def all(self) -> Execution:
        """Run until a kernel has reached the end, and test."""
        ran, left_out, until = self.ran, {}, None
        try:
            for attempt in range(MOST_RUNS):
                self.fresh()
                self.kernel_run = run = self.make_run(
                    test=self._test, tested=ran.verdicts, left_out=left_out, troubles=ran.troubles
                )
                ended = run.run(until)
                ran.cpu_seconds += run.cpu_seconds
                ran.peak_bytes = max(ran.peak_bytes, run.peak_bytes)
                if ended is None:
                    break
                if attempt <= RESTARTS:
                    left_out[ended] = run.kernel_lost or "the kernel ended in this cell"
                    ran.troubles.append(f"cell {ended + 1}: {left_out[ended]}")
                if attempt >= RESTARTS:
                    until = ended  # no further than it went well
            self._test()  # what was not reached: it may be right without an answer of the notebook's
        finally:
            if self.judge is not None:
                self.judge.close()
        for index, why in left_out.items():
            if index not in ran.verdicts:
                self.notebook.cells[index].outputs = [error("CellLeftOut", why)]
        drop_invalid_outputs(self.notebook)
        ran.troubles = list(dict.fromkeys(ran.troubles))
        return ran

    def _test(self, until: int | None = None) -> None:
        """Run the test cells that have no verdict yet, each against its own copy of the kernel."""
        cells, run, end = self.notebook.cells, self.kernel_run, len(self.notebook.cells)
        waiting = [
            (index, cell)
            for index, cell in enumerate(cells[:until])
            if is_test(cell) and index not in self.ran.verdicts
        ]
        testing = Testing(
            waiting,
            run.marks,
            judge=self._judge,
            snapshots=lambda: run.snapshots or Snapshots.none(run.kernel_lost or "the kernel did not start"),
            modes=self.modes or {},
            seconds=self.limits.cell_seconds,
            output_bytes=self.limits.output_bytes,
            look=self.look,
            restore=run.states.restore,
        )
        if self.modes is None:
            run.states.note(end)
            verdicts, modes = testing.rehearse()
            run.states.restore(end)  # what the notebook has left is what a rehearsal looks for
            self.ran.modes |= modes
        else:
            verdicts = testing.run()
        for index, verdict in verdicts.items():
            cells[index].outputs, cells[index].execution_count = verdict.outputs, None
            if run.snapshots is not None and index in run.snapshots.absent and not verdict.trouble:
                self.ran.troubles.append(f"cell {index + 1}: {run.snapshots.absent[index]}")
        self.ran.verdicts |= verdicts
        self.ran.seconds |= testing.spent

    def _judge(self) -> Judge:
        if self.judge is None:
            self.judge = self.make_judge()
        return self.judge
