"""Files that belong to others: fetched at the learner's wish, each compared with its checksum.

Every file is written under a temporary name, compared with its SHA-256, and only then given its own name
(pooch does that), so what lies in the folder under its own name is whole, and a second call fetches only
what is missing.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from course.data import cache
from course.errors import CourseError
from course.files import UNFINISHED, write_atomic

MANY = 5  # failures after which the rest is not even tried
TIMEOUT_S = 30
AN_HOUR = 3600


class DownloadFailed(CourseError):
    """Some of the files could not be fetched; those that came are kept."""


class Offline(DownloadFailed):
    """The server cannot be reached at all."""


class CannotWrite(DownloadFailed):
    """The files came and could not be put down: a full disk, or a folder that is read-only."""


class Entry(Protocol):
    """One file: `path` below the address, `bytes`, `sha256` as 64 hexadecimal digits."""

    @property
    def path(self) -> str: ...

    @property
    def bytes(self) -> int: ...

    @property
    def sha256(self) -> str: ...


@dataclass(frozen=True)
class Collection:
    """Where the files of one set come from, where they are kept, and what they are called in messages.

    files      "photographs", for messages
    titled     "real photographs"
    module     "photos", which has `download` and `take_from`
    url        the address in front of each path; the environment variable `variable` names another
    at         the folder in the course's cache
    """

    files: str
    titled: str
    module: str
    url: str
    variable: str
    at: str
    licence: str

    def folder(self) -> Path:
        """Where the files are kept: in the course's cache folder (COURSE_CACHE moves it)."""
        return cache.folder(self.at)

    def download(
        self, entries: Sequence[Entry], *, base_url=None, to=None, retries=2, workers=4, progress=True
    ) -> Path:
        """Fetch what is missing of the entries, check each file, and return the folder that holds them.

        Raises Offline when the server cannot be reached, CannotWrite when the disk is full or read-only, and
        DownloadFailed when the server does not have a file or sends another one. Files that came are kept.
        """
        where = Path(to) if to is not None else self.folder()
        url = base_url or os.environ.get(self.variable) or self.url
        wanted = missing(entries, where)
        if wanted:
            self._prepare(where, wanted)
            problems = self._fetch_all(wanted, where, url.rstrip("/") + "/", retries, workers, progress)
            if problems:
                here = len(entries) - len(missing(entries, where))
                self._complain(problems, here, len(entries), where, url)
        return where

    def take_from(self, source: str | Path, entries: Sequence[Entry], *, to: str | Path | None = None) -> int:
        """Take the files from a folder instead; each is recognised by its SHA-256, whatever it is called.

        Returns how many are new. Raises DownloadFailed if the folder does not exist or holds none of them.
        """
        source, where = Path(source), Path(to) if to is not None else self.folder()
        by_size: dict[int, list[Entry]] = {}
        for entry in entries:
            by_size.setdefault(entry.bytes, []).append(entry)
        known = new = 0
        for file in sorted(source.rglob("*")) if source.is_dir() else []:
            if not file.is_file():
                continue
            for entry in by_size.get(file.stat().st_size, []):
                if is_this(file, entry):
                    known += 1
                    new += self._put(file, entry, where)
        if not known:
            raise DownloadFailed(
                f"None of the {self.files} are in {source}.",
                why="They are recognised by their bytes, so changed copies do not count.",
                do=f"Give the folder that holds the original files, or call {self.module}.download().",
            )
        return new

    def _put(self, file: Path, entry: Entry, where: Path) -> int:
        """Copy one file to its place unless it is there; the name is given only when the copy is whole."""
        if is_this(where / entry.path, entry):
            return 0
        self._prepare(where, [entry])
        try:
            write_atomic(where / entry.path, file.read_bytes())
        except OSError as error:
            raise self._cannot_write(where, error) from None
        return 1

    def _prepare(self, where: Path, entries: Sequence[Entry]) -> None:
        """Make the folders, put the licence there, and sweep up what a killed download left half-made."""
        try:
            for parent in {(where / entry.path).parent for entry in entries}:
                parent.mkdir(parents=True, exist_ok=True)
                for half in [*parent.glob("tmp*"), *parent.glob(UNFINISHED)]:  # pooch's and ours
                    # a younger one may belong to a download that is running in another notebook
                    if time.time() - half.stat().st_mtime > AN_HOUR:
                        half.unlink(missing_ok=True)
            (where / "LICENCE.txt").write_text(self.licence, encoding="utf-8")
        except OSError as error:
            raise self._cannot_write(where, error) from None

    def _fetch_all(self, entries, where: Path, url: str, retries: int, workers: int, progress: bool) -> list:
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
                desc=f"{len(entries)} {self.files}",
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

    def _complain(self, problems: list, here: int, wanted: int, where: Path, url: str) -> None:
        """Turn what went wrong into one error that says what is kept and what to do."""
        entry, error = problems[0]
        kept = f"{here} of {wanted} {self.files} are here and are kept: the same call fetches only the rest."
        what = _what(error)
        if what == "offline":
            raise Offline(
                f"The server with the {self.titled} cannot be reached ({url}).",
                why=f"{kept} Every lesson works without them.",
                do="Look at your network (a proxy? a firewall?), then run the cell again. If a colleague has the "
                f'files, use {self.module}.take_from("their folder").',
            ) from None
        if what == "disk":
            raise self._cannot_write(where, error, kept) from None
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

    def _cannot_write(self, where: Path, error: OSError, kept: str = "") -> CannotWrite:
        return CannotWrite(
            f"The {self.files} cannot be written to {where}: {error.strerror or error}.",
            why=kept,
            do="Free some space there, or set COURSE_CACHE to a folder with room and run the cell again.",
        )


def is_this(file: Path, entry: Entry) -> bool:
    """True when the file exists and its bytes are those of the entry, whatever its name."""
    try:
        if file.stat().st_size != entry.bytes:
            return False
        return hashlib.sha256(file.read_bytes()).hexdigest() == entry.sha256
    except OSError:
        return False


def missing(entries: Sequence[Entry], where: Path) -> list:
    """Those that are not in the folder yet, or not whole."""
    return [entry for entry in entries if not is_this(where / entry.path, entry)]


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
