"""Rehearse an assignment before learners get it: the author's own solution, behind the same walls, before the judge.

What the judge cannot carry over, or a solution that its own tests refuse, is an error now and not on grading night.
What the lesson renders is kept, so that no submission has to render it again; so is the list of modules that it
imports, so that the warm process imports these and no others.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import nbformat
from nbgrader import utils
from nbgrader.preprocessors import ClearOutput

from autograder import judge, sandbox
from autograder.execution.execute import Execution, execute
from autograder.files import SHORT, write_atomic
from autograder.forkserver.client import ForkServer
from autograder.forkserver.modules import NOTE, TAKE_NOTE
from autograder.gradebook import instructor_files
from autograder.gradebook.folder import Folder
from autograder.gradebook.modes import UNKNOWN, Modes
from autograder.sandbox import Sandbox
from autograder.sandbox.limits import REHEARSAL

CACHE = "rendered"  # in the folder where the notebook runs


def rehearse(folder: Folder, name: str, *, again: bool = False) -> list[str]:
    """What is wrong with the author's notebooks of an assignment, in words; [] when all is well.

    Unchanged notebooks that passed are not rehearsed again, unless `again`.
    """
    found = []
    for path, modes in _rehearsed(folder, name, _due(folder, name, again)).items():
        found += [f"{path.stem}: {problem}" for problem in modes.problems]
    return found


def settle(folder: Folder, name: str) -> list[str]:
    """Rehearse what was not rehearsed as it now is, so that each test's mode is known; what is wrong, in words."""
    digests = _due(folder, name, again=True)
    due = {path: digest for path, digest in digests.items() if _read(folder, path).digest != digest}
    _rehearsed(folder, name, due)
    return [f"{path.stem}: {problem}" for path in digests for problem in _read(folder, path).problems]


def modes(folder: Folder, name: str) -> dict[str, Modes]:
    """How the test cells of an assignment's notebooks are run; without those of notebooks that have changed since."""
    due = _due(folder, name, again=True)
    return {path.stem: found for path, digest in due.items() if (found := _read(folder, path)).digest == digest}


def unrehearsed(folder: Folder, name: str) -> list[str]:
    """The author's notebooks that no rehearsal has accepted as they now are; [] where the author's are not there."""
    return [path.stem for path in _due(folder, name)]


def warning(name: str, problems: list[str]) -> str:
    """What to tell whoever grades an assignment whose rehearsal found `problems`."""
    lines = "".join(f"\n  {problem}" for problem in problems)
    return (
        f"The rehearsal of {name!r} found what may cost everybody points:{lines}\n"
        f"To see it again when it is mended: `python -m autograder rehearse {name}`."
    )


def listing(found: dict[str, Modes]) -> str:
    """Which test cells are run apart and which inside, and why, for whoever reads a terminal."""
    all_of = [mode for modes in found.values() for mode in modes.tests.values()]
    inside = [(name, test, mode) for name, modes in found.items() for test, mode in modes.inside().items()]
    lines = [f"{len(all_of) - len(inside)} of {len(all_of)} test cells stand apart from learners' code."]
    if inside:
        lines.append(
            "The others run inside it, as plain nbgrader runs them, and a learner's code can read and fool them "
            "(docs/tests-apart-and-inside.md tells how to rewrite each):"
        )
        lines += [f"  {name}: {test}: {mode.why}" for name, test, mode in inside]
    return "\n".join(lines)


def _rehearsed(folder: Folder, name: str, due: dict[Path, str]) -> dict[Path, Modes]:
    found = {}
    if due:
        with ForkServer(judge.MODULES) as forkserver:  # and no others: what the notebook imports is seen
            for path, digest in due.items():
                found[path] = _rehearse(folder, path, digest, forkserver)
                found[path].write(folder.rehearsed(name), path.stem)
    return found


def _due(folder: Folder, name: str, again: bool = False) -> dict[Path, str]:
    """The author's notebooks that have changed since a rehearsal went well (all if `again`), and their digests."""
    digests = {path: _digest(folder, path) for path in sorted(folder.source(name).glob("*.ipynb"))}
    return {path: digest for path, digest in digests.items() if again or _accepted(folder, path) != digest}


def _read(folder: Folder, path: Path) -> Modes:
    return Modes.read(folder.rehearsed(path.parent.name), path.stem)


def _digest(folder: Folder, path: Path) -> str:
    """Of a notebook and the files beside it, which it may read."""
    return instructor_files.digest(folder, path.parent, path.read_bytes())


def _accepted(folder: Folder, path: Path) -> str:
    """The digest of what was rehearsed last and went well; "" if nothing was."""
    found = _read(folder, path)
    return "" if found.problems else found.digest


def _rehearse(folder: Folder, path: Path, digest: str, forkserver: ForkServer) -> Modes:
    notebook, _ = ClearOutput().preprocess(nbformat.read(path, as_version=4), {})
    author = nbformat.from_dict(notebook).cells
    sandboxed = not sandbox.missing()
    with tempfile.TemporaryDirectory(prefix="rehearse-", dir=SHORT) as temporary:
        run, sockets = Path(temporary, "run"), Path(temporary, "s")
        shutil.copytree(path.parent, run, ignore=shutil.ignore_patterns("*.ipynb", ".ipynb_checkpoints"))
        run.chmod(0o755)  # whatever the folder of the source allows
        sockets.mkdir()
        if folder.cache.is_dir():  # by an earlier rehearsal, of this lesson or of another
            shutil.copytree(folder.cache, run / CACHE)
        cache = Path(Sandbox.inside if sandboxed else run, CACHE)
        notebook.cells.append(nbformat.v4.new_code_cell(TAKE_NOTE))
        ran = execute(
            notebook,
            author,
            source=path.parent,
            forkserver=forkserver,
            folder=run,
            sockets=sockets,
            sandboxed=sandboxed,
            limits=REHEARSAL,
            environment={"COURSE_CACHE": str(cache)},
            config=folder.config,
        )
        if (run / NOTE).is_file():
            note = folder.rehearsed(path.parent.name) / f"{path.stem}.{NOTE}"
            write_atomic(note, (run / NOTE).read_text())
        if (run / CACHE).is_dir():
            shutil.copytree(run / CACHE, folder.cache, dirs_exist_ok=True)
    return Modes(digest, ran.modes, [*ran.troubles, *_problems(notebook, ran)])


def _problems(notebook: nbformat.NotebookNode, ran: Execution) -> list[str]:
    """What the judge says of the author's own solution, and the first error of an ordinary cell if it says anything."""
    problems = []
    for index, verdict in sorted(ran.verdicts.items()):
        cell = notebook.cells[index]
        score, most = utils.determine_grade(cell)
        where = f"the test cell {cell.metadata.nbgrader.grade_id!r}"
        apart = ran.modes.get(cell.metadata.nbgrader.grade_id, UNKNOWN).why
        apart = f" Apart, on plain data: {apart}" if apart and score != most else ""
        if verdict.trouble:
            problems.append(f"{where} cannot be judged. {verdict.trouble}{apart}")
        elif not verdict.right:
            words = verdict.message or verdict.name or "an error"
            problems.append(f"{where} refuses the solution of its own notebook: {words}{apart}")
        elif score != most:
            problems.append(f"{where} gives the solution of its own notebook {score:g} of {most:g} points{apart}")
    if problems:
        errors = [
            f"cell {number}: {output.ename}: {output.evalue}"
            for number, cell in enumerate(notebook.cells, start=1)
            for output in cell.get("outputs", [])
            if output.output_type == "error" and number - 1 not in ran.verdicts
        ]
        problems += errors[:1]
    return problems
