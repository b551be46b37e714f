"""Quick questions: answered on the spot, without points, and with a reason for every answer."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from textwrap import wrap

from course.figures.figure import Figure
from course.language import gettext
from course.plots.card import COLOURS, card, described

WIDTH = 78  # characters of a line of the still picture


@dataclass(frozen=True)
class Question:
    """`answers` are the words of each answer and its reason; those in `right` are right. `lesson`: "00", or empty."""

    ask: str
    answers: tuple[tuple[str, str], ...]
    right: tuple[str, ...]
    lesson: str = ""


def coded(questions: Sequence[Question]) -> str:
    """Questions as one word, so that nobody reads the right answer in the cell that asks."""
    return base64.b64encode(json.dumps([asdict(each) for each in questions], ensure_ascii=False).encode()).decode()


def quick_question(word: str) -> Figure:
    """What `coded` made, to be answered: each answer says whether it is right, and why.

    The build of a lesson writes the cell that calls this, from `# %% [raw] tags=["quick-question"]`.
    """
    questions = [Question(**each) for each in json.loads(base64.b64decode(word))]
    data = {
        "questions": [
            {
                "ask": _asked(each),
                "answers": [words for words, _ in each.answers],
                "key": _key([[words in each.right, reason] for words, reason in each.answers]),
            }
            for each in questions
        ],
        "words": {"yes": gettext("Yes."), "no": gettext("No."), "say": gettext("No points: answer, and read why.")},
    }
    several = gettext("{} quick questions", _count(len(questions)))
    title = gettext("A quick question") if len(questions) == 1 else several
    return Figure("quick_question", title, data, _still(title, questions))


def _asked(question: Question) -> str:
    before = gettext("From lesson {}:", question.lesson) + " " if question.lesson else ""
    return f"{before}{question.ask}"


def _key(answers: list) -> str:
    return base64.b64encode(json.dumps(answers).encode()).decode()


def _count(many: int) -> str:
    return {2: gettext("Two"), 3: gettext("Three")}.get(many, str(many))


def _still(title: str, questions: Sequence[Question]):
    """The questions where no script may run: to be read, and not answered."""
    lines, said = [], []
    for each in questions:
        lines += [*wrap(_asked(each), WIDTH), *(f"   ○  {words}" for words, _ in each.answers), ""]
        said.append(f"{_asked(each)} {gettext('Answers:')} {'; '.join(words for words, _ in each.answers)}.")
    lines.append(gettext("Run this cell to answer."))
    figure, axes = card(width=7.2, height=0.6 + 0.22 * len(lines))
    axes.axis("off")
    axes.set_title(title)
    axes.text(0, 1, "\n".join(lines), va="top", linespacing=1.5, color=COLOURS["ink"], transform=axes.transAxes)
    return described(figure, " ".join(said))
