"""A ruler of time: from a microsecond to a minute on one scale, so that a guess and a measurement can be compared."""

from __future__ import annotations

from course.plots.card import COLOURS, INKS, SMALL, Picture, card, described
from course.timing.record import seconds as duration

# Everyday lengths in seconds, rounded (sound: 343 m/s)
LANDMARKS = {
    "sound crosses\na coin (2 mm)": 6e-6,
    "camera flash": 1e-3,
    "one frame\nof a film": 1 / 24,
    "one beat\nof a march": 0.5,
    "tying\na shoe": 10.0,
}


def words(observation) -> str:
    """What the ruler says of an observation."""
    said = f"The middle of {len(observation.samples)} samples is {duration(observation.median)}."
    if observation.prediction:
        said += f" The prediction was {duration(observation.prediction.value)}."
    return said


def time_ruler(observation=None, *, message: str = "") -> Picture:
    """Every sample of an observation and the prediction it answers, in seconds on a logarithmic scale.

    Without an observation the ruler alone, with its landmarks.
    """
    predicted = observation.prediction.value if observation is not None and observation.prediction else None
    samples = [] if observation is None else observation.samples
    marks = [*samples, *LANDMARKS.values(), *([predicted] if predicted else [])]
    message = message or ("Your guess and this machine" if len(samples) else "Where will one product land?")
    figure, axes = card(height=2.9)
    axes.set_xscale("log")
    axes.set(xlim=(min(marks) / 3, max(marks) * 3), ylim=(-1.0, 2.1), xlabel="time of one call", title=message)
    axes.xaxis.set_major_formatter(lambda value, _: duration(value))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    for name, length in LANDMARKS.items():
        axes.annotate(
            name,
            (length, -1.0),
            (length, -0.55),
            ha="center",
            fontsize=SMALL,
            color=INKS["grey"],
            arrowprops={"arrowstyle": "-", "color": COLOURS["grey"]},
        )
    if len(samples):
        axes.plot(samples, [0.55] * len(samples), "|", color=COLOURS["blue"], markersize=20)
        axes.annotate(
            f"measured: {duration(observation.median)}",
            (observation.median, 0.55),
            (observation.median, 1.05),
            ha="center",
            color=INKS["blue"],
            fontweight="bold",
        )
    if predicted:
        axes.plot([predicted], [0.55], "D", color=COLOURS["red"], markersize=8)
        axes.annotate(
            f"predicted: {duration(predicted)}",
            (predicted, 0.55),
            (predicted, 1.6),
            ha="center",
            color=INKS["red"],
            fontweight="bold",
            arrowprops={"arrowstyle": "-", "color": COLOURS["red"]},
        )
    told = f" {words(observation)}" if observation is not None else ""
    return described(
        figure, f"{message}.{told} Landmarks from a few millionths of a second to ten seconds stand below."
    )
