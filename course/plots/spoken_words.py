"""Words over a spectrogram: what a network heard and when, beside what was said, and the word error rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from course.errors import CourseError
from course.plots.card import COLOURS, SMALL, Picture, card, described, ink
from course.plots.word_errors import columns, error_rate, whole
from course.voice.spectrogram import middles

TITLE = "What the network heard, word by word"
SHADES = ("#0B1020", "#1F3A6E", "#2C7FA0", "#6CCBAF", "#EFFBE4")  # from quiet to loud
MARKS = {"right": "✓ ", "wrong": "✗ ", "missing": "✗ ", "extra": "✗ ", "unknown": ""}
OFF = 0.25  # seconds by which a sound, or a word, may lie beside its take: frames have ends, and ends have frames
LETTER = 0.09  # inches that a letter of the twin takes, at most


def checked(take: Mapping) -> dict:
    """A take as the pictures use it; raises CourseError where its parts do not fit."""
    if missing := [name for name in ("name", "spectrogram", "seconds", "read") if name not in take]:
        raise CourseError(
            f"A take has no `{missing[0]}`.",
            do="Give a dict with name, spectrogram (frames x bands), seconds and read ({label: [(word, start, end)]}).",
        )
    name, seconds = str(take["name"]), float(take["seconds"])
    if not (np.isfinite(seconds) and seconds > 0):
        raise CourseError(f"The take “{name}” cannot last {seconds} s.", do="Give the seconds of its sound, above 0.")
    spectrogram = np.asarray(take["spectrogram"], dtype=float)
    if spectrogram.ndim != 2 or min(spectrogram.shape) < 2:
        raise CourseError(
            f"The spectrogram of “{name}” is of shape {spectrogram.shape}.",
            do="It needs a row for each frame and a column for each frequency band, at least two of both.",
        )
    if not np.isfinite(spectrogram).all():
        raise CourseError(
            f"The spectrogram of “{name}” holds a number that is not finite.",
            why="The logarithm of no energy is minus infinity.",
            do="Add a little before you take the logarithm: `np.log(energy + 1e-6)`.",
        )
    if not isinstance(take["read"], Mapping) or not take["read"]:
        raise CourseError(
            f"Nobody has read the take “{name}”.", do='Give one reading or more: {"before": [("one", 0.2, 0.5), ...]}.'
        )
    truth = take.get("truth")
    if truth is not None and (isinstance(truth, str) or not len(truth)):
        raise CourseError(
            f"The truth of “{name}” is no list of words.",
            do='Give a list, such as "one two".split(), or None where nobody knows what was said.',
        )
    return {
        "name": name,
        "spectrogram": spectrogram,
        "seconds": seconds,
        "read": {str(label): _words(name, said, seconds) for label, said in take["read"].items()},
        "truth": None if truth is None else [str(word) for word in truth],
        "sound": _sound(name, take, seconds),
        "rate": int(take.get("rate") or 0),
    }


def _words(name: str, said: Sequence, seconds: float) -> list[tuple[str, float, float]]:
    found = []
    for each in said:
        try:
            word, start, end = each
            start, end = float(start), float(end)
        except (TypeError, ValueError):
            raise CourseError(
                f"In the take “{name}” a word is given as {each!r}.", do="Give (word, start, end), in seconds."
            ) from None
        if not (-OFF <= start <= end <= seconds + OFF):  # which no NaN passes
            raise CourseError(
                f"In the take “{name}” the word “{word}” lasts from {start:g} to {end:g} s.",
                why=f"The take lasts from 0 to {seconds:g} s.",
                do="Give start and end in seconds, not in frames, and the start first.",
            )
        found.append((str(word), min(max(start, 0.0), seconds), min(max(end, 0.0), seconds)))
    return sorted(found, key=lambda each: each[1:])


def _sound(name: str, take: Mapping, seconds: float) -> np.ndarray | None:
    if take.get("sound") is None:
        return None
    sound, rate = np.asarray(take["sound"], dtype=float), take.get("rate") or 0
    if sound.ndim != 1 or not len(sound) or not np.isfinite(sound).all() or np.abs(sound).max() > 1.001:
        loudest = f", up to {np.nanmax(np.abs(sound)):g}" if sound.size else ""
        raise CourseError(
            f"The sound of “{name}” is of shape {sound.shape}{loudest}.",
            do="Give one finite number from -1 to 1 for each sample. Samples of 16 bits are divided by 32768.",
        )
    if not rate > 0:
        raise CourseError(f"The sound of “{name}” has no rate.", do="Give `rate`, its samples a second: 8000.")
    if abs(len(sound) / rate - seconds) > OFF:
        raise CourseError(
            f"The sound of “{name}” lasts {len(sound) / rate:.2f} s and its take {seconds:.2f} s.",
            why="Then the cursor would run beside the sound.",
            do="Check `rate` and `seconds`, or give the whole sound.",
        )
    return sound


def all_checked(takes: Sequence[Mapping]) -> list[dict]:
    """Every take as the pictures use it."""
    ready = [checked(take) for take in takes]
    if not ready:
        raise CourseError("There is no take to look at.", do="Give a list of one take or more.")
    if len(bands := sorted({take["spectrogram"].shape[1] for take in ready})) > 1:
        raise CourseError(
            f"The spectrograms have {bands[0]} and {bands[1]} frequency bands.", do="Make all of them the same way."
        )
    return ready


def hertz(bands: int, frequencies: Sequence[float] | None = None) -> list[tuple[float, int]]:
    """Where on the axis of bands, counted from 0, round frequencies stand: [(place, hertz), ...].

    frequencies: the middle of each band, rising; None for those of `voice.spectrogram`.
    """
    found = middles(bands) if frequencies is None else np.asarray(frequencies, dtype=float)
    if found.shape != (bands,) or not np.isfinite(found).all() or not (np.diff(found) > 0).all():
        raise CourseError(
            f"The frequencies are of shape {found.shape} and the spectrogram has {bands} bands.",
            do="Give the middle frequency of each band in hertz, from low to high.",
        )
    ticks: list[tuple[float, int]] = []
    for value in (200, 500, 1000, 2000, 3500, 8000, 16000):
        if found[0] <= value <= found[-1]:
            place = float(np.interp(value, found, np.arange(bands)))
            if not ticks or place - ticks[-1][0] > 0.1 * bands:
                ticks.append((place, value))
    return ticks or [(0.0, round(found[0])), (bands - 1.0, round(found[-1]))]


def shades(spectrogram: np.ndarray) -> np.ndarray:
    """The spectrogram from 0 (quiet) to 255 (loud), bytes: a fiftieth of it is as quiet as can be."""
    low, high = np.percentile(spectrogram, [2, 99.8])
    return np.round(255 * np.clip((spectrogram - low) / max(high - low, 1e-9), 0, 1)).astype(np.uint8)


def words(take: Mapping, label: str, at: float) -> str:
    """What the figure says with its cursor at so many seconds, a tenth being its step."""
    take = checked(take)
    found = columns(take, label)
    done = [each for each in found if each["end"] <= at + 1e-6]
    if any(each["start"] <= at < each["end"] - 1e-6 for each in found):
        now = "a word is being spoken"
    else:
        now = done[-1]["words"] if done else "no word yet"
    heard = " ".join(each["heard"] for each in done if each["kind"] != "missing")
    return f"{at:.1f} s: {now}. {f'Heard so far: {heard}. ' if heard else ''}{whole(found, take['truth'])}"


def spoken_words(
    takes: Sequence[Mapping],
    take: int = 0,
    reading: str | None = None,
    at: float | None = None,
    frequencies: Sequence[float] | None = None,
) -> Picture:
    """The spectrogram of a take and below it the words that were heard, up to a time; right ones and others differ.

    takes    dicts with name, spectrogram (frames x bands, logarithms of energy), seconds, read ({label: [(word,
             start, end), ...]}, seconds), truth (the words that were said, or None)
    take     which of them, from 0
    reading  a label of its `read`; all of them below each other when None
    at       up to which second; all of it when None
    frequencies  the middle of each band in hertz; those of `voice.spectrogram` when None
    The plain twin of `figures.spoken_words`.
    """
    ready = all_checked(takes)
    if not -len(ready) <= take < len(ready):
        raise CourseError(f"There is no take {take}.", do=f"Give a number from 0 to {len(ready) - 1}.")
    one = ready[take]
    if reading is not None and reading not in one["read"]:
        raise CourseError(f"There is no reading “{reading}”.", do=f"Give one of: {', '.join(one['read'])}.")
    labels = list(one["read"]) if reading is None else [reading]
    until = one["seconds"] if at is None else float(at)
    lanes = {label: columns(one, label) for label in labels}
    levels = {label: _levels(found, one["seconds"]) for label, found in lanes.items()}
    deep = {label: 1.5 + 2.6 * (1 + max(levels[label], default=0)) for label in labels}
    figure, axes = card(
        2, 1, height=2.5 + 0.22 * sum(deep.values()), sharex=True, height_ratios=[2.1, 0.22 * sum(deep.values())]
    )
    bands = one["spectrogram"].shape[1]
    ticks = hertz(bands, frequencies)
    above, below = axes
    colours = LinearSegmentedColormap.from_list("quiet to loud", SHADES)
    reach = (0, one["seconds"], -0.5, bands - 0.5)
    above.imshow(shades(one["spectrogram"]).T, origin="lower", aspect="auto", extent=reach, cmap=colours)
    above.grid(False)
    above.set(ylabel="frequency (Hz)", title=f"{TITLE}: {one['name']}")
    above.set_yticks([place for place, _ in ticks], [f"{value:,}" for _, value in ticks])
    above.tick_params(labelbottom=True)
    below.axis("off")
    below.set(xlim=(0, one["seconds"]), ylim=(sum(deep.values()), 0))
    if at is not None:
        above.axvline(until, color="white", linewidth=2)
        above.axvline(until, color=COLOURS["ink"], linewidth=1)
    top = 0.0
    for label in labels:
        _lane(below, label, lanes[label], levels[label], one["truth"], until, top)
        top += deep[label]
    above.set_xlabel("time (s)")
    said = " ".join(f"{label}: {words(one, label, until)}" for label in labels)
    return described(figure, f"Words under the spectrogram of “{one['name']}”, {one['seconds']:.1f} s. {said}")


def _lane(axes, label: str, found: list[dict], levels: list[int], truth, until: float, top: float) -> None:
    """A reading: its label, a bar for each word, below it what was heard and what was said."""
    rate = error_rate(found, truth)
    name = label if rate is None else f"{label}: word error rate {rate:.0%}"
    axes.text(0, top + 0.6, name, va="center", fontsize=SMALL + 1, weight="bold")
    for each, level in zip(found, levels, strict=True):
        if each["end"] > until + 1e-6:
            continue
        colour = COLOURS[{"right": "blue", "unknown": "ink"}.get(each["kind"], "red")]
        look = "-" if each["kind"] in ("right", "unknown") else ":"
        axes.plot([each["start"], each["end"]], [top + 1.3] * 2, look, color=colour, linewidth=4)
        if each["kind"] == "missing":
            axes.plot(each["start"], top + 1.3, "v", color=colour)
        middle, down = (each["start"] + each["end"]) / 2, top + 2 + 2.6 * level
        options = {"ha": "center", "va": "center", "fontsize": SMALL + 0.5}
        axes.text(middle, down, MARKS[each["kind"]] + each["heard"], color=ink(colour), weight="bold", **options)
        if truth is not None:
            axes.text(middle, down + 1, each["said"], color=ink(COLOURS["grey"]), **options)


def _levels(found: list[dict], seconds: float) -> list[int]:
    """On which of several lines each word stands, so that none covers another."""
    ends: list[float] = []
    levels = []
    for each in found:
        half = seconds / 7 * LETTER * (2 + max(len(each["heard"]), len(each["said"]))) / 2
        middle = (each["start"] + each["end"]) / 2
        level = next((i for i, end in enumerate(ends) if end <= middle - half), len(ends))
        ends[level:level] = [0.0] if level == len(ends) else []
        ends[level] = middle + half
        levels.append(level)
    return levels
