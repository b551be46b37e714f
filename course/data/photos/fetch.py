"""Getting the real photographs: over the network, or from a folder that somebody passes round."""

from __future__ import annotations

from pathlib import Path

from course.data.downloads import CannotWrite, Collection, DownloadFailed, Offline, missing
from course.data.photos.manifest import COMMIT, choose, everything, licence

__all__ = ["CannotWrite", "DownloadFailed", "Offline", "download", "folder", "missing", "take_from"]

BASE_URL = f"https://raw.githubusercontent.com/marcusklasson/GroceryStoreDataset/{COMMIT}/"
PHOTOGRAPHS = Collection(
    "photographs", "real photographs", "photos", BASE_URL, "COURSE_PHOTOS_URL", "real-photos", licence()
)


def folder() -> Path:
    """Where the photographs are kept: in the course's cache folder (COURSE_CACHE moves it)."""
    return PHOTOGRAPHS.folder()


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
    settings = {"base_url": base_url, "to": to, "retries": retries, "workers": workers, "progress": progress}
    return PHOTOGRAPHS.download(entries, **settings)


def take_from(source: str | Path, *, to: str | Path | None = None) -> int:
    """Take photographs from a folder of yours instead: a memory stick, a share in the classroom.

    Every file below `source` is recognised by its SHA-256, whatever it is called. Returns how many are new.
    Raises DownloadFailed if the folder does not exist or holds none of them.
    """
    return PHOTOGRAPHS.take_from(source, everything(), to=to)
