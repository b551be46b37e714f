"""The concept inventory: what somebody takes for true before the course and at its end. No points, and no duty.

    inventory.record("A 95 5 50 - ...")     keep the line that `figures.inventory("A")` writes
    inventory.report()                      both Brier scores in words
    inventory.forget()                      the answers leave the folders of both lessons

The answers are in `inventory.json` beside the notebook. An instructor's report shows the class, never a person.
"""

from course.inventory.answers import NAME, forget, given, parse, record, report, scores
from course.inventory.scoring import belief, brier
from course.inventory.statements import FORMS, WHEN, Statement, statements

__all__ = [
    "FORMS",
    "NAME",
    "WHEN",
    "Statement",
    "belief",
    "brier",
    "forget",
    "given",
    "parse",
    "record",
    "report",
    "scores",
    "statements",
]
