"""What a class takes for true before the course and at its end: gain by statement, and which misconception survived.

Read from the `inventory.json` of the submissions; of nobody, once any of their files says to forget. No name and no
single answer leaves this module. A course without such files needs nothing of this course's package.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autograder.evidence.learner_files import read_bytes
from autograder.gradebook.folder import Folder

NAME, SCHEMA = "inventory.json", b"apples-course/inventory"
MOST_BYTES = 20_000
FEWEST = 5  # people below which one person's answers could be told from the class's
DRAWS, INSIDE = 2000, 0.95  # of the bootstrap
SURVIVES = 0.5  # of those who had it wrong before

Right = Mapping[str, bool]  # a statement's key -> whether more than half of the chance was given to what is true


@dataclass(frozen=True)
class Gain:
    """One statement and the people who answered it in both forms. Shares are of them; None where nothing can be said.

    gain      normalised: what was gained of what could be gained, (after - before) / (1 - before); source: Hake,
              American Journal of Physics 66 (1998)
    low, high the interval in which 95 of 100 classes drawn anew from these people have their gain
    wrong     how many had it wrong before, and `still` how many of these have it wrong after
    """

    key: str
    people: int
    before: float
    after: float
    gain: float | None
    low: float | None
    high: float | None
    wrong: int
    still: int

    @property
    def survived(self) -> bool:
        return self.wrong >= FEWEST and self.still >= SURVIVES * self.wrong


@dataclass(frozen=True)
class InventoryRow:
    """A statement as the page shows it."""

    misconception: str
    claims: str
    gain: Gain


@dataclass(frozen=True)
class Inventory:
    """What the page shows of the class: `before`, `after` and `both` are people, Brier scores are means over people."""

    before: int
    after: int
    both: int
    brier_before: float | None
    brier_after: float | None
    rows: list[InventoryRow]
    fewest: int = FEWEST


def gains(pairs: Sequence[tuple[Right, Right]], keys: Sequence[str], *, seed: int = 0) -> list[Gain]:
    """The gain of each statement from people's answers before and after; a statement of fewer than five is left out."""
    rng = np.random.default_rng(seed)
    found = []
    for key in keys:
        both = [(before[key], after[key]) for before, after in pairs if key in before and key in after]
        if len(both) >= FEWEST:
            found.append(_gain(key, np.array(both, dtype=float), rng))
    return found


def _gain(key: str, right: np.ndarray, rng: np.random.Generator) -> Gain:
    before, after = right.mean(axis=0)
    wrong = right[:, 0] == 0
    drawn = right[rng.integers(0, len(right), (DRAWS, len(right)))].mean(axis=1)
    could = drawn[:, 0] < 1
    low = high = None
    if before < 1:
        made = (drawn[could, 1] - drawn[could, 0]) / (1 - drawn[could, 0])
        low, high = map(float, np.quantile(made, ((1 - INSIDE) / 2, (1 + INSIDE) / 2)))
    gain = float((after - before) / (1 - before)) if before < 1 else None
    still = int((right[wrong, 1] == 0).sum())
    return Gain(key, len(right), float(before), float(after), gain, low, high, int(wrong.sum()), still)


def of_course(folder: Folder, names: Sequence[str]) -> Inventory | None:
    """The inventory of the people who handed in the assignments `names`; None where nobody answered one."""
    files = _files(folder, names)
    if not files:
        return None
    try:
        from course.inventory import FORMS, belief, brier, statements
        from course.inventory.answers import checked
    except ImportError:
        return None
    answers = _answers(files, checked, FORMS)
    right = {
        person: {form: {key: p > 0.5 for key, p in belief(given, form).items()} for form, given in forms.items()}
        for person, forms in answers.items()
    }
    pairs = [(forms["A"], forms["B"]) for forms in right.values() if set(FORMS) <= set(forms)]
    known = {one.key: one for one in statements()}
    rows = [
        InventoryRow(known[each.key].misconception, ", ".join(known[each.key].claims), each)
        for each in gains(pairs, list(known))
    ]
    rows.sort(key=lambda row: (not row.gain.survived, row.gain.gain if row.gain.gain is not None else 2))
    first, last = ([brier(forms[form], form) for forms in answers.values() if form in forms] for form in FORMS)
    if not first and not last:
        return None
    return Inventory(len(first), len(last), len(pairs), _mean(first), _mean(last), rows)


def _mean(scores: list) -> float | None:
    return float(np.mean(scores)) if len(scores) >= FEWEST else None


def _files(folder: Folder, names: Sequence[str]) -> list[tuple[str, bytes]]:
    """(person, content) of every file that may be an inventory, graded or only handed in."""
    found = []
    for name in names:
        people = {*folder.students(name), *folder.results(name)}
        for person in sorted(people):
            for place in (folder.autograded(person, name), folder.submitted(person, name)):
                content = _content(place / NAME)
                if content is not None and SCHEMA in content:
                    found.append((person, content))
    return found


def _content(path: Path) -> bytes | None:
    try:
        return read_bytes(path, MOST_BYTES)
    except (OSError, ValueError):
        return None


def _answers(files: list[tuple[str, bytes]], checked, forms: Sequence[str]) -> dict[str, dict[str, dict]]:
    """person -> form -> answers: those made first, and nothing of whoever asked to be forgotten."""
    found: dict[str, dict[str, dict]] = {}
    forgotten = set()
    for person, content in files:
        try:
            document = checked(json.loads(content))
        except (ValueError, RecursionError):
            continue
        if not document:
            continue
        if document.get("forgotten"):
            forgotten.add(person)
            continue
        own = found.setdefault(person, {})
        for form, part in document["forms"].items():
            if form not in own or part["made"] < own[form]["made"]:
                own[form] = part
    return {
        person: {form: own[form]["answers"] for form in forms if form in own}
        for person, own in found.items()
        if person not in forgotten and own
    }
