"""What an instructor reads after grading: a page for each assignment, one for the course, files for Canvas and Moodle.

report(root, name)         grading/reports/NAME.html
course_report(root)        grading/reports/course.html
export(root, name)         NAME-canvas.csv and NAME-moodle.csv beside them
index(root)                grading/reports/index.html: all of these, and a search for a person
machines(root, room)       NAME-machines.html and NAME-machines.csv: every learner's machine in one picture
read(folder, name)         an assignment with everybody in it, for `report_on`, `machines` and `still_open`
"""

from autograder.report.atlas import AtlasError
from autograder.report.classroom import read
from autograder.report.course import course_report
from autograder.report.exports import CanvasExport, MoodleExport, export
from autograder.report.findings import still_open
from autograder.report.index import index
from autograder.report.lesson import report, report_on
from autograder.report.machines import machines

__all__ = [
    "AtlasError",
    "CanvasExport",
    "MoodleExport",
    "course_report",
    "export",
    "index",
    "machines",
    "read",
    "report",
    "report_on",
    "still_open",
]
