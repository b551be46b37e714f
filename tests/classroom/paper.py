"""What one student hands in: a released notebook with answers in it, and the files beside it."""

from __future__ import annotations

import copy
import textwrap
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

FIRST = 1  # the place of the first cell below the title


@dataclass
class Paper:
    """A submission that is being written. `files` are contents by name; `changes` are done to the folder at last."""

    name: str
    notebook: nbformat.NotebookNode
    files: dict[str, bytes] = field(default_factory=dict)
    changes: list[Callable[[Path], None]] = field(default_factory=list)

    @property
    def cells(self) -> list[nbformat.NotebookNode]:
        return self.notebook.cells

    def place(self, grade_id: str) -> int:
        """Where the cell with this nbgrader id stands."""
        ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in self.cells]
        return ids.index(grade_id)

    def cell(self, grade_id: str) -> nbformat.NotebookNode:
        return self.cells[self.place(grade_id)]

    def answer(self, **answers: str) -> None:
        """Write answers: source by the question's id, where `_` stands for `-`."""
        for question, source in answers.items():
            self.cell(question.replace("_", "-")).source = textwrap.dedent(source).strip()

    def insert(self, source: str, place: int = FIRST) -> None:
        """Put a code cell of the learner's own in front of the cell at `place`."""
        self.cells.insert(place, nbformat.v4.new_code_cell(textwrap.dedent(source).strip()))

    def append(self, source: str) -> None:
        self.insert(source, len(self.cells))

    def change(self, function: Callable[[Path], None]) -> None:
        """Do something to the folder of this submission after it is written."""
        self.changes.append(function)

    def copy(self) -> Paper:
        return Paper(self.name, copy.deepcopy(self.notebook), dict(self.files), list(self.changes))

    def hand_in(self, folder: Path) -> Path:
        """Write everything to `folder`, which is `submitted/STUDENT/ASSIGNMENT`."""
        folder.mkdir(parents=True)
        for name, content in self.files.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # nbformat's, about a notebook that is broken on purpose
            nbformat.write(self.notebook, folder / f"{self.name}.ipynb")
        for function in self.changes:
            function(folder)
        return folder


def released(notebook: Path) -> Paper:
    """The assignment as a learner gets it: a released notebook, and the files that were released with it."""
    paper = Paper(notebook.stem, nbformat.read(notebook, as_version=4))
    for path in sorted(notebook.parent.iterdir()):
        if path.is_file() and path.suffix not in (".ipynb", ".safetensors") and path.name != "observations.json":
            paper.files[path.name] = path.read_bytes()
    return paper
