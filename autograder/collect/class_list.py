"""Which learner of the gradebook a sender is.

Canvas: whose `lms_user_id` is the number, else whose id it is. Moodle: whose first and last name, in either order, is
the name, or whose id or e-mail it is; its number is another in each assignment. While the gradebook has no class list,
only ids, Canvas's number is the id, or Moodle's name, with the number where two in the zip have the same.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.collect.senders import Sender, Upload
from autograder.gradebook.folder import FolderError
from autograder.gradebook.person import Person
from autograder.repair.members import inside, why_not
from autograder.text import listed, quoted

COLUMNS = ("first_name", "last_name", "email", "lms_user_id")  # beside "id", as nbgrader has them

ABSENT = "nobody in the class list has {}"
SEVERAL = "in the class list it may be {}"
SHARED = "{} senders would be {}"
TWO_WAYS = "its name can be read as from another learner, too"
NO_FOLDER = "its name cannot be that of a folder"


def names(person: Person) -> set[str]:
    """What a platform may call somebody, in `plain` form."""
    whole = (person.first_name + person.last_name, person.last_name + person.first_name)
    return {plain(name) for name in whole} - {""}


def plain(name: str) -> str:
    """A name without case, spaces and signs: Moodle drops some signs from names, and Canvas all."""
    normal = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(each for each in normal if unicodedata.category(each)[0] in "LMN")


def enter(book: Gradebook, table: Path) -> None:
    """Put a CSV table with a column `id`, and any of `COLUMNS`, into the gradebook, as nbgrader's import does.

    Raises
    ------
    FolderError
        It cannot be read, or a row has no id. Then nothing was entered.
    """
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no table in UTF-8"
        raise FolderError(
            f"The class list {quoted(str(table))} cannot be read ({why}). Nothing was collected. Save it as CSV in "
            "UTF-8, or leave out --students: then the list in the gradebook counts."
        ) from None
    if not rows or not all((row.get("id") or "").strip() for row in rows):
        raise FolderError(
            f"The class list {quoted(str(table))} needs a column `id`, and in it an id for each learner. Nothing was "
            f"collected. Its other columns, parted by commas, may be {', '.join(COLUMNS)}."
        )
    for row in rows:
        known = {name: row[name].strip() for name in COLUMNS if row.get(name) is not None}
        book.update_or_create_student(row["id"].strip(), **known)


def read(book: Gradebook) -> list[Person]:
    """The class list of the gradebook; rows that have only an id come from grading, and count by that."""
    return [Person.of(one) for one in book.students]


def is_list(learners: list[Person]) -> bool:
    """Whether anything is known of anybody but an id."""
    return any(names(one) or one.email or one.lms_user_id for one in learners)


def resolve(uploads: Iterable[Upload], learners: list[Person]) -> tuple[dict[Upload, str], dict[Upload, str]]:
    """The student id of each upload, and of the others why nobody can tell, in words."""
    uploads = list(uploads)
    senders = {upload.sender for upload in uploads}
    ids, unknown = _of_senders(senders, learners)
    for each in uploads:  # what a sender has handed in stays together
        if each.sender in ids and any(_others(each, number, learners, ids) for number in each.others):
            unknown[each.sender] = TWO_WAYS
    known = {each: ids[each.sender] for each in uploads if each.sender not in unknown}
    return known, {each: unknown[each.sender] for each in uploads if each.sender in unknown}


def _of_senders(senders: set[Sender], learners: list[Person]) -> tuple[dict[Sender, str], dict[Sender, str]]:
    ids, unknown = {}, {}
    has_list = is_list(learners)
    count = Counter(plain(sender.name) for sender in senders)
    for sender in senders:
        found = _matches(sender, learners) if has_list else [_own_id(sender, count)]
        if len(found) != 1:
            called = f"the number {sender.number}" if sender.system == "Canvas" else f"the name {quoted(sender.name)}"
            unknown[sender] = SEVERAL.format(listed(found)) if found else ABSENT.format(called)
        elif not _can_be_a_folder(found[0]):
            unknown[sender] = NO_FOLDER
        else:
            ids[sender] = found[0]
    by_id = {one.id: one for one in learners}
    for sender, others in _shared(ids, by_id).items():
        unknown[sender] = SHARED.format(others, quoted(ids.pop(sender)))
    return ids, unknown


def _can_be_a_folder(name: str) -> bool:
    return inside(name) == name and "/" not in name and not name.startswith(".") and not why_not(name)


def _matches(sender: Sender, learners: list[Person]) -> list[str]:
    """The ids of those in the class list who may be meant."""
    if sender.system == "Canvas":
        by_number = [one.id for one in learners if one.lms_user_id == sender.number]
        return by_number or [one.id for one in learners if one.id == sender.number]
    name = plain(sender.name)
    return [one.id for one in learners if name and name in names(one) | {plain(one.id), plain(one.email)}]


def _own_id(sender: Sender, count: Mapping[str, int]) -> str:
    """An id where there is no class list."""
    if sender.system == "Canvas":
        return sender.number
    return sender.name if count[plain(sender.name)] == 1 else sender.label


def _shared(ids: dict[Sender, str], learners: dict[str, Person]) -> dict[Sender, int]:
    """The senders who would be the same learner, and how many; one who alone has the learner's name is the learner."""
    groups = defaultdict(list)
    for sender, student in ids.items():
        groups[student].append(sender)
    shared = {}
    for student, group in groups.items():
        own_names = names(learners[student]) if student in learners else set()
        own = [sender for sender in group if plain(sender.name) in own_names]
        shared |= {one: len(group) for one in group if len(group) > 1 and not (len(own) == 1 and one in own)}
    return shared


def _others(upload: Upload, number: str, learners: list[Person], ids: Mapping[Sender, str]) -> bool:
    """Whether a number is that of another learner of the list, or of another sender."""
    found = set(_matches(Sender("Canvas", "", number), learners))
    found |= {student for sender, student in ids.items() if sender.system == "Canvas" and sender.number == number}
    return bool(found - {ids[upload.sender]})
