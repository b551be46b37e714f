"""Portraits of many predictions, and of none."""

from course import figures
from course.timing import Answered

NAMES = ["matrix product", "closed form", "20 epochs", "network", "epoch of apples", "table work", "training step"]
OFF = [40, 0.02, 9, 0.3, 2.5, 0.7, 1.2]

BRIER = {"before the course": 0.27, "at its end": 0.14}


def predictions() -> list[Answered]:
    lessons = ["00-start", "02-heavy", "02-heavy", "03-warm", "04-looking", "09-cpu-or-gpu", "09-cpu-or-gpu"]
    return [
        Answered(lesson, name, "seconds", "s", 0.05 * off, 0.05, float(number))
        for number, (lesson, name, off) in enumerate(zip(lessons, NAMES, OFF, strict=True))
    ]


def examples():
    return {"a course": figures.portrait(predictions(), left_out=2, brier=BRIER), "nothing yet": figures.portrait([])}
