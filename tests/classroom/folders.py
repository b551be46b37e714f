"""Folders that are not what they should be: other names, zips, links, copies. Each is read as far as it goes."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from classroom.hostile import attack
from classroom.paper import Paper


@attack("empty", keeps=(), flag="repaired", reason=False)
def an_empty_folder(paper: Paper):
    """A folder without a notebook gets a row and a reason."""
    paper.change(lambda folder: [path.unlink() for path in folder.iterdir()])


@attack("right", flag="repaired")
def another_name(paper: Paper):
    """A browser that saved the file under another name costs nothing."""
    paper.change(lambda folder: (folder / "small.ipynb").rename(folder / "small (1).ipynb"))


@attack("right", flag="repaired")
def a_name_without_an_ending(paper: Paper):
    """Nor does a system that hides endings."""
    paper.change(lambda folder: (folder / "small.ipynb").rename(folder / "Small.ipynb.txt"))


@attack("right", flag="repaired")
def a_folder_in_the_folder(paper: Paper):
    """Nor does a folder too many."""

    def deeper(folder: Path) -> None:
        inner = folder / "homework" / "small"
        inner.mkdir(parents=True)
        for path in [path for path in folder.iterdir() if path.is_file()]:
            path.rename(inner / path.name)

    paper.change(deeper)


@attack("right")
def two_notebooks(paper: Paper):
    """The notebook with the right name is the one that counts; a copy beside it is a copy."""
    empty = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    paper.files["small-Copy1.ipynb"] = empty.encode()
    paper.files[".ipynb_checkpoints/small-checkpoint.ipynb"] = empty.encode()


def _zipped(folder: Path, target: Path, prefix: str = "") -> None:
    """Pack the folder into a zip, and remove what was in it."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            if path != target:
                archive.write(path, prefix + path.name)
                path.unlink()


@attack("right", flag="repaired")
def a_zip_in_the_folder(paper: Paper):
    """A zip is unpacked."""
    paper.change(lambda folder: _zipped(folder, folder / "homework.zip", "my homework/"))


@attack("right", flag="repaired")
def a_zip_instead_of_the_folder(paper: Paper):
    """So is one that stands where the folder should be."""

    def beside(folder: Path) -> None:
        _zipped(folder, folder.with_name("small.zip"))
        folder.rmdir()

    paper.change(beside)


@attack("right", flag="repaired")
def a_file_instead_of_the_folder(paper: Paper):
    """A notebook that stands where the folder should be is a notebook; the file with the data is the instructor's."""

    def instead(folder: Path) -> None:
        notebook = (folder / "small.ipynb").read_bytes()
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
        folder.with_name("small.ipynb").write_bytes(notebook)

    paper.change(instead)


@attack("right", flag="repaired")
def a_zip_that_points_outside(paper: Paper):
    """Members of a zip whose names lead out of it, or that are links, are left out."""

    def slip(folder: Path) -> None:
        target = folder / "homework.zip"
        _zipped(folder, target)
        with zipfile.ZipFile(target, "a") as archive:
            for name in ("../../../an-attack-was-here", "/tmp/an-attack-was-here", "..\\..\\an-attack-was-here"):
                archive.writestr(name, "an-attack-was-here")
            link = zipfile.ZipInfo("grades")
            link.external_attr = 0o120777 << 16
            archive.writestr(link, "../../../gradebook.db")

    paper.change(slip)


@attack("right", flag="repaired")
def a_zip_that_explodes(paper: Paper):
    """A zip that unpacks to gigabytes is not unpacked to gigabytes; what fits is kept."""

    def bomb(folder: Path) -> None:
        target = folder / "homework.zip"
        _zipped(folder, target)
        with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros", "w") as member:
            for _ in range(700):
                member.write(bytes(1 << 20))

    paper.change(bomb)


@attack("half", keeps=(), flag="repaired", reason=False)
def a_folder_with_the_name_of_the_notebook(paper: Paper):
    """A folder called small.ipynb is no notebook."""

    def swap(folder: Path) -> None:
        (folder / "small.ipynb").unlink()
        (folder / "small.ipynb").mkdir()

    paper.change(swap)


@attack("half", keeps=(), flag=("repaired", "lost"), reason=False)
def a_link_instead_of_the_notebook(paper: Paper):
    """A link to somebody else's right notebook is not followed."""

    def link(folder: Path) -> None:
        (folder / "small.ipynb").unlink()
        (folder / "small.ipynb").symlink_to("../../the-neighbour/small/small.ipynb")

    paper.change(link)


@attack("empty", keeps=(), flag="repaired", reason=False)
def a_link_instead_of_the_folder(paper: Paper):
    """Nor is a link to somebody else's folder."""

    def link(folder: Path) -> None:
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
        folder.symlink_to("../the-neighbour/small")

    paper.change(link)


@attack("half", keeps=("total", "varieties", "predict"))
def another_file_of_data(paper: Paper):
    """The instructor's files are the ones that count: changed data do not make a wrong answer right."""
    paper.files["apples.csv"] = b"variety,width,height,weight\nElstar,70,60,100\n"
