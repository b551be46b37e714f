"""People: recorded digits of six speakers, by download, at the learner's wish. Nothing required needs them.

    people.download()      # 900 clips, 6 MB; again: only what is missing
    real = people.load()   # Takes of one word each

Free Spoken Digit Dataset (Zohar Jackson and contributors), CC BY-SA 4.0; `people.csv` beside this file names the
commit, each file and its SHA-256.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from course.data.downloads import Collection, missing
from course.errors import CourseError
from course.voice.phones import DIGITS
from course.voice.recording import read_file
from course.voice.takes import Takes

COMMIT = "26eb9aaf76e81b692f806f9140c2d2777410d7a1"
BASE_URL = f"https://raw.githubusercontent.com/Jakobovski/free-spoken-digit-dataset/{COMMIT}/"
MOST = 15  # takes of each digit and person in the list
_FILE = Path(__file__).with_name("people.csv")


class NotDownloaded(CourseError):
    """None of the recordings are on this computer yet."""


@dataclass(frozen=True)
class Entry:
    """One clip: `path` in the public repository, the digit, who says it, which take."""

    path: str
    digit: int
    speaker: str
    take: int
    bytes: int
    sha256: str


@cache
def everything() -> tuple[Entry, ...]:
    """All 900 clips, by speaker, digit and take."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return tuple(
            Entry(r["path"], int(r["digit"]), r["speaker"], int(r["take"]), int(r["bytes"]), r["sha256"]) for r in rows
        )


def licence() -> str:
    """Source and licence of the recordings, as they stand at the head of the list."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return "\n".join(line[2:] for line in lines if line.startswith("#")) + "\n"


RECORDINGS = Collection(
    "recordings", "recorded people", "people", BASE_URL, "COURSE_VOICES_URL", "recorded-people", licence()
)


def choose(takes: int = MOST) -> list[Entry]:
    """The first so many takes (1 to 15) of each digit and person."""
    if takes not in range(1, MOST + 1):
        raise CourseError(f"There are {MOST} takes of each digit and person, not {takes!r}.", do="Ask for 1 to 15.")
    return [entry for entry in everything() if entry.take < takes]


def download(
    takes: int = MOST, *, base_url: str | None = None, to: str | Path | None = None, retries: int = 2,
    workers: int = 4, progress: bool = True,
) -> Path:  # fmt: skip
    """Fetch the clips, check each one, and return the folder that holds them.

    What is there already is not fetched again. `base_url` (or the environment variable COURSE_VOICES_URL) names another
    server with the same paths. Errors are those of `photos.download`: Offline, CannotWrite, DownloadFailed.
    """
    settings = {"base_url": base_url, "to": to, "retries": retries, "workers": workers, "progress": progress}
    return RECORDINGS.download(choose(takes), **settings)


def take_from(source: str | Path, *, to: str | Path | None = None) -> int:
    """Take the clips from a folder of yours instead; each is recognised by its SHA-256. Returns how many are new."""
    return RECORDINGS.take_from(source, everything(), to=to)


def available(at: str | Path | None = None, *, takes: int = 1) -> list[str]:
    """The speakers of whom so many takes of every digit are here and whole, in the order of the alphabet."""
    here = Counter((entry.speaker, entry.digit) for entry in _here(at))
    speakers = {entry.speaker for entry in everything()}
    return sorted(name for name in speakers if all(here[name, digit] >= takes for digit in range(len(DIGITS))))


def load(at: str | Path | None = None, *, speaker: str = "") -> Takes:
    """The clips that are here and whole, of one speaker or of all, as Takes of one word each, in the order of the list.

    Raises NotDownloaded when there is none, CourseError where nobody in the list has this name.
    """
    speakers = sorted({entry.speaker for entry in everything()})
    if speaker and speaker not in speakers:
        raise CourseError(f"Nobody among the recorded people is called {speaker!r}.", do=f"Take one of {speakers}.")
    entries = [entry for entry in _here(at) if speaker in ("", entry.speaker)]
    if not entries:
        raise NotDownloaded(
            "The recorded people are not on this computer.",
            why="They are not part of the course, because they belong to others (CC BY-SA 4.0).",
            do="Call people.download() once, with a network; every required part of the course works without.",
        )
    where = _place(at)
    sounds = [read_file(where / entry.path) for entry in entries]
    return Takes(sounds, [(DIGITS[entry.digit],) for entry in entries], [entry.speaker for entry in entries])


def _here(at) -> list[Entry]:
    absent = {entry.path for entry in missing(everything(), _place(at))}
    return [entry for entry in everything() if entry.path not in absent]


def _place(at: str | Path | None) -> Path:
    return Path(at) if at is not None else RECORDINGS.folder()
