"""GPUs that somebody borrowed for lesson 09: what they measured elsewhere, beside the log, labelled for what it is.

No point rests on a borrowed file, and a file that holds no measurements is said and left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.evidence.affected_items import flag
from autograder.evidence.learner_files import read_bytes
from autograder.evidence.observation_row import row_of
from autograder.gradebook.results import Flag
from autograder.text import shown

FILES = "borrowed-*.json"
MOST_FILES, MOST_BYTES, MOST_ROWS = 5, 4 * 2**20, 500


def rows_and_flags(judged: Path, machine: str) -> tuple[list[dict], list[Flag]]:
    """Rows as `timings.verify` gives them, with `borrowed`, for the files in the folder `judged`; and what is wrong.

    machine : that of the learner's own log, with whose CPU a borrowed GPU is compared.
    """
    paths = sorted(judged.glob(FILES))[:MOST_FILES]
    if not paths:
        return [], []
    from course import timing

    with TemporaryDirectory() as plain:
        wrong = dict(_copied(paths, Path(plain)))
        found, unusable = timing.borrowed(Path(plain))
    rows = [
        row_of(seen)
        | {
            "device_name": f"{shown(one.device_name, 100)} (borrowed)",
            "machine": machine,
            "honest": True,
            "problems": [],
            "borrowed": True,
            "source": "a borrowed file",
            "items": [],
        }
        for one in found
        for seen in one.observations
    ]
    said = {**wrong, **unusable}
    words = (f"{shown(name, 120)} is left out: {shown(why)} No point rests on it." for name, why in said.items())
    return rows[:MOST_ROWS], [flag("timing", each, []) for each in words]


def _copied(paths: list[Path], to: Path) -> Iterator[tuple[str, str]]:
    """Copy the plain files; (name, why) of the others."""
    for path in paths:
        try:
            (to / path.name).write_bytes(read_bytes(path, MOST_BYTES))
        except (OSError, ValueError) as error:
            yield path.name, f"{getattr(error, 'strerror', None) or error}."
