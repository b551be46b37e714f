"""The page about one assignment: what is left to decide, the scores, the questions, the times, who needs help."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autograder.authoring import rehearse
from autograder.gradebook.folder import Folder
from autograder.gradebook.results import Flag
from autograder.gradebook.status import Status
from autograder.report import figures, findings, page, people, time_figures, times
from autograder.report.classroom import Classroom, Submission, read
from autograder.report.drawing import Drawing
from autograder.report.times import DeviceRow, Times
from autograder.text import count, number

SWEEPS = 4
KINDS = {
    "lost": "could not be graded",
    "judge": "test without a verdict",
    "timing": "timing or training",
    "shared": "the same as somebody else's",
    "limit": "limit reached",
    "repaired": "repaired",
    "walls": "walls",
}


def report(root: Path | str, name: str) -> Path:
    """Write the report of assignment `name` of the course folder `root`; returns its path.

    Raises
    ------
    FolderError
        No such folder, or no such assignment in its gradebook.
    """
    return report_on(root, read(Folder(root), name))


def report_on(root: Path | str, room: Classroom) -> Path:
    """As `report`, of an assignment that was read."""
    folder, name = Folder(root), room.name
    reports, found = page.reports_folder(folder), findings.questions(room)
    pages = people.divided(name, room.submissions)
    rows = {"room": room, "used": [each for each in Status if any(one.counts[each] for one in found)], "state": _state}
    people.write(reports, name, pages, table="submissions", **rows)
    return page.write(
        reports / f"{name}.html",
        "lesson.html",
        **rows,
        pages=pages,
        found=people.found(room.submissions, pages),
        most=people.ROWS,
        scores=figures.scores(room),
        spread=_spread(room),
        questions=found,
        outcomes=figures.outcomes(found),
        timing=_timing(room),
        help=findings.need_help(room),
        decisions=_flags(room, decide=True),
        remarks=_flags(room, decide=False),
        at_stake=sum(findings.at_stake(one) for one in room.submissions),
        waiting=sum(len(one.waiting) for one in room.submissions),
        walls=Counter(each for one in room.submissions if one.result for each in one.result.missing_walls),
        rule=findings.HELP_RULE,
        kinds=KINDS,
        fewest=findings.FEWEST,
        modes=(modes := rehearse.modes(folder, name)),
        tests=sum(len(each.tests) for each in modes.values()),
        inside=[(test, mode) for each in modes.values() for test, mode in each.inside().items()],
        problems=[problem for each in modes.values() for problem in each.problems],
    )


def _flags(room: Classroom, *, decide: bool) -> list[tuple[Submission, Flag]]:
    """All flags of one sort; those with most points first, then by kind and name."""
    flags = [(one, flag) for one in room.submissions for flag in one.flags if flag.decide == decide]
    return sorted(flags, key=lambda pair: (-pair[1].points, pair[1].kind, pair[0].person.name))


def _state(one: Submission) -> str:
    """In a word or two, how far grading is."""
    if any(flag.kind == "lost" for flag in one.flags):
        return "could not be graded"
    parts = [f"{len(one.to_decide)} to decide"] if one.to_decide else []
    parts += [f"{len(one.waiting)} by hand"] if one.waiting else []
    return ", ".join(parts) or "done"


def _spread(room: Classroom) -> str:
    """The scores in a sentence."""
    points = np.array([one.score for one in room.submissions])
    if not len(points):
        return "There is no score yet."
    late = [one for one in room.submissions if one.penalty > 0]
    words = f"The mean is {number(points.mean())} of {number(room.max)} points"
    if len(points) >= 4:
        low, high = np.quantile(points, (0.25, 0.75))
        words += f", and the middle half lies from {number(low)} to {number(high)}"
    words += ". Scores are those of the gradebook: grades by hand count, late penalties are taken off"
    if late:
        taken = sum(one.penalty for one in late)
        words += f" ({count(len(late), 'person', 'people')}, {number(taken)} points in all)"
    open_points = [sum(each.max for each in room.questions if each.key in one.waiting) for one in room.submissions]
    if any(open_points):
        words += (
            f". What still waits for a person counts as nothing so far: up to {number(max(open_points))} points each"
        )
    return words + "."


@dataclass(frozen=True)
class Timing:
    """The part of the page about times."""

    times: Times
    predicted: Drawing | None
    sweeps: list[Drawing]
    devices: list[DeviceRow]
    left_out: int


def _timing(room: Classroom) -> Timing:
    made = times.of_class(room)
    found = times.sweeps(made.seen, SWEEPS)
    sweeps = [
        time_figures.sweep(name, curves, times.crossings(curves), f"sweep-{number}")
        for number, (name, curves) in enumerate(found.items())
    ]
    rows, left_out = times.devices(made.seen)
    return Timing(made, time_figures.predicted(made.seen), sweeps, rows, left_out)
