"""Who handed in a member of the zip of everybody: its name says so, by the rules of Canvas and of Moodle.

Canvas (`lib/content_zipper.rb`) writes `lastnamefirstname[_LATE]_userid_fileid_filename`, without file id for text and
links, and leaves no `_number_` in a person's name: the first one is the user id. Moodle (`mod/assign/classes/
downloader.php`) writes `Full Name_number_assignsubmission_file/path`, or `..._file_filename` without folders, and no
underscore in a full name. What stands behind is of the learner's choosing, and never looked at for who they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CANVAS = re.compile(
    r"(?P<name>[^/]*?)_(?P<late>LATE_)?(?P<number>[0-9]+)_(?:(?P<id>[0-9]+)_(?P<file>[^/]+)|(?P<page>(?:text|link)\.html))",
    re.DOTALL,
)
MOODLE = re.compile(r"(?P<name>[^/_]+)_(?P<number>[0-9]+)_assignsubmission_[a-z]+(?:_?/|_)(?P<file>.+)", re.DOTALL)


@dataclass(frozen=True)
class Sender:
    """Whoever handed in, as the platform calls them.

    number : Canvas's user id, the same in the whole course; Moodle's participant number, another in each assignment.
    """

    system: str  # "Canvas" or "Moodle"
    name: str
    number: str

    @property
    def label(self) -> str:
        return f"{self.name}_{self.number}"


@dataclass(frozen=True)
class Upload:
    """One member of the zip.

    file : its path in the folder of its sender, as it was handed in.
    late : whether Canvas says so; None for Moodle, whose zip does not tell.
    file_id : Canvas's number of the file, the larger the newer; 0 where there is none.
    others : the numbers that would be Canvas's user id if the name were read in another way.
    """

    sender: Sender
    file: str
    late: bool | None = None
    file_id: int = 0
    others: frozenset[str] = frozenset()


def upload(member: str) -> Upload | None:
    """What the name of a member says; None where it is in neither form."""
    if found := MOODLE.fullmatch(member):
        return Upload(Sender("Moodle", found["name"], found["number"]), found["file"])
    if found := CANVAS.fullmatch(member):
        sender = Sender("Canvas", found["name"], found["number"])
        numbers = frozenset(re.findall(r"(?=_([0-9]+)_[0-9]+_)", member)) - {sender.number}
        file = found["file"] or found["page"]
        return Upload(sender, file, bool(found["late"]), int((found["id"] or "0")[:18]), numbers)
    return None
