"""Run one notebook: the learner's cells in a walled kernel, the test cells before the judge.

The notebook's own kernel never sees a test cell. Each is judged against a copy of the kernel in the state that the
learner's cells have reached at its place, and gets the judge's outputs, from which nbgrader reads the points.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellControlSignal, DeadKernelError
from nbclient.util import run_sync
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import ClearHiddenTests, Execute

from autograder.execution import kernel
from autograder.execution.attribution import ResourceAttribution
from autograder.execution.output import OutputLimit, drop_invalid_outputs
from autograder.execution.resource_monitor import ResourceMonitor
from autograder.execution.snapshots import POSSIBLE, Snapshots
from autograder.execution.states import States
from autograder.execution.testing import Testing
from autograder.forkserver.client import ForkServer
from autograder.gradebook.modes import Mode
from autograder.judge.client import Judge, Verdict
from autograder.notebook.cells import is_test, names_needed, visible
from autograder.sandbox import Limits, Sandbox

LATE = 60  # seconds that outputs may come after their cell: a busy machine is slow; then they are missed
GRACE = 3.0  # seconds for a cell to end after it was interrupted
RESTARTS = 2  # a cell that takes the kernel with it is left out, and the rest runs again, this many times
SHORTER = 2  # and then so many times only as far as it went well the time before
A_SECOND = 1.0  # the system counts whole ones, and the monitor has looked last a while ago
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


class SandboxedExecute(Execute):
    """nbgrader's Execute with a judge beside it. `ran` tells what happened.

    Parameters
    ----------
    judge : makes the judge of this notebook; called when the first test cell comes.
    forkserver : what kernels are forks of.
    sandbox, limits : of the learner's kernel; `sandbox` None where this machine has none.
    sockets : a short path of a folder for the kernel's and the agent's sockets.
    fresh : makes `folder` anew, as it was handed in; called before each run.
    look : called when the judge may look at files.
    modes : how each test cell is run, by grade_id; None where that is to be found out with the author's solution.
    """

    def __init__(
        self,
        *,
        judge: Callable[[], Judge],
        forkserver: ForkServer,
        sandbox: Sandbox | None,
        limits: Limits,
        folder: Path,
        sockets: Path,
        environment: dict[str, str],
        fresh: Callable[[], None] = lambda: None,
        look: Callable[[], None] = lambda: None,
        modes: dict[str, Mode] | None = None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.modes = modes
        self.make_judge, self.forkserver, self.sandbox, self.limits = judge, forkserver, sandbox, limits
        self.folder, self.sockets, self.environment = folder, sockets, environment
        self.fresh, self.look = fresh, look
        self.iopub_timeout, self.raise_on_iopub_timeout = LATE, False
        self.shutdown_kernel = "immediate"  # one behind walls does not end when it is asked: that would be waited for
        self.store_widget_state = False  # it has no limit
        clear = ClearHiddenTests(config=self.config)
        self.marks = clear.begin_test_delimeter, clear.end_test_delimeter
        self.ran = Execution()
        self.judge: Judge | None = None
        self.snapshots: Snapshots | None = None
        self.monitor: ResourceMonitor | None = None
        self.left_out: dict[int, str] = {}
        self.kernel_lost = ""
        self.attribution = ResourceAttribution()

    def preprocess(self, nb: NotebookNode, resources: dict, km=None) -> tuple[NotebookNode, dict]:
        """Run every cell; a cell that ends the kernel costs itself, not the cells after it."""
        self.resources = resources
        self.needed = names_needed(nb, self.marks)
        try:
            until = None
            for run in range(MOST_RUNS):
                ended = self._run(nb, until)
                if ended is None:
                    break
                if run <= RESTARTS:
                    self.left_out[ended] = self.kernel_lost or "the kernel ended in this cell"
                    self.ran.troubles.append(f"cell {ended + 1}: {self.left_out[ended]}")
                if run >= RESTARTS:
                    until = ended  # no further than it went well
            self._test_all(nb)  # what was not reached: it may be right without an answer of the notebook's
        finally:
            if self.judge is not None:
                self.judge.close()
        for index, why in self.left_out.items():
            if index not in self.ran.verdicts:
                nb.cells[index].outputs = [_error("CellLeftOut", why)]
        drop_invalid_outputs(nb)
        self.ran.troubles = list(dict.fromkeys(self.ran.troubles))
        return nb, resources

    def _run(self, nb: NotebookNode, until: int | None = None) -> int | None:
        """One pass from the top; the index of the cell in which the kernel ended, None if it did not."""
        self.nb, self.kernel_lost, self.attribution = nb, "", ResourceAttribution()
        self.deadline = time.monotonic() + self.limits.notebook_seconds
        self.fresh()
        self.states = States(self.folder, self.folder.with_name("states"))
        self._forget(nb)
        index = 0
        try:
            with self._kernel():
                for index, cell in enumerate(nb.cells[:until]):
                    if cell.cell_type != "code" or index in self.left_out:
                        continue
                    if time.monotonic() > self.deadline:
                        self.ran.troubles.append(self._too_long())
                        break
                    self._cell(cell, index)
                    if self.kernel_lost:
                        return self.attribution.cell(index)
                self._test_all(nb)
        except NoSuchKernel:
            raise
        except (DeadKernelError, RuntimeError) as error:
            if time.monotonic() > self.deadline:
                self.kernel_lost = self._too_long()
            if self.kernel_lost:
                return self.attribution.cell(index)
            self.kernel_lost = f"the kernel ended ({error})"
            limiting = self.attribution.out_of_time(self.monitor.kernel_seconds() + A_SECOND) if self.monitor else None
            if limiting is None:
                return index
            self.kernel_lost = "the kernel had computed as long as this cell has allowed"
            return limiting
        return None

    def _too_long(self) -> str:
        return f"the notebook ran longer than {self.limits.notebook_seconds:.0f} s"

    def _forget(self, nb: NotebookNode) -> None:
        from nbclient.client import NotebookClient

        NotebookClient.__init__(self, nb)
        self.reset_execution_trackers()
        self.output_limit = OutputLimit(self.limits.output_bytes)

    def create_kernel_manager(self):
        """A manager for a kernel that has no network."""
        return kernel.through_files(super().create_kernel_manager(), self.sockets)

    @contextmanager
    def _kernel(self) -> Iterator[None]:
        self.monitor = kernel_pid = None
        inside = self.sandbox.inside if self.sandbox else str(self.folder)
        given = {"forkserver": self.forkserver, "sandbox": self.sandbox, "limits": self.limits}
        with self.setup_kernel(cwd=inside, env=self.environment, **given):
            child = getattr(self.km.provisioner, "child", None)
            if child is not None:
                kernel_pid = next((process.pid for process in child.inside()), None)
                self.monitor = ResourceMonitor(child, self.folder, self.limits, self._too_much, self._waiting)
                self.monitor.start()
            try:
                address = self.sockets / "agent"
                with kernel.door(address) as door:
                    self.snapshots = Snapshots(door, str(address), self._run_code, kernel_pid, lambda: self.kernel_lost)
                    yield
            finally:
                if self.monitor is not None:
                    self.monitor.stop()
                    self.ran.cpu_seconds += self.monitor.cpu_seconds
                    self.ran.peak_bytes = max(self.ran.peak_bytes, self.monitor.peak_bytes)

    def _waiting(self) -> set[int]:
        return self.snapshots.waiting() if self.snapshots else set()

    def _too_much(self, why: str) -> None:
        self.attribution.find(self.monitor.taken)
        self._lost(why)

    def _lost(self, why: str) -> None:
        self.kernel_lost = self.kernel_lost or why

    def _cell(self, cell: NotebookNode, index: int) -> None:
        self.attribution.begin(index)
        if not is_test(cell):
            self.output_limit.begin_cell()
            self.execute_cell(cell, index, store_history=True)
            if self.monitor is not None:
                self.attribution.limit(self.monitor.kernel_limit())
            return
        if index not in self.ran.verdicts:
            self.snapshots.take(index)
            self.states.note(index)
            if not POSSIBLE:  # the kernel itself waits to be asked
                self._test_all(self.nb, index + 1)
        if index in self.needed and not self.kernel_lost:
            copy = NotebookNode({**cell, "source": visible(cell.source, self.marks), "outputs": []})
            self.output_limit.begin_cell()
            self.execute_cell(copy, index, store_history=False)
            self.nb.cells[index] = cell

    # -- the tests ---------------------------------------------------------------------------------------------------

    def _test_all(self, nb: NotebookNode, until: int | None = None) -> None:
        """Run the test cells that have no verdict yet, each against its own copy of the kernel."""
        cells = enumerate(nb.cells[:until])
        waiting = [(index, cell) for index, cell in cells if is_test(cell) and index not in self.ran.verdicts]
        testing = Testing(
            waiting,
            self.marks,
            judge=self._judge,
            snapshots=lambda: self.snapshots or Snapshots.none(self.kernel_lost or "the kernel did not start"),
            modes=self.modes or {},
            seconds=self.limits.cell_seconds,
            output_bytes=self.limits.output_bytes,
            look=self.look,
            restore=self.states.restore,
        )
        if self.modes is None:
            self.states.note(len(nb.cells))
            verdicts, modes = testing.rehearse()
            self.states.restore(len(nb.cells))  # what the notebook has left is what a rehearsal looks for
            self.ran.modes |= modes
        else:
            verdicts = testing.run()
        for index, verdict in verdicts.items():
            nb.cells[index].outputs, nb.cells[index].execution_count = verdict.outputs, None
            if self.snapshots is not None and index in self.snapshots.absent and not verdict.trouble:
                self.ran.troubles.append(f"cell {index + 1}: {self.snapshots.absent[index]}")
        self.ran.verdicts |= verdicts
        self.ran.seconds |= testing.spent

    def _judge(self) -> Judge:
        if self.judge is None:
            self.judge = self.make_judge()
        return self.judge

    def _run_code(self, code: str) -> None:
        async def run():
            self.kc.execute(code, silent=True, store_history=False)

        run_sync(run)()

    # -- limits ------------------------------------------------------------------------------------------------------

    def _get_timeout(self, cell: NotebookNode | None) -> float:
        left = max(1.0, self.deadline - time.monotonic())
        return min(float(self.limits.cell_seconds), left) if cell is not None else left

    async def _async_handle_timeout(self, timeout: int, cell: NotebookNode | None = None):
        """Interrupt; a kernel that does not stop is ended, for the cells behind it would wait for ever."""
        what = f"cell ran longer than {timeout:.0f} s"
        if timeout < self.limits.cell_seconds:
            what = f"cell was still running when the notebook had run {self.limits.notebook_seconds:.0f} s in all"
        self.error_on_timeout = dict(_error("CellTimeoutError", f"This {what} and was interrupted."))
        reply = await super()._async_handle_timeout(timeout, cell)
        self.ran.troubles.append(f"a {what} and was interrupted")
        if cell is not None and not is_test(cell):  # no test is blamed for what comes later
            self.attribution.interrupt()
        if not await self._idle_again():
            self._end_kernel(f"a {what} and could not be interrupted")
            raise DeadKernelError(self.kernel_lost)
        return reply

    async def _idle_again(self) -> bool:
        asked = self.kc.kernel_info()
        until = time.monotonic() + GRACE
        while time.monotonic() < until:
            with suppress(Exception):
                reply = await self.kc.shell_channel.get_msg(timeout=0.5)
                if reply["parent_header"].get("msg_id") == asked:
                    return True
        return False

    def _end_kernel(self, why: str) -> None:
        self._lost(why)
        child = getattr(self.km.provisioner, "child", None)
        with suppress(Exception):
            child.kill() if child is not None else run_sync(self.km.provisioner.kill)()

    def process_message(self, msg: dict, cell: NotebookNode, cell_index: int):
        """Keep the outputs of a cell up to the limit, and count the rest."""
        if msg["msg_type"] in ("stream", "display_data", "execute_result", "error", "update_display_data"):
            was_full = self.output_limit.full
            self.output_limit.add(msg["content"])
            if self.output_limit.full:
                if not was_full:
                    cell.outputs.append(new_output("stream", name="stdout", text=f"\n{self.output_limit.words}\n"))
                    where = (
                        f"cell {cell_index + 1}: " if self.output_limit.left else ""
                    )  # or every other cell, and said once
                    self.ran.troubles.append(f"{where}{self.output_limit.words}")
                if self.output_limit.endless:
                    self._end_kernel("a cell printed without end")
                return None
        try:
            return super().process_message(msg, cell, cell_index)
        except CellControlSignal:
            raise
        except Exception:  # of any kind: what lacks the parts of its kind says nothing
            return None


def _error(name: str, words: str) -> NotebookNode:
    return new_output("error", ename=name, evalue=words, traceback=[f"{name}: {words}"])
