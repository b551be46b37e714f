"""One kernel and the cells that run in it: a notebook from its top, until its end or that of the kernel.

The kernel never sees the hidden part of a test cell. Where one stands a fork of the kernel is made, which waits for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellControlSignal, DeadKernelError
from nbclient.util import ensure_async, run_sync
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import ClearHiddenTests, Execute
from traitlets.config import Config

from autograder.execution import kernel
from autograder.execution.attribution import ResourceAttribution
from autograder.execution.output import OutputLimit
from autograder.execution.resource_monitor import ResourceMonitor
from autograder.execution.snapshots import POSSIBLE, Snapshots
from autograder.execution.states import States
from autograder.execution.waiting import OwnTime
from autograder.forkserver.client import ForkServer
from autograder.notebook.cells import is_test, names_needed, visible
from autograder.sandbox import Limits, Sandbox

LATE = 60  # seconds that outputs may come after their cell: a busy machine is slow; then they are missed
LOOK = 0.5  # seconds after which a cell that waits for a processor is looked at again
GRACE = 3.0  # seconds for a cell to end after it was interrupted
A_SECOND = 1.0  # the system counts whole ones, and the monitor has looked last a while ago


class KernelRun(Execute):
    """nbgrader's Execute with a kernel in the sandbox. It runs once.

    Parameters
    ----------
    notebook : its outputs are put into it.
    forkserver : what the kernel is a fork of.
    sandbox, limits : of the kernel; `sandbox` None where this machine has none.
    folder : in which it runs.
    sockets : a short path of a folder for the kernel's and the agent's sockets.
    test : tests the cells up to an index that have no verdict yet: all when the notebook is over, or each at its place
        where no fork can wait.
    tested, left_out : indices of cells that have a verdict, and of cells that are not run.
    troubles : a list to which limits that were reached are added, in words.

    Attributes
    ----------
    snapshots : the forks, one for each test cell; None before the kernel has started.
    states : the folder as it was at each test cell.
    kernel_lost : why the kernel ended before its time; "" if it did not.
    """

    def __init__(
        self,
        notebook: NotebookNode,
        *,
        forkserver: ForkServer,
        sandbox: Sandbox | None,
        limits: Limits,
        folder: Path,
        sockets: Path,
        environment: dict[str, str],
        test: Callable[[int], None],
        tested: Container[int] = (),
        left_out: Container[int] = (),
        troubles: list[str] | None = None,
        config: Config | None = None,
    ):
        super().__init__(config=config)
        self.nb, self.resources = notebook, {"metadata": {"path": str(folder)}}
        self.forkserver, self.sandbox, self.limits = forkserver, sandbox, limits
        self.folder, self.sockets, self.environment = folder, sockets, environment
        self.test, self.tested, self.left_out = test, tested, left_out
        self.iopub_timeout, self.raise_on_iopub_timeout = LATE, False
        self.shutdown_kernel = "immediate"  # one behind walls does not end when it is asked: that would be waited for
        self.store_widget_state = False  # it has no limit
        self.marks = marks(config)
        self.needed = names_needed(notebook, self.marks)
        self.snapshots: Snapshots | None = None
        self.states = States(folder, folder.with_name("states"), limits.disk_bytes)
        self.monitor: ResourceMonitor | None = None
        self.attribution = ResourceAttribution()
        self.output_limit = OutputLimit(limits.output_bytes)
        self.notebook_time = self.cell_time = OwnTime(None)  # of the notebook, and of the cell that runs
        self.kernel_lost, self.troubles = "", [] if troubles is None else troubles
        self.cpu_seconds, self.peak_bytes = 0.0, 0

    def run(self, until: int | None = None) -> int | None:
        """Run the cells, up to the index `until`; the index of the one that cost the kernel, None if none did."""
        index = 0
        try:
            with self.started():
                for index, cell in enumerate(self.nb.cells[:until]):
                    if cell.cell_type != "code" or index in self.left_out:
                        continue
                    if self._out_of_time():
                        self.troubles.append(self._too_long())
                        break
                    self._cell(cell, index)
                    if self.kernel_lost:
                        return self.attribution.cell(index)
                self.test(len(self.nb.cells))
        except NoSuchKernel:
            raise
        except (DeadKernelError, RuntimeError) as error:
            if self._out_of_time():
                self._lost(self._too_long())
            if self.kernel_lost:
                return self.attribution.cell(index)
            self.kernel_lost = f"the kernel ended ({error})"
            limiting = self.attribution.out_of_time(self.monitor.kernel_seconds() + A_SECOND) if self.monitor else None
            if limiting is None:
                return index
            self.kernel_lost = "the kernel had computed as long as this cell has allowed"
            return limiting
        return None

    def _cell_left(self) -> float:
        return self.cell_time.left(self.limits.cell_seconds)

    def _notebook_left(self) -> float:
        return self.notebook_time.left(self.limits.notebook_seconds)

    def _out_of_time(self) -> bool:
        return self._notebook_left() < 0

    def _too_long(self) -> str:
        return f"the notebook ran longer than {self.limits.notebook_seconds:.0f} s"

    def create_kernel_manager(self):
        """A manager for a kernel that has no network."""
        return kernel.through_files(super().create_kernel_manager(), self.sockets)

    @contextmanager
    def started(self) -> Iterator[None]:
        """The kernel, from its start to its end; `run_cell` runs cells in it."""
        kernel_pid = None
        inside = self.sandbox.inside if self.sandbox else str(self.folder)
        given = {"forkserver": self.forkserver, "sandbox": self.sandbox, "limits": self.limits}
        with self.setup_kernel(cwd=inside, env=self.environment, **given):
            child = getattr(self.km.provisioner, "child", None)
            if child is not None:
                kernel_pid = next((process.pid for process in child.inside()), None)
                self.notebook_time.watch(kernel_pid)
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
                    self.cpu_seconds = self.monitor.cpu_seconds
                    self.peak_bytes = self.monitor.peak_bytes

    def run_cell(self, cell: NotebookNode, index: int, *, store_history: bool = True) -> None:
        """Run a cell, within the limit of its output."""
        self.output_limit.begin_cell()
        self.cell_time = OwnTime(self.notebook_time.pid)
        self.execute_cell(cell, index, store_history=store_history)

    def _waiting(self) -> set[int]:
        return self.snapshots.waiting() if self.snapshots else set()

    def _too_much(self, why: str) -> None:
        self.attribution.find(self.monitor.taken)  # type: ignore[union-attr]  # it is the monitor that calls
        self._lost(why)

    def _lost(self, why: str) -> None:
        self.kernel_lost = self.kernel_lost or why

    def _cell(self, cell: NotebookNode, index: int) -> None:
        self.attribution.begin(index)
        if not is_test(cell):
            self.run_cell(cell, index)
            if self.monitor is not None:
                self.attribution.limit(self.monitor.kernel_limit())
                self.monitor.look_at_disk()
            return
        if index not in self.tested:
            self.snapshots.take(index)  # type: ignore[union-attr]  # the kernel has started
            self.states.note(index)
            if not POSSIBLE:  # the kernel itself waits to be asked
                self.test(index + 1)
        if index in self.needed and not self.kernel_lost:
            copy = NotebookNode({**cell, "source": visible(cell.source, self.marks), "outputs": []})
            self.run_cell(copy, index, store_history=False)
            self.nb.cells[index] = cell

    def _run_code(self, code: str) -> None:
        async def run():
            self.kc.execute(code, silent=True, store_history=False)

        run_sync(run)()

    # -- limits ------------------------------------------------------------------------------------------------------

    def _get_timeout(self, cell: NotebookNode | None) -> float:
        left = max(1.0, self._notebook_left())
        return min(float(self.limits.cell_seconds), left) if cell is not None else left

    async def _async_handle_timeout(self, timeout: int, cell: NotebookNode | None = None):
        """Interrupt what has had its time; a kernel that does not stop is ended, or the cells behind it would wait."""
        if await self._ends_in_own_time():
            return None
        what = f"cell ran longer than {self.limits.cell_seconds:.0f} s"
        if self._notebook_left() < self._cell_left():
            what = f"cell was still running when the notebook had run {self.limits.notebook_seconds:.0f} s in all"
        self.error_on_timeout = dict(error("CellTimeoutError", f"This {what} and was interrupted."))
        reply = await super()._async_handle_timeout(timeout, cell)
        self.troubles.append(f"a {what} and was interrupted")
        if cell is not None and not is_test(cell):  # no test is blamed for what comes later
            self.attribution.interrupt()
        if not await self._idle_again():
            self._end_kernel(f"a {what} and could not be interrupted")
            raise DeadKernelError(self.kernel_lost)
        return reply

    async def _ends_in_own_time(self) -> bool:
        """Whether a cell ends that has had its time by the clock, but waited for a processor for a part of it."""
        while not await ensure_async(self.kc.shell_channel.msg_ready()):
            await self._async_check_alive()
            left = min(self._cell_left(), self._notebook_left())
            if left <= 0:
                return False
            await asyncio.sleep(min(left, LOOK))
        return True

    async def _idle_again(self) -> bool:
        asked = self.kc.kernel_info()
        grace = OwnTime(self.notebook_time.pid)  # a kernel that waits for a processor cannot end yet
        while grace.left(GRACE) > 0:
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
                    # or every other cell, and said once
                    where = f"cell {cell_index + 1}: " if self.output_limit.left else ""
                    self.troubles.append(f"{where}{self.output_limit.words}")
                if self.output_limit.endless:
                    self._end_kernel("a cell printed without end")
                return None
        try:
            return super().process_message(msg, cell, cell_index)
        except CellControlSignal:
            raise
        except Exception:  # of any kind: what lacks the parts of its kind says nothing
            return None


def marks(config: Config | None) -> tuple[str, str]:
    """What begins and ends the hidden part of a test cell."""
    clear = ClearHiddenTests(config=config)
    return clear.begin_test_delimeter, clear.end_test_delimeter


def error(name: str, words: str) -> NotebookNode:
    """An output that says why a cell has no other."""
    return new_output("error", ename=name, evalue=words, traceback=[f"{name}: {words}"])
