"""Subtitles: which English words the network looked at for each French one, and how many sentences it gets right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from course.errors import CourseError
from course.plots.card import COLOURS, Picture, card, described, ink

SPOKEN = 400  # milliseconds an English word takes at 150 words a minute
FAINT = 0.08  # attention below this share is not drawn


def checked(line: Mapping) -> dict:
    """A line with its words and attention as the pictures use them; raises CourseError where they do not fit."""
    if missing := [name for name in ("english", "french", "attention") if name not in line]:
        raise CourseError(
            f"A subtitle has no `{missing[0]}`.",
            do="Give a dict with english and french (lists of words) and attention (French words x English words).",
        )
    english, french = list(line["english"]), list(line["french"])
    attention = np.asarray(line["attention"], dtype=float).reshape(len(french), -1) if french else np.zeros((0, 0))
    if not english or (french and attention.shape != (len(french), len(english))):
        raise CourseError(
            f"The attention of “{' '.join(map(str, english))}” is of shape {attention.shape}.",
            do=f"It needs a row for each French word and a column for each English one: {len(french), len(english)}.",
        )
    if not np.isfinite(attention).all():
        raise CourseError("An attention is no number.", do="Give shares from 0 to 1.")
    rest = {"people": list(line.get("people", [])), "known": bool(line.get("known"))}
    return {"english": english, "french": french, "attention": attention, **rest}


def words(line: Mapping, written: int, ms: float) -> str:
    """What the picture says when so many French words are written and each takes `ms` milliseconds."""
    line = checked(line)
    english, french = line["english"], line["french"]
    spoken = len(english) * SPOKEN / 1000
    if not written:
        return f"“{' '.join(english)}” is spoken in {spoken:.1f} s. No word is written yet."
    written = min(written, len(french))
    looked = line["attention"][written - 1]
    most = int(looked.argmax())
    says = (
        f"For “{french[written - 1]}” it looked most at “{english[most]}” ({looked[most]:.0%}). "
        f"{written} of {len(french)} words, {spoken + written * ms / 1000:.2f} s after the first spoken word, "
        f"{written * ms:.3g} ms of it the network."
    )
    if written == len(french) and line["people"]:
        same = line["people"] == french
        says += " People wrote the same." if same else f" People wrote “{' '.join(line['people'])}”."
    if written == len(french) and line["known"]:
        says += " It met this sentence in training."
    return says


def subtitle(line: Mapping, ms: float, written: int | None = None) -> Picture:
    """The English words, the French ones below each other beside them, and a ribbon as wide as the attention.

    line: {"english", "french", "people", "attention"}; `ms`: milliseconds a French word; `written`: how many of them
    are there, all when None. The last one's ribbons are strong. The plain twin of `figures.subtitles`.
    """
    found = checked(line)
    written = len(found["french"]) if written is None else min(written, len(found["french"]))
    rows = max(len(found["english"]), len(found["french"]))
    figure, axes = card(width=7, height=0.9 + 0.3 * rows)
    axes.axis("off")
    axes.set(xlim=(0, 1), ylim=(rows - 0.4, -0.6), title=" ".join(found["french"][:written]) or "…")
    way = np.linspace(0, 1, 40)
    for i, looked in enumerate(found["attention"][:written]):
        last = i == written - 1
        for j, share in enumerate(looked):
            if share >= FAINT:
                bend = j + (i - j) * way**2 * (3 - 2 * way)
                colour = COLOURS["orange"] if last else COLOURS["grey"]
                axes.plot(0.36 + 0.28 * way, bend, color=colour, linewidth=9 * share, alpha=0.9 if last else 0.25)
    for j, word in enumerate(found["english"]):
        axes.text(0.34, j, word, ha="right", va="center", fontsize=11)
    for i, word in enumerate(found["french"][:written]):
        last = i == written - 1
        axes.text(0.66, i, word, va="center", fontsize=11, color=ink(COLOURS["blue"]), weight="bold" if last else None)
    return described(figure, f"Subtitles word by word. {words(line, written, ms)}")


def translations(scores: Mapping[str, Mapping[str, float]], sets: Sequence[str]) -> Picture:
    """Bars of the share of sentences that are right, for each set before and after something.

    scores: {"before": {"longer": 0.1, ...}, ...}: for each row a share from 0 to 1 for each of the `sets`.
    """
    shares = np.array([[float(row[name]) for name in sets] for row in scores.values()])
    if not ((shares >= 0) & (shares <= 1)).all():
        raise CourseError("A share of sentences lies between 0 and 1.", do="Divide by the number of sentences.")
    figure, axes = card(height=3.2)
    axes.grid(False, axis="x")
    wide = 0.8 / len(scores)
    for i, (name, row) in enumerate(zip(scores, shares, strict=True)):
        bars = axes.bar(np.arange(len(sets)) + (i - (len(scores) - 1) / 2) * wide, row, wide * 0.94, label=name)
        axes.bar_label(bars, [f"{share:.0%}" for share in row], padding=2)
    axes.set_xticks(range(len(sets)), [name.replace("_", " ") for name in sets])
    axes.set(ylim=(0, 1.12), ylabel="share exactly right", title="Right word for word")
    axes.set_yticks([0, 0.5, 1])
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower right", ncols=len(scores))
    told = "; ".join(
        f"{name}: "
        + ", ".join(f"{share:.0%} of {each.replace('_', ' ')}" for each, share in zip(sets, row, strict=True))
        for name, row in zip(scores, shares, strict=True)
    )
    return described(figure, f"Share of sentences that are right word for word. {told}.")
