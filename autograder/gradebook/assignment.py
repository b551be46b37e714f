"""What grading needs to know of an assignment: read once, from the gradebook and the instructor's folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import nbformat
from nbgrader.api import MissingEntry
from nbgrader.preprocessors import InstantiateTests

from autograder.gradebook import instructor_files
from autograder.gradebook.folder import Folder, FolderError
from autograder.gradebook.turns import patiently
from autograder.repair import align


@dataclass(frozen=True)
class Assignment:
    """An assignment; the dictionaries are by notebook name.

    cells : what the gradebook knows of the cells.
    kernelspecs : nbformat's metadata of the kernel that runs them, None where the author's notebook names none.
    author : the cells of the instructor's notebook, or of the released one where that is not there.
    release : the notebook as students got it, None where it is not there.
    digest : changes when the tests do, or a file beside them, which they may read or import.
    """

    name: str
    cells: dict[str, list]
    kernelspecs: dict[str, dict | None]
    author: dict[str, list]
    release: dict[str, nbformat.NotebookNode | None]
    digest: str

    def changed(self, folder: Folder) -> list[str]:
        """The test cells that are another in the instructor's notebook than in the gradebook, as "notebook: cell".

        Not those whose tests nbgrader writes itself from a line in the instructor's cell: only a release knows them.
        """
        found, written = [], InstantiateTests(config=folder.config).autotest_delimiter
        for name, cells in self.cells.items():
            if (folder.source(self.name) / f"{name}.ipynb").is_file():
                author = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell.source for cell in self.author[name]}
                tests = {cell.grade_id: cell.source for cell in cells if cell.grade and not cell.solution}
                other = [test for test, source in tests.items() if author.get(test) != source]
                found += [f"{name}: {test}" for test in other if written not in author.get(test, "")]
        return found


def read_assignment(folder: Folder, name: str) -> Assignment:
    """Read an assignment. FolderError where the gradebook has none of this name."""
    cells, kernelspecs = patiently(lambda: _known(folder, name))
    source = {each: _notebook(folder.source(name) / f"{each}.ipynb") for each in cells}
    release = {each: _notebook(folder.release(name) / f"{each}.ipynb") for each in cells}
    author = {each: list((source[each] or release[each] or nbformat.v4.new_notebook()).cells) for each in cells}
    content = [(each, [asdict(cell) for cell in cells[each]], author[each]) for each in sorted(cells)]
    digest = instructor_files.digest(
        folder, instructor_files.folder_of(folder, name), repr(content).encode(errors="replace")
    )
    return Assignment(name, cells, kernelspecs, author, release, digest)


def _known(folder: Folder, name: str) -> tuple[dict[str, list], dict[str, dict | None]]:
    """The cells and the kernel of each notebook that the gradebook has."""
    cells, kernelspecs = {}, {}
    with folder.gradebook() as book:
        try:
            for notebook in book.find_assignment(name).notebooks:
                cells[notebook.name] = align.source_cells(notebook)
                kernelspecs[notebook.name] = json.loads(notebook.kernelspec or "null") or None
        except MissingEntry:
            raise FolderError(
                f"The gradebook has no assignment {name!r}. Release it first: `nbgrader generate_assignment {name}`."
            ) from None
    return cells, kernelspecs


def _notebook(path: Path) -> nbformat.NotebookNode | None:
    return nbformat.read(path, as_version=4) if path.is_file() else None
