"""Getting the real photographs: over the network, or from a folder that somebody passes round.

Every file is written under a temporary name, compared with its SHA-256, and only then given its own name
(pooch does that), so what lies in the folder under its own name is whole, and a second call fetches only
what is missing.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path

from course.data import cache
from course.data.photos.manifest import COMMIT, Entry, choose, everything, is_this, licence
from course.errors import CourseError
from course.files import UNFINISHED, write_atomic

BASE_URL = f"https://raw.githubusercontent.com/marcusklasson/GroceryStoreDataset/{COMMIT}/"
MANY = 5  # failures after which the rest is not even tried
TIMEOUT_S = 30
AN_HOUR = 3600


class DownloadFailed(CourseError):
    """Some of the photographs could not be fetched; those that came are kept."""


class Offline(DownloadFailed):
    """The server cannot be reached at all."""


class CannotWrite(DownloadFailed):
    """The photographs came and could not be put down: a full disk, or a folder that is read-only."""


def folder() -> Path:
    """Where the photographs are kept: in the course's cache folder (COURSE_CACHE moves it)."""
    return cache.folder("real-photos")


def missing(entries: list[Entry], where: Path) -> list[Entry]:
    """Those that are not in the folder yet, or not whole."""
    return [entry for entry in entries if not entry.is_whole(where)]


def download(
    which: str = "sample",
    *,
    kinds=None,
    per_class: int | None = None,
    base_url: str | None = None,
    to: str | Path | None = None,
    retries: int = 2,
    workers: int = 4,
    progress: bool = True,
) -> Path:
    """Fetch real photographs, check each one, and return the folder that holds them.

    Which ones: `which`, `kinds`, `per_class`, as in `photos.choose`. What is there already is not fetched
    again, so after an interruption the same call goes on where it stopped. `base_url` (or the environment
    variable COURSE_PHOTOS_URL) names another server with the same paths, `to` another folder; each file is
    tried 1 + `retries` times, `workers` files at a time.

    Raises Offline when the server cannot be reached, CannotWrite when the disk is full or read-only, and
    DownloadFailed when the server does not have a file or sends another one. Files that came are kept.
    """
    entries = choose(which, kinds=kinds, per_class=per_class)
    where = Path(to) if to is not None else folder()
    url = base_url or os.environ.get("COURSE_PHOTOS_URL") or BASE_URL
    wanted = missing(entries, where)
    if wanted:
        _prepare(where, wanted)
        problems = _fetch_all(wanted, where, url.rstrip("/") + "/", retries, workers, progress)
        if problems:
            here = len(entries) - len(missing(entries, where))
            _complain(problems, here, len(entries), where, url)
    return where


def take_from(source: str | Path, *, to: str | Path | None = None) -> int:
    """Take photographs from a folder of yours instead: a memory stick, a share in the classroom.

    Every file below `source` is recognised by its SHA-256, whatever it is called. Returns how many are new.
    Raises DownloadFailed if the folder does not exist or holds none of them.
    """
    source, where = Path(source), Path(to) if to is not None else folder()
    by_size: dict[int, list[Entry]] = {}
    for entry in everything():
        by_size.setdefault(entry.bytes, []).append(entry)
    known = new = 0
    for file in sorted(source.rglob("*")) if source.is_dir() else []:
        if not file.is_file():
            continue
        for entry in by_size.get(file.stat().st_size, []):
            if is_this(file, entry):
                known += 1
                new += _put(file, entry, where)
    if not known:
        raise DownloadFailed(
            f"None of the photographs are in {source}.",
            why="They are recognised by their bytes, so changed or resized copies do not count.",
            do="Give the folder that holds the original files, or call photos.download().",
        )
    return new


def _put(file: Path, entry: Entry, where: Path) -> int:
    """Copy one file to its place unless it is there; the name is given only when the copy is whole."""
    if entry.is_whole(where):
        return 0
    _prepare(where, [entry])
    try:
        write_atomic(where / entry.path, file.read_bytes())
    except OSError as error:
        raise _cannot_write(where, error) from None
    return 1


