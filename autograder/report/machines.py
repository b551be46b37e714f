"""The page of the class atlas, and its file: for the workload on which most machines show their crossover."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograder.gradebook.folder import Folder
from autograder.gradebook.person import Person
from autograder.report import atlas, page, times
from autograder.report.atlas_figure import atlas as picture
from autograder.report.classroom import Classroom

WORKLOADS = 40  # at the most in a file, those of most people first


def machines(root: Path | str, room: Classroom, *, others: Sequence[Path] = (), names: bool = True) -> list[Path]:
    """Write NAME-machines.html and NAME-machines.csv, and return their paths; [] where nobody measured over sizes.

    room : the assignment, as `read` gives it. others : the files of other classes, drawn beside this one. names :
    whether the page says whose each machine is; the file never does.

    Raises
    ------
    AtlasError
        A file of another class that cannot be read, or has no machine that was measured on the same workload.
    """
    folder, group = Folder(root), room.course or "this class"
    sweeps = times.sweeps(times.of_class(room).seen, WORKLOADS)
    if not sweeps:
        return []
    found = {workload: atlas.machines(curves, group) for workload, curves in sweeps.items()}
    workload = max(found, key=lambda name: sum(one.crossover is not None for one in found[name]))  # the first of equals
    added = [one for path in others for one in atlas.read(path, workload)]
    for one in added:
        one.group = f"another {one.group}" if one.group == group else one.group
    people = [*(one.person for one in room.submissions), *room.absent]
    file = atlas.write(page.reports_folder(folder) / f"{room.name}-machines.csv", found, people)
    made = page.write(
        page.reports_folder(folder) / f"{room.name}-machines.html",
        "machines.html",
        name=room.name,
        course=room.course,
        workload=workload,
        picture=picture(workload, found[workload] + added),
        machines=[*_labelled(found[workload], people if names else []), *_labelled(added, [])],
        added=added,
        file=file.name,
    )
    return [made, file]


def _labelled(found: list[atlas.Machine], people: list[Person]) -> list[tuple[atlas.Machine, str]]:
    """Each machine with whose it is, or with its number."""
    known = {one.id: one for one in people}
    return [(one, _words(known.get(one.who)) or f"machine {number}") for number, one in enumerate(found, start=1)]


def _words(person: Person | None) -> str:
    if person is None:
        return ""
    return person.name if person.name == person.id else f"{person.name} ({person.id})"
