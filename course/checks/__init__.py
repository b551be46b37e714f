"""Visible checks: what an exercise says when it is right, wrong, broken or not begun.

A check has four outcomes, and the learner reads a verdict for each, in words and colour:

- right: a sentence that says what was understood;
- `NotAttempted`: the answer is still empty;
- `Incorrect`: the message names the mistake, and the part of the lesson to read again;
- `LearnerError`: the learner's own code raised; its message and its line are shown.

The hidden tests of a lesson use the same functions, so the words are the same on a laptop and in grading.

question      one answer is checked: `with checks.question("rule", ...) as q:`
values        what a learner gave, as a plain value, whatever library it comes from
translation   the slips of pandas and numpy in a learner's words
outcomes      the exceptions
sentences     what a check says by itself, in any lesson
verdict       what is shown
exercise      points and hints, as the notebook has them
"""

from course import notebook
from course.checks.outcomes import (
    Incorrect,
    LearnerError,
    NotAttempted,
    is_empty,
    solved,
    solved_number,
    solved_numbers,
    solved_words,
    stand_in,
)
from course.checks.question import Question, question

notebook.install()  # every lesson imports its checks first

__all__ = [
    "Incorrect",
    "LearnerError",
    "NotAttempted",
    "Question",
    "is_empty",
    "question",
    "solved",
    "solved_number",
    "solved_numbers",
    "solved_words",
    "stand_in",
]
