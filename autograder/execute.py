"""Run one notebook: the learner's cells in a walled kernel, the test cells before the judge.

The notebook's own kernel never sees a test cell. Each is judged at its place, against the state that the learner's
cells have reached, and gets the judge's outputs, from which nbgrader reads the points.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import DeadKernelError
from nbclient.util import run_sync
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import ClearHiddenTests, Execute

from autograder import kernel, wire
from autograder.cells import is_test, names_needed, visible
from autograder.judge.handle import Judge, Unreachable, Verdict
from autograder.walls import Limits, Walls
from autograder.watch import Watch

GRACE = 3.0  # seconds for a cell to end after it was interrupted
FIRST_CALL, LATER_CALL = 10.0, 2.0  # seconds for the agent to call back; less when it did not the last time
RESTARTS = 2  # a cell that takes the kernel with it is left out, and the rest runs again, this many times


@dataclass
class Ran:
    """What became of the cells of one notebook, beside their outputs."""

    verdicts: dict[int, Verdict] = field(default_factory=dict)  # by index of the test cell
    seconds: dict[int, float] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)  # limits that were reached, in words
    cpu_seconds: float = 0.0
    peak_bytes: int = 0


class WalledExecute(Execute):
    """nbgrader's Execute with a judge beside it. `ran` tells what happened.

    Parameters
    ----------
    judge : makes the judge of this notebook; called when the first test cell comes.
    walls, limits : of the learner's kernel; `walls` None where there are none on this machine.
    sockets : a short path of a folder for the kernel's and the agent's sockets.
    fresh : makes `folder` anew, as it was handed in; called before each run.
    before_test : called before each test cell is judged.
    """

    def __init__(
        self,
        *,
        judge: Callable[[], Judge],
        walls: Walls | None,
        limits: Limits,
        folder: Path,
        sockets: Path,
        environment: dict[str, str],
        fresh: Callable[[], None] = lambda: None,
        before_test: Callable[[], None] = lambda: None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.make_judge, self.walls, self.limits = judge, walls, limits
        self.folder, self.sockets, self.environment = folder, sockets, environment
        self.fresh, self.before_test = fresh, before_test
        clear = ClearHiddenTests(config=self.config)
        self.marks = clear.begin_test_delimeter, clear.end_test_delimeter
        self.ran = Ran()
        self.judge: Judge | None = None
        self.agent: socket.socket | None = None
        self.agent_pid: int | None = None
        self.kernel_pid: int | None = None
        self.left_out: dict[int, str] = {}
        self.kernel_lost = ""
        self._bytes = 0  # of the output of the cell that runs

    def preprocess(self, nb: NotebookNode, resources: dict, km=None) -> tuple[NotebookNode, dict]:
        """Run every cell; a cell that ends the kernel costs itself, not the cells after it."""
        self.resources = resources
        self.deadline = time.monotonic() + self.limits.notebook_seconds
        self.needed = names_needed(nb, self.marks)
        try:
            for _ in range(RESTARTS + 1):
                ended = self._run(nb, resources)
                if ended is None:
                    break
                self.left_out[ended] = self.kernel_lost or "the kernel ended in this cell"
                self.ran.troubles.append(f"cell {ended + 1}: {self.left_out[ended]}")
            else:
                self._judge_the_rest(nb, self.kernel_lost)
        finally:
            if self.judge is not None:
                self.judge.close()
        for index, why in self.left_out.items():
            if index not in self.ran.verdicts:
                nb.cells[index].outputs = [_error("CellLeftOut", why)]
        return nb, resources

    def _run(self, nb: NotebookNode, resources: dict) -> int | None:
        """One pass from the top; the index of the cell in which the kernel ended, None if it did not."""
        self.nb, self.kernel_lost, self.patient = nb, "", True
        self.fresh()
        self._forget(nb)
        index = 0
        try:
            with self._kernel():
                for index, cell in enumerate(nb.cells):
                    if cell.cell_type != "code" or index in self.left_out:
                        continue
                    if time.monotonic() > self.deadline:
                        raise DeadKernelError("time")
                    self._cell(cell, index)
                    if self.kernel_lost:
                        return index
        except NoSuchKernel:
            raise
        except (DeadKernelError, RuntimeError) as error:
            if time.monotonic() > self.deadline:
                self.kernel_lost = f"the notebook ran longer than {self.limits.notebook_seconds:.0f} s"
            self.kernel_lost = self.kernel_lost or f"the kernel ended ({error})"
            return index
        return None

    def _forget(self, nb: NotebookNode) -> None:
        from nbclient.client import NotebookClient

        NotebookClient.__init__(self, nb)
        self.reset_execution_trackers()

    def create_kernel_manager(self):
        """A manager for a kernel that has no network."""
        return kernel.through_files(super().create_kernel_manager(), self.sockets)

    @contextmanager
    def _kernel(self) -> Iterator[None]:
        watch = None
        inside = self.walls.inside if self.walls else str(self.folder)
        with self.setup_kernel(cwd=inside, env=self.environment, walls=self.walls, limits=self.limits):
            child = getattr(self.km.provisioner, "child", None)
            if child is not None:
                self.kernel_pid = next((process.pid for process in child.inside()), None)
                watch = Watch(child, self.folder, self.limits, self._lost)
                watch.start()
            try:
                with kernel.door(self.sockets / "agent") as self.door:
                    yield
            finally:
                if watch is not None:
                    watch.stop()
                    self.ran.cpu_seconds += watch.cpu_seconds
                    self.ran.peak_bytes = max(self.ran.peak_bytes, watch.peak_bytes)

    def _lost(self, why: str) -> None:
        self.kernel_lost = self.kernel_lost or why

    def _cell(self, cell: NotebookNode, index: int) -> None:
        if not is_test(cell):
            self._bytes = 0
            self.execute_cell(cell, index, store_history=True)
            return
        if index not in self.ran.verdicts:
            self._judge(cell, index, self._ask)
        if index in self.needed and not self.kernel_lost:
            copy = NotebookNode({**cell, "source": visible(cell.source, self.marks), "outputs": []})
            self._bytes = 0
            self.execute_cell(copy, index, store_history=False)
            self.nb.cells[index] = cell

    # -- the judge ---------------------------------------------------------------------------------------------------

    def _judge(self, cell: NotebookNode, index: int, ask: Callable[[bytes], bytes]) -> None:
        if self.judge is None:
            self.judge = self.make_judge()
        self.before_test()
        began = time.monotonic()
        seconds = min(float(self.limits.cell_seconds), max(1.0, self.deadline - began))
        self.cell_deadline = began + seconds
        try:
            about = cell.metadata.nbgrader
            verdict = self.judge.judge(about.grade_id, cell.source, float(about.points), self.marks, ask, seconds)
        finally:
            self._close_agent()
        cell.outputs = verdict.outputs
        cell.execution_count = None
        self.ran.verdicts[index] = verdict
        self.ran.seconds[index] = time.monotonic() - began

    def _judge_the_rest(self, nb: NotebookNode, why: str) -> None:
        """Judge what was not reached, without a learner's process: what needs nothing of it may still be right."""

        def nobody(request: bytes) -> bytes:
            raise Unreachable(why or "the kernel ended")

        for index, cell in enumerate(nb.cells):
            if is_test(cell) and index not in self.ran.verdicts:
                self._judge(cell, index, nobody)

    def _ask(self, request: bytes) -> bytes:
        """Carry one question to the agent in the learner's kernel and its answer back."""
        if self.kernel_lost:
            raise Unreachable(self.kernel_lost)
        try:
            if self.agent is None:
                self.agent = self._call_the_agent()
            self.agent.settimeout(max(0.1, self.cell_deadline - time.monotonic()))
            wire.send_bytes(self.agent, request)
            return wire.receive_bytes(self.agent)
        except TimeoutError:
            return self._too_slow()
        except (OSError, EOFError, ValueError) as error:
            self._check_alive()
            why = self.kernel_lost or f"the notebook's process does not answer the judge ({type(error).__name__})"
            raise Unreachable(why) from None

    def _too_slow(self) -> bytes:
        """End what does not answer: the fork of the kernel that works for the judge, or else the kernel."""
        why = f"no answer within {self.limits.cell_seconds:.0f} s"
        self._close_agent()
        if not self._kernel_answers():
            self._end_kernel(why)
        raise Unreachable(why)

    def _kernel_answers(self) -> bool:
        if self.agent_pid in (None, self.kernel_pid):
            with suppress(Exception):
                run_sync(self.km.interrupt_kernel)()
        return run_sync(self._idle_again)()

    def _call_the_agent(self) -> socket.socket:
        code = "__import__('autograder.judge.agent', fromlist=['serve']).serve({!r}, globals())"
        address = str(self.sockets / "agent")

        async def call():
            return self.kc.execute(code.format(address), silent=True, store_history=False)

        run_sync(call)()
        patience = FIRST_CALL if self.patient else LATER_CALL
        self.door.settimeout(max(0.1, min(patience, self.cell_deadline - time.monotonic())))
        self.patient = False
        connection, _ = self.door.accept()
        self.patient = True
        self.agent_pid = kernel.other_end(connection)
        return connection

    def _close_agent(self) -> None:
        """Hang up, and end the fork: what a test passed to a function is gone with it."""
        if self.agent is not None:
            self.agent.close()
            if self.agent_pid not in (None, self.kernel_pid):
                with suppress(OSError):
                    os.kill(self.agent_pid, signal.SIGKILL)
        self.agent = self.agent_pid = None

    # -- limits ------------------------------------------------------------------------------------------------------

    def _get_timeout(self, cell: NotebookNode | None) -> float:
        left = max(1.0, self.deadline - time.monotonic())
        return min(float(self.limits.cell_seconds), left) if cell is not None else left

    async def _async_handle_timeout(self, timeout: int, cell: NotebookNode | None = None):
        """Interrupt; a kernel that does not stop is ended, for the cells behind it would wait for ever."""
        reply = await super()._async_handle_timeout(timeout, cell)
        self.ran.troubles.append(f"a cell ran longer than {timeout:.0f} s and was interrupted")
        if not await self._idle_again():
            self._end_kernel(f"a cell ran longer than {timeout:.0f} s and could not be interrupted")
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

    def _check_alive(self) -> None:
        with suppress(Exception):
            if not run_sync(self.km.is_alive)():
                self._lost("the kernel ended")

    def process_message(self, msg: dict, cell: NotebookNode, cell_index: int):
        """Keep the outputs of a cell up to the limit, and count the rest."""
        if msg["msg_type"] in ("stream", "display_data", "execute_result", "error", "update_display_data"):
            size = len(json.dumps(msg["content"], default=str))
            before, self._bytes = self._bytes, self._bytes + size
            if self._bytes > self.limits.output_bytes:
                if before <= self.limits.output_bytes:
                    limit = self.limits.output_bytes / (1 << 20)
                    words = f"The output of this cell was cut here: it is longer than {limit:.3g} MB."
                    cell.outputs.append(new_output("stream", name="stdout", text=f"\n{words}\n"))
                    self.ran.troubles.append(f"cell {cell_index + 1}: {words}")
                if self._bytes > 64 * self.limits.output_bytes:
                    self._end_kernel("a cell printed without end")
                return None
        return super().process_message(msg, cell, cell_index)


def _error(name: str, words: str) -> NotebookNode:
    return new_output("error", ename=name, evalue=words, traceback=[f"{name}: {words}"])
