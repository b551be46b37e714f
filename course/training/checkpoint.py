"""Trained weights in a file, with what they were trained on, so that nobody has to train them again.

The file is safetensors: it holds numbers only, so a stranger's file can be opened without running code.
Its metadata says which model, data and settings made it, and what the history was.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from course.errors import CourseError
from course.files import write_atomic
from course.training import scoring
from course.training.history import History

if TYPE_CHECKING:
    import torch
    from torch import nn

FORMAT = "course-checkpoint/1"
SCORE_TOLERANCE = 0.02  # other processors round differently: a few photographs may change sides
LOSS_TOLERANCE = 0.10  # relative, for the same reason
PARTS = {
    "model": "another network",
    "train": "other training examples",
    "valid": "other validation examples",
    "settings": "other settings",
}


class CheckpointProblem(CourseError):
    """A checkpoint that is missing, cannot be read, belongs to another run, or does not do what it says."""


class Checkpoint:
    """The file NAME.safetensors in the current folder, for one model, one data set, one choice of settings.

    While a run goes on it writes NAME.unfinished.safetensors, so an earlier whole run is not lost.
    """

    def __init__(self, name: str, model: nn.Module, train, valid, settings: dict):
        if not name or Path(name).name != name:
            raise CourseError(
                f"`checkpoint` is the name of a file without a folder; it is {name!r}.",
                do='Write for example `checkpoint="apple-cnn"`.',
            )
        name = name.removesuffix(".safetensors")
        self.path = Path.cwd() / f"{name}.safetensors"
        self.unfinished = Path.cwd() / f"{name}.unfinished.safetensors"
        self.key = {
            "model": fingerprint_of_model(model),
            "train": fingerprint_of_data(*train),
            "valid": fingerprint_of_data(*valid),
            "settings": settings,
        }

    def save(self, model_or_weights, history: History) -> None:
        """Writes weights and history so far, atomically: a killed kernel leaves the last whole file."""
        from safetensors.torch import save

        tensors = model_or_weights if isinstance(model_or_weights, dict) else weights(model_or_weights)
        notes = {"format": FORMAT, "key": json.dumps(self.key), "history": json.dumps(history.record())}
        try:
            write_atomic(self.unfinished, save(tensors, metadata=notes))
        except OSError as error:
            raise CheckpointProblem(
                f"{self.path.name} could not be written: {error.strerror or error}.",
                why="The trained weights are kept beside the notebook, so that grading need not train again.",
                do="Free some space on the disk, or make the folder writable, and run the cell again.",
            ) from None

    def finish(self) -> None:
        """The run is whole: its file takes the final name."""
        os.replace(self.unfinished, self.path)

    def take(self, model: nn.Module, train, valid, watch, loss, execution: str | None) -> History | None:
        """The history of the submitted run, its weights loaded into `model`; None when it must be trained.

        `execution` is nbgrader's NBGRADER_EXECUTION: "autograde" never trains, "validate" trains only
        when the file does not fit, anything else always trains.
        """
        if execution not in ("autograde", "validate"):
            return None
        try:
            found, history = self._read()
            model.to("cpu")
            _put(found, model, self.path.name)
            patience = self.key["settings"]["patience"]
            _verify(self.path.name, model, train, valid, watch, loss, history, patience)
        except CheckpointProblem:
            if execution == "autograde":
                raise
            return None
        history.from_checkpoint = True
        return history

    def _read(self) -> tuple[dict[str, torch.Tensor], History]:
        found, key, history = read(self.path)
        for part, words in PARTS.items():
            difference = _difference(self.key[part], key.get(part))
            if difference:
                raise CheckpointProblem(
                    f"{self.path.name} was trained with {words}: {difference}.",
                    why="It does not belong to the notebook as it stands.",
                    do="Run the notebook from top to bottom, let the training finish, and submit again.",
                )
        return found, history


def read(path: Path) -> tuple[dict[str, torch.Tensor], dict, History]:
    """(weights, key, history) of a checkpoint file. Raises CheckpointProblem when it is not one."""
    from safetensors import SafetensorError, safe_open

    path = Path(path)
    if not path.is_file():
        raise CheckpointProblem(
            f"{path.name} is missing.",
            why="It holds the trained weights. Grading looks at them and does not train again.",
            do="Run the notebook from top to bottom and submit its whole folder.",
        )
    try:
        with safe_open(path, framework="pt") as file:
            notes = file.metadata() or {}
            if notes.get("format") != FORMAT:
                raise ValueError(f"its format is {notes.get('format')!r}, not {FORMAT!r}")
            found = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a dict
        return found, json.loads(notes["key"]), History.restore(json.loads(notes["history"]))
    except (SafetensorError, OSError, ValueError, KeyError, TypeError) as error:
        raise CheckpointProblem(
            f"{path.name} cannot be read: {error}.",
            why="The file is damaged, or it was not written by `training.fit`.",
            do="Delete it, run the notebook from top to bottom, and submit again.",
        ) from None


def load(model: nn.Module, name: str) -> History:
    """Loads NAME.safetensors (or the file of a run that was cut short) into `model`; returns its history."""
    path = Path.cwd() / f"{name.removesuffix('.safetensors')}.safetensors"
    found, _, history = read(path if path.is_file() else path.with_suffix(".unfinished.safetensors"))
    _put(found, model, path.name)
    return history


def _put(found: dict, model: nn.Module, name: str) -> None:
    """Loads weights into the model, or says that they are those of another one."""
    try:
        model.load_state_dict(found)
    except RuntimeError:
        raise CheckpointProblem(
            f"{name} holds the weights of another network.",
            why="Its layers have other names or sizes than the model that you gave.",
            do="Make the model as it was when it was trained, then load again.",
        ) from None


def weights(model: nn.Module) -> dict[str, torch.Tensor]:
    """A copy of all weights on the CPU."""
    return {name: value.detach().cpu().clone().contiguous() for name, value in model.state_dict().items()}


def fingerprint_of_model(model: nn.Module) -> dict:
    """What kind of network it is: its layers, and the shape of all weights. Not their values."""
    shapes = {name: list(value.shape) for name, value in model.state_dict().items()}
    layers = [type(part).__name__ for part in model.modules()]
    return {"layers": layers, "weights": shapes}


def fingerprint_of_data(inputs: torch.Tensor, targets: torch.Tensor) -> dict:
    """Which examples these are: shape, exact classes, and means of 16 parts of the inputs.

    Means, not bytes: another processor may render a pixel one step brighter.
    """
    flat = inputs.detach().cpu().flatten().double()
    means = [round(float(part.mean()), 6) for part in flat.tensor_split(16) if len(part)]
    told = {"shape": list(inputs.shape), "means": means}
    answers = targets.detach().cpu().double()
    if bool((answers == answers.round()).all()):
        return told | {"classes": hashlib.sha256(answers.long().numpy().tobytes()).hexdigest()[:16]}
    return told | {"answers": [round(float(part.mean()), 6) for part in answers.flatten().tensor_split(16)]}


def _difference(mine, theirs) -> str:
    """In words, where two fingerprints differ; empty when they agree. Numbers may differ by one in 500."""
    if not isinstance(theirs, dict):
        return "the file does not say which"
    for name in mine:
        ours, other = mine[name], theirs.get(name)
        if name in ("means", "answers") and isinstance(other, list) and len(other) == len(ours):
            scale = max(1e-9, *(abs(value) for value in ours))
            if all(abs(a - b) <= 0.002 * scale for a, b in zip(ours, other, strict=True)):
                continue
            return "their contents differ"
        if ours != other:
            if name in ("layers", "weights", "classes", "means", "answers"):
                return f"the {name} differ"
            return f"{name} is {other!r} there and {ours!r} here"
    return ""


def _verify(name: str, model, train, valid, watch, loss, history: History, patience) -> None:
    """Evaluates the weights and compares with what the history says about them."""
    import numpy as np

    if not history.epochs or not (history.stopped_early or len(history) == history.planned):
        raise CheckpointProblem(
            f"{name} comes from a run of {len(history)} of {history.planned} epochs.",
            why="The training was stopped before its end.",
            do="Run the cell that trains again, let it finish, and submit again.",
        )
    said = history.best if patience is not None else history.epochs[-1]
    for data, part, words in ((train, "train", "training"), (valid, "valid", "validation")):
        loss_now, score_now = scoring.evaluate(model, data, loss=loss)
        loss_said, score_said = getattr(said, f"{part}_loss"), getattr(said, f"{part}_score")
        room = SCORE_TOLERANCE if history.score_name == "accuracy" else 0.05 * abs(score_now) + 1e-6
        if (
            not abs(score_said - score_now) <= max(room, 1.5 / len(data[1]))  # "not": NaN is never near
            or not abs(loss_said - loss_now) <= LOSS_TOLERANCE * abs(loss_now) + 0.01
        ):
            raise CheckpointProblem(
                f"{name} says {history.score_name} {score_said:.3f} and loss {loss_said:.3f} on the {words} "
                f"examples; its weights, evaluated now, give {score_now:.3f} and {loss_now:.3f}.",
                why="A history must describe the weights that it comes with.",
                do="Run the notebook from top to bottom, let the training finish, and submit again.",
            )
    if watch is not None and len(history.guesses):
        now = scoring.probabilities(model, watch)
        row = np.array(history.guesses[said.number - 1])
        if row.shape != now.shape or not np.abs(row - now).max() <= 0.1:
            raise CheckpointProblem(
                f"{name} keeps other guesses for the watched photographs than its weights give.",
                why="A history must describe the weights that it comes with.",
                do="Run the notebook from top to bottom, let the training finish, and submit again.",
            )
