"""A ruler of time: from a microsecond to a minute on one scale, so that a guess and a measurement can be compared."""

from __future__ import annotations

from course.plots.card import COLOURS, Picture, card, described
from course.timing.record import seconds as duration

# Everyday lengths in seconds, rounded (sound: 343 m/s)
LANDMARKS = {
    "sound crosses\na coin (2 mm)": 6e-6,
    "camera flash": 1e-3,
    "one frame\nof a film": 1 / 24,
    "one beat\nof a march": 0.5,
    "tying\na shoe": 10.0,
}


def time_ruler(observation, *, message: str = "Your guess and this machine, on a ruler of time") -> Picture:
    """Every sample of an observation and the prediction it answers, in seconds on a logarithmic scale."""
    predicted = observation.prediction.value if observation.prediction else None
    marks = [*observation.samples, *LANDMARKS.values(), *([predicted] if predicted else [])]
    figure, axes = card(width=7.2, height=2.9)
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
            fontsize=8,
            color=COLOURS["grey"],
            arrowprops={"arrowstyle": "-", "color": COLOURS["grey"]},
        )
    axes.plot(observation.samples, [0.55] * len(observation.samples), "|", color=COLOURS["blue"], markersize=20)
    axes.annotate(
        f"measured: {duration(observation.median)}",
        (observation.median, 0.55),
        (observation.median, 1.05),
        ha="center",
        color=COLOURS["blue"],
        fontweight="bold",
    )
    said = ""
    if predicted:
        axes.plot([predicted], [0.55], "D", color=COLOURS["red"], markersize=8)
        axes.annotate(
            f"predicted: {duration(predicted)}",
            (predicted, 0.55),
            (predicted, 1.6),
            ha="center",
            color=COLOURS["red"],
            fontweight="bold",
            arrowprops={"arrowstyle": "-", "color": COLOURS["red"]},
        )
        said = f" The prediction was {duration(predicted)}."
    return described(
        figure,
        f"{message}. The middle of {len(observation.samples)} samples is {duration(observation.median)}.{said} "
        "Landmarks from a few millionths of a second to ten seconds stand below.",
    )
