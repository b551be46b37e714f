"""The zip of everybody, sorted into `submitted/<id>/<assignment>/`; who cannot be told waits in `unassigned/`.

What a learner handed in stays as it is, a zip a zip: the autograder opens it when it grades, within its limits, so that
no file of one learner can reach the folder of another, and none can stop the collection of the others.
"""

from __future__ import annotations

import datetime
import os
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from nbgrader.api import MissingEntry

from autograder.collect import class_list
from autograder.collect.senders import Upload, upload
from autograder.collect.shelf import File, Outcome, fill
from autograder.files import FULL, remove, write_atomic
from autograder.gradebook.folder import Folder, FolderError
from autograder.gradebook.person import Person
from autograder.gradebook.turns import one_run, patiently
from autograder.repair import unzip
from autograder.repair.gather import PACKED, is_ignored
from autograder.repair.submission import TIMESTAMP
from autograder.text import count, listed, quoted

UNASSIGNED, REPLACED = "unassigned", "replaced"  # folders beside that of the submissions
STRANGE = "other files"
NAMELESS = "names that neither Canvas nor Moodle gives"
_all = partial(listed, most=1_000_000)  # a list that a person reads to its end


@dataclass
class Collection:
    """What became of a zip.

    submitted, waiting : where folders of learners are, and those of nobody yet.
    has_list : whether the gradebook has a class list.
    outcomes : by student id.
    late : the ids of those whom Canvas calls late.
    due : whether the gradebook knows the day, without which nothing is late there.
    without_notebook : the ids of those among whose files there is neither a notebook nor an archive.
    unread : by student id, what could not be unpacked, and why.
    unassigned : by the folder that holds it, why nobody can tell whose it is.
    failed : folders that could not be written, and why.
    """

    assignment: str
    submitted: Path
    waiting: Path
    has_list: bool
    due: bool
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    late: list[str] = field(default_factory=list)
    without_notebook: list[str] = field(default_factory=list)
    unread: dict[str, list[str]] = field(default_factory=dict)
    unassigned: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return "\n".join(self._sentences())

    def _sentences(self) -> Iterator[str]:
        numbers = [(len(self._of(outcome)), outcome) for outcome in Outcome]
        parts = ", ".join(f"{number} {outcome}" for number, outcome in numbers if number)
        collected = f"{count(len(self.outcomes), 'learner')} collected"
        yield f"{collected}: {parts}." if parts else f"{collected.capitalize()}."
        if replaced := self._of(Outcome.REPLACED):
            yield f"Replaced, because this zip is newer (what was there is in {REPLACED}/): {_all(replaced)}."
        if kept := self._of(Outcome.KEPT):
            yield f"Kept as they were, because what is there is newer than this zip: {_all(kept)}."
        if not self.has_list:
            yield (
                "The gradebook has no class list, so ids are what the platform calls them. To have your own, give "
                "--students students.csv before anybody is graded."
            )
        if self.late:
            yield f"Late, says Canvas: {_all(self.late)}. " + (
                "It does not say how late: they count as one second late."
                if self.due
                else "Without a due date nothing is late in the gradebook. Set it with `nbgrader db assignment add "
                f'{self.assignment} --duedate="2026-12-24 18:00 UTC"` and collect this zip again.'
            )
        if self.without_notebook:
            names = _all(sorted(self.without_notebook))
            yield f"No notebook is among the files of: {names}. Ask now, before they are graded."
        for student, words in sorted(self.unread.items()):
            yield f"Not unpacked, of {quoted(student)}: {'; '.join(words)}. Ask for it once more."
        for student, why in sorted(self.failed.items()):
            yield f"NOT collected: {quoted(student)}, because {why}. Mend that, and collect again."
        if self.unassigned:
            yield f"Whose these are cannot be told. They wait in {self.waiting}:"
            yield from (f"  {quoted(name)}: {why}" for name, why in sorted(self.unassigned.items()))
            yield (
                f"Mend the class list (--students) and collect again, or move a folder to {self.submitted} yourself."
            )

    def _of(self, outcome: Outcome) -> list[str]:
        return sorted(student for student, each in self.outcomes.items() if each == outcome)


