"""When a submission was handed in: as nbgrader reads `timestamp.txt`, and what else the same text may mean."""

from __future__ import annotations

import datetime
import warnings
import zoneinfo
from pathlib import Path

import dateutil.parser
import dateutil.tz
from nbgrader import utils

LONGEST = 200  # bytes; nbgrader writes about 30


def read(path: Path) -> tuple[datetime.datetime | None, str]:
    """The moment in UTC, None where nobody knows, and what is wrong or doubtful about the file, in words.

    nbgrader drops a submission whose timestamp it cannot read. Where its reading is doubtful, it counts all the same,
    for nbgrader's own commands will read it so, and the words name both.
    """
    if path.is_symlink() or not path.is_file():
        return None, ""
    with path.open("rb") as file:
        data = file.read(LONGEST + 1)
    if len(data) > LONGEST:
        return None, "is too long: nobody knows when this was handed in"
    try:
        text = data.decode().strip()
        moment = _naive(utils.parse_utc, text) if text else None
    except Exception as error:  # dateutil raises whatever its arithmetic raises
        return None, f"is no date and time ({type(error).__name__}): nobody knows when this was handed in"
    others = sorted(other for other in _other_readings(text) if other != moment)
    if not moment or not others:
        return moment, ""
    words = " or ".join(f"{other:%Y-%m-%d %H:%M:%S} UTC" for other in others[:3])
    return moment, f"says {text!r}: nbgrader reads it as {moment:%Y-%m-%d %H:%M:%S} UTC, and it may mean {words}"


def _naive(parse, text: str) -> datetime.datetime:
    """A reading in UTC without its zone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dateutil.parser.UnknownTimezoneWarning)
        moment = parse(text)
    if moment.tzinfo is not None:
        moment = moment.astimezone(datetime.UTC).replace(tzinfo=None)
    return moment


def _other_readings(text: str) -> set[datetime.datetime]:
    """What the text means as a whole, where nbgrader takes its third word for a time zone, whatever that is."""
    *_, last = text.split(" ") or [""]
    named = last.isalpha() and last not in ("AM", "PM", "am", "pm", "UTC", "Z")
    if named and dateutil.tz.gettz(last) is not None:
        return set()  # such as EST: nbgrader knows it
    try:
        plain = _naive(dateutil.parser.parse, text)
    except (ValueError, OverflowError):
        return set()  # such as Europe/Berlin, which only nbgrader's way reads
    return {plain - offset for offset in _offsets(last, plain)} if named else {plain}


def _offsets(abbreviation: str, moment: datetime.datetime) -> set:
    """How far from UTC the zones are, anywhere on earth, that have this abbreviation at that time of the year."""
    zones = (zoneinfo.ZoneInfo(name) for name in zoneinfo.available_timezones())
    return {zone.utcoffset(moment) for zone in zones if zone.tzname(moment) == abbreviation}
