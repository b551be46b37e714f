"""GPUs that somebody borrowed for lesson 09: what they measured elsewhere, beside the log, labelled for what it is.

No point rests on a borrowed file, and a file that holds no measurements is said and left out.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.evidence.affected_items import flag
from autograder.evidence.learner_files import read_bytes
from autograder.evidence.observation_row import row_of
from autograder.gradebook.results import Flag
from autograder.text import count, shown

FILES = "borrowed-*.json"
MOST_FILES, MOST_BYTES = 5, 100_000  # one has some ten thousand


def rows_and_flags(judged: Path, own: list[dict]) -> tuple[list[dict], list[Flag]]:
    """Rows as `timings.verify` gives them, with `borrowed`, for the files in the folder `judged`; and what is wrong.

    own : the rows of the learner's logs. A borrowed GPU is compared with the CPU of the machine that did the same work.
    """
    paths = sorted(judged.glob(FILES))
    rows, left_out = [], []
    for path in paths[:MOST_FILES]:
        try:
            rows += _rows(path, own)
        except Exception as error:  # whatever is wrong with somebody's file, it is only a finding
            why = str(error) if isinstance(error, ValueError) else getattr(error, "strerror", None) or "it is not whole"
            left_out.append(f"{shown(path.name, 120)} is left out: {shown(why).rstrip('.')}.")
    if rest := paths[MOST_FILES:]:
        left_out.append(f"{count(len(rest), 'more borrowed file')} left out: {MOST_FILES} are read.")
    return rows, [flag("timing", f"{words} No point rests on it.", []) for words in left_out]


def _rows(path: Path, own: list[dict]) -> list[dict]:
    """The rows of one file. Raises ValueError in words, or what else a file can cause."""
    from course import timing

    with TemporaryDirectory() as folder:  # a plain copy: it may be a link, or change meanwhile
        Path(folder, path.name).write_bytes(read_bytes(path, MOST_BYTES))
        found, unusable = timing.borrowed(Path(folder))
    if unusable:
        raise ValueError(unusable[path.name])
    machines = {row["workload"]: row["machine"] for row in own if row["device"] == "cpu"}
    labels = {"honest": True, "problems": [], "borrowed": True, "source": shown(path.name, 120), "items": []}
    rows = []
    for one in found:
        for seen in one.observations:
            row = row_of(seen) | labels | {"device_name": f"{shown(one.device_name, 100)} (borrowed)"}
            rows.append(row | {"machine": machines.get(row["workload"], "")})
    return rows
