"""The concept inventory to be answered: a statement a row, and how sure one is."""

from __future__ import annotations

from course.figures.figure import Figure
from course.inventory import statements
from course.language import gettext, gettext_noop
from course.plots.inventory import asked

CHANCES = {
    "-": gettext_noop("no answer"),
    "95": gettext_noop("true: 95 % sure"),
    "80": gettext_noop("true: 80 % sure"),
    "65": gettext_noop("true: 65 % sure"),
    "50": gettext_noop("cannot tell: 50 %"),
    "35": gettext_noop("false: 65 % sure"),
    "20": gettext_noop("false: 80 % sure"),
    "5": gettext_noop("false: 95 % sure"),
}


def inventory(form: str) -> Figure:
    """The statements of form "A" (before the course) or "B" (at its end); writes the line for `inventory.record`.

    Its twin in plain code: `plots.asked(form)`.
    """
    data = {
        "form": form,
        "statements": [gettext(one.words[form]) for one in statements()],
        "chances": [(mark, gettext(says)) for mark, says in CHANCES.items()],
        "words": {
            "answered": gettext("{done} of {all} answered."),
            "open": gettext("No points, and no duty: answer what you like."),
        },
        "name": {"A": "answers_before", "B": "answers_after"}[form],
    }
    return Figure("inventory", gettext("What do you take for true?"), data, asked(form))
