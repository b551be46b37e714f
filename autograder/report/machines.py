"""The page of the class atlas, and its file: for the workload that most people measured over sizes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograder.gradebook.folder import Folder
from autograder.gradebook.person import Person
from autograder.report import atlas, page, times
from autograder.report.atlas_figure import atlas as picture
from autograder.report.classroom import Classroom, read


def machines(root: Path | str, name: str, *, others: Sequence[Path] = (), names: bool = True) -> list[Path]:
    """Write NAME-machines.html and NAME-machines.csv, and return their paths; [] where nobody measured over sizes.

    others : the files of other classes, drawn beside this one. names : whether the page says whose each machine is;
    the file never does.

    Raises
    ------
    FolderError
        No such folder, or no such assignment in its gradebook.
    AtlasError
        A file of another class that cannot be read.
    """
    folder = Folder(root)
    room = read(folder, name)
    sweeps = times.sweeps(times.of_class(room).seen, 1)
    if not sweeps:
        return []
    ((workload, curves),) = sweeps.items()
    group = room.course or "this class"
    own = atlas.machines(curves, group)
    added = [one for path in others for one in atlas.read(path, workload)]
    for one in added:
        one.group = f"another {one.group}" if one.group == group else one.group
    file = atlas.write(page.reports_folder(folder) / f"{name}-machines.csv", workload, own)
    made = page.write(
        page.reports_folder(folder) / f"{name}-machines.html",
        "machines.html",
        name=name,
        course=room.course,
        workload=workload,
        picture=picture(workload, own + added),
        machines=[*_labelled(own, room, names), *_labelled(added, room, names=False)],
        added=added,
        file=file.name,
    )
    return [made, file]


def _labelled(found: list[atlas.Machine], room: Classroom, names: bool) -> list[tuple[atlas.Machine, str]]:
    """Each machine with whose it is, or with its number."""
    people = {one.person.id: one.person for one in room.submissions} if names else {}
    return [(one, _words(people.get(one.who)) or f"machine {number}") for number, one in enumerate(found, start=1)]


def _words(person: Person | None) -> str:
    if person is None:
        return ""
    return person.name if person.name == person.id else f"{person.name} ({person.id})"