def _prepare(where: Path, entries: list[Entry]) -> None:
    """Make the folders, put the licence there, and sweep up what a killed download left half-made."""
    try:
        for parent in {(where / entry.path).parent for entry in entries}:
            parent.mkdir(parents=True, exist_ok=True)
            for half in [*parent.glob("tmp*"), *parent.glob(UNFINISHED)]:  # pooch's and ours
                # a younger one may belong to a download that is running in another notebook
                if time.time() - half.stat().st_mtime > AN_HOUR:
                    half.unlink(missing_ok=True)
        (where / "LICENCE.txt").write_text(licence(), encoding="utf-8")
    except OSError as error:
        raise _cannot_write(where, error) from None


def _fetch_all(entries: list[Entry], where: Path, url: str, retries: int, workers: int, progress: bool) -> list:
    """Fetch the files, a few at a time; gives (entry, error) for those that failed."""
    import pooch
    from tqdm.auto import tqdm

    pooch.get_logger().setLevel("WARNING")  # one bar says more than a line for each file
    registry = {entry.path: f"sha256:{entry.sha256}" for entry in entries}
    shelf = pooch.create(path=where, base_url=url, registry=registry, retry_if_failed=retries)
    once = pooch.HTTPDownloader(timeout=TIMEOUT_S, chunk_size=1 << 16)
    problems: list = []
    with (
        ThreadPoolExecutor(max_workers=workers) as pool,
        tqdm(
            total=sum(entry.bytes for entry in entries),
            unit="B",
            unit_scale=True,
            disable=not progress,
            desc=f"{len(entries)} photographs",
        ) as bar,
    ):
        running = {pool.submit(shelf.fetch, entry.path, downloader=once): entry for entry in entries}
        try:
            while running and not _hopeless(problems):
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    entry = running.pop(future)
                    if error := future.exception():
                        problems.append((entry, error))
                    else:
                        bar.update(entry.bytes)
        finally:  # also when the learner presses the stop button
            pool.shutdown(wait=False, cancel_futures=True)
    return problems


def _hopeless(problems: list) -> bool:
    return len(problems) >= MANY or any(_what(error) in ("offline", "disk") for _, error in problems)


def _what(error: Exception) -> str:
    """offline, missing (404), refused (other answers), disk, or damaged."""
    import requests

    if isinstance(error, requests.HTTPError):
        return "missing" if error.response is not None and error.response.status_code == 404 else "refused"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "damaged"  # the line broke in the middle of a file
    if isinstance(error, requests.RequestException):
        return "offline"
    if isinstance(error, OSError):
        return "disk"
    if isinstance(error, ValueError):
        return "damaged"  # what pooch raises for a wrong checksum
    raise error


def _complain(problems: list, here: int, wanted: int, where: Path, url: str) -> None:
    """Turn what went wrong into one error that says what is kept and what to do."""
    entry, error = problems[0]
    kept = f"{here} of {wanted} photographs are here and are kept: the same call fetches only the rest."
    what = _what(error)
    if what == "offline":
        raise Offline(
            f"The server with the real photographs cannot be reached ({url}).",
            why=f"{kept} Every lesson works without them.",
            do="Look at your network (a proxy? a firewall?), then run the cell again. If a colleague has the "
            'files, use photos.take_from("their folder").',
        ) from None
    if what == "disk":
        raise _cannot_write(where, error, kept) from None
    name = Path(entry.path).name
    if what == "missing":
        says = f"The server does not have {name} (it answers 404)."
        because = "The address may be wrong, or the set was moved."
    elif what == "refused":
        says = f"The server did not give {name} (it answers {error.response.status_code})."
        because = "It is in trouble, or has had enough of us for now."
    else:
        says = f"{name} arrived incomplete, or is not the file that the course knows."
        because = "Its SHA-256 differs, so it was thrown away: nothing unchecked is ever used."
    raise DownloadFailed(
        says, why=f"{because} {kept}", do=f"Try again in a few minutes; if it stays so, look at {url} in a browser."
    ) from None


def _cannot_write(where: Path, error: OSError, kept: str = "") -> CannotWrite:
    return CannotWrite(
        f"The photographs cannot be written to {where}: {error.strerror or error}.",
        why=kept,
        do="Free some space there, or set COURSE_CACHE to a folder with room and run the cell again.",
    )
