"""The log of observations: one JSON file beside the notebook, whole at every moment.

Its format is described in `observations.schema.json`. A record is only ever added. The file is replaced in one
step, so a kernel that is killed leaves the last whole log; what cannot be read is put aside, never overwritten.
While a notebook is graded or validated (NBGRADER_EXECUTION is set) nothing is written.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import json
import os
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from course.errors import CourseError
from course.files import UNFINISHED, write_atomic
from course.timing import machine
from course.timing.record import Observation, Prediction, from_record, prediction_from

SCHEMA, VERSION = "apples-course/observations", 1
NAME = "observations.json"
LARGEST = 4_000_000  # bytes: far more than any lesson leaves
MOST_WRONG = 1_000  # values of one record


class LogBroken(CourseError):
    """The file is not a whole log."""

    heading = "The log cannot be read"


class LogTooNew(CourseError):
    """The log was written by a newer version of the course."""

    heading = "The log is newer than this course"


class LogNotWritten(CourseError):
    """The log could not be written; the last whole one is still there."""

    heading = "The log was not written"


class Log:
    """The records of one file. `document` is its content as parsed; use `open_log` or `log` to get one."""

    def __init__(self, path: Path, document: dict):
        self.path, self.document = path, document

    @property
    def records(self) -> list[dict]:
        """All records, oldest first, as the file holds them."""
        return self.document["records"]

    @property
    def predictions(self) -> list[Prediction]:
        """All predictions, oldest first, late and revised ones too."""
        return [prediction_from(record) for record in self.records if record["record"] == "prediction"]

    @property
    def observations(self) -> list[Observation]:
        """All observations, oldest first."""
        numbered = {prediction.number: prediction for prediction in self.predictions}
        return [from_record(record, numbered) for record in self.records if record["record"] == "observation"]

    def now(self) -> float:
        """The log's own clock: that of the machine, but never before what is already recorded."""
        return max(time.time(), *(moment(record) for record in self.records[-1:]), 0.0)

    def add(self, record: dict) -> dict:
        """Add one record to the file in one step, and return it with number, machine and seal.

        Raises `LogNotWritten` if the disk is full or the folder cannot be written; the file stays as it was.
        """
        if read_only():
            raise LogNotWritten("while a notebook is graded, the log of measurements is read, never written.")
        with _one_writer(self.path):
            fresh = _read(self.path) if self.path.exists() else _new()  # another kernel may have added to it
            here = machine.fingerprint()
            if not fresh["records"] or fresh["records"][-1]["machine"] != here:
                _append(fresh, {"record": "machine", "about": machine.about(), "made": time.time()})
            added = _append(fresh, record)
            _write(self.path, fresh)
        self.document = fresh
        return added


def log() -> Log:
    """The log of this notebook: `observations.json` in the working folder, or where COURSE_LOG says."""
    return open_log(os.environ.get("COURSE_LOG") or NAME)


def open_log(path: str | os.PathLike) -> Log:
    """Read a log; a file that does not exist is an empty log.

    Raises `LogTooNew` for a newer version. A file that is not a whole log is put aside under another name, which
    is said, and an empty log begins; while a notebook is graded it stays where it is and `LogBroken` is raised.
    """
    path = Path(path).absolute()
    if path.is_dir():
        raise LogBroken(f"{path.name} is a folder, and the log needs that name.", do="Rename the folder.")
    if not path.exists():
        return Log(path, _new())
    try:
        return Log(path, _read(path))
    except LogBroken as broken:
        if read_only():
            raise
        kept = _put_aside(path, "broken")
        print(
            f"{path.name} could not be read: {broken.what}\n"
            f"It was kept as {kept.name}, and nothing in it is lost. A new log begins: run the notebook again."
        )
        return Log(path, _new())


def start_afresh() -> Path | None:
    """Begin a new log; the present one is kept under another name, which is returned (None if there was none)."""
    path = log().path
    if read_only() or not path.exists():
        return None
    kept = _put_aside(path, "kept")
    print(f"Your measurements so far were kept as {kept.name}. A new log begins: run the notebook from the top.")
    return kept


def read_only() -> bool:
    """Whether a notebook is being graded or validated (nbgrader sets NBGRADER_EXECUTION)."""
    return bool(os.environ.get("NBGRADER_EXECUTION"))


def moment(record: dict) -> float:
    """When a record was complete, in seconds since 1970 (UTC)."""
    return record["ended"] if record["record"] == "observation" else record["made"]


