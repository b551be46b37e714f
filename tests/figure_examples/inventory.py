"""The concept inventory before the course and at its end."""

from course import figures


def examples():
    return {"before": figures.inventory("A"), "at the end": figures.inventory("B")}
