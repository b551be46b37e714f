"""The time ruler: a prediction is dragged onto it, and then the samples land."""

from __future__ import annotations

from course.figures.figure import Figure
from course.language import gettext
from course.plots import ruler

SHORTEST, LONGEST = 1e-6, 1e3  # seconds: the ruler of a prediction


def time_ruler(observation=None) -> Figure:
    """A logarithmic ruler of time from microseconds to minutes.

    Without an observation the learner drags a prediction onto it, and it shows the line of code to write. With one
    (timing.Observation) the prediction stands on it and every sample lands beside it.
    Its twin in plain code: `plots.time_ruler(observation)`.
    """
    still = ruler.time_ruler(observation)
    data = {
        "landmarks": list(ruler.landmarks().items()),
        "from": SHORTEST,
        "to": LONGEST,
        "start": 0.03,  # the middle of the ruler, so that it suggests nothing
        "words": gettext("Drag the dot to where you think that one product will land, or use the arrow keys."),
        "labels": {
            "ruler": gettext("Ruler of time"),
            "axis": gettext("time of one call; each step is ten times the one before"),
            "again": gettext("Let the samples land again"),
            "prediction": gettext("Your prediction"),
            "measured": gettext("measured {}"),
            "predict": gettext("You predict {}."),
            "predicted": gettext("you predict {}"),
        },
        "samples": [],
        "prediction": None,
    }
    if observation is not None:
        predicted = observation.prediction.value if observation.prediction else None
        ends = [*observation.samples, *ruler.LANDMARKS.values(), *([predicted] if predicted else [])]
        data |= {
            "from": min(SHORTEST, min(ends) / 3),
            "to": max(LONGEST / 10, max(ends) * 3),
            "samples": list(observation.samples),
            "median": observation.median,
            "middle": ruler.duration(observation.median),
            "prediction": predicted,
            "words": ruler.words(observation),
        }
    return Figure("time_ruler", still.axes[0].get_title(loc="left"), data, still)
