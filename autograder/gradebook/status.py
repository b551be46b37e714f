"""What became of a graded cell: one word for it everywhere, and what learners and instructors read of it."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """A status is its word, as `result.json` has it.

    heading : what a learner reads on the page of feedback.
    words, letter, style : what an instructor reads in the report, the sign in the table of people, and its CSS class.
    """

    heading: str
    words: str
    letter: str
    style: str

    RIGHT = "right", "Right", "right", "R", "right"
    PARTIAL = "partial", "Partly right", "partly right", "p", ""
    WRONG = "wrong", "Not right yet", "wrong", "W", "wrong"
    HIDDEN = "hidden", "Not right in general", "failed hidden tests only", "H", "hidden"
    NOT_ATTEMPTED = "not attempted", "Not attempted yet", "not attempted", "–", "skipped"
    STOPPED = "stopped", "Your code stopped", "stopped with an error", "S", "wrong"
    TROUBLE = "trouble", "Not decided yet", "not judged", "?", "hidden"
    BY_HAND = "by hand", "Graded by hand", "graded by hand", "b", ""
    WAITS = "waits", "Not graded yet", "waits for a person", "…", ""

    def __new__(cls, word: str, *about: str):
        status = str.__new__(cls, word)
        status._value_ = word
        status.heading, status.words, status.letter, status.style = about
        return status

    @classmethod
    def of_score(cls, score: float, most: float) -> Status:
        """What a score by itself tells."""
        return cls.RIGHT if score >= most else cls.PARTIAL if score > 0 else cls.WRONG
