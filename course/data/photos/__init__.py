"""Real photographs of fruit in shops, by download, at the learner's wish. Nothing required needs them.

    photos.download()        # 422 photographs, 8 MB; again: only what is missing
    real = photos.load()     # the same `Photos` that the renderer gives

1027 phone photographs, MIT licence, from the Grocery Store data set (Klasson, Zhang, Kjellström, WACV 2019);
`manifest.csv` beside this file names the commit, each file and its SHA-256. Many are piles on a shelf: hard.
"""

from course.data.photos.fetch import CannotWrite, DownloadFailed, Offline, download, folder, take_from
from course.data.photos.manifest import Entry, NoSuchPhotographs, choose, licence
from course.data.photos.read import NotDownloaded, available, load, shots

__all__ = [
    "CannotWrite",
    "DownloadFailed",
    "Entry",
    "NoSuchPhotographs",
    "NotDownloaded",
    "Offline",
    "available",
    "choose",
    "download",
    "folder",
    "licence",
    "load",
    "shots",
    "take_from",
]
