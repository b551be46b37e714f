"""The concept inventory to be answered: a statement a row, and how sure one is."""

from __future__ import annotations

from course.figures.figure import Figure
from course.inventory import statements
from course.plots.inventory import asked

CHANCES = {
    "-": "no answer",
    "95": "true: 95 % sure",
    "80": "true: 80 % sure",
    "65": "true: 65 % sure",
    "50": "cannot tell: 50 %",
    "35": "false: 65 % sure",
    "20": "false: 80 % sure",
    "5": "false: 95 % sure",
}


def inventory(form: str) -> Figure:
    """The statements of form "A" (before the course) or "B" (at its end); writes the line for `inventory.record`.

    Its twin in plain code: `plots.asked(form)`.
    """
    data = {
        "form": form,
        "statements": [one.words[form] for one in statements()],
        "chances": list(CHANCES.items()),
        "name": {"A": "answers_before", "B": "answers_after"}[form],
    }
    return Figure("inventory", "What do you take for true?", data, asked(form))
