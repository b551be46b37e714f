"""What a learner sees of a check: a card in words and colour, the same in plain text, and the record in the output.

The card follows the theme of the page it stands in (JupyterLab's CSS variables, or the page's own colours) and needs
neither a style sheet nor a script, so it lives on in a saved notebook. Colour never says anything that words do not.
"""

from __future__ import annotations

import html
import re
import sys
from dataclasses import dataclass, field

from course.checks import sentences
from course.checks.exercise import Exercise
from course.checks.outcomes import NotAttempted
from course.errors import CourseError
from course.language import gettext, gettext_noop

RIGHT = gettext_noop("Right")
POINT, POINTS = gettext_noop("{earned:g} of {most:g} point"), gettext_noop("{earned:g} of {most:g} points")
METADATA = "course_check"  # of an output: which question it is about, and what became of it
COLOURS = {"right": "#1a6b3a", "wrong": "#b3261e", "open": "#7a5000"}  # white text on them has at least 6:1
SIGNS = {"right": "✓", "wrong": "✗", "open": "…"}
OWN_KEYS = 'data-lm-suppress-shortcuts="true"'  # JupyterLab would take Enter for itself
TEXT = "var(--jp-content-font-color1, inherit)"
CARD = (
    "border:1px solid var(--jp-border-color1, #888);border-radius:6px;padding:10px 14px;margin:4px 0;max-width:46em;"
    f"font:15px/1.5 var(--jp-content-font-family, system-ui, sans-serif);color:{TEXT};background:transparent"
)


@dataclass(frozen=True)
class Verdict:
    """One outcome of one question. `lines` are sentences, `read` is the heading to read, or empty."""

    question: str
    outcome: str  # "right", "wrong" or "open"
    heading: str
    lines: tuple[str, ...]
    read: str = ""
    exercise: Exercise = field(default_factory=Exercise)

    @property
    def points(self) -> str:
        """Such as "2 of 2 points"; empty where they are not known."""
        most = self.exercise.points
        if most is None:
            return ""
        earned = most if self.outcome == "right" else 0
        return gettext(POINT if most == 1 else POINTS, earned=earned, most=most)

    def plain(self) -> str:
        """The words of the card."""
        head = ", ".join(part for part in (self.heading, self.points) if part)
        return "\n".join(part for part in (f"{head}.", *self.lines, self.read) if part)

    def html(self) -> str:
        """The card."""
        colour = COLOURS[self.outcome]
        badge = (
            f'<strong style="background:{colour};color:#fff;border-radius:4px;padding:1px 8px;'
            f'border:1px solid rgba(255,255,255,.35)">'
            f'<span aria-hidden="true">{SIGNS[self.outcome]}</span> {html.escape(self.heading)}</strong>'
        )
        points = f'<span style="margin-left:.7em">{html.escape(self.points)}</span>' if self.points else ""
        words = "".join(f'<div style="margin-top:6px">{marked(line)}</div>' for line in self.lines)
        read = f'<div style="margin-top:6px">{marked(self.read)}</div>' if self.read else ""
        hints = "" if self.outcome == "right" else _hints(self.exercise.hints)
        title = self.exercise.title or self.question
        label = html.escape(gettext("Check of {title}: {heading}", title=title, heading=self.heading))
        return (
            f'<div class="course-verdict" role="group" aria-label="{label}" {OWN_KEYS} '
            f'style="{CARD};border-left:6px solid {colour}">{badge}{points}{words}{read}{hints}</div>'
        )

    def show(self) -> None:
        """The card in a notebook, its words elsewhere."""
        if not in_notebook():
            print(self.plain())
            return
        from IPython.display import display

        about = {"question": self.question, "outcome": self.outcome, "words": "\n".join(self.lines)}
        display({"text/html": self.html(), "text/plain": self.plain()}, raw=True, metadata={METADATA: about})


def right(question: str, learned: str, exercise: Exercise) -> Verdict:
    """Everything held; `learned` says what was understood."""
    return Verdict(question, "right", gettext(RIGHT), (learned,) if learned else (), exercise=exercise)


def failed(question: str, error: CourseError, exercise: Exercise) -> Verdict:
    """What an exception of the course says."""
    outcome = "open" if isinstance(error, NotAttempted) else "wrong"
    read = error.do if sentences.reading(error.do) else ""
    lines = [part for part in (error.what, error.why, "" if read else error.do) if part]
    told = tuple(line for part in lines for line in part.splitlines())
    return Verdict(question, outcome, error.heading, told, read, exercise)


def marked(text: str) -> str:
    """Words as HTML, with names in `backticks` set as code."""
    return re.sub(r"`([^`\n]{1,80})`", r"<code>\1</code>", html.escape(text))


def in_notebook() -> bool:
    """Whether IPython runs here and can show HTML."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None


def _hints(hints: tuple[tuple[str, str], ...]) -> str:
    """Each hint behind a key, and the key of the next one behind it."""
    made = ""
    for title, hint in reversed(hints):
        made = (
            f'<details style="margin-top:6px"><summary style="cursor:pointer">{title}</summary>'
            f'<div style="margin:4px 0 0 1.1em">{hint}{made}</div></details>'
        )
    return made
