"""In the grader: a test cell that runs inside the learner's own process, and the verdict that nbgrader reads.

What comes back was made by a process that the learner rules: only its form is made sure of, and its size.
"""

from __future__ import annotations

import re

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output
from nbformat.validator import isvalid
from nbgrader import utils

from autograder import serialization
from autograder.judge.client import Verdict
from autograder.judge.verdict import NOT_ATTEMPTED
from autograder.text import encodable, without_escapes

STDERR = "The test cell wrote to stderr, and nbgrader counts that as failed:"
NUMPY = re.compile(r"np\.(?:float|int)\d+\((.*)\)")  # how numpy shows what is a number; nbgrader takes it for no number


def question(source: str, before: list[str], most: int) -> bytes:
    """What asks a learner's process to run a test cell, after those `before` it; of at most `most` output."""
    return serialization.encode({"do": "run", "source": source, "before": before, "most": most})


def verdict(answer: bytes, points: float, hidden: set[int], most: int) -> Verdict:
    """The verdict in an answer to `question`; `hidden` are the lines of the test cell that learners do not get."""
    try:
        if len(answer) > 8 * most + (1 << 16):
            raise ValueError("it is longer than a cell's outputs may be")
        said = serialization.decode(answer)
        if "raised" in said or "not_plain" in said:
            raise ValueError(f"{said.get('not_plain') or said['raised'].get('text')}")
        outputs = [each for each in map(_output, said["value"]["outputs"]) if each is not None]
        lines = {each for each in said["value"]["lines"] if type(each) is int}
        kinds = {str(each) for each in said["value"]["kinds"]}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return no_answer(f"what the test put out cannot be read: {error}")
    return _verdict(outputs, points, lines, hidden, kinds)


def no_answer(why: str) -> Verdict:
    """The verdict where the learner's process did not answer."""
    output = new_output("error", ename="NoAnswer", evalue=why, traceback=[f"NoAnswer: {why}"])
    return Verdict(right=False, message=why, name="NoAnswer", where=f"NoAnswer {why}", outputs=[output])


def _output(said: dict) -> NotebookNode | None:
    """An output as nbformat knows it; None for what is none."""
    output = nbformat.from_dict(said)
    if not isvalid(output, ref="output", version=4, version_minor=5):
        return None
    if output.output_type == "error":
        output.evalue = without_escapes(output.evalue)
    text = encodable(nbformat.v4.nbjson.JSONWriter().writes(_notebook(output)))
    return nbformat.v4.reads(text).cells[0].outputs[0]


def _notebook(output: NotebookNode) -> NotebookNode:
    return nbformat.v4.new_notebook(cells=[new_code_cell(outputs=[output])])


def _verdict(outputs: list[NotebookNode], points: float, lines: set[int], hidden: set[int], kinds: set[str]) -> Verdict:
    for output in outputs:
        number = NUMPY.fullmatch(output.data.get("text/plain", "")) if output.output_type == "execute_result" else None
        if number:
            output.data = nbformat.from_dict({"text/plain": number[1]})
    grading = {"grade": True, "solution": False, "points": points}
    cell = new_code_cell(outputs=outputs, metadata={"nbgrader": grading})
    try:
        score, _ = utils.determine_grade(cell)
    except ValueError:
        return Verdict.to_decide(f"The test gives points that are not between 0 and {points:g}.")
    errors = [each for each in outputs if each.output_type == "error"]
    if not errors:
        said = next((each.text for each in outputs if each.get("name") == "stderr"), "")
        right = score > 0 or not said
        message = "" if right else f"{STDERR} {said[:1000]}"
        return Verdict(right=right, message=message, score=score, outputs=outputs)
    error = errors[0]
    made = Verdict(
        right=False,
        attempted=not kinds & NOT_ATTEMPTED,
        message=error.evalue,
        name=error.ename,
        where=f"{error.ename} {error.evalue[:500]}".strip(),
        outputs=outputs,
    )
    return made.as_hidden() if hidden & lines else made
