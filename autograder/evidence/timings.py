"""Timing observations of a submission: judged from its log by the rules of the course; nothing is timed again.

What an assignment does not have costs nothing: without timings and logs this returns at once, and `course` need not
be there.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.evidence import borrowed, checkpoints
from autograder.evidence.affected_items import AffectedItem, AffectedItems, facts, flag
from autograder.evidence.learner_files import read_bytes
from autograder.evidence.observation_row import row_of
from autograder.gradebook.folder import Folder
from autograder.gradebook.results import Flag, Result
from autograder.gradebook.status import Status
from autograder.text import shown

LOG, COPY = "observations.json", "observations-of-"
MOST_FILES, MOST_BYTES, MOST_RECORDS = 20, 8 * 2**20, 4000
MOST_SAID = 3  # problems that one flag spells out
MOST_FLAGS = 5  # about one log: a log of hundreds of false workloads must not push other people's flags out of sight
SHARED = "shared"  # the kind of the flags that belong to `compare_class`


def verify(judged: Path, result: Result, author: dict[str, list[NotebookNode]]) -> tuple[list[dict], list[Flag]]:
    """Judge the logs and checkpoints in the folder `judged`; never raises for what somebody handed in.

    author    notebook name -> the cells of the instructor's notebook, which say what points rest on a measurement

    Returns rows for `Result.timing`, and flags of the kind "timing". A row with `record` "observation" is one
    measurement: workload, size, device, device_name, cores, threads, median and iqr in seconds, samples (how many),
    prediction (None, or a dictionary of value, unit, quantity and off_by), started (seconds since 1970), machine,
    source (the file), honest, problems (in words). One with `record` "checkpoint" is one training run. Both have
    `items`, the graded cells that rest on them, and `mark`, which only copies have in common. What was measured on a
    borrowed GPU has `borrowed`, and no mark.
    """
    items = AffectedItems(author, result)
    logs = [path for path in sorted(judged.iterdir()) if path.name == LOG or _is_copy(path)]
    saved = any(path.name.endswith(checkpoints.ENDING) for path in judged.iterdir())
    if not (logs or saved or items.timed or items.training):
        return [], []
    try:
        import course.timing
        import course.training  # noqa: F401
    except ImportError:
        return [], []
    rows, flags = [], []
    for path in logs[:MOST_FILES]:
        found, problems = _log(path, items)
        rows += found
        flags += problems
    found, problems = borrowed.rows_and_flags(judged, rows)
    rows += found
    flags += problems
    begun = any(item.status != Status.NOT_ATTEMPTED for one in result.notebooks.values() for item in one.items)
    if saved or (items.training and begun):  # of whoever began nothing, no training is missing
        found, problems = checkpoints.verify(judged, list(author), items)
        rows += found
        flags += problems
    return rows, flags


def expected(author: dict[str, list[NotebookNode]]) -> list[str]:
    """The names of the files that a submission should have because its notebooks ask for timings."""
    code = [cell.source for cells in author.values() for cell in cells if cell.cell_type == "code"]
    return [LOG] if any([facts(source).timed for source in code]) else []  # all are read: it is kept for the jobs


def _is_copy(path: Path) -> bool:
    return path.name.startswith(COPY) and path.suffix == ".json"


def _log(path: Path, items: AffectedItems) -> tuple[list[dict], list[Flag]]:
    """Rows and flags of one log; a log that cannot be read gives no row and one flag."""
    name = shown(path.name, 120)
    lesson = [path.stem.removeprefix(COPY)] if _is_copy(path) else []  # checks name the lesson of a copied log
    try:
        log, problems = _judged(path)
        rows = _rows(log, problems)
    except Exception as error:  # whatever is wrong with somebody's file, it is only a finding
        if not items.timed:
            return [], []  # another course may have a file of this name
        words = str(error) if isinstance(error, ValueError) else getattr(error, "what", type(error).__name__)
        return [], [flag("timing", f"{name} cannot be judged: {shown(words).rstrip('.')}.", items.of_log(*lesson))]
    for row, seen in zip(rows, log.observations, strict=True):
        rests = items.of_log(*lesson or [seen.workload])
        row |= {"source": name, "items": [[each.notebook, each.item] for each in rests]}
    found = [(items.of_log(*lesson or ([workload] if workload else [])), words) for workload, words in problems.items()]
    if len(found) > MOST_FLAGS:
        found.sort(key=lambda pair: not pair[0])  # what points rest on comes first
        rest = found[MOST_FLAGS - 1 :]
        words = [f"{len(rest)} more workloads do not fit either.", *(message for _, each in rest for message in each)]
        found = [*found[: MOST_FLAGS - 1], ([each for rests, _ in rest for each in rests], words)]
    return rows, [flag("timing", f"{name}: {_spelled(messages)}", rests) for rests, messages in found]


def _spelled(messages: list[str]) -> str:
    more = f" And {len(messages) - MOST_SAID} more." if len(messages) > MOST_SAID else ""
    return " ".join(messages[:MOST_SAID]) + more


def _judged(path: Path) -> tuple[Any, dict[str | None, list[str]]]:
    """A log, and its problems in words for each workload; None stands for the log as a whole.

    Raises ValueError in words, or what `course.timing` raises for a log that it cannot read.
    """
    from course import timing
    from course.timing.honesty import AFRESH
    from course.timing.logfile import parse

    content = read_bytes(path, MOST_BYTES)
    _small_enough(content)
    log = timing.Log(path, parse(content))
    problems = defaultdict(list)
    for one in timing.problems(log):
        problems[one.workload].append(shown(one.message.replace(AFRESH, "")))  # that advice is for the learner
    return log, {workload: list(dict.fromkeys(messages)) for workload, messages in problems.items()}


def _small_enough(content: bytes) -> None:
    """Raises ValueError for a log of so many records that judging it would take minutes."""
    try:
        records = json.loads(content)["records"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return  # `parse` says it better
    if isinstance(records, list) and len(records) > MOST_RECORDS:
        raise ValueError(f"it has {len(records):,} records, more than the {MOST_RECORDS:,} that are read")
    if isinstance(records, list) and not all(isinstance(record, dict) for record in records):
        raise ValueError("its form is not that of a log")


def _rows(log: Any, problems: dict[str | None, list[str]]) -> list[dict]:
    records = [record for record in log.records if record["record"] == "observation"]
    return [
        _row(record, seen, [*problems.get(None, []), *problems.get(seen.workload, [])])
        | {"log": shown(log.document["log"], 64)}
        for record, seen in zip(records, log.observations, strict=True)
    ]


def _row(record: dict, seen: Any, problems: list[str]) -> dict:
    return row_of(seen) | {
        "machine": shown(record["machine"], 32),
        "honest": not problems,
        "problems": problems[:MOST_SAID],
        "mark": _mark(record),
    }


def _mark(record: dict) -> str:
    """The same where `timing.shared` finds the very same measurement."""
    key = [float(number) for number in (record["started"], record["elapsed"], *record["samples"])]
    return hashlib.sha256(repr(key).encode()).hexdigest()[:32]


# -- the class ---------------------------------------------------------------------------------------------------------


def compare_class(folder: Folder, name: str) -> None:
    """Find measurements and checkpoints that people have in common, and flag all of them, each naming the others.

    The flags are of the kind "shared"; those of an earlier call are replaced, so a second call changes nothing, and a
    flag goes when its cause has gone.
    """
    paths = folder.results(name)
    results = {student: result for student, path in paths.items() if (result := Result.read(path))}
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for student, result in results.items():
        for row in result.timing:
            for mark in _marks(row):
                owners[mark].add(student)
    for student, result in results.items():
        others = [each for each in result.flags if each.kind != SHARED]
        flags = others + list(_shared(student, result, owners))
        if flags != result.flags:
            result.flags = flags
            result.write(paths[student])


def _marks(row: dict) -> list[tuple[str, str]]:
    """What two people's rows have in common only if one is a copy: a log's name is drawn at random."""
    return [(kind, row[kind]) for kind in ("mark", "log") if row.get(kind)]


def _shared(student: str, result: Result, owners: dict[tuple[str, str], set[str]]) -> Iterator[Flag]:
    """One flag for all measurements, and one for each checkpoint, that somebody else handed in too."""
    most = {(notebook, item.id): item.max for notebook, one in result.notebooks.items() for item in one.items}
    measured, others = [], set()
    for row in result.timing:
        people = set().union(*(owners[mark] for mark in _marks(row))) - {student}
        if people and row.get("record") == "checkpoint":
            words = (
                f"{row['source']} is the very file that {_names(people)} handed in: the same weights, trained in "
                "the same times."
            )
            yield flag(SHARED, words, _affected([row], most))
        elif people:
            measured.append(row)
            others |= people
    if measured:
        works = list(dict.fromkeys(f"“{row['workload']}”" for row in measured))
        what = ", ".join(works[:MOST_SAID]) + (f" and {len(works) - MOST_SAID} more" if len(works) > MOST_SAID else "")
        words = (
            f"The log has {len(measured)} measurements ({what}) in common with {_names(others)}: taken at the "
            "same moments, with the same samples, or written into a copy of the same file."
        )
        yield flag(SHARED, words, _affected(measured, most))


def _affected(rows: list[dict], most: dict[tuple[str, str], float]) -> list[AffectedItem]:
    items: set[tuple[str, str]] = {tuple(item) for row in rows for item in row.get("items", [])}
    return [AffectedItem(*item, most.get(item, 0.0)) for item in sorted(items)]


def _names(people: set[str]) -> str:
    first = sorted(people)[:5]
    return ", ".join(first) + (f" and {len(people) - 5} more" if len(people) > 5 else "")
