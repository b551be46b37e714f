"""Files that are damaged, by accident or not: each keeps the best score that can be judged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import nbformat

from classroom.hostile import attack
from classroom.paper import Paper


def _rewrite(paper: Paper, change: Callable[[str], str | bytes]) -> None:
    """Change the text of the notebook's file."""

    def rewrite(folder: Path) -> None:
        path = folder / f"{paper.name}.ipynb"
        text = change(path.read_text(encoding="utf-8"))
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    paper.change(rewrite)


def _rewrite_json(paper: Paper, change: Callable[[dict], object]) -> None:
    """Change the notebook's file as parsed JSON, in place or by returning another."""

    def rewrite(text: str) -> str:
        book = json.loads(text)
        return json.dumps(change(book) or book)

    _rewrite(paper, rewrite)


@attack("half", keeps=(), flag=("repaired", "lost"), reason=False)
def an_empty_file(paper: Paper):
    """A notebook of no bytes gets a row, no points, and a reason."""
    _rewrite(paper, lambda text: "")


@attack("half", keeps=(), flag=("repaired", "lost"), reason=False)
def not_a_notebook_at_all(paper: Paper):
    """So does a text that is no notebook."""
    _rewrite(paper, lambda text: "Dear teacher, my computer is broken.")


@attack("half", keeps=(), flag="repaired", reason=False)
def a_list_instead_of_a_notebook(paper: Paper):
    """So does JSON that is no notebook."""
    _rewrite(paper, lambda text: "[1, 2, {}]")


@attack("right", flag="repaired", keeps=("total", "label", "varieties"), reason=False)
def a_notebook_cut_off(paper: Paper):
    """A file that was cut off in the middle keeps the points of the cells that are whole."""
    place = paper.place("table")
    _rewrite(paper, lambda text: text[: text.index(json.dumps(paper.cells[place].source.splitlines(True)[0])) + 5])


@attack("right", flag="repaired")
def marks_of_a_merge(paper: Paper):
    """A conflict that git left behind in a cell that matters to nobody costs nothing."""
    _rewrite(
        paper,
        lambda text: text.replace('"## A number', '"<<<<<<< HEAD\\n",\n    "## A number', 1).replace(
            ' "nbformat_minor"', '<<<<<<< HEAD\n "nbformat_minor"', 1
        ),
    )


@attack("right", flag="repaired")
def another_encoding(paper: Paper):
    """UTF-16, as some editors write it, can be read."""
    _rewrite(paper, lambda text: text.encode("utf-16"))


@attack("right", flag="repaired")
def a_mark_of_byte_order(paper: Paper):
    """So can UTF-8 with a byte order mark."""
    _rewrite(paper, lambda text: b"\xef\xbb\xbf" + text.encode())


@attack("right", flag="repaired")
def an_old_encoding(paper: Paper):
    """So can Latin-1."""
    paper.cells[0].source += "\n\nVon Zoë Müller"
    _rewrite(paper, lambda text: text.encode("latin-1", "backslashreplace"))


@attack("right", flag="repaired")
def numbers_that_are_not_json(paper: Paper):
    """NaN and Infinity in metadata are Python's own JSON; a deep tree of lists is nobody's."""
    _rewrite(
        paper,
        lambda text: text.replace('"metadata": {', '"metadata": {"x": NaN, "y": -Infinity,', 1).replace(
            '"x": NaN', '"x": ' + "[" * 2000 + "]" * 2000, 1
        ),
    )


@attack("right", flag="repaired")
def an_older_format(paper: Paper):
    """Version 3 of the format has worksheets; its cells are found, and their places."""
    _rewrite(paper, lambda text: nbformat.writes(nbformat.convert(nbformat.reads(text, 4), 3), 3))


@attack("right")
def the_first_minor_version(paper: Paper):
    """A notebook of version 4.0 has no cell ids."""

    def old(book: dict) -> None:
        book["nbformat_minor"] = 0
        for cell in book["cells"]:
            cell.pop("id", None)

    _rewrite_json(paper, old)


@attack("right", flag="repaired")
def a_format_of_the_future(paper: Paper):
    """A version that does not exist yet is read as far as it goes."""
    _rewrite_json(paper, lambda book: book.update(nbformat=5, nbformat_minor=99))


@attack("right")
def another_kernel(paper: Paper):
    """The kernel that a notebook asks for is not the one that grades."""
    paper.notebook.metadata.kernelspec = {"name": "ir", "display_name": "R", "language": "R"}
    paper.notebook.metadata.language_info = {"name": "R"}


@attack("right", flag="repaired")
def parts_of_the_wrong_type(paper: Paper):
    """Sources that are numbers, outputs that are missing and cells that are null are mended or left out."""

    def change(book: dict) -> None:
        book["metadata"] = None
        book["cells"][0]["source"] = 7
        book["cells"][1]["metadata"] = []
        for cell in book["cells"]:
            if cell["cell_type"] == "code":
                cell.pop("outputs")
                cell["execution_count"] = "seven"
        book["cells"] += [None, "a cell", {}, {"cell_type": "code"}]

    _rewrite_json(paper, change)


@attack("right", flag="repaired")
def a_hundred_megabytes(paper: Paper):
    """Outputs that make a notebook of a hundred megabytes are not graded, and cost nothing."""
    output = nbformat.v4.new_output("display_data", data={"image/png": "A" * 20_000_000})
    for cell in [cell for cell in paper.cells if cell.cell_type == "code"][:5]:
        cell.outputs = [output]


@attack("right", flag="repaired")
def ten_thousand_cells(paper: Paper):
    """Nor do cells without number; the ones that count are found among them."""
    for number in range(10_000):
        paper.cells.insert(0, nbformat.v4.new_markdown_cell(f"Note {number}"))
