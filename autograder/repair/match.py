"""Which cell of a submission is which cell of the lesson, even where its label is gone.

A cell is known by its nbgrader id, else by its cell id, else by its text, else by a text that is similar, else by where
it stands between cells that are known.
"""

from __future__ import annotations

import bisect
import difflib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

NEAR, FAR = 0.5, 0.8  # similarity that is enough between the right neighbours, and elsewhere
MAX_WORDS = 200  # of a cell that are compared
MAX_COMPARED = 50  # cells that are compared with one cell of the lesson


@dataclass(frozen=True)
class Model:
    """A cell of the lesson as it was released. One without a `grade_id` is only there to tell where others stand."""

    grade_id: str | None
    cell_type: str
    text: str
    id: str | None = None
    locked: bool = True


@dataclass
class Matching:
    """What was recognised in a list of cells. Indices are of submitted cells, ranks of models."""

    places: dict[str, int] = field(default_factory=dict)  # grade_id: index
    copies: dict[str, list[int]] = field(default_factory=dict)  # grade_id: indices of others that claim to be it
    ranks: dict[int, int] = field(default_factory=dict)  # index: rank
    guessed: list[str] = field(default_factory=list)  # grade_ids that were known by something else than themselves
    taken: set[int] = field(default_factory=set)  # indices of everything above
    in_order: set[int] = field(default_factory=set)  # ranks of most of what was found: those that need not move

    def is_free(self, index: int) -> bool:
        return index not in self.taken


