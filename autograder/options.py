"""The commands of `python -m autograder` and their options."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path


def parser(says: str, runs: Mapping[str, Callable[[argparse.Namespace], int]]) -> argparse.ArgumentParser:
    """The parser of `python -m autograder`, described as it `says`; `runs` has the function of each command."""
    parser = argparse.ArgumentParser(prog="python -m autograder", description=says)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, says: str, *, course: bool = True) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=says, description=says)
        made.set_defaults(run=runs[name])
        if course:
            made.add_argument("--course", default=".", metavar="FOLDER", help="the folder with nbgrader_config.py")
        return made

    release = command("release", "rebuild this course's lessons/ from its solutions/", course=False)
    release.add_argument("lesson", nargs="*", help="such as 04-learn-by-looking; all lessons if none is named")
    release.add_argument("--no-rehearsal", action="store_true", help="do not try the solution before the judge first")

    new = command("new-lesson", "write a small lesson that passes the tests of lessons, to begin with", course=False)
    new.add_argument("name", help="number and name, such as 13-which-mean")

    bundle = command("bundle", "write a zip for learners, without solutions and hidden tests", course=False)
    bundle.add_argument("lesson", nargs="*", help="such as 04-learn-by-looking; all lessons if none is named")
    bundle.add_argument("--to", type=Path, default=Path("apples-course.zip"), metavar="ZIP", help="its name")

    site = command("site", "build the course as pages to read, without answers, that open offline", course=False)
    site.add_argument("--to", type=Path, metavar="FOLDER", help="build/site if not given; a site there is replaced")
    site.add_argument(
        "--execute",
        action="append",
        metavar="LESSON",
        help="execute only this one (may be given several times); the others stand without outputs",
    )

    rehearse = command("rehearse", "try the author's own solution behind the walls and before the judge")
    rehearse.add_argument("assignment")

    collect = command("collect", "sort the zip of everybody that Canvas or Moodle gives, as it comes")
    collect.add_argument("assignment")
    collect.add_argument("zip", type=Path, help="what `Download submissions` of Canvas or Moodle gave, unopened")
    collect.add_argument(
        "--students",
        type=Path,
        metavar="CSV",
        help="the class list, entered into the gradebook first: id, first_name, last_name, email, lms_user_id",
    )

    grade = command("grade", "grade everything handed in for an assignment, in parallel, behind walls")
    grade.add_argument("assignment")
    grade.add_argument("--student", action="append", default=[], help="only this one (may be given several times)")
    grade.add_argument("--workers", type=int, metavar="N", help="submissions at a time; two for each core if not given")
    grade.add_argument(
        "--resume",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="keep what was graded and has not changed; --no-resume grades everything anew, from the start each time",
    )
    grade.add_argument("--require-walls", action="store_true", help="refuse to run where a wall is missing")
    grade.add_argument(
        "--cell-seconds",
        type=float,
        metavar="S",
        help="longest time of one cell, without what it waits for a processor",
    )
    grade.add_argument("--notebook-seconds", type=float, metavar="S", help="longest time of one notebook, likewise")
    grade.add_argument(
        "--memory-gb",
        type=float,
        metavar="GB",
        help="most memory of one submission; copies of it that wait for their tests may take as much again",
    )
    grade.add_argument(
        "--disk-mb",
        type=float,
        metavar="MB",
        help="most that one submission may write in files; one file may be half of it",
    )

    feedback = command("feedback", "write feedback pages, without hidden tests, that open offline")
    feedback.add_argument("assignment")
    feedback.add_argument("--student", action="append", default=[], help="only this one (may be given several times)")
    feedback.add_argument("--force", action="store_true", help="write unchanged pages again")

    report = command("report", "one HTML page about the class, and exports for Canvas and Moodle")
    report.add_argument("assignment", nargs="?", help="the whole course if none is named")
    report.add_argument(
        "--machines",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a …-machines.csv of another class, drawn beside this one (may be given several times)",
    )
    report.add_argument("--no-names", action="store_true", help="do not say on the page of machines whose each one is")
    return parser
