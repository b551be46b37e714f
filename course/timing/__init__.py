"""Predict, measure, record: every time in the lessons is an observation with its raw samples.

    timing.predict("matrix product", 0.02)          commit to a number first (seconds)
    timing.measure("matrix product", multiply)      warm up, wait for the device, repeat; median and spread
    timing.recorded("matrix product")               what the log beside the notebook holds
    timing.problems()                               whether the log is whole and honest; [] when it is

The log is `observations.json` beside the notebook (the environment variable COURSE_LOG names another place).
"""

from course.timing.busy import busy
from course.timing.calibration import Answered, answered, typical, unanswered
from course.timing.honesty import Problem, problems, shared
from course.timing.logfile import NAME, Log, LogBroken, LogNotWritten, LogTooNew, log, open_log, start_afresh
from course.timing.neighbour import noisy_neighbours
from course.timing.other_lesson import copy_of, earlier, logs
from course.timing.protocol import (
    ANEW,
    NotMeasured,
    PredictionMissing,
    latest,
    measure,
    measure_copy,
    measure_epochs,
    measure_sweep,
    predict,
    recorded,
    table,
)
from course.timing.published import published
from course.timing.record import Observation, Prediction
from course.timing.reference import NONE_YET, Reference, borrowed, carry_borrowed, reference, references
from course.timing.roofline import DataSheet, Roofline, roofline

__all__ = [
    "ANEW",
    "NAME",
    "NONE_YET",
    "Answered",
    "DataSheet",
    "Log",
    "LogBroken",
    "LogNotWritten",
    "LogTooNew",
    "NotMeasured",
    "Observation",
    "Prediction",
    "PredictionMissing",
    "Problem",
    "Reference",
    "Roofline",
    "answered",
    "borrowed",
    "busy",
    "carry_borrowed",
    "copy_of",
    "earlier",
    "latest",
    "log",
    "logs",
    "measure",
    "measure_copy",
    "measure_epochs",
    "measure_sweep",
    "noisy_neighbours",
    "open_log",
    "predict",
    "problems",
    "published",
    "recorded",
    "reference",
    "references",
    "roofline",
    "shared",
    "start_afresh",
    "table",
    "typical",
    "unanswered",
]
