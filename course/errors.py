"""Errors that a learner reads: one message in place of a stack trace."""


class CourseError(Exception):
    """Something the learner can mend: the message says what happened, why, and what to do.

    IPython shows the message alone; the terminal and nbgrader show the name and the message.
    """

    heading = "Please read"
    shown = False  # whether a card with its words stands above it already

    def __init__(self, what: str, *, why: str = "", do: str = ""):
        super().__init__("\n".join(part for part in (what, why, do) if part))
        self.what, self.why, self.do = what, why, do

    def _render_traceback_(self) -> list[str]:
        """The lines that IPython prints (its hook for exceptions that speak for themselves)."""
        return [f"{self.heading}." if self.shown else f"{self.heading}: {self}"]


class NotAttempted(CourseError, AssertionError):
    """The exercise still has its empty answer."""

    heading = "Not attempted yet"