def seal(record: dict) -> str:
    """SHA-256 over a record, or over a log's header with the last record's seal: a change of either shows."""
    content = {key: value for key, value in record.items() if key not in ("seal", "records")}
    if "records" in record:
        content["last"] = record["records"][-1]["seal"] if record["records"] else ""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def parse(text: str | bytes) -> dict:
    """The document in a log's text. Raises `LogBroken` or `LogTooNew`; judges its form, not its honesty."""
    if len(text) > LARGEST:
        most = f"{LARGEST / 1e6:.0f} MB"
        raise LogBroken(f"it has {len(text) / 1e6:.0f} MB, and no log of this course has more than {most}.")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LogBroken("it is not whole: it ends too early, or is no JSON.", why=str(error)) from None
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise LogBroken("it is not a log of this course.")
    version = document.get("version")
    if isinstance(version, int) and version > VERSION:
        raise LogTooNew(
            f"this log has version {version}, and this course reads version {VERSION}.",
            why="A newer version of the course wrote it. Nothing was changed.",
            do="Update the course, then restart the kernel.",
        )
    if _endless(document.get("records")):
        raise LogBroken(f"its form is not that of a log: over {MOST_WRONG:,} values of one record are no numbers.")
    from jsonschema.exceptions import best_match

    wrong = best_match(itertools.islice(_validator().iter_errors(document), 1))  # of the first record that is wrong
    if wrong is not None:
        raise LogBroken(f"its form is not that of a log ({wrong.json_path}: {wrong.message[:120]}).")
    return document


def _endless(records: object) -> bool:
    """Whether a record has so many values of the wrong kind that a validator's list of them fills the memory."""
    for record in records if isinstance(records, list) else ():
        for part in record.values() if isinstance(record, dict) else ():
            values = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
            if len(values) > MOST_WRONG and sum(type(value) not in (int, float) for value in values) > MOST_WRONG:
                return True
    return False


@functools.cache
def _validator():
    import jsonschema

    text = files("course.timing").joinpath("observations.schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


def _new() -> dict:
    now = time.time()
    document = {
        "schema": SCHEMA,
        "version": VERSION,
        "log": uuid.uuid4().hex,
        "created": now,
        "saved": now,
        "machine": machine.fingerprint(),
        "count": 0,
        "records": [],
    }
    return document | {"seal": seal(document)}


_parsed: dict[Path, tuple[tuple[int, int, int], dict]] = {}  # so that a sweep does not parse the file every time


def _read(path: Path) -> dict:
    try:
        state = path.stat()
        key = (state.st_mtime_ns, state.st_size, state.st_ino)
        if path not in _parsed or _parsed[path][0] != key:
            _parsed[path] = key, parse(path.read_bytes())
    except OSError as error:
        raise LogNotWritten(
            f"{path.name} cannot be opened: {error.strerror}.", do="Look at the file's permissions."
        ) from None
    document = _parsed[path][1]
    return document | {"records": list(document["records"])}


def _append(document: dict, record: dict) -> dict:
    records = document["records"]
    last = moment(records[-1]) if records else document["created"]
    behind = max(0.0, last - moment(record))  # the machine's clock was set back: the log's own clock goes on
    record = record | {key: record[key] + behind for key in ("made", "started", "ended") if key in record}
    record |= {
        "number": len(records),
        "machine": machine.fingerprint(),
        "previous": records[-1]["seal"] if records else document["log"],
    }
    record["seal"] = seal(record)
    records.append(record)
    document |= {"count": len(records), "saved": max(time.time(), moment(record))}
    document["seal"] = seal(document)
    return record


def _write(path: Path, document: dict) -> None:
    header = {key: value for key, value in document.items() if key not in ("records", "seal")}
    lines = [f" {json.dumps(key)}: {json.dumps(value)}," for key, value in header.items()]
    records = ",\n".join(f"  {json.dumps(record)}" for record in document["records"])
    text = "\n".join(["{", *lines, ' "records": [', records, " ],", f' "seal": "{document["seal"]}"', "}", ""])
    try:
        for left in path.parent.glob(UNFINISHED.replace("*", f"{path.name}-*")):  # by a kernel that was killed
            left.unlink(missing_ok=True)
        write_atomic(path, text, durable=True)
        state = path.stat()
        _parsed[path] = (state.st_mtime_ns, state.st_size, state.st_ino), document
    except OSError as error:
        raise LogNotWritten(
            f"{path.name} could not be written: {error.strerror}.",
            why="The last whole log is still there, without this record.",
            do="Free some disk space or check the folder's permissions, then run the cell again.",
        ) from None


def _put_aside(path: Path, word: str) -> Path:
    number = 1
    while (kept := path.with_name(f"{path.stem}.{word}-{number}{path.suffix}")).exists():
        number += 1
    try:
        path.rename(kept)
    except OSError as error:
        raise LogNotWritten(
            f"{path.name} could not be put aside: {error.strerror}.", do="Rename it yourself, then run the cell again."
        ) from None
    return kept


@contextmanager
def _one_writer(path: Path) -> Iterator[None]:
    """Two kernels with the same notebook take turns; where there are no file locks, they do not."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    name = hashlib.sha256(str(path).encode()).hexdigest()[:16]
    user = os.getuid()
    with open(Path(tempfile.gettempdir()) / f"course-log-{user}-{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
