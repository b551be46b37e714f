"""In the grader: a judge for one notebook, and what it says about each test cell."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.forkserver.client import Child, ForkServer
from autograder.sandbox import Limits, Sandbox
from autograder.sandbox.limits import TEST_SECONDS
from autograder.serialization import NotPlain, messages


class Unreachable(Exception):
    """The learner's process cannot be asked; the message says why."""


@dataclass
class Verdict:
    """How one test cell went; `outputs` are what nbgrader reads the points from.

    `hidden`: only the hidden part failed. `trouble`: words for the instructor where the test itself did not work, or
    where two ways to run it do not agree; `decide`: such words, where the points stand as they are. `where`: the line
    of the test that failed, and what it met there. `score`: the points that nbgrader reads.
    """

    right: bool
    attempted: bool = True
    hidden: bool = False
    trouble: str = ""
    message: str = ""
    name: str = ""
    where: str = ""
    decide: str = ""
    score: float = 0.0
    outputs: list[NotebookNode] = field(default_factory=list)

    @classmethod
    def to_decide(cls, why: str, *, private: bool = False) -> Verdict:
        """One that gives no points: they are an instructor's to give. A `private` reason is for nobody else."""
        said = "" if private else why
        lines = [f"The points of this cell are for an instructor to decide. {said}".strip()]
        output = new_output("error", ename="JudgeError", evalue=said, traceback=lines)
        return cls(right=False, trouble=why, message=said, outputs=[output])

    def as_hidden(self) -> Verdict:
        """The same, told as a failure of the hidden part: nothing of what it put out is for a learner."""
        lines = [f"HiddenTestFailed: {self.message}"]
        output = new_output("error", ename="HiddenTestFailed", evalue=self.message, traceback=lines)
        return replace(self, hidden=True, outputs=[output])

    def value(self) -> list[NotebookNode]:
        """The points as an output, if there is one that holds them, and nothing else that it may hold."""
        if all(each.output_type != "execute_result" for each in self.outputs):
            return []
        return [new_output("execute_result", data={"text/plain": repr(self.score)})]

    def said(self) -> list[NotebookNode]:
        """The other outputs."""
        return [each for each in self.outputs if each.output_type not in ("execute_result", "error")]


class Judge:
    """A judge in a walled process of its own. It is started with the first test cell."""

    def __init__(
        self,
        forkserver: ForkServer,
        author: list[NotebookNode],
        *,
        source: Path | None,
        folder: Path,
        environment: dict[str, str],
        limits: Limits,
        sandbox: Sandbox | None,
    ):
        self.forkserver, self.author, self.folder = forkserver, author, folder
        self.environment, self.limits = environment, limits
        self.source = source
        readable = (*sandbox.readable, *([source] if source else [])) if sandbox else ()
        self.sandbox = sandbox and Sandbox(folder, sandbox.inside, readable, None, writable=False)
        self.child: Child | None = None
        self.judged: list[tuple[str, str]] = []  # namespaces and sources of test cells

    def judge(
        self,
        grade_id: str,
        source: str,
        points: float,
        marks: tuple[str, str],
        ask: Callable[[bytes], bytes],
        seconds: float,
        namespace: str = "whole",
    ) -> Verdict:
        """Judge one test cell; its hidden part stands between lines with `marks`.

        `ask` carries a question to the learner's process and raises Unreachable. The tests of one `namespace` know the
        names of each other, and of no other. OSError where no judge can be started: that says nothing about an answer.
        """
        connection = self._started()
        try:
            self.judged.append((namespace, source))
            test = {"namespace": namespace, "grade_id": grade_id, "source": source, "points": points, "marks": marks}
            messages.send(connection, test)
            until = time.monotonic() + seconds + TEST_SECONDS
            while time.monotonic() < until:
                connection.settimeout(max(0.1, until - time.monotonic()))
                said = messages.receive(connection)
                if "verdict" in said:
                    return _verdict(said["verdict"], points)
                try:
                    messages.send(connection, {"answer": ask(said["ask"])})
                except (Unreachable, NotPlain) as error:
                    messages.send(connection, {"unreachable": str(error)})
            raise TimeoutError
        except TimeoutError:
            why = f"The test ran longer than {seconds + TEST_SECONDS:.0f} s: by itself, or on what the learner gave it."
        except (OSError, EOFError, ValueError) as error:
            why = f"The process that ran the test ended ({type(error).__name__}: {error})."
        self.close()
        return _verdict(dict(right=False, trouble=why, message=why), points)

    def close(self) -> None:
        """End the judge's process, and do not wait for it."""
        if self.child is not None:
            self.child.kill()
            self.child = None

    def _started(self):
        if self.child is None:
            self.child = self.forkserver.serve(
                "autograder.judge.process",
                environment=self.environment,
                cwd=str(self.folder),
                sandbox=self.sandbox,
                limits=self.limits,
            )
            path = str(self.source) if self.source else None
            about = {"author": json.dumps(self.author), "path": path, "before": self.judged}
            messages.send(self.child.connection, about)
            try:
                messages.receive(self.child.connection)
            except EOFError:
                raise OSError("the judge ended before it had read the author's notebook") from None
        return self.child.connection


def _verdict(said: dict, points: float) -> Verdict:
    if said.get("trouble"):
        return replace(Verdict.to_decide(said["trouble"]), where=said.get("where", ""))
    known = ("right", "attempted", "hidden", "message", "name", "where")
    verdict = Verdict(**{name: said[name] for name in known if name in said})
    if not verdict.right:
        name = "HiddenTestFailed" if verdict.hidden else said["name"]
        verdict.outputs = [new_output("error", ename=name, evalue=verdict.message, traceback=said["lines"])]
        return verdict
    verdict.score = points
    if said.get("printed"):
        verdict.outputs.append(new_output("stream", name="stdout", text=said["printed"]))
    if said.get("value") is not None:
        verdict.score = float(said["value"])
        verdict.outputs.append(new_output("execute_result", data={"text/plain": repr(verdict.score)}))
    return verdict
