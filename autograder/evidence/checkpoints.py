"""Submitted checkpoints: read as numbers only, and judged by what they say; nothing is trained, no model is run.

That the weights do what their history says is verified where the model is: `training.fit` evaluates them while the
notebook is graded, and its complaint stands in the executed notebook.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.evidence.affected_items import AffectedItems, flag
from autograder.evidence.learner_files import read_bytes, regular
from autograder.gradebook.results import Flag
from autograder.text import shown

if TYPE_CHECKING:
    import numpy as np

    from course.training.history import History

ENDING, CUT_SHORT = ".safetensors", ".unfinished.safetensors"
MOST_FILES, MOST_BYTES, MOST_ARRAYS = 50, 256 * 2**20, 5000
MOST_NOTEBOOK = 64 * 2**20
BY = re.compile(rf"\s*([^\s/]+{re.escape(ENDING)})\b")


def verify(judged: Path, notebooks: list[str], items: AffectedItems) -> tuple[list[dict], list[Flag]]:
    """One row for each checkpoint in the folder, and a flag for each that does not fit."""
    rows, wrong = [], {}
    files = sorted(path for path in judged.iterdir() if path.name.endswith(ENDING))
    for path in files[:MOST_FILES]:
        if path.name.endswith(CUT_SHORT):
            whole = path.name.removesuffix(CUT_SHORT) + ENDING
            if not (judged / whole).exists():
                wrong.setdefault(whole, []).append(f"{whole} is missing; {path.name} is from a run that was cut short.")
            continue
        row = _row(path)
        row["items"] = [[each.notebook, each.item] for each in items.of_checkpoint(path.name.removesuffix(ENDING))]
        if row["problems"]:
            wrong.setdefault(path.name, []).extend(row["problems"])
        rows.append(row)
    for name, words in _complaints(judged, notebooks):
        if words not in wrong.setdefault(name, []):
            wrong[name].append(words)
    if len(files) > MOST_FILES:
        wrong[""] = [f"{len(files)} checkpoints were handed in; the first {MOST_FILES} were looked at."]
    at_stake = {name: items.of_checkpoint(name.removesuffix(ENDING)) if name else [] for name in wrong}
    return rows, [flag("timing", " ".join(words), at_stake[name]) for name, words in wrong.items()]


def _row(path: Path) -> dict:
    row = {
        "record": "checkpoint",
        "source": shown(path.name, 120),
        "epochs": 0,
        "planned": 0,
        "score_name": "",
        "score": None,
        "seconds": None,
        "device": "",
        "mark": "",
        "problems": [],
    }
    try:
        arrays, history = _read(path)
        row["problems"] = [f"{row['source']} {words}" for words in (*_weights(arrays), *_history(history))]
        if not row["problems"]:
            row |= {
                "epochs": len(history),
                "planned": history.planned,
                "score_name": shown(history.score_name, 40),
                "score": float(history.epochs[-1].valid_score),
                "seconds": history.seconds,
                "device": shown(history.device, 80),
                "mark": _mark(arrays, history),
            }
    except Exception as error:  # whatever is wrong with somebody's file, it is only a finding
        row["problems"] = [f"{row['source']} cannot be read: {shown(error, 200) or type(error).__name__}."]
    row["honest"] = not row["problems"]
    return row


def _read(path: Path) -> tuple[dict[str, np.ndarray], History]:
    """What `course.training.checkpoint.read` reads, as numpy arrays: torch takes two seconds to import."""
    from safetensors import safe_open

    from course.training.checkpoint import FORMAT
    from course.training.history import History

    regular(path, MOST_BYTES)
    with safe_open(path, framework="np") as file:
        notes, names = file.metadata() or {}, list(file.keys())
        if notes.get("format") != FORMAT:
            raise ValueError("it was not written by training.fit")
        if len(names) > MOST_ARRAYS:
            raise ValueError(f"it holds {len(names)} arrays")
        history = History.restore(json.loads(notes["history"]))
        try:
            return {name: file.get_tensor(name) for name in names}, history
        except TypeError:  # a kind of number that numpy lacks, such as bfloat16
            from course.training.checkpoint import read

            return {name: value.float().numpy() for name, value in read(path)[0].items()}, history


def _weights(arrays: dict[str, np.ndarray]) -> Iterator[str]:
    import numpy as np

    if not arrays:
        yield "holds no weights."
    if not all(np.isfinite(value).all() for value in arrays.values()):
        yield "holds weights that are no finite numbers."


def _history(history: History) -> Iterator[str]:
    """Where a history is not that of a whole run; the rule for "whole" is that of `training.fit`."""
    if not isinstance(history.planned, int) or not isinstance(history.device, str):
        yield "has a history of another form."
        return
    if not history.epochs or not (history.stopped_early or len(history) == history.planned):
        yield f"comes from a run of {len(history)} of {history.planned} epochs."
    values = [value for epoch in history.epochs for value in vars(epoch).values()]
    if not all(isinstance(value, int | float) and math.isfinite(value) for value in values):
        yield "has a history with losses or times that are no finite numbers."
        return
    if [epoch.number for epoch in history.epochs] != list(range(1, len(history) + 1)):
        yield "has a history in which epochs are missing or out of order."
    if any(epoch.seconds <= 0 for epoch in history.epochs):
        yield "has a history with epochs that took no time."
    scores = [score for epoch in history.epochs for score in (epoch.train_score, epoch.valid_score)]
    if history.score_name == "accuracy" and not all(0 <= score <= 1 for score in scores):
        yield "has a history with accuracies outside of 0 to 1."


def _mark(arrays: dict[str, np.ndarray], history: History) -> str:
    """The same for copies of one file only. Two honest runs with one seed can give the same weights on machines of
    one kind, but never in the same times."""
    digest = hashlib.sha256(repr([epoch.seconds for epoch in history.epochs]).encode())
    for name in sorted(arrays):
        digest.update(f"{name!r} {arrays[name].dtype} {arrays[name].shape}".encode(errors="replace"))
        digest.update(arrays[name].tobytes())
    return digest.hexdigest()[:32]


def _complaints(judged: Path, notebooks: list[str]) -> Iterator[tuple[str, str]]:
    """(file, message) of every CheckpointProblem in the outputs of the executed notebooks."""
    for name in notebooks:
        try:
            cells = json.loads(read_bytes(judged / f"{name}.ipynb", MOST_NOTEBOOK))["cells"]
            outputs = [output for cell in cells for output in cell.get("outputs", [])]
            messages = [str(each["evalue"]) for each in outputs if each.get("ename") == "CheckpointProblem"]
        except Exception:  # not a notebook: that is said elsewhere
            continue
        for words in messages:
            found = BY.match(words)
            yield (shown(found[1], 120) if found else "", shown(words.split("\n")[0]))
