"""The cells of a submission back in their places, so that nbgrader can grade every one of them.

Which submitted cell is which is decided in `match`. Here each cell that the gradebook knows gets, exactly once, its
place, its type and its metadata, which come from the gradebook and never from the submission.
"""

from __future__ import annotations

import copy
import itertools
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Notebook

from autograder.notebook.names import bound
from autograder.repair import match
from autograder.repair.language import as_released, in_another_language
from autograder.repair.match import Matching, Model
from autograder.repair.sound import FLAGS, VALID_ID, sound
from autograder.text import listed

SCHEMA = 3  # of nbgrader's metadata


@dataclass(frozen=True)
class SourceCell:
    """A cell that the gradebook knows. `source` has the hidden tests in it; `points` is None where none are given."""

    grade_id: str
    cell_type: str
    source: str
    locked: bool
    grade: bool
    solution: bool
    task: bool
    points: float | None
    checksum: str | None


def source_cells(notebook: Notebook) -> list[SourceCell]:
    """The cells of a notebook of the gradebook, in its order: that of the notebook, unless cells were added later."""
    points = {cell.name: cell.max_score for cell in (*notebook.grade_cells, *notebook.task_cells)}
    grades, tasks, solutions = (
        {cell.name for cell in cells} for cells in (notebook.grade_cells, notebook.task_cells, notebook.solution_cells)
    )
    return [
        SourceCell(
            grade_id=cell.name,
            cell_type=cell.cell_type,
            source=cell.source or "",
            locked=bool(cell.locked),
            grade=cell.name in grades,
            solution=cell.name in solutions,
            task=cell.name in tasks,
            points=points.get(cell.name),
            checksum=cell.checksum,
        )
        for cell in notebook.source_cells
    ]


def align(
    notebook: NotebookNode, release: NotebookNode | None, cells: list[SourceCell]
) -> tuple[NotebookNode, list[str]]:
    """A copy of a notebook in which every one of `cells` stands exactly once, and one reason for each kind of repair.

    They stand in the order of `release`, the notebook that students got, or of `cells` where there is none; a cell of
    the learner's own stays behind the one that it followed. An untouched release gives no reason. Never raises for what
    is in `notebook`.
    """
    translated = in_another_language(notebook)
    notebook, reasons = sound(notebook)
    lesson = _lesson(release, cells)
    submitted = notebook.cells
    found = match.identify(submitted, lesson.models)
    deleted = _deleted(submitted, found, lesson)
    reasons += _reasons(submitted, found, lesson, deleted, translated)
    arranged = _arranged(submitted, found, lesson, deleted)
    _give_ids(arranged, lesson)
    metadata = release.metadata if release else notebook.metadata
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": copy.deepcopy(metadata), "cells": arranged}
    return nbformat.from_dict(whole), reasons


def with_hidden_tests(notebook: NotebookNode, cells: list[SourceCell]) -> NotebookNode:
    """Put the instructor's text into the locked cells of an aligned notebook, as nbgrader's OverwriteCells does."""
    locked = {cell.grade_id: cell.source for cell in cells if cell.locked}
    for cell in notebook.cells:
        cell.source = locked.get(match.grade_id(cell), cell.source)
    return notebook


# -- the lesson ------------------------------------------------------------------------------------------------------


@dataclass
class _Lesson:
    """What the notebook was like when students got it. Models stand in order; their indices are ranks."""

    models: list[Model]
    sources: dict[str, SourceCell]  # by grade_id, in order
    released: dict[str, NotebookNode]  # by grade_id
    ranks: dict[str, int]
    labels: set[str]  # of every cell that was released with nbgrader's metadata


def _lesson(release: NotebookNode | None, cells: list[SourceCell]) -> _Lesson:
    known = {cell.grade_id: cell for cell in cells}
    models, released, labels = [], {}, set()
    for cell in release.cells if release else ():
        grade_id = match.grade_id(cell)
        labels.add(grade_id)
        source = known.get(grade_id) if grade_id not in released else None
        if source:
            released[grade_id] = cell
        label = grade_id if source else None
        models.append(Model(label, cell.cell_type, cell.source, cell.get("id"), source is None or source.locked))
    for before, source in zip([None, *cells], cells, strict=False):
        if source.grade_id not in released:
            ids = [model.grade_id for model in models]
            position = ids.index(before.grade_id) + 1 if before else 0
            models.insert(position, Model(source.grade_id, source.cell_type, source.source, locked=source.locked))
    ranks = {model.grade_id: rank for rank, model in enumerate(models) if model.grade_id}
    return _Lesson(models, {grade_id: known[grade_id] for grade_id in ranks}, released, ranks, labels)


