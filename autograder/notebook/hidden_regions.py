"""Which lines of a test cell are hidden: those between two marks, which a course may choose for itself."""

from __future__ import annotations

MARKS = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"  # nbgrader's own


def hidden_lines(source: str, marks: tuple[str, str] = MARKS) -> set[int]:
    """The numbers, from 1, of the lines that learners do not get: the hidden part and the marks themselves."""
    begin, end = marks
    found, hidden = set(), False
    for number, line in enumerate(source.splitlines(), start=1):
        hidden = hidden or begin in line
        if hidden or end in line:
            found.add(number)
        hidden = hidden and end not in line
    return found
