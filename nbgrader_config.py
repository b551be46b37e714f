"""Tells nbgrader where the steps of this course live. Plain `nbgrader ...` and the formgrader read it."""

import os
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
os.makedirs(os.path.join(ROOT, "grading"), exist_ok=True)  # nbgrader does not make the gradebook's folder
# nbgrader makes a new gradebook with the command `alembic`, which lies beside this Python and not always on the PATH.
BESIDE = os.path.dirname(sys.executable)
if BESIDE not in os.environ.get("PATH", "").split(os.pathsep):  # this file may be read many times in one process
    os.environ["PATH"] = os.pathsep.join([BESIDE, os.environ.get("PATH", "")])

c = get_config()  # noqa: F821 - nbgrader provides it
c.CourseDirectory.root = ROOT
c.CourseDirectory.course_id = "apples"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "lessons"
c.CourseDirectory.submitted_directory = "grading/submitted"
c.CourseDirectory.autograded_directory = "grading/autograded"
c.CourseDirectory.feedback_directory = "grading/feedback"
c.CourseDirectory.solution_directory = "grading/solution"
c.CourseDirectory.source_with_tests_directory = "grading/source_with_tests"
c.CourseDirectory.db_url = "sqlite:///" + os.path.join(ROOT, "grading", "gradebook.db")
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", ".pytest_cache"]

# An unsolved exercise runs and gives None, so that a check can say "not attempted yet" and Run All goes on.
c.ClearSolutions.code_stub = {"python": "# write your code here"}
c.ClearSolutions.text_stub = "Write your answer here."

c.Execute.timeout = 120  # seconds for a cell; a lesson needs at most 60 in all on two cores
c.Execute.iopub_timeout = 60  # seconds; on a busy machine outputs come late, and after the default of 4 they are lost
c.Execute.shutdown_kernel = "immediate"  # a graceful shutdown costs two seconds a submission and gains nothing
c.Execute.store_widget_state = False

# Feedback without the hidden tests and without their tracebacks; `python -m autograder feedback` makes better pages.
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "autograder.feedback.hidden.HideTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
