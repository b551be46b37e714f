"""Prices of today from Azure's public price list, and the dated table whenever they cannot be had.

The Azure Retail Prices API needs no account and no key. It answers in pages of rows, among them rows for Windows, for
Spot and Low Priority machines and for reservations: what stays is Linux, pay as you go, by the hour. Prices are kept
for a day in the course's cache folder. Whatever goes wrong, from no network to rows that make no sense, costs the
learner a line of text: the dated table answers instead.
"""

from __future__ import annotations

import http.client
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from course.cost import catalogue, price_cache
from course.cost.catalogue import Price
from course.cost.money import Money
from course.errors import CourseError

BASE_URL = "https://prices.azure.com/api/retail/prices"
SOURCE = "Azure Retail Prices API"
PATIENCE = 8.0  # seconds for everything together: a lesson does not wait longer for a price
MOST_PAGES, MOST_BYTES = 20, 20_000_000
NOT_LINUX = ("windows", "cloud services", "cloudservices", "dedicated host")  # in productName
NOT_STEADY = ("spot", "low priority")  # in skuName or meterName


class NoLivePrices(CourseError):
    """The price list did not answer, or not in a way that can be used. `prices` turns it into the dated table."""

    heading = "No live prices"


@dataclass(frozen=True)
class PriceList:
    """Prices by size; `said` tells in a line where they come from."""

    by_size: dict[str, Price]
    said: str

    def __getitem__(self, name: str) -> Price:
        return self.by_size[catalogue.size(name).name]

    def __iter__(self):
        return iter(self.by_size)

    def __len__(self) -> int:
        return len(self.by_size)


def prices(
    names: Iterable[str] | None = None,
    *,
    region: str = "eastus",
    live: bool = True,
    base_url: str | None = None,
    patience: float = PATIENCE,
    today: date | None = None,
) -> PriceList:
    """USD an hour for sizes (all that have a price and are not retired by default): of today if possible.

    `live=False` gives the dated table. `base_url` (or the environment variable COURSE_PRICES_URL) names another
    server; `patience` is in seconds for all questions together. It never fails for want of a network: what cannot be
    had is taken from the dated table, which is for eastus, and that is said in print. While a notebook is graded
    (NBGRADER_EXECUTION is set) nothing is asked.
    """
    chosen = catalogue.priced(today=today).values() if names is None else [catalogue.size(name) for name in names]
    dated = {one.name: one.price for one in chosen}
    if not live or os.environ.get("NBGRADER_EXECUTION"):
        return PriceList(dated, "Prices of the dated table: each is an example of its date.")
    url, day = base_url or os.environ.get("COURSE_PRICES_URL") or BASE_URL, (today or date.today()).isoformat()
    found = price_cache.read(url, region, day)
    trouble = ""
    if not set(dated) <= set(found):
        try:
            until = time.monotonic() + patience
            for name in sorted(set(dated) - set(found)):
                found[name] = ask(name, region, base_url=url, until=until, day=day)
        except NoLivePrices as error:
            trouble = str(error).replace("\n", " ")
        price_cache.write(url, region, day, found)
    answered = {name: found.get(name, price) for name, price in dated.items()}
    fallen = [name for name, price in answered.items() if not price.live]
    said = f"Prices of {day} from the {SOURCE}, {region}."
    if fallen:
        which = "all prices" if len(fallen) == len(answered) else ", ".join(fallen)
        said = f"No live prices: {trouble} The dated table (eastus) answers for {which}."
    print(said)
    return PriceList(answered, said)


def ask(
    name: str, region: str, *, base_url: str = BASE_URL, until: float | None = None, day: str | None = None
) -> Price:
    """The price of one size from the price list: the newest row that is left after filtering.

    `until` is the moment of `time.monotonic()` at which the answer must be there. Raises `NoLivePrices`.
    """
    until = time.monotonic() + PATIENCE if until is None else until
    day = day or date.today().isoformat()
    wanted = (
        f"serviceName eq 'Virtual Machines' and armRegionName eq '{region}' and armSkuName eq '{name}' "
        "and priceType eq 'Consumption'"
    )
    fitting = [
        row
        for row in _rows(f"{base_url}?{urllib.parse.urlencode({'$filter': wanted})}", until)
        if _fits(row, name, region, day)
    ]
    if not fitting:
        raise NoLivePrices(f"the price list has no hourly Linux price for {name} in {region}.")
    newest = max(fitting, key=lambda row: (str(row.get("effectiveStartDate", "")), row["retailPrice"]))
    return Price(name, Money(newest["retailPrice"]), region, day, SOURCE, live=True)


def _fits(row: object, name: str, region: str, day: str) -> bool:
    """Whether a row is Linux, pay as you go, for an hour of this size here, in USD and already in force."""
    if not isinstance(row, dict):
        return False
    product, sku = str(row.get("productName", "")).lower(), f"{row.get('skuName')} {row.get('meterName')}".lower()
    price = row.get("retailPrice")
    return (
        str(row.get("armSkuName", "")).lower() == name.lower()
        and row.get("armRegionName") == region
        and row.get("unitOfMeasure") == "1 Hour"
        and row.get("type") == "Consumption"
        and row.get("currencyCode", "USD") == "USD"
        and str(row.get("effectiveStartDate", ""))[:10] <= day
        and not any(word in product for word in NOT_LINUX)
        and not any(word in sku for word in NOT_STEADY)
        and isinstance(price, Decimal)
        and price > 0
    )


def _rows(url: str, until: float) -> Iterable[Any]:
    """All rows of all pages, following NextPageLink on the same server."""
    host, seen = urllib.parse.urlsplit(url).hostname, set()
    while url:
        if url in seen or len(seen) >= MOST_PAGES:
            raise NoLivePrices("the price list does not end.")
        seen.add(url)
        page = _page(url, until)
        if not isinstance(page, dict) or not isinstance(page.get("Items"), list):
            raise NoLivePrices("the answer of the price list has no rows.")
        yield from page["Items"]
        url = page.get("NextPageLink") or ""
        if not isinstance(url, str) or (url and urllib.parse.urlsplit(url).hostname != host):
            raise NoLivePrices("the price list points to another server.")


def _page(url: str, until: float) -> object:
    """One page as JSON, its numbers as Decimal: a price is never a float."""
    request = urllib.request.Request(url, headers={"Accept": "application/json", "User-Agent": "apples-course"})
    content = b""
    try:
        with urllib.request.urlopen(request, timeout=_left(until)) as answer:
            while piece := answer.read1(65536):
                content += piece
                _left(until)  # a server that drips may not hold a lesson up
                if len(content) > MOST_BYTES:
                    raise NoLivePrices("the answer of the price list is too long.")
        return json.loads(content, parse_float=Decimal, parse_int=Decimal)
    except urllib.error.HTTPError as error:
        busy = " (too many questions: try again later)" if error.code == 429 else ""
        raise NoLivePrices(f"the price list answered with error {error.code}{busy}.") from None
    except TimeoutError:
        raise NoLivePrices("the price list did not answer in time.") from None
    except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
        if isinstance(getattr(error, "reason", None), TimeoutError):
            raise NoLivePrices("the price list did not answer in time.") from None
        raise NoLivePrices("the price list cannot be reached; this machine may be offline.") from None
    except (ValueError, RecursionError, InvalidOperation):
        raise NoLivePrices("the answer of the price list is not the JSON that was expected.") from None


def _left(until: float) -> float:
    """Seconds left before the moment `until`."""
    left = until - time.monotonic()
    if left <= 0:
        raise NoLivePrices("the price list did not answer in time.")
    return left