def collect(root: Path | str, name: str, archive: Path, students: Path | None = None) -> Collection:
    """Sort the zip `archive` of everybody's submissions for assignment `name` of the course folder `root`.

    `students` is a class list (CSV) that is entered into the gradebook first.

    Raises
    ------
    FolderError
        No such folder, assignment or list, the zip cannot be read, the disk is full, or another run is at work.
    """
    folder = Folder(root)
    due, learners = patiently(lambda: _known(folder, name, students))
    with one_run(folder, name), _opened(archive) as files:
        beside = folder.root / os.path.dirname(folder.coursedir.submitted_directory)
        waiting, replaced = beside / UNASSIGNED / name, beside / REPLACED
        has_list = class_list.is_list(learners)
        result = Collection(name, folder.submitted("<id>", name), waiting, has_list, due is not None)
        uploads = {file: upload(file.name) for file in files}
        ids, doubtful = class_list.resolve(filter(None, uploads.values()), learners)
        known, unknown = defaultdict(list), defaultdict(list)
        for file, each in uploads.items():
            inner = replace(file, name=each.file) if each else file
            label = each.sender.label if each else STRANGE
            if each and each in ids:
                known[ids[each]].append((inner, each))
            else:
                unknown[label].append(inner)
                result.unassigned[label] = doubtful.get(each, NAMELESS) if each else NAMELESS
        for student, found in known.items():
            with _failure_noted(result, student):
                _place(result, student, found, folder.submitted(student, name), replaced / student / name, due)
                for label in {each.sender.label for _, each in found} - unknown.keys():
                    remove(waiting / label)  # of an earlier run, when nobody could tell
        for label, strange in unknown.items():
            with _failure_noted(result, label):
                fill(waiting / label, strange, replaced / label / name)
    return result


def _place(
    result: Collection,
    student: str,
    found: list[tuple[File, Upload]],
    target: Path,
    replaced: Path,
    due: datetime.datetime | None,
) -> None:
    """Fill the folder of one learner."""
    newest_first = sorted(found, key=lambda pair: -pair[1].file_id)
    outcome, unread = fill(target, [file for file, _ in newest_first], replaced)
    result.outcomes[student] = outcome
    if unread:
        result.unread[student] = unread
    if not any(file.name.lower().endswith((".ipynb", *PACKED)) for file, _ in found):
        result.without_notebook.append(student)
    lateness = {each.late for _, each in found}
    if True in lateness:
        result.late.append(student)
    if outcome != Outcome.KEPT and lateness != {None}:
        _write_lateness(target / TIMESTAMP, True in lateness, due)


def _write_lateness(path: Path, late: bool, due: datetime.datetime | None) -> None:
    """Write when it was handed in: a second after `due` (UTC) if it was late, for Canvas says no more than that.

    The times in the zip are those of the download, and would make everybody late. What an instructor wrote stays.
    """
    if due is None:
        return
    ours = f"{due + datetime.timedelta(seconds=1):%Y-%m-%d %H:%M:%S} UTC\n"
    if not late and path.is_file() and path.read_bytes() == ours.encode():
        path.unlink()
    elif late and not os.path.lexists(path):
        write_atomic(path, ours)


def _known(folder: Folder, name: str, students: Path | None) -> tuple[datetime.datetime | None, list[Person]]:
    """The due date of the assignment (UTC), and the class list; a new list is entered first."""
    with folder.gradebook() as book:
        try:
            due = book.find_assignment(name).duedate
        except MissingEntry:
            raise FolderError(
                f"The gradebook has no assignment {name!r}, so nothing was collected. Is the name right? Else release "
                f"it first: `nbgrader generate_assignment {name}`."
            ) from None
        if students:
            class_list.enter(book, students)
        return due, class_list.read(book)


@contextmanager
def _opened(archive: Path) -> Iterator[list[File]]:
    """The members of the zip, to be read while it is open."""
    try:
        opened = zipfile.ZipFile(archive)
    except Exception as error:  # on broken bytes zipfile raises whatever its arithmetic raises
        why = error.strerror if isinstance(error, OSError) else "it is damaged, or no zip"
        raise FolderError(
            f"{quoted(str(archive))} cannot be opened ({why}), so nothing was collected. Download it again from Canvas "
            "or Moodle, and give the zip itself, unopened."
        ) from None
    with opened:
        files = []
        for info in opened.infolist():
            member = unzip.member(opened, info)
            if member.name and not info.is_dir() and not is_ignored(member.name):
                files.append(File(member.name, member, time.mktime((*info.date_time, 0, 0, -1))))
        if not files:
            raise FolderError(f"There is no file in {quoted(str(archive))}, so nothing was collected.")
        yield files


@contextmanager
def _failure_noted(result: Collection, name: str) -> Iterator[None]:
    """A folder that cannot be written costs only this one; a full disk ends the run."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise FolderError(
                "The disk is full. What was collected is whole; make room, and collect the same zip again."
            ) from None
        result.failed[name] = str(error.strerror)
