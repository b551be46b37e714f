"""What an instructor reads after grading: a page for each assignment, one for the course, files for Canvas and Moodle.

report(root, name)         grading/reports/NAME.html
course_report(root)        grading/reports/course.html
export(root, name)         NAME-canvas.csv and NAME-moodle.csv beside them
still_open(root, name)     what its scores do not hold yet, in a sentence
machines(root, name)       NAME-machines.html and NAME-machines.csv: every learner's machine in one picture
"""

from autograder.report.atlas import AtlasError
from autograder.report.course import course_report
from autograder.report.exports import CanvasExport, MoodleExport, export
from autograder.report.lesson import report, still_open
from autograder.report.machines import machines

__all__ = ["AtlasError", "CanvasExport", "MoodleExport", "course_report", "export", "machines", "report", "still_open"]
