"""Training that can be read: one loop, its history, its checkpoint, one small network.

    history = training.fit(model, (x, y), (x_valid, y_valid), epochs=10)

Start with `loop.py`: `step` is the four lines that train a network, `fit` repeats them.
"""

from course.training.checkpoint import CheckpointProblem, load
from course.training.feature_maps import FeatureMaps, covered, feature_maps
from course.training.history import Epoch, History
from course.training.loop import DeviceLost, Diverged, epoch_zero, fit, one_epoch, set_seed, step
from course.training.network import apple_net, parameters
from course.training.records import record
from course.training.rehearsal import rehearse
from course.training.scoring import evaluate, probabilities
from course.training.steps import steps
from course.training.threads import one_thread

__all__ = [
    "CheckpointProblem",
    "DeviceLost",
    "Diverged",
    "Epoch",
    "FeatureMaps",
    "History",
    "apple_net",
    "covered",
    "epoch_zero",
    "evaluate",
    "feature_maps",
    "fit",
    "load",
    "one_epoch",
    "one_thread",
    "parameters",
    "probabilities",
    "record",
    "rehearse",
    "set_seed",
    "step",
    "steps",
]