def same(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but blanks."""
    return one.split() == other.split()


def grade_id(cell: NotebookNode) -> Any:
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def identify(cells: list[NotebookNode], models: list[Model]) -> Matching:
    """Recognise the cells of a sound notebook; every model has at most one, and the surest evidence comes first."""
    found = Matching()
    for rank, indices in _claims(cells, models).items():
        _settle(found, cells, models, rank, indices)
    for key in (_by_id, _by_text):
        wanted, there = defaultdict(list), defaultdict(list)
        for rank in _missing(found, models, ordinary=True):
            wanted[key(models[rank].id, models[rank].text)].append(rank)
        for index, cell in enumerate(cells):
            if found.is_free(index):
                there[key(cell.get("id"), cell.source)].append(index)
        for value, ranks in wanted.items():
            if value and value in there and len(ranks) == 1:
                _settle(found, cells, models, ranks[0], there[value], guessed=True)
    _match_similar(found, cells, models)
    _match_by_place(found, cells, models)
    found.in_order = _longest_rise([found.ranks[index] for index in sorted(found.ranks)])
    return found


def _by_id(cell_id: str | None, text: str) -> str | None:
    return cell_id


def _by_text(cell_id: str | None, text: str) -> str:
    return " ".join(text.split())


def _claims(cells: list[NotebookNode], models: list[Model]) -> dict[int, list[int]]:
    """The cells that carry the nbgrader id of each model."""
    ranks = {model.grade_id: rank for rank, model in enumerate(models) if model.grade_id}
    claims: dict[int, list[int]] = defaultdict(list)
    for index, cell in enumerate(cells):
        if grade_id(cell) in ranks:
            claims[ranks[grade_id(cell)]].append(index)
    unclaimed = [model for rank, model in enumerate(models) if model.grade_id and rank not in claims]
    for rank, indices in claims.items():
        if len(indices) > 1:  # one of them may be another cell over whose label somebody typed
            own = [index for index in indices if not any(_is(cells[index], model) for model in unclaimed)]
            claims[rank] = own or indices
    return claims


def _is(cell: NotebookNode, model: Model) -> bool:
    return bool(model.text.strip() and same(cell.source, model.text)) or cell.get("id", "") == model.id


def _longest_rise(numbers: list[int]) -> set[int]:
    """The longest rising selection of different numbers."""
    best: list[int] = []  # best[n] is the smallest end of a rise of n + 1 numbers
    before: dict[int, int | None] = {}
    for number in numbers:
        position = bisect.bisect_left(best, number)
        before[number] = best[position - 1] if position else None
        best[position : position + 1] = [number]
    rise, last = set(), best[-1] if best else None
    while last is not None:
        rise.add(last)
        last = before[last]
    return rise


def _missing(found: Matching, models: list[Model], ordinary: bool = False) -> list[int]:
    known = set(found.ranks.values())
    return [rank for rank, model in enumerate(models) if rank not in known and (model.grade_id or ordinary)]


def _settle(
    found: Matching,
    cells: list[NotebookNode],
    models: list[Model],
    rank: int,
    indices: list[int],
    guessed: bool = False,
) -> None:
    model = models[rank]
    best = _best(cells, model, indices)
    found.ranks[best] = rank
    found.taken.add(best)
    if model.grade_id:
        found.taken.update(indices)
        found.places[model.grade_id] = best
        if len(indices) > 1:
            found.copies[model.grade_id] = [index for index in indices if index != best]
        if guessed:
            found.guessed.append(model.grade_id)


def _best(cells: list[NotebookNode], model: Model, indices: list[int]) -> int:
    """The one of several cells that counts: the last with an answer, as it did for the learner."""
    untouched = [index for index in indices if same(cells[index].source, model.text)]
    if model.locked:
        return (untouched or indices)[0]
    answered = [index for index in indices if index not in untouched and cells[index].source.strip()]
    of_its_type = [index for index in answered if cells[index].cell_type == model.cell_type]
    return (of_its_type or answered or indices[:1])[-1]


# -- without a label -------------------------------------------------------------------------------------------------


def _gap(found: Matching, rank: int, count: int) -> range:
    """Where a model must stand: behind the known cells that come before it, and in front of those that come after."""
    before = max(((each, index) for index, each in found.ranks.items() if each < rank), default=(0, -1))[1]
    after = min(((each, index) for index, each in found.ranks.items() if each > rank), default=(0, count))[1]
    return range(before + 1, after)


def _match_similar(found: Matching, cells: list[NotebookNode], models: list[Model]) -> None:
    pairs = []
    for rank in _missing(found, models):
        gap = _gap(found, rank, len(cells))
        free = [index for index, cell in enumerate(cells) if cell.source.strip() and found.is_free(index)]
        free.sort(key=lambda index: index not in gap)
        for index in free[:MAX_COMPARED]:
            likeness = _likeness(models[rank].text, cells[index].source)
            if likeness >= (NEAR if index in gap else FAR):
                pairs.append((index not in gap, -likeness, rank, index))
    for *_, rank, index in sorted(pairs):
        if found.is_free(index) and rank in _missing(found, models):
            _settle(found, cells, models, rank, [index], guessed=True)


def _match_by_place(found: Matching, cells: list[NotebookNode], models: list[Model]) -> None:
    """An answer that shares no word with what was released is still the one that stands before its check."""
    ordinary = any(model.grade_id is None for model in models)  # if so, what is free by now is the learner's own
    gaps: dict[range, list[int]] = defaultdict(list)
    for rank in _missing(found, models):
        if not models[rank].locked:
            gaps[_gap(found, rank, len(cells))].append(rank)
    for gap, ranks in gaps.items():
        for kind in {models[rank].cell_type for rank in ranks}:
            wanted = [rank for rank in ranks if models[rank].cell_type == kind]
            free = [i for i in gap if cells[i].cell_type == kind and cells[i].source.strip() and found.is_free(i)]
            if len(wanted) == 1 and len(free) > 1 and ordinary:
                text = models[wanted[0]].text
                free = [max(free[-MAX_COMPARED:], key=lambda index: (_likeness(text, cells[index].source), index))]
            if len(wanted) == len(free):
                for rank, index in zip(wanted, free, strict=True):
                    _settle(found, cells, models, rank, [index], guessed=True)


def _likeness(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(None, _words(one), _words(other), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= NEAR else 0.0


def _words(text: str) -> list[str]:
    found: Iterable[re.Match] = re.finditer(r"\w+|[^\w\s]", text[: 20 * MAX_WORDS])
    return [each[0] for _, each in zip(range(MAX_WORDS), found, strict=False)]
