"""Take hidden tests, and what they said, out of an autograded notebook.

For plain nbgrader, in nbgrader_config.py: `c.GenerateFeedback.preprocessors` with
"autograder.feedback.hidden.HideTests" in place of ClearHiddenTests, which leaves their tracebacks in, and which raises
where a learner wrote the delimiter.
"""

from __future__ import annotations

import html
import json
import re

from nbconvert.filters import strip_ansi
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.preprocessors import ClearHiddenTests

from autograder.notebook.cells import is_test, visible
from autograder.notebook.hidden_regions import hidden_lines
from course.checks.verdict import METADATA

HIDDEN = "HiddenTestFailed"
UNDECIDED = ("JudgeError", "NotGraded")
HIDDEN_WORDS = (
    "The answer is right for the example that the check shows, and not in general.\n"
    "Other values are tried than those you see: what would have to hold for every one of them?"
)
UNDECIDED_WORDS = "An instructor has to look at this one. Its points are not decided yet."
QUOTED_WORDS = "This output repeated a part of the instructor's tests and is not shown."
MARK_SCHEME = "BEGIN MARK SCHEME", "END MARK SCHEME"  # nbgrader's own
SHORTEST = 12  # characters of a hidden line that give it away; shorter ones stand in anybody's code

_FRAME = re.compile(r"^-+> ?(\d{1,9})\b", re.MULTILINE)  # the line in which a frame of a traceback stands
_ENTITY = re.compile(r"&#0*([0-9]{1,9})[0-9]*")  # more digits are no character, and Python reads no more than 4,300
_PICTURE = re.compile(r"[A-Za-z0-9+/=]{400,}")
_QUESTION = re.compile(r"""checks\.question\(\s*(["'])(.+?)\1""")


class HideTests(ClearHiddenTests):
    """Hidden tests, mark schemes, and the errors and outputs that tell of them; settings as for ClearHiddenTests.

    Never raises for what a learner wrote.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        tests = [cell for cell in nb.cells if is_test(cell)]
        lines = {_bare(line) for cell in tests for line in cell.source.splitlines()}
        marks = self.begin_test_delimeter, self.end_test_delimeter
        for cell in tests:
            shown = visible(cell.source, marks)
            judged = any(output.get("ename") in (HIDDEN, *UNDECIDED) for output in cell.outputs)
            if judged or hidden_lines(cell.source, marks):
                cell.outputs = [_error(output, cell, shown) for output in cell.outputs if output.output_type == "error"]
            cell.source = shown
        lines -= {_bare(line) for cell in nb.cells for line in cell.source.splitlines()}
        secrets = {line for line in lines if len(line) >= SHORTEST}
        for cell in nb.cells:
            if cell.cell_type == "code" and not is_test(cell):
                cell.outputs = [_unquoted(output, secrets) for output in cell.outputs]
            elif utils.is_task(cell):
                cell.source = visible(cell.source, MARK_SCHEME)
        return nb, resources


def _error(output: NotebookNode, test: NotebookNode, shown: str) -> NotebookNode:
    """The error of a test cell as its learner may read it: no line of the test, and no word of its hidden part."""
    if output.ename in UNDECIDED:
        return new_output("error", ename=output.ename, evalue=UNDECIDED_WORDS, traceback=[UNDECIDED_WORDS])
    traceback = strip_ansi("\n".join(output.traceback))
    if output.ename == HIDDEN or not _in_sight(traceback, test, shown):
        return new_output("error", ename=HIDDEN, evalue=HIDDEN_WORDS, traceback=[HIDDEN_WORDS])
    said = f"{output.ename}: {output.evalue}" if _FRAME.search(traceback) else traceback
    return new_output("error", ename=output.ename, evalue=output.evalue, traceback=[said])


def _in_sight(traceback: str, test: NotebookNode, shown: str) -> bool:
    """Whether a test failed in the part that its learner sees.

    The judge says when it did not. Plain nbgrader's outputs have to be read: in a traceback of IPython the first frame
    is the test cell; the course's own checks have none, and show a verdict for each question that held.
    """
    if frame := _FRAME.search(traceback):
        until = int(frame.group(1))
        return test.source.split("\n")[:until] == shown.split("\n")[:until]
    asked = [name for _, name in _QUESTION.findall(shown)]
    about = [each.metadata.get(METADATA, {}) for each in test.outputs if each.output_type == "display_data"]
    held = {each.get("question") for each in about if each.get("outcome") == "right"}
    return not asked or any(name not in held for name in asked)


def _unquoted(output: NotebookNode, secrets: set[str]) -> NotebookNode:
    """An output of the learner's own cells, unless it repeats a hidden line: they run beside the tests in nbgrader."""
    text = _bare(_PICTURE.sub("", json.dumps(output, ensure_ascii=False))) if secrets else ""
    if any(secret in text for secret in secrets):
        return new_output("stream", name="stdout", text=QUOTED_WORDS)
    return output


def _bare(text: str) -> str:
    """Text without what changes when it is quoted."""
    return re.sub(r"[\s\\'\"]|u001b\[[0-9;]*m", "", html.unescape(_ENTITY.sub(r"&#\1", text)))
