"""What the outputs of a cell say to a learner: the words of a check, and where the code stopped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nbformat import NotebookNode

from course.checks.verdict import METADATA

# Errors while an exercise is still open, by name: `checks.NotAttempted` and its kinds, and names that no cell made
NOT_MEASURED = frozenset({"NotMeasured", "PredictionMissing", "NotRun"})
WAITING = NOT_MEASURED | {"NotAttempted", "NotImplementedError"}
NO_SUCH_NAME = frozenset({"NotDefinedYet", "NameError"})
NOT_ATTEMPTED = WAITING | NO_SUCH_NAME
TERMINAL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|[\x00-\x08\x0b-\x1f\x7f]")
LINE = re.compile(r"Cell In\[(\d+)\], line (\d+)")
FILE = re.compile(r" \([^()]*, line \d+\)$")  # where a SyntaxError is, in a file that only the kernel knows
LONGEST = 2_000  # characters; nobody reads more of one message


def printed(cell: NotebookNode, stream: str) -> str:
    """What a cell printed on "stdout" or "stderr"."""
    texts = [each.text for each in cell.outputs if each.output_type == "stream" and each.name == stream]
    return clean("".join(texts))


def understood(cell: NotebookNode) -> str:
    """What the verdicts of a check say of right answers."""
    about = [each.metadata.get(METADATA, {}) for each in cell.outputs if each.output_type == "display_data"]
    said = [clean(str(each.get("words", ""))) for each in about if each.get("outcome") == "right"]
    return "\n".join(filter(None, said))


def error(cell: NotebookNode) -> NotebookNode | None:
    """The first error among the outputs of a cell."""
    return next((each for each in cell.outputs if each.output_type == "error"), None)


def told(error: NotebookNode, cells: Sequence[NotebookNode]) -> tuple[str, str]:
    """(heading, message) of an error as the notebook shows it.

    An error of the course has its own heading, such as "Not right yet". Any other has its name in the message, and
    the line of the notebook in which it happened.
    """
    shown, message = clean("\n".join(error.traceback)), clean(error.evalue)
    heading, colon, rest = shown.partition(": ")
    if colon and rest == message and "\n" not in heading:
        return heading, message
    message = FILE.sub("", message)
    return "", "\n".join(part for part in (f"{error.ename}: {message}".removesuffix(": "), _line(error, cells)) if part)


def clean(text: str) -> str:
    """Text without what a terminal would obey, and of bearable length."""
    text = TERMINAL.sub("", text).strip()
    return text if len(text) <= LONGEST else text[:LONGEST] + " ..."


def happened(error: NotebookNode) -> tuple[int, int] | None:
    """(number of the cell, line) of the innermost line of the notebook in the traceback of an error."""
    found = LINE.findall(clean("\n".join(error.traceback)))
    return (int(found[-1][0]), int(found[-1][1])) if found else None


def _line(error: NotebookNode, cells: Sequence[NotebookNode]) -> str:
    number, line = happened(error) or (0, 0)
    for cell in cells:
        if cell.cell_type == "code" and cell.execution_count == number and line <= len(cell.source.splitlines()):
            return f"It happened in line {line} of cell [{number}]: {cell.source.splitlines()[line - 1].strip()}"
    return ""
