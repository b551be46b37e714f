"""What happened in a training run, epoch by epoch."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from course.errors import CourseError

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Epoch:
    """One pass over all training examples, and how good the model was after it.

    `seconds` is the training pass alone, without the evaluation that follows it.
    The scores are accuracies (0..1) for a classifier, root mean squared errors for a regression.
    """

    number: int
    seconds: float
    train_loss: float
    valid_loss: float
    train_score: float
    valid_score: float


@dataclass
class History:
    """All epochs of one run. `watched[e, i]`: probability of apple for photograph i after epoch e + 1."""

    planned: int
    score_name: str = "accuracy"
    device: str = "cpu"
    epochs: list[Epoch] = field(default_factory=list)
    guesses: list[list[float]] = field(default_factory=list)
    stopped_early: bool = False
    interrupted: bool = False
    from_checkpoint: bool = False

    def __len__(self) -> int:
        return len(self.epochs)

    @property
    def watched(self) -> np.ndarray:
        """Probabilities of apple, shape (epochs, watched photographs); empty when nothing was watched."""
        return np.array(self.guesses, dtype=float)

    def add(self, epoch: Epoch, guesses: np.ndarray | None = None, patience: int | None = None) -> None:
        """One more epoch, the guesses for watched photographs (n,) after it, and whether patience is at its end."""
        self.epochs.append(epoch)
        if guesses is not None:
            self.guesses.append(guesses.round(4).tolist())
        self.stopped_early = patience is not None and epoch.number - self.best.number >= patience

    @property
    def best(self) -> Epoch:
        """The epoch with the lowest validation loss (the first of equals)."""
        if not self.epochs:
            raise CourseError(
                "This history has no epoch yet.",
                why="The training was stopped before its first epoch was over.",
                do="Run the cell that trains again, and let at least one epoch finish.",
            )
        return min(self.epochs, key=lambda epoch: epoch.valid_loss)

    @property
    def over(self) -> bool:
        """Whether the run has ended: all epochs done, stopped early, or interrupted."""
        return len(self.epochs) >= self.planned or self.stopped_early or self.interrupted

    @property
    def seconds(self) -> float:
        """Seconds of training so far, all epochs together."""
        return float(sum(epoch.seconds for epoch in self.epochs))

    def frame(self) -> pd.DataFrame:
        """One row for each epoch, with the columns of `Epoch`, indexed by its number."""
        import pandas as pd

        names = list(Epoch.__dataclass_fields__)
        return pd.DataFrame([asdict(epoch) for epoch in self.epochs], columns=names).set_index("number")

    def record(self) -> dict:
        """Plain data (for JSON); `History.restore` reads it back."""
        return asdict(self)

    @classmethod
    def restore(cls, record: dict) -> History:
        """A history from `record()`. Raises KeyError or TypeError when the record is not one."""
        return cls(**{**record, "epochs": [Epoch(**epoch) for epoch in record["epochs"]]})