# -- cells -----------------------------------------------------------------------------------------------------------


def _known_cell(source: SourceCell, released: NotebookNode | None, submitted: NotebookNode | None) -> NotebookNode:
    """A cell of the lesson, with the learner's answer in it if it is one for answers."""
    text = "" if source.solution else source.source  # the gradebook's text of an answer may be more than was released
    cell: dict = {"cell_type": source.cell_type, "metadata": {}, "source": text}
    if released:
        cell |= {"metadata": copy.deepcopy(released.metadata), "source": released.source}
    if submitted and not source.locked:
        cell["source"] = submitted.source
        tags = [*cell["metadata"].get("tags", []), *submitted.metadata.get("tags", [])]
        cell["metadata"] |= {"tags": list(dict.fromkeys(tags))} if tags else {}
    if submitted and "id" in submitted:
        cell["id"] = submitted.id
    cell["metadata"]["nbgrader"] = _grading(source)
    if source.cell_type == "code":
        cell |= {"outputs": [], "execution_count": None}
    else:
        pictures = (released if source.locked or not submitted else submitted) or {}
        cell |= {"attachments": pictures["attachments"]} if "attachments" in pictures else {}
    return nbformat.from_dict(cell)


def _grading(source: SourceCell) -> dict:
    """nbgrader's metadata of a cell, from the gradebook."""
    metadata = {"schema_version": SCHEMA, "grade_id": source.grade_id, "cell_type": source.cell_type}
    metadata |= {flag: getattr(source, flag) for flag in FLAGS}
    metadata |= {} if source.points is None else {"points": source.points}
    return metadata | ({"checksum": source.checksum} if source.checksum else {})


def _own_cell(cell: NotebookNode) -> NotebookNode:
    """A cell that nbgrader does not know: the learner's own, or one of the lesson's that is not graded."""
    cell = copy.copy(cell)
    cell.metadata = {name: value for name, value in cell.metadata.items() if name != "nbgrader"}
    return cell


# -- order -----------------------------------------------------------------------------------------------------------


def _dropped(submitted: list[NotebookNode], found: Matching, lesson: _Lesson) -> set[int]:
    """Copies in which there is nothing of the learner's."""
    return {
        index
        for grade_id, indices in found.copies.items()
        for index in indices
        if not submitted[index].source.strip()
        or match.same(submitted[index].source, lesson.models[lesson.ranks[grade_id]].text)
    }


def _deleted(submitted: list[NotebookNode], found: Matching, lesson: _Lesson) -> dict[int, NotebookNode]:
    """By rank, given cells that are gone and whose names nothing else makes: answers need imports and data."""
    if not found.places:
        return {}
    there = set(found.ranks.values())
    gone = {
        rank: names
        for rank, model in enumerate(lesson.models)
        if model.grade_id is None and model.cell_type == "code" and rank not in there
        if (names := bound(model.text, authors=True))
    }
    wanted = set().union(*gone.values())
    given = {
        index for index, rank in found.ranks.items() if lesson.models[rank].grade_id is None
    }  # may import the same
    own = [cell for index, cell in enumerate(submitted) if index not in given]
    sources = {cell.source for cell in own if cell.cell_type == "code"}
    made = set().union(*(bound(source, authors=False) for source in sources if any(name in source for name in wanted)))
    return {rank: nbformat.v4.new_code_cell(lesson.models[rank].text) for rank in gone if not gone[rank] & made}


