"""A ruler of time: from a microsecond to a minute on one scale, so that a guess and a measurement can be compared."""

from __future__ import annotations

from course.language import gettext, gettext_noop, ngettext
from course.plots.card import COLOURS, INKS, SMALL, Picture, card, described
from course.timing.record import seconds as duration

ASKED = gettext_noop("Where will one product land?")
MEASURED = gettext_noop("Your guess and this machine")
# Everyday lengths in seconds, rounded (sound: 343 m/s)
LANDMARKS = {
    gettext_noop("sound crosses\na coin (2 mm)"): 6e-6,
    gettext_noop("camera flash"): 1e-3,
    gettext_noop("one frame\nof a film"): 1 / 24,
    gettext_noop("one beat\nof a march"): 0.5,
    gettext_noop("tying\na shoe"): 10.0,
}


def words(observation) -> str:
    """What the ruler says of an observation."""
    samples = ngettext("{} sample", "{} samples", len(observation.samples))
    said = gettext("The middle of {samples} is {middle}.", samples=samples, middle=duration(observation.median))
    if observation.prediction:
        said += " " + gettext("The prediction was {}.", duration(observation.prediction.value))
    return said


def landmarks() -> dict[str, float]:
    """Everyday lengths in seconds, by name."""
    return {gettext(name): length for name, length in LANDMARKS.items()}


def time_ruler(observation=None, *, message: str = "") -> Picture:
    """Every sample of an observation and the prediction it answers, in seconds on a logarithmic scale.

    Without an observation the ruler alone, with its landmarks.
    """
    predicted = observation.prediction.value if observation is not None and observation.prediction else None
    samples = [] if observation is None else observation.samples
    marks = [*samples, *LANDMARKS.values(), *([predicted] if predicted else [])]
    message = message or gettext(MEASURED if len(samples) else ASKED)
    figure, axes = card(height=2.9)
    axes.set_xscale("log")
    axes.set(xlim=(min(marks) / 3, max(marks) * 3), ylim=(-1.0, 2.1), xlabel=gettext("time of one call"), title=message)
    axes.xaxis.set_major_formatter(lambda value, _: duration(value))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    for name, length in landmarks().items():
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
            gettext("measured: {}", duration(observation.median)),
            (observation.median, 0.55),
            (observation.median, 1.05),
            ha="center",
            color=INKS["blue"],
            fontweight="bold",
        )
    if predicted:
        axes.plot([predicted], [0.55], "D", color=COLOURS["red"], markersize=8)
        axes.annotate(
            gettext("predicted: {}", duration(predicted)),
            (predicted, 0.55),
            (predicted, 1.6),
            ha="center",
            color=INKS["red"],
            fontweight="bold",
            arrowprops={"arrowstyle": "-", "color": COLOURS["red"]},
        )
    told = f" {words(observation)}" if observation is not None else ""
    below = gettext("Landmarks from a few millionths of a second to ten seconds stand below.")
    return described(figure, f"{message}.{told} {below}")
