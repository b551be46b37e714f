"""Live prices of today, kept in the course's cache folder so that a lesson asks once a day."""

from __future__ import annotations

import contextlib
import hashlib
import json
from decimal import InvalidOperation

from course.cost.catalogue import Price
from course.cost.money import Money
from course.errors import CourseError

SCHEMA = "apples-course/prices/1"


def read(url: str, region: str, day: str) -> dict[str, Price]:
    """The prices kept from this server for this region on this day, by size; {} if there are none or they are spoilt.

    Each comes with its date, and a price of another day is not used: tomorrow asks again.
    """
    path = _path(url, region)
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["schema"] != SCHEMA or kept["day"] != day:
            return {}
        prices = {
            name: Price(name, Money(row["per_hour"], row["currency"]), region, day, row["source"], live=True)
            for name, row in kept["prices"].items()
        }
        return {name: price for name, price in prices.items() if price.per_hour.amount > 0}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, InvalidOperation, CourseError):
        with contextlib.suppress(OSError):
            path.unlink()
        return {}


def write(url: str, region: str, day: str, prices: dict[str, Price]) -> None:
    """Keep the prices, amounts as text; a cache that cannot be written is said, and stops nothing."""
    from course.data import cache  # it needs numpy, and a dated price does not

    if not prices:
        return
    rows = {
        name: {"per_hour": str(price.per_hour.amount), "currency": price.per_hour.currency, "source": price.source}
        for name, price in prices.items()
    }
    text = json.dumps({"schema": SCHEMA, "day": day, "region": region, "server": url, "prices": rows}, indent=1)
    cache.keep(_path(url, region), text, what="prices of today")


def _path(url: str, region: str):
    from course.data import cache

    name = hashlib.sha256(f"{url}\n{region}".encode()).hexdigest()[:16]
    return cache.folder("prices") / f"{name}.json"