def _arranged(
    submitted: list[NotebookNode], found: Matching, lesson: _Lesson, deleted: dict[int, NotebookNode]
) -> list[NotebookNode]:
    """The cells in order: a graded cell that was elsewhere or missing goes in front of the next that is in order.

    A cell that is not recognised goes with the one that it followed; one of the lesson that is not graded stays.
    """
    dropped = _dropped(submitted, found, lesson)
    arranged: list[tuple[int, NotebookNode]] = []  # each with its rank, -1 where others need not heed it
    elsewhere: dict[int, list[tuple[int, NotebookNode]]] = {}  # by rank: a cell that moves, with its followers
    here = arranged
    for index, cell in enumerate(submitted):
        rank = found.ranks.get(index, -1)
        source = lesson.sources.get(lesson.models[rank].grade_id or "") if rank >= 0 else None
        if source and rank not in found.in_order:
            here = elsewhere[rank] = []
        elif rank >= 0:
            here = arranged
        if source:
            here.append((rank, _known_cell(source, lesson.released.get(source.grade_id), cell)))
        elif index not in dropped:
            here.append((rank if rank in found.in_order else -1, _own_cell(cell)))
    for rank, model in enumerate(lesson.models):
        source = lesson.sources.get(model.grade_id or "")
        if source and model.grade_id not in found.places:
            elsewhere[rank] = [(rank, _known_cell(source, lesson.released.get(source.grade_id), None))]
        elif rank in deleted:
            elsewhere[rank] = [(rank, deleted[rank])]
        if rank in elsewhere:
            position = next((position for position, (other, _) in enumerate(arranged) if other > rank), len(arranged))
            arranged[position:position] = elsewhere[rank]
    return [cell for _, cell in arranged]


def _give_ids(cells: list[NotebookNode], lesson: _Lesson) -> None:
    """Cell ids as released, else as they were; what is missing, invalid or there twice gets another."""
    used: set[str] = set()
    spare = (f"cell-{number}" for number in itertools.count(1))
    for cell in sorted(cells, key=lambda cell: match.grade_id(cell) is None):
        released = lesson.released.get(match.grade_id(cell), {})
        wanted = itertools.chain([released.get("id"), cell.get("id")], spare)
        cell.id = next(each for each in wanted if each and each not in used and VALID_ID.fullmatch(each))
        used.add(cell.id)


# -- in words --------------------------------------------------------------------------------------------------------


def _reasons(
    submitted: list[NotebookNode], found: Matching, lesson: _Lesson, deleted: dict[int, NotebookNode], translated: bool
) -> list[str]:
    if lesson.sources and not found.places:
        return ["the notebook has none of the lesson's graded cells; they were put back as they were released"]
    places = {grade_id: found.places[grade_id] for grade_id in lesson.sources if grade_id in found.places}
    changed_type = [
        grade_id
        for grade_id, index in places.items()
        if submitted[index].cell_type != lesson.sources[grade_id].cell_type
    ]
    changed_text = [
        grade_id
        for grade_id, index in places.items()
        if lesson.sources[grade_id].locked and grade_id in lesson.released
        if not match.same(submitted[index].source, lesson.released[grade_id].source)
        if not (translated and as_released(submitted[index]))
    ]
    unknown = [
        cell.metadata.nbgrader.grade_id
        for index, cell in enumerate(submitted)
        if index not in found.taken and match.grade_id(cell)
        if match.grade_id(cell) not in lesson.labels and any(cell.metadata.nbgrader.get(flag) for flag in FLAGS)
    ]
    answers = [grade_id for grade_id in found.copies if not lesson.sources[grade_id].locked]
    tests = [grade_id for grade_id in found.copies if lesson.sources[grade_id].locked]
    missing = [grade_id for grade_id in lesson.sources if grade_id not in places]
    names_lost = sorted(set().union(*(bound(cell.source, authors=True) for cell in deleted.values())))
    reasons_by_kind = [
        ("deleted cells of the lesson that were put back, for they give", names_lost),
        ("cells that had lost their label were recognised", sorted(found.guessed, key=lesson.ranks.__getitem__)),
        ("answers that were there more than once, of which the last counts", answers),
        ("locked cells that were there more than once, and are judged once", tests),
        ("cells whose type had been changed, and is changed back", changed_type),
        ("locked cells whose text had been changed, and is replaced", changed_text),
        ("missing cells that were put back as they were released", missing),
        ("cells with labels that the lesson does not have, and are not graded", unknown),
    ]
    reasons = [f"{what}: {listed(names)}" for what, names in reasons_by_kind if names]
    moved = any(lesson.ranks[grade_id] not in found.in_order for grade_id in places if grade_id not in found.copies)
    return reasons + (["cells that were out of order were put back in order"] if moved else [])
