"""What a notebook says when a cell runs before the cells that it builds on.

`install` gives IPython a handler for `NameError`, the error of a notebook that is run out of order or whose earlier
exercise is still open: a message in place of a stack trace. Everything else is shown as IPython shows it.
"""

from __future__ import annotations

import sys
import traceback

from course.errors import CourseError


class NotDefinedYet(CourseError, NameError):
    """A name that no cell has made so far."""

    heading = "Not there yet"


def explain(error: NameError) -> NotDefinedYet:
    """The same error in words for a learner."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    name = f"`{error.name}`" if error.name else str(error)
    return NotDefinedYet(
        f"{name} does not exist.",
        why=f"It is used here: {last.line or 'line ' + str(last.lineno)}",
        do=(
            "If a cell above makes it, run the notebook from the top (menu Run, Run All Above Selected Cell); "
            "an exercise on the way may still be open. If no cell does, look at the spelling."
        ),
    )


def install() -> None:
    """Show `NameError` in words in the running notebook; does nothing outside IPython."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is not None:
        shell.set_custom_exc((NameError,), _show)


def _show(shell, kind, error, trace, tb_offset=None) -> None:
    if isinstance(error, UnboundLocalError):  # a name of the learner's own function: IPython shows the place best
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
        return
    told = error if isinstance(error, CourseError) else explain(error)
    shell._showtraceback(type(told), told, told._render_traceback_())
