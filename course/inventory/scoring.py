"""Scores of one person's answers: chances that a statement is true, against whether it is."""

from __future__ import annotations

from collections.abc import Mapping

from course.inventory.statements import statements

Answers = Mapping[str, float]  # a statement's key -> the chance (0 to 1) that it is true


def belief(answers: Answers, form: str) -> dict[str, float]:
    """For each answered statement the chance that was given to what is true: 1 is sure and right, 0 sure and wrong."""
    return {
        one.key: answers[one.key] if one.truth[form] else 1 - answers[one.key]
        for one in statements()
        if one.key in answers
    }


def brier(answers: Answers, form: str) -> float | None:
    """The Brier score: the mean squared distance of the chance from the truth (1 or 0); None without an answer.

    0 is perfect, 0.25 is what "I cannot tell" (a half) gives, 1 is sure and wrong throughout. Source: Brier,
    Monthly Weather Review 78 (1950), in its form for two outcomes.
    """
    given = belief(answers, form).values()
    return sum((1 - chance) ** 2 for chance in given) / len(given) if given else None
