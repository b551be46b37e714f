"""`python -m course check`: a learner's own grading. The visible checks of a lesson, run in a terminal.

A fresh kernel runs the notebook from the top, as `nbgrader validate` does, and each check speaks in its own words,
with its points beside it. The notebook is read and never written. It needs no part of JupyterLab.
"""

from course.selfcheck.command import main

__all__ = ["main"]
