"""Recall by variety for a biased set, more of it, and a few of the missing: made-up shares."""

from course import figures

RECALLS = {
    "160 red or striped": {"red": 0.9, "striped": 0.88, "green": 0.02, "yellow": 0.1, "pink": 0.2, "russet": 0.03},
    "640 red or striped": {"red": 0.95, "striped": 0.93, "green": 0.0, "yellow": 0.05, "pink": 0.2, "russet": 0.03},
    "160 and 20 of the missing": {"red": 0.9, "striped": 0.9, "green": 0.4, "yellow": 0.5, "pink": 0.2, "russet": 0.03},
}
MISSING = ("green", "yellow", "pink", "russet")


def examples():
    return {"biased": figures.recall_bars(RECALLS, MISSING)}
