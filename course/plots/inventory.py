"""The concept inventory as a picture: what is asked, and what was believed before the course and at its end."""

from __future__ import annotations

from textwrap import wrap

from course.inventory import WHEN, belief, brier, statements
from course.language import gettext
from course.plots.card import COLOURS, INKS, SMALL, Picture, card, described

LOOKS = {"A": ("o", "orange"), "B": ("D", "blue")}


def asked(form: str) -> Picture:
    """The statements of form "A" or "B", to be read."""
    lines = [
        line
        for number, one in enumerate(statements(), start=1)
        for line in wrap(f"{number}. {gettext(one.words[form])}", 92, subsequent_indent="    ")
    ]
    figure, axes = card(height=0.7 + 0.21 * len(lines))
    axes.axis("off")
    axes.set_title(gettext("What do you take for true?"))
    axes.text(0, 1, "\n".join(lines), va="top", linespacing=1.4, color=COLOURS["ink"], transform=axes.transAxes)
    return described(figure, gettext("Statements, each true or false.") + " " + " ".join(lines))


def inventory(before: dict[str, float] | None = None, after: dict[str, float] | None = None) -> Picture:
    """For each concept the chance that was given to what is true, in the answers to form A and to form B.

    `before` and `after` are those of `inventory.given`; either may be None or empty. What has no answer has no row.
    """
    given = {form: answers for form, answers in (("A", before), ("B", after)) if answers}
    chances = {form: belief(answers, form) for form, answers in given.items()}
    known = [one for one in statements() if any(one.key in found for found in chances.values())]
    figure, axes = card(height=1.2 + 0.34 * len(known))
    if not known:  # whoever has not answered yet reads here what is so
        axes.axis("off")
        figure.suptitle(_message(chances), x=0.01, ha="left", fontsize=11, fontweight="bold")
        return described(figure, f"{_message(chances)}.")
    for row, one in enumerate(known):
        both = [chances[form][one.key] for form in chances if one.key in chances[form]]
        if len(both) == 2:
            axes.plot(both, [row, row], color=COLOURS["grey"], linewidth=1.5, zorder=1)
        for form, found in chances.items():
            if one.key in found:
                marker, colour = LOOKS[form]
                axes.plot([found[one.key]], [row], marker, color=COLOURS[colour], markersize=8, zorder=2)
    for form, answers in given.items():
        marker, colour = LOOKS[form]
        label = f"{WHEN[form]}: Brier score {brier(answers, form):.2f}"
        axes.plot([], [], marker, color=COLOURS[colour], label=label, markersize=8, linestyle="none")
    axes.axvline(0.5, color=COLOURS["grey"], linestyle="--", linewidth=1, zorder=0)
    axes.set_yticks(range(len(known)), [f"not so: {one.misconception}" for one in known], fontsize=SMALL)
    axes.set(xlim=(-0.03, 1.03), xlabel="chance that you gave to what is true")
    axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")
    axes.invert_yaxis()
    axes.grid(False, axis="y")
    title = _message(chances)
    figure.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold")  # longer than the axes are wide
    if given:
        figure.legend(loc="outside lower left", ncols=2, labelcolor=INKS["ink"])
    scores = "; ".join(f"{WHEN[form]} {brier(answers, form):.2f}" for form, answers in given.items())
    rows = "; ".join(_row(one, chances) for one in known)
    return described(figure, f"{title}. {f'Brier score {scores}. ' if scores else ''}{rows}")


def _message(chances: dict[str, dict[str, float]]) -> str:
    if not chances:
        return "No answers to show"
    if len(chances) == 1:
        (form,) = chances
        right = sum(chance > 0.5 for chance in chances[form].values())
        return f"Right {WHEN[form]}: {right} of {len(chances[form])}"
    common = [key for key in chances["A"] if key in chances["B"]]
    was, now = (sum(chances[form][key] > 0.5 for key in common) for form in ("A", "B"))
    return f"Right before the course: {was} of {len(common)}; at its end: {now}"


def _row(one, chances: dict[str, dict[str, float]]) -> str:
    said = ", ".join(
        f"{WHEN[form]} {100 * found[one.key]:.0f} %" for form, found in chances.items() if one.key in found
    )
    return f"{one.misconception} (not so): {said}"
